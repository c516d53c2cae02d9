"""The log of acts, read: who did what, for whoever watches over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.database import document, load_sql


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the log of acts. ``subject``: what was acted on, as ``campaign/7``."""

    id: int
    at: datetime
    actor: str
    act: str
    subject: str
    detail: dict[str, Any]


def acts(
    cursor: CursorWrapper,
    *,
    actor: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Act]:
    """Lines, the newest first. ``until`` is the first instant after them, ``before`` the id of the last one seen."""
    given: dict[str, Any] = {"actor = %s": actor, "at >= %s": since, "at < %s": until, "id < %s": before}
    asked = {condition: value for condition, value in given.items() if value}
    cursor.execute(
        "SELECT id, at, actor, act, subject, detail FROM audit_entry "  # noqa: S608
        f"WHERE organisation_id = current_organisation() {''.join(f'AND {one} ' for one in asked)}"
        "ORDER BY id DESC LIMIT %s",
        [*asked.values(), limit],
    )
    return [_act(row) for row in cursor.fetchall()]


def _act(row: tuple[Any, ...]) -> Act:
    columns: list[Any] = [*row[:-1], document(row[-1])]
    return Act(*columns)


def actors(cursor: CursorWrapper) -> list[str]:
    """Everybody who stands in the log."""
    cursor.execute(load_sql(__file__, "actors.sql"))
    return [row[0] for row in cursor.fetchall()]
