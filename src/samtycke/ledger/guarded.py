"""That the database itself refuses what must not happen to the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.backends.utils import CursorWrapper

_TRIGGERS = ("append_only", "never_truncated")
_APPEND_ONLY = ("consent_event", "seal", "wording", "audit_entry", "read_entry", "batch_let_go")
_TABLES = (
    *("contact", "identity", "wording", "consent_event", "permission", "customer", "suppression"),
    *("unsealed", "seal", "seal_check", "audit_entry", "read_entry", "batch_let_go"),
)
_OF_LOGS = {
    "audit_entry": ("wait_for_seal", "only_let_go"),
    "read_entry": ("wait_for_seal", "only_let_go"),
}
"""Triggers by which each line of a log is sealed, and goes with its batch only."""
_JOURNALED = {
    "suppression": ("journal_new", "journal_again"),
    "hashed_block": ("journal_new", "journal_again"),
    "platform_suppression": ("journal_new",),
    "platform_hashed_block": ("journal_new",),
    "contact": ("journal_erasure", "journal_restriction"),
}
"""Triggers by which each no and erasure comes into the journal: without them a restore would bring people back."""


def unguarded(cursor: CursorWrapper) -> Iterator[str]:
    """Triggers of the ledger or of one of its partitions that are missing or off, rights too many, rows unguarded."""
    cursor.execute(
        "SELECT c.relname, t.name FROM pg_class c CROSS JOIN unnest(%s::text[]) AS t(name) "
        "WHERE (c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(%s) "
        "   OR c.oid IN (SELECT relid FROM pg_partition_tree('consent_event') WHERE isleaf)) "
        "AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = t.name "
        "AND g.tgenabled IN ('O', 'A')) ORDER BY 1, 2",
        [list(_TRIGGERS), list(_APPEND_ONLY)],
    )
    for table, trigger in cursor.fetchall():
        yield f"The trigger {trigger} of {table} is missing or off"
    for table, trigger in _missing(cursor, _OF_LOGS):
        yield f"The trigger {trigger} of {table} is missing or off"
    for table, trigger in _missing(cursor, _JOURNALED):
        yield f"The trigger {trigger} of {table} is missing or off: a restore could bring people back"
    cursor.execute(
        "SELECT f FROM unnest(ARRAY['refuse_change', 'refuse_unless_let_go']) f WHERE NOT EXISTS "
        "(SELECT FROM pg_proc WHERE proname = f AND prosrc LIKE '%%RAISE EXCEPTION%%') ORDER BY 1"
    )
    for (function,) in cursor.fetchall():
        yield f"The function {function} no longer refuses"
    cursor.execute(
        "SELECT t.relid::regclass::text, a.act FROM (SELECT relid FROM pg_partition_tree('consent_event') "
        "UNION SELECT unnest(%s::regclass[])) t "
        "CROSS JOIN unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS a(act) "
        "WHERE has_table_privilege(current_user, t.relid, a.act) ORDER BY 1, 2",
        [list(_APPEND_ONLY[1:])],
    )
    for table, act in cursor.fetchall():
        yield f"The program may {act} {table}"
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(%s) "
        "AND (NOT relrowsecurity OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = pg_class.oid)) ORDER BY 1",
        [list(_TABLES)],
    )
    for (table,) in cursor.fetchall():
        yield f"Row-level security is off on {table}"


def _missing(cursor: CursorWrapper, guards: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Those triggers of some tables that are missing or off."""
    pairs = [(table, trigger) for table, triggers in guards.items() for trigger in triggers]
    cursor.execute(
        "SELECT t.relation, t.name FROM unnest(%s::text[], %s::text[]) AS t(relation, name) "
        "WHERE NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = to_regclass(t.relation) AND g.tgname = t.name "
        "AND g.tgenabled IN ('O', 'A')) ORDER BY 1, 2",
        [list(column) for column in zip(*pairs, strict=True)],
    )
    return [(table, trigger) for table, trigger in cursor.fetchall()]
