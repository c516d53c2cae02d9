"""Check that the ledger is guarded, and that every permission follows from its events."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.record import project

_TRIGGERS = ("append_only", "never_truncated")
_PROJECTIONS = {
    "contact": "id, objected_at, refused_at, consented_at, sale_on, sale_at, sale_category, sale_collected, "
    "sale_informed, sale_offered, paused_until, restricted, unread_reply",
    "permission": "contact_id, purpose, consent_at, consent_on, method, informed, evidenced, withdrawn_at, objected_at",
    "customer": "contact_id, category, customer_on",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be."""

    what: str
    contact_id: int | None = None

    def __str__(self) -> str:
        return f"{self.what}" + (f" (contact {self.contact_id})" if self.contact_id else "")


def verify(cursor: CursorWrapper) -> list[Finding]:
    """What is wrong with the ledger of the transaction's organisation. The transaction is left as it was."""
    return [*_unguarded(cursor), *_strayed(cursor)]


def _unguarded(cursor: CursorWrapper) -> list[Finding]:
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'consent_event'::regclass AND tgenabled IN ('O', 'A')"
    )
    present = {row[0] for row in cursor.fetchall()}
    return [Finding(f"The trigger {name} of the ledger is missing or off") for name in _TRIGGERS if name not in present]


def _strayed(cursor: CursorWrapper) -> list[Finding]:
    """Compute every projection anew inside a savepoint, compare, and roll it back."""
    cursor.execute("SAVEPOINT verify")
    try:
        for table, columns in _PROJECTIONS.items():
            cursor.execute(
                f"CREATE TEMP TABLE before_{table} ON COMMIT DROP AS SELECT {columns} FROM {table} "  # noqa: S608
                "WHERE organisation_id = current_organisation()"
            )
        cursor.execute("SELECT DISTINCT contact_id FROM consent_event WHERE organisation_id = current_organisation()")
        contacts = [row[0] for row in cursor.fetchall()]
        for start in range(0, len(contacts), 10_000):
            project(cursor, contacts[start : start + 10_000])
        return [finding for table, columns in _PROJECTIONS.items() for finding in _differing(cursor, table, columns)]
    finally:
        cursor.execute("ROLLBACK TO SAVEPOINT verify")


def _differing(cursor: CursorWrapper, table: str, columns: str) -> list[Finding]:
    now = f"SELECT {columns} FROM {table} WHERE organisation_id = current_organisation()"  # noqa: S608
    was = f"SELECT {columns} FROM before_{table}"  # noqa: S608
    cursor.execute(f"(({now}) EXCEPT ({was})) UNION (({was}) EXCEPT ({now}))")
    contacts = sorted({row[0] for row in cursor.fetchall()})
    return [Finding(f"What {table} says does not follow from the events", contact) for contact in contacts]
