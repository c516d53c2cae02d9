"""A kind of personal data that a room keeps: what of it is old enough to go, and how it is let go of.

Each room says it of its own tables in its ``personal.py``; ``rights`` knows for how long, and runs them all. Two sorts
are said: what goes when its time is out, and what goes with something else or stays (``because``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.backends.utils import CursorWrapper

LetGo: TypeAlias = Callable[[CursorWrapper, datetime, datetime, int], int]
"""Let go of what is older than an instant (``before``), as of ``now``, at most so many; returns how many went."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data in a room.

    Attributes:
        kind: by which the period is known; several rooms, and several tables, may hold the same kind.
        tables: those that hold it.
        due: SQL of what is old enough: a text that tells it from others of its kind (``what``), and the instant its
            time is counted from (``at``). It reads ``%(before)s``. Empty where nothing goes by time.
        let_go: how it goes; None where nothing goes by time.
    """

    kind: str
    tables: tuple[str, ...]
    due: str = ""
    let_go: LetGo | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """What would go of one kind: how many, the oldest of them, and the first of them (what, at), oldest first."""

    count: int
    oldest: datetime | None
    first: tuple[tuple[str, datetime], ...]


def due(cursor: CursorWrapper, kept: Kept, *, before: datetime, limit: int = 0) -> Due:
    """What would go, by the very statement that finds it when it goes. Nothing is changed."""
    cursor.execute(f"SELECT count(*), min(at) FROM ({kept.due}) due", {"before": before})  # noqa: S608 - a room's own
    count, oldest = cursor.fetchone()
    first: tuple[tuple[str, datetime], ...] = ()
    if count and limit:
        cursor.execute(
            f"SELECT what, at FROM ({kept.due}) due ORDER BY at, what LIMIT {int(limit)}",  # noqa: S608
            {"before": before},
        )
        first = tuple(cursor.fetchall())
    return Due(int(count), oldest, first)


def deleted(
    kind: str,
    table: str,
    *,
    at: str,
    key: Sequence[str] = ("id",),
    where: str = "true",
    and_then: Sequence[str] = (),
) -> Kept:
    """A kind whose rows are deleted, the oldest first.

    Args:
        at: SQL on ``t``, a row of the table: the instant its time is counted from.
        key: the columns that tell a row, besides the organisation.
        where: SQL on ``t``: which rows are of this kind, and may go.
        and_then: statements that take along what belongs to the rows, with ``%(keys)s``, their keys as text.
    """
    named = " || '/' || ".join(f"t.{column}::text" for column in key)
    found = f"FROM {table} t WHERE t.organisation_id = current_organisation() AND ({where}) AND {at} < %(before)s"
    due_sql = f"SELECT {named} AS what, {at} AS at {found}"
    columns = ", ".join(key)
    picked = f"SELECT {', '.join(f't.{column}' for column in key)} {found} ORDER BY {at} LIMIT %(most)s"
    statement = (
        f"DELETE FROM {table} WHERE organisation_id = current_organisation() AND ({columns}) IN "  # noqa: S608
        # What somebody is writing in this moment is left for the next time.
        f"({picked} FOR UPDATE OF t SKIP LOCKED) RETURNING {' || chr(47) || '.join(f'{one}::text' for one in key)}"
    )

    def let_go(cursor: CursorWrapper, before: datetime, now: datetime, most: int) -> int:
        cursor.execute(statement, {"before": before, "most": most})
        keys = [row[0] for row in cursor.fetchall()]
        for after in and_then:
            if keys:
                cursor.execute(after, {"keys": keys})
        return len(keys)

    return Kept(kind, (table,), due_sql, let_go)
