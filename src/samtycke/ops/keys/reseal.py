"""What an older key has sealed, sealed anew, a few rows in a transaction, while everybody else goes on.

A row that somebody is writing is passed over and met again in the next pass, so that nobody waits for us while we wait
for them. One that changed nevertheless is left as it became. Nothing is inserted: what has been erased stays so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from samtycke.ops.keys.columns import about, assignment, primary_key, value, written
from samtycke.organisations.door import Keyring, SealBroken, SealedColumn
from samtycke.organisations.keyring import mark_of

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that nothing opens: in which column, of which row, by which key it says to be sealed."""

    column: str
    row: Mapping[str, str]
    key: int

    def __str__(self) -> str:
        place = ", ".join(f"{name} {one}" for name, one in self.row.items())
        return f"{self.column} of {place} (key {self.key})"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction did: how many values were sealed anew, and which open by no key."""

    column: SealedColumn
    resealed: int
    broken: tuple[Broken, ...]


def reseal(connection: Connection[Any], column: SealedColumn, ring: Keyring) -> Iterator[Batch]:
    """Seal a column's values anew under the key that seals, in the order of the primary key, each batch committed."""
    key = primary_key(connection, column.table)
    after: tuple[Any, ...] = ()
    while True:
        with connection.transaction():
            rows = _take(connection, column, key, after, ring)
            batch = _seal_anew(connection, column, key, rows, ring)
        if not rows:
            return
        after = rows[-1][: len(key)]
        yield batch


def _take(
    connection: Connection[Any], column: SealedColumn, key: tuple[str, ...], after: tuple[Any, ...], ring: Keyring
) -> list[tuple[Any, ...]]:
    """The next rows under another key: primary key, value, and what it is bound to. Locked; those in use left out."""
    sealed = value(column)
    beyond = f"({', '.join(key)}) > ({', '.join(['%s'] * len(key))}) AND " if after else ""
    return connection.execute(
        f"SELECT {', '.join((*key, sealed, *column.of))} FROM {column.table} WHERE {beyond}"  # noqa: S608 - the rooms' own names
        f"({sealed}) IS NOT NULL AND substring(({sealed}) FROM 1 FOR 2) <> %s "
        f"ORDER BY {', '.join(key)} LIMIT {AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED",
        [*after, mark_of(ring.seals)],
    ).fetchall()


def _seal_anew(
    connection: Connection[Any],
    column: SealedColumn,
    key: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    ring: Keyring,
) -> Batch:
    changes, broken = [], []
    for row in rows:
        place, sealed, bound = row[: len(key)], row[len(key)], about(column, row[len(key) + 1 :])
        try:
            clear = ring.open(sealed, about=bound)
        except SealBroken:
            names = {
                name: one.hex() if isinstance(one, bytes) else str(one) for name, one in zip(key, place, strict=True)
            }
            broken.append(Broken(column.name, names, int.from_bytes(sealed[:2], "big")))
            continue
        changes.append((written(column, ring.seal(clear, about=bound)), *place, sealed))
    resealed = 0
    if changes:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {column.table} SET {assignment(column)} "  # noqa: S608 - as above
                f"WHERE {' AND '.join(f'{one} = %s' for one in key)} AND ({value(column)}) = %s",
                changes,
            )
            resealed = cursor.rowcount
    return Batch(column, resealed, tuple(broken))
