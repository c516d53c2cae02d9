"""The rows that were refused, with their reasons, to be mended and dropped straight back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence

from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from samtycke.intake.refusal import Refusal
from samtycke.intake.spreadsheet import harmless
from samtycke.intake.table import Row
from samtycke.ledger.door import opened_strangers
from samtycke.organisations.door import keyring

_NUMBER = re.compile(r"[+-]?[\d\s().-]+")
_PAGE = 1_000


def keep_refusals(cursor: CursorWrapper, import_id: int, refusals: Sequence[Refusal], rows: Sequence[Row]) -> None:
    """Seal each refused row with what was wrong with it."""
    cells = {row.line: row.cells for row in rows}
    keys = keyring()
    cursor.executemany(
        "INSERT INTO import_refusal (organisation_id, import_id, line, field, reason, sealed) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [
            (
                import_id,
                refusal.line,
                refusal.field,
                refusal.reason,
                keys.seal(
                    json.dumps([refusal.value, list(refusal.known), *cells[refusal.line]]).encode(),
                    about=about(import_id, refusal.line),
                ),
            )
            for refusal in refusals
        ],
    )


def refusals(cursor: CursorWrapper, import_id: int, *, limit: int = 1_000) -> list[Refusal]:
    """The first refusals of an import, in the file's order."""
    return [refusal for refusal, _cells in _read(cursor, import_id, after=0, limit=limit)]


def refusals_csv(cursor: CursorWrapper, import_id: int) -> Iterator[str]:
    """The refused rows as a CSV: the columns they had, then the line they stood on and what is wrong.

    Semicolons and a byte order mark, so that Excel opens it as it is.
    """
    cursor.execute(
        "SELECT columns FROM import_file WHERE organisation_id = current_organisation() AND id = %s", [import_id]
    )
    columns: list[str] = cursor.fetchone()[0]
    yield "\ufeff" + _line([*columns, _("Line in file"), _("What is wrong")])
    after = 0
    while page := _read(cursor, import_id, after=after, limit=_PAGE):
        for refusal, cells in page:
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            yield _line([*padded, str(refusal.line), refusal.message])
        after = page[-1][0].line


def _read(cursor: CursorWrapper, import_id: int, *, after: int, limit: int) -> list[tuple[Refusal, list[str]]]:
    cursor.execute(
        "SELECT line, field, reason, sealed FROM import_refusal "
        "WHERE organisation_id = current_organisation() AND import_id = %s AND line > %s ORDER BY line LIMIT %s",
        [import_id, after, limit],
    )
    found = []
    for line, field, reason, sealed in cursor.fetchall():
        value, declared, *cells = json.loads(keyring().open(sealed, about=about(import_id, line)))
        found.append((Refusal(line, field, reason, value, tuple(declared)), cells))
    if found:
        opened_strangers()
    return found


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A phone number stays as it is: it is to be mended and dropped back."""
    return cell if _NUMBER.fullmatch(cell) else harmless(cell)


def about(import_id: int, line: int) -> bytes:
    """What binds a sealed row to its place in its file."""
    return f"import_refusal/{import_id}/{line}".encode()
