"""Which key has sealed what is kept: read from the head of each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

from psycopg import Connection

from samtycke.ops.keys.columns import COLUMNS, about, value
from samtycke.organisations.door import Keyring, SealBroken, SealedColumn

Carried: TypeAlias = Mapping[int, Counter[str]]
"""By key, in which column how many. What is too short to tell is under no key, 0."""

_SAMPLE = 3


def carried(connection: Connection[Any]) -> Carried:
    """Count every sealed value by the key it carries."""
    found: dict[int, Counter[str]] = {}
    for column in COLUMNS:
        rows = connection.execute(
            f"SELECT substring(v FROM 1 FOR 2), count(*) FROM (SELECT {value(column)} AS v FROM {column.table}) s "  # noqa: S608 - the rooms' own names
            "WHERE v IS NOT NULL GROUP BY 1"
        )
        for mark, count in rows:
            key = int.from_bytes(mark, "big") if len(mark) == 2 else 0
            found.setdefault(key, Counter())[column.name] += count
    return found


def opens_any(connection: Connection[Any], ring: Keyring) -> bool:
    """Whether a keyring opens anything of what is kept; yes where nothing is. Another's keyring opens nothing."""
    tried = 0
    for column in COLUMNS:
        for one in _sample(connection, column):
            tried += 1
            try:
                ring.open(one[0], about=about(column, one[1:]))
            except SealBroken:
                continue
            return True
    return tried == 0


def _sample(connection: Connection[Any], column: SealedColumn) -> list[tuple[Any, ...]]:
    named = ", ".join(("v", *column.of))
    return connection.execute(
        f"SELECT {named} FROM (SELECT {value(column)} AS v, t.* FROM {column.table} t) s "  # noqa: S608 - as above
        f"WHERE v IS NOT NULL LIMIT {_SAMPLE}"
    ).fetchall()
