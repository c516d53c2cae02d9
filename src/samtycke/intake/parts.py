"""A file waits in sealed parts of some thousand rows; each is deleted when its rows are in the ledger."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.backends.utils import CursorWrapper

from samtycke.intake.table import Row
from samtycke.organisations.door import keyring

ROWS = 5_000
"""Rows in a part: one transaction of the ledger, a second or less."""


def write_parts(cursor: CursorWrapper, import_id: int, rows: Iterable[Row]) -> int:
    """Seal rows into parts and return how many rows there were."""
    total = 0
    rest = iter(rows)
    number = 0
    while part := list(islice(rest, ROWS)):
        number += 1
        packed = zlib.compress(json.dumps([[row.line, *row.cells] for row in part]).encode(), level=1)
        cursor.execute(
            "INSERT INTO import_part (organisation_id, import_id, number, first_line, rows, sealed) "
            "VALUES (current_organisation(), %s, %s, %s, %s, %s)",
            [import_id, number, part[0].line, len(part), keyring().seal(packed, about=about(import_id, number))],
        )
        total += len(part)
    return total


def take_part(cursor: CursorWrapper, import_id: int) -> Sequence[Row] | None:
    """Remove the first part that is left and return its rows, or None when there is none.

    The removal is undone with the caller's transaction, so a crash leaves the part where it was.
    """
    cursor.execute(
        "DELETE FROM import_part WHERE organisation_id = current_organisation() AND import_id = %(id)s "
        "AND number = (SELECT min(number) FROM import_part "
        "              WHERE organisation_id = current_organisation() AND import_id = %(id)s) "
        "RETURNING number, sealed",
        {"id": import_id},
    )
    found = cursor.fetchone()
    return None if found is None else _open(import_id, *found)


def each_part(cursor: CursorWrapper, import_id: int, *, at_most: int | None = None) -> Iterator[Sequence[Row]]:
    """The parts in order, left where they are."""
    cursor.execute(
        "SELECT number FROM import_part WHERE organisation_id = current_organisation() AND import_id = %s "
        "ORDER BY number LIMIT %s",
        [import_id, at_most],
    )
    for (number,) in cursor.fetchall():
        cursor.execute(
            "SELECT sealed FROM import_part WHERE organisation_id = current_organisation() "
            "AND import_id = %s AND number = %s",
            [import_id, number],
        )
        if found := cursor.fetchone():
            yield _open(import_id, number, found[0])


def _open(import_id: int, number: int, sealed: bytes) -> list[Row]:
    packed = keyring().open(sealed, about=about(import_id, number))
    return [Row(line, tuple(cells)) for line, *cells in json.loads(zlib.decompress(packed))]


def about(import_id: int, number: int) -> bytes:
    """What binds a sealed part to its place in its file."""
    return f"import_part/{import_id}/{number}".encode()
