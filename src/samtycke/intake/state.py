"""How imports are going."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.intake.parts import each_part
from samtycke.organisations.door import document

_SELECT = (
    "SELECT id, name, state, encoding, delimiter, columns, mapping, defaults, rows, done, accepted, refused, "
    "unchanged, blocked, warnings, by, created_at, finished_at FROM import_file "
    "WHERE organisation_id = current_organisation() "
)


@dataclass(frozen=True, slots=True)
class ImportState:
    """``state``: draft, queued, running, done, failed. ``unchanged`` and ``blocked`` are among the accepted.

    ``warnings`` are dicts with a ``code``: mangled_letters, duplicate_rows (count, lines), consecutive_numbers
    (count).
    """

    id: int
    name: str
    state: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    mapping: dict[str, str]
    defaults: dict[str, str]
    rows: int
    done: int
    accepted: int
    refused: int
    unchanged: int
    blocked: int
    warnings: tuple[dict[str, Any], ...]
    by: str
    created_at: datetime
    finished_at: datetime | None


def import_state(cursor: CursorWrapper, import_id: int) -> ImportState | None:
    """One import, or None when the organisation has none with this id."""
    cursor.execute(_SELECT + "AND id = %s", [import_id])
    found = cursor.fetchone()
    return None if found is None else _state(found)


def imports(cursor: CursorWrapper, *, limit: int = 50) -> list[ImportState]:
    """The newest imports, the last first."""
    cursor.execute(_SELECT + "ORDER BY id DESC LIMIT %s", [limit])
    return [_state(row) for row in cursor.fetchall()]


def first_rows(cursor: CursorWrapper, import_id: int, *, limit: int = 5) -> list[tuple[str, ...]]:
    """The cells of an import's first rows, while they are still waiting."""
    for part in each_part(cursor, import_id, at_most=1):
        return [row.cells for row in part[:limit]]
    return []


def _state(row: tuple[Any, ...]) -> ImportState:
    values = list(row)
    values[5] = tuple(values[5])
    for at in (6, 7, 14):
        values[at] = document(values[at])
    values[14] = tuple(values[14])
    return ImportState(*values)
