"""Every tenant table is behind row-level security, leads its keys with the organisation, and was not forgotten.

Nothing here names a table but those that stand outside on purpose: the catalogue is read, so that a table made tomorrow
is tried tomorrow.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql

from samtycke.ops.cast import make_organisation

OUTSIDE = {
    "membership": "read to find out which organisations a member of staff may act for",
    "api_key": "found by its digest, before the organisation is known",
    "lane": "where there is work: the gateway goes round it before it knows for whom",
    "inbound_route": "a text that comes in finds its organisation here",
    "optin_code": "a link's answer finds its question here, by the digest of its code",
    "last_sender": "a STOPP on a shared number finds its organisations here; number keys only",
    "form_route": "a form's address finds its organisation here",
    "shop_door": "a web shop's webhook finds its organisation here, by the digest of a token",
    "way_out_code": "the link of a way out finds its person here, by the digest of its code",
    "sent_ref": "a receipt finds its message here, by the carrier's id",
}
"""Tables with an organisation_id that are outside row-level security, and why."""

WITHOUT = {
    "asked_lately",
    "block_sharing",
    "database_life",
    "early_receipt",
    "gateway",
    "organisation",
    "platform_hashed_block",
    "platform_suppression",
    "staff",
    "unrouted_text",
}
"""Our own tables of no tenant alone: processes, what has no owner yet, the platform's own, callers unknown."""

LENT = {
    "let_go_of_log": "deletes batches of the acting organisation's own logs, and none sealed within the last year",
    "reads_of": "lines of the acting organisation's own log, found by an index that the policies would leave unused",
    "meet_platform_blocks": "carries over to the platform's list only what the operator put among its hashes",
    "senders_called": "ids of those who send under a name, which is public; no row of a tenant's is shown",
    "refresh_statistics": "ANALYZE of tables it names itself; it takes no value but a name and returns nothing",
}
"""Functions that run with the owner's rights, and why they may."""

NOT_OURS = ("django_", "procrastinate_", "auth_", "account_", "mfa_", "socialaccount_", "usersessions_")


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    must: bool
    """Has to be given a value by whoever inserts a row."""


@pytest.fixture(scope="module")
def admin() -> Iterator[psycopg.Connection]:
    """The superuser of the tests' server, who sees all and whom no trigger stops."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.fixture
def app() -> Iterator[psycopg.Connection]:
    """The role that the program runs as."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("samtycke_app",)
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def two(admin) -> Iterator[tuple[int, int]]:
    """Two organisations, Alice's and Charlie's, each with a row in every tenant table."""
    ids = tuple(make_organisation(f"tenant-{os.getpid()}-{name}").pk for name in ("alice", "charlie"))
    for table in tenant_tables(admin):
        for organisation in ids:
            plant(admin, table, organisation)
    yield ids
    for table in tenant_tables(admin):
        admin.execute(
            sql.SQL("DELETE FROM {} WHERE organisation_id = ANY(%s)").format(sql.Identifier(table)), [list(ids)]
        )


def tenant_tables(connection: psycopg.Connection) -> list[str]:
    """Every table with an organisation_id, but partitions, that is not outside on purpose."""
    return [table for table in _with_organisation(connection) if table not in OUTSIDE]


def _with_organisation(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
        "AND a.attname = 'organisation_id' AND NOT a.attisdropped ORDER BY 1"
    )
    return [row[0] for row in rows]


def plant(admin: psycopg.Connection, table: str, organisation: int) -> None:
    """A row that the table's checks let through, made of what the catalogue says of it; unless it has the only one."""
    names, values = _row(admin, table, organisation)
    admin.execute(_insert(table, names) + sql.SQL(" ON CONFLICT DO NOTHING"), values)


def _row(connection: psycopg.Connection, table: str, organisation: int) -> tuple[list[str], list[object]]:
    checks = " ".join(
        row[0]
        for row in connection.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'",
            [table],
        )
    )
    names, values = [], []
    for column in _columns(connection, table):
        if column.name == "organisation_id":
            names.append(column.name)
            values.append(organisation)
        elif column.must or column.type == "boolean" or f"{column.name} IS NOT NULL" in checks:
            names.append(column.name)
            values.append(_value(column, checks))
    return names, values


def _columns(connection: psycopg.Connection, table: str) -> list[Column]:
    return [
        Column(*row)
        for row in connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull AND NOT atthasdef AND attidentity = '' "
            "FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "AND attgenerated = '' ORDER BY attnum",
            [table],
        )
    ]


def _value(column: Column, checks: str) -> object:
    if allowed := re.search(rf"\b{column.name} = ANY \(ARRAY\['([^']+)'", checks):
        return allowed[1]
    if column.type.endswith("[]"):
        return "{}"
    return {
        "boolean": True,
        "bytea": b"x",
        "date": "2026-03-10",
        "timestamp with time zone": "2026-03-10T12:00:00Z",
        "jsonb": "{}",
        "text": "x",
        "uuid": "00000000-0000-4000-8000-000000000000",
    }.get(column.type, 1)


def _insert(table: str, names: list[str]) -> sql.Composed:
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() * len(names)),
    )


@contextmanager
def acting(app: psycopg.Connection, organisation: int | None) -> Iterator[None]:
    """Act for an organisation, or for none, and leave nothing behind."""
    app.execute(
        "SELECT set_config('app.organisation_id', %s, true)", ["" if organisation is None else str(organisation)]
    )
    yield
    app.rollback()


def touched(app: psycopg.Connection, statement: str, table: str, *params: object) -> int:
    """How many rows a statement read or changed; none where the role may not."""
    try:
        with app.transaction():
            return app.execute(sql.SQL(statement).format(sql.Identifier(table)), params).rowcount
    except psycopg.errors.InsufficientPrivilege:
        return 0


def test_every_table_of_ours_is_a_tenants_or_is_named_here(admin):
    """A table without an organisation belongs to the platform, and that is a decision somebody wrote down."""
    rows = admin.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "AND NOT relispartition"
    )
    known = {*_with_organisation(admin), *WITHOUT}
    assert {row[0] for row in rows if not row[0].startswith(NOT_OURS)} - known == set()


def test_what_stands_outside_is_there(admin):
    """A table that is renamed or goes does not leave its exception behind."""
    assert OUTSIDE.keys() <= set(_with_organisation(admin))


def test_every_tenant_table_is_behind_row_level_security(admin):
    """Enabled, with a policy for reading and writing that names the organisation."""
    rows = admin.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace "
        "AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' "
        "AND pg_get_expr(p.polqual, p.polrelid) LIKE '%%organisation_id%%current_organisation()%%' "
        "AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%%organisation_id%%current_organisation()%%'))",
        [tenant_tables(admin)],
    )
    assert [row[0] for row in rows] == []


def test_no_policy_is_looser_than_the_tenants(admin):
    """Policies add up: a second, permissive one would open what the first closes."""
    rows = admin.execute("SELECT polrelid::regclass::text FROM pg_policy GROUP BY 1 HAVING count(*) > 1")
    assert [row[0] for row in rows] == []


def test_no_partition_is_a_way_past(admin):
    """A partition is reached by its parent; named itself, the program may do nothing with it, or sees one tenant."""
    rows = admin.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relispartition AND c.relkind IN ('r', 'p') "
        "AND NOT c.relrowsecurity AND (has_any_column_privilege('samtycke_app', c.oid, 'SELECT,INSERT,UPDATE') "
        "OR has_table_privilege('samtycke_app', c.oid, 'SELECT,INSERT,UPDATE,DELETE,TRUNCATE'))"
    )
    assert [row[0] for row in rows] == []


def test_every_key_of_a_tenant_table_leads_with_the_organisation(admin):
    """Primary, unique and foreign: so that the database can one day be sharded by it (and no key crosses tenants)."""
    rows = admin.execute(
        "SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
        "WHERE c.conrelid = ANY(%s::regclass[]) AND c.contype IN ('p', 'u', 'f') AND a.attname <> 'organisation_id'",
        [tenant_tables(admin)],
    )
    assert rows.fetchall() == []


def test_every_unique_index_of_a_tenant_table_leads_with_the_organisation(admin):
    rows = admin.execute(
        "SELECT i.indexrelid::regclass::text FROM pg_index i "
        "LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
        "WHERE i.indrelid = ANY(%s::regclass[]) AND i.indisunique AND a.attname IS DISTINCT FROM 'organisation_id'",
        [tenant_tables(admin)],
    )
    assert rows.fetchall() == []


def test_the_program_owns_nothing_and_nothing_lifts_it_above_the_policies(admin):
    role = admin.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'samtycke_app'"
    ).fetchone()
    assert role == (False, False, False, False)
    owned = admin.execute("SELECT relname FROM pg_class WHERE relowner = 'samtycke_app'::regrole").fetchall()
    assert owned == []
    above = admin.execute(
        "SELECT rolname FROM pg_roles WHERE rolname <> 'samtycke_app' AND pg_has_role('samtycke_app', oid, 'MEMBER')"
    ).fetchall()
    assert above == []


def test_no_view_or_function_lends_the_program_its_owners_rights(admin):
    """A view without security_invoker, or a SECURITY DEFINER function, would read as the owner, past every policy."""
    views = admin.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm') "
        "AND NOT coalesce('security_invoker=true' = ANY(reloptions), false)"
    )
    functions = admin.execute("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef")
    assert views.fetchall() == []
    assert {row[0] for row in functions} <= LENT.keys()


def test_each_planted_row_is_there_to_be_found(admin, app, two):
    """What is tried below is tried on rows that exist, and that their own organisation can read."""
    for table in tenant_tables(admin):
        with acting(app, two[0]):
            assert touched(app, "SELECT FROM {}", table) >= 1, table


def test_nobody_reads_another_tenants_rows(admin, app, two):
    alice, charlie = two
    leaks = []
    for table in tenant_tables(admin):
        with acting(app, charlie):
            if touched(app, "SELECT FROM {} WHERE organisation_id = %s", table, alice):
                leaks.append(table)
            others = touched(app, "SELECT FROM {} WHERE organisation_id IS DISTINCT FROM %s", table, charlie)
            leaks += [table] * bool(others)
    assert leaks == []


def test_without_an_organisation_nothing_is_seen(admin, app, two):
    for table in tenant_tables(admin):
        with acting(app, None):
            assert touched(app, "SELECT FROM {}", table) == 0, table


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET organisation_id = organisation_id WHERE organisation_id = %s",
        "DELETE FROM {} WHERE organisation_id = %s",
    ],
)
def test_nobody_changes_or_deletes_another_tenants_rows(admin, app, two, statement):
    alice, charlie = two
    for table in tenant_tables(admin):
        with acting(app, charlie):
            assert touched(app, statement, table, alice) == 0, table


def test_nobody_writes_a_row_into_another_tenant(admin, app, two):
    alice, charlie = two
    written = []
    for table in tenant_tables(admin):
        names, values = _row(admin, table, alice)
        with acting(app, charlie):
            try:
                with app.transaction():
                    app.execute(_insert(table, names), values)
            except psycopg.errors.InsufficientPrivilege:
                continue
            written.append(table)
    assert written == []


def test_nobody_gives_a_row_of_their_own_to_another_tenant(admin, app, two):
    alice, charlie = two
    for table in tenant_tables(admin):
        with acting(app, charlie):
            assert touched(app, f"UPDATE {{}} SET organisation_id = {alice}", table) == 0, table
