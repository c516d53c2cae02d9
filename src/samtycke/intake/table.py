"""A file of rows, as a shop's system exports it: its encoding, delimiter, columns and rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_ROWS = 30
MOST_COLUMNS = 500
"""More than any shop's system exports, and few enough to show each with what it holds."""

csv.field_size_limit(1_000_000)


class TableUnreadable(ValueError):
    """The file is no table of rows with a header. Carries the reason and what would be right, as gettext."""

    def __init__(self, reason: str, right: str) -> None:
        super().__init__(reason)
        self.reason, self.right = reason, right


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``line`` is the line of the file where it begins, the file's first being 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decoded file. Rows are read as they are asked for; an empty row is none."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    mangled: bool
    """The text was decoded wrongly before it came here: it reads Ã¥ for å."""
    _text: str = field(repr=False)
    _header_line: int = 1

    def rows(self) -> Iterator[Row]:
        """Every row that has something in it, with its line."""
        for line, cells in _records(self._text, self.delimiter):
            if line > self._header_line and any(cells):
                yield Row(line, tuple(cells))


def decode(content: bytes) -> Table:
    """Read a file: UTF-8, UTF-16 or Windows-1252; semicolons, commas, tabs or bars; quoted newlines.

    Raises:
        TableUnreadable: there is no header or too wide a one, or it is a workbook rather than text.
    """
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise TableUnreadable(
            _("This is an Excel workbook, not a CSV file."), _("Save it as CSV in Excel and choose that file.")
        )
    encoding, text = _decode(content)
    # Like all that cannot be read: and a text in the database can hold no zero.
    text = text.replace("\0", "\ufffd")
    delimiter, text = _delimiter(text)
    for line, header in _records(text, delimiter):
        if len(header) > MOST_COLUMNS:
            raise TableUnreadable(
                _("The first line names more than %(most)s columns.") % {"most": MOST_COLUMNS},
                _("Choose a file whose first line names the columns."),
            )
        if any(header):
            columns = _name_columns(header)
            mangled = any(sign in text for sign in ("Ã¥", "Ã¤", "Ã¶", "Ã–", "Ã…"))
            return Table(encoding, delimiter, columns, mangled, text, line)
    raise TableUnreadable(_("The file is empty."), _("Choose a file whose first line names the columns."))


def _decode(content: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return encoding, content.decode(encoding, errors="replace")
    start = content[:2000]
    if start.count(0) > len(start) // 4:  # ASCII in UTF-16 is every other byte zero
        encoding = "utf-16-be" if start[:1] == b"\0" else "utf-16-le"
        return encoding, content.decode(encoding, errors="replace")
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252", content.decode("windows-1252", errors="replace")


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter that cuts most rows into equally many cells; Excel's own ``sep=;`` line settles it.

    That line is emptied rather than removed, so that lines keep their numbers.
    """
    first, newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], newline + rest

    def score(delimiter: str) -> tuple[float, int]:
        widths = [len(cells) for _line, cells in islice(_records(text, delimiter), _SAMPLE_ROWS) if any(cells)]
        if not widths or widths[0] < 2:
            return (0.0, 0)
        width, many = Counter(widths).most_common(1)[0]
        return (many / len(widths) if width > 1 else 0.0, width)

    return max(DELIMITERS, key=score), text


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins on. A quote that is never closed ends with the file.

    Raises:
        TableUnreadable: a cell is longer than a file may have.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            yield begins, [cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error:
        raise TableUnreadable(
            _("The rows cannot be told apart: a quote is never closed, or a cell is too long."),
            _("Save it as CSV in Excel and choose that file."),
        ) from None


def _name_columns(header: list[str]) -> tuple[str, ...]:
    """Every column a name of its own, so that a mapping can speak of it."""
    names: list[str] = []
    for position, name in enumerate(header, start=1):
        wish = name or f"#{position}"
        names.append(wish if wish not in names else f"{wish} ({position})")
    return tuple(names)
