"""Every sealed column of the house, and how each is read and written by SQL."""

from __future__ import annotations

import base64
from typing import Any

from psycopg import Connection

from samtycke.campaigns import sealed_columns as campaigns
from samtycke.gate import sealed_columns as gate
from samtycke.intake import sealed_columns as intake
from samtycke.ledger import sealed_columns as ledger
from samtycke.organisations import sealed_columns as organisations
from samtycke.organisations.door import SealedColumn
from samtycke.rights import sealed_columns as rights

ROOMS = (organisations, ledger, gate, intake, campaigns, rights)
COLUMNS: tuple[SealedColumn, ...] = tuple(column for room in ROOMS for column in room.SEALED)

_BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?$"


def value(column: SealedColumn) -> str:
    """SQL of the sealed bytes. What should be base64 and is not is no bytes, which nothing opens."""
    if not column.inside:
        return column.column
    text = f"{column.column} ->> '{column.inside}'"
    return f"CASE WHEN {text} ~ '{_BASE64}' THEN decode({text}, 'base64') WHEN {text} IS NOT NULL THEN ''::bytea END"


def assignment(column: SealedColumn) -> str:
    """SQL that puts one value, as ``written`` wrote it, in the place of another."""
    if not column.inside:
        return f"{column.column} = %s"
    return f"{column.column} = jsonb_set({column.column}, '{{{column.inside}}}', to_jsonb(%s::text))"


def written(column: SealedColumn, sealed: bytes) -> bytes | str:
    """Sealed bytes as they are kept."""
    return base64.b64encode(sealed).decode() if column.inside else sealed


def about(column: SealedColumn, values: tuple[Any, ...]) -> bytes:
    """What a value is bound to, by the columns that ``column.of`` names."""
    return column.about if isinstance(column.about, bytes) else column.about(*values)


def primary_key(connection: Connection[Any], table: str) -> tuple[str, ...]:
    """The columns of a table's primary key, in their order."""
    rows = connection.execute(
        "SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place) "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number "
        "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY k.place",
        [table],
    )
    return tuple(row[0] for row in rows)
