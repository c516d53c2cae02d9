"""The log of reads, read: who looked at whom, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import load_sql

CLOSE = ("contact", "number", "search", "message", "statement", "proof", "scan", "record")
"""Sorts of read that are of one person at a time: whoever reads many so goes from one to the next."""
MANY = 40
"""So many people opened one by one within an hour are more than work with a customer asks for."""
_COLUMNS = "id, at, account, actor, role, sort, subject, contact_ids"


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the log of reads."""

    id: int
    at: datetime
    account: str
    actor: str
    role: str
    sort: str
    subject: str
    contact_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """Which lines are looked for; what is left empty is not asked. ``until`` is the first instant after them."""

    account: str = ""
    person: int | None = None
    sort: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """An account that opened many people one by one in an hour."""

    account: str
    actor: str
    hour: datetime
    people: int


def looks(cursor: CursorWrapper, sought: Looks, *, before: int | None = None, limit: int = 50) -> list[Look]:
    """Lines of the log, the newest first; ``before`` is the id of the last one seen."""
    table = "read_entry" if sought.person is None else "reads_of(%(person)s)"
    given: dict[str, Any] = {
        "account = %(account)s": sought.account,
        "sort = %(sort)s": sought.sort,
        "at >= %(since)s": sought.since,
        "at < %(until)s": sought.until,
        "id < %(before)s": before,
    }
    asked = "".join(f"AND {condition} " for condition, value in given.items() if value)
    cursor.execute(
        f"SELECT {_COLUMNS} FROM {table} WHERE organisation_id = current_organisation() {asked}"  # noqa: S608
        "ORDER BY id DESC LIMIT %(limit)s",
        {
            "person": sought.person,
            "account": sought.account,
            "sort": sought.sort,
            "since": sought.since,
            "until": sought.until,
            "before": before,
            "limit": limit,
        },
    )
    return [_look(row) for row in cursor.fetchall()]


def _look(row: tuple[Any, ...]) -> Look:
    columns: list[Any] = [*row[:-1], tuple(row[-1])]
    return Look(*columns)


def accounts(cursor: CursorWrapper) -> list[tuple[str, str]]:
    """Every account in the log with what it was last called."""
    cursor.execute(load_sql(__file__, "accounts.sql"))
    return [(account, actor) for account, actor in cursor.fetchall()]


def busy(cursor: CursorWrapper, *, since: datetime) -> list[Busy]:
    """Accounts that have opened more than ``MANY`` people one by one within an hour, the newest first."""
    cursor.execute(
        "SELECT account, max(actor), date_trunc('hour', at), count(DISTINCT person) "
        "FROM read_entry CROSS JOIN LATERAL unnest(contact_ids) AS person "
        "WHERE organisation_id = current_organisation() AND at >= %s AND sort = ANY(%s) "
        "GROUP BY account, date_trunc('hour', at) HAVING count(DISTINCT person) > %s ORDER BY 3 DESC, 4 DESC",
        [since, list(CLOSE), MANY],
    )
    return [Busy(*row) for row in cursor.fetchall()]


def looked_at(cursor: CursorWrapper, contact_id: int, *, limit: int = 10_000) -> list[dict[str, Any]]:
    """When and for what somebody's data were opened, and by what sort of reader, the newest first; for themselves.

    Who of the staff it was is not told, nor in which role, which may be one person's alone (CJEU C-579/21 Pankki S).
    """
    return [
        {"at": one.at, "sort": one.sort, "reader": _READERS.get(one.account.split("/")[0], "operator")}
        for one in looks(cursor, Looks(person=contact_id), limit=limit)
    ]


_READERS = {"staff": "staff", "key": "program"}
