"""An import before it runs: its rows sealed, its columns mapped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db.backends.utils import CursorWrapper

from samtycke.intake.columns import FIELDS, IGNORED, guess_mapping
from samtycke.intake.parts import write_parts
from samtycke.intake.table import Row, decode
from samtycke.organisations.door import audit


class MappingRefused(ValueError):
    """A mapping names a column the file has not, a field there is not, or no number. Carries which."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason


class ImportStarted(RuntimeError):
    """The import has been started; it can no longer be changed."""


def draft_import(cursor: CursorWrapper, *, name: str, content: bytes, by: str) -> int:
    """Keep a file's rows, sealed, with a guess of what its columns hold. Returns the import's id.

    Raises:
        TableUnreadable: it is no table of rows with a header.
    """
    table = decode(content)
    warnings: list[dict[str, object]] = [{"code": "mangled_letters"}] if table.mangled else []
    return _insert(
        cursor,
        name=name,
        encoding=table.encoding,
        delimiter=table.delimiter,
        columns=table.columns,
        rows=table.rows(),
        warnings=warnings,
        by=by,
    )


def draft_rows(cursor: CursorWrapper, rows: Sequence[Mapping[str, object]], *, name: str, by: str) -> int:
    """The same for rows of an API call. A row's line is its place among them, the first being 1."""
    columns = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    table = (Row(line, tuple(_cell(row.get(column)) for column in columns)) for line, row in enumerate(rows, start=1))
    return _insert(cursor, name=name, encoding="utf-8", delimiter="", columns=columns, rows=table, warnings=[], by=by)


def map_import(
    cursor: CursorWrapper,
    import_id: int,
    *,
    mapping: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> None:
    """Say what columns hold, and what holds for the whole file. What is None stays as it was.

    Raises:
        MappingRefused: there is no such column or field, or two columns hold the same field.
        ImportStarted: too late.
    """
    cursor.execute(
        "SELECT columns, state FROM import_file WHERE organisation_id = current_organisation() AND id = %s FOR UPDATE",
        [import_id],
    )
    columns, state = cursor.fetchone()
    if state != "draft":
        raise ImportStarted
    if mapping is not None:
        _check(columns, mapping)
        _set(cursor, import_id, "mapping", {column: field for column, field in mapping.items() if field})
    if defaults is not None:
        for name in defaults:
            if name not in FIELDS or name == "number":
                raise MappingRefused(name, "no_such_field")
        _set(cursor, import_id, "defaults", {name: value for name, value in defaults.items() if value})


def _check(columns: Sequence[str], mapping: Mapping[str, str]) -> None:
    taken: set[str] = set()
    for column, field in mapping.items():
        if column not in columns:
            raise MappingRefused(column, "no_such_column")
        if field and field not in (*FIELDS, IGNORED):
            raise MappingRefused(field, "no_such_field")
        if field in taken and field != IGNORED:
            raise MappingRefused(field, "twice")
        taken.add(field)


def _insert(
    cursor: CursorWrapper,
    *,
    name: str,
    encoding: str,
    delimiter: str,
    columns: Sequence[str],
    rows: Iterable[Row],
    warnings: list[dict[str, object]],
    by: str,
) -> int:
    cursor.execute(
        "INSERT INTO import_file (organisation_id, name, encoding, delimiter, columns, mapping, warnings, by) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            name[:200],
            encoding,
            delimiter,
            list(columns),
            json.dumps(guess_mapping(columns)),
            json.dumps(warnings),
            by,
        ],
    )
    import_id: int = cursor.fetchone()[0]
    total = write_parts(cursor, import_id, rows)
    cursor.execute(
        "UPDATE import_file SET rows = %s WHERE organisation_id = current_organisation() AND id = %s",
        [total, import_id],
    )
    audit(cursor, actor=by, act="import.draft", subject=f"import/{import_id}", rows=total)
    return import_id


def _set(cursor: CursorWrapper, import_id: int, column: str, value: Mapping[str, str]) -> None:
    cursor.execute(
        f"UPDATE import_file SET {column} = %s WHERE organisation_id = current_organisation() AND id = %s",  # noqa: S608 - one of two names above
        [json.dumps(dict(value)), import_id],
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()
