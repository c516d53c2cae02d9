"""The organisation's block list, the newest first: names and numbers only of those who are contacts."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.numbers import Identity, reveal
from samtycke.organisations.door import SealBroken, keyring

PLACE = b"place"
"""What binds a sealed place in the list to being one. It stands in an address, and is kept nowhere."""
_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class BlockEntry:
    """One entry. ``identity`` is None for a number that is no contact, or no longer: only its key is known then.

    ``place`` is where it stands in the list, to go on from.
    """

    purpose: str
    since: datetime
    because: str
    own_doing: bool
    by_staff: bool
    by: str
    source: str
    door: str
    contact_id: int | None
    identity: Identity | None
    place: str


def block_list(
    cursor: CursorWrapper, *, before: str = "", own: bool | None = None, limit: int = 50
) -> list[BlockEntry]:
    """Entries from a place on. ``own``: only people's own noes, or only what staff added."""
    where, values = "", []
    if before and (place := _read(before)):
        where += " AND (s.since, s.number_key, s.purpose) < (%s, %s, %s)"
        values += place
    if own is not None:
        where += " AND s.own_doing" if own else " AND s.by_staff"
    cursor.execute(
        "SELECT s.number_key, s.purpose, s.since, s.because, s.own_doing, s.by_staff, s.by, s.source, s.door, c.id "  # noqa: S608
        "FROM suppression s LEFT JOIN contact c ON c.organisation_id = s.organisation_id "
        "AND c.number_key = s.number_key "
        f"WHERE s.organisation_id = (SELECT current_organisation()){where} "
        "ORDER BY s.since DESC, s.number_key DESC, s.purpose DESC LIMIT %s",
        [*values, limit],
    )
    rows = cursor.fetchall()
    people = reveal(cursor, [row[-1] for row in rows if row[-1] is not None])
    return [_entry(row, people) for row in rows]


def each_block(cursor: CursorWrapper) -> Iterator[BlockEntry]:
    """All of it, some thousand at a time."""
    before = ""
    while page := block_list(cursor, before=before, limit=_PAGE):
        yield from page
        before = page[-1].place


def count_hashed(cursor: CursorWrapper) -> int:
    """How many entries came as hashes, whether or not they have met a number yet."""
    cursor.execute("SELECT count(*) FROM hashed_block WHERE organisation_id = current_organisation()")
    return int(cursor.fetchone()[0])


def count_contacts(cursor: CursorWrapper, numbers: Sequence[str]) -> int:
    """How many of some numbers (E.164) are contacts."""
    ring = keyring()
    cursor.execute(
        "SELECT count(*) FROM contact WHERE organisation_id = current_organisation() AND number_key = ANY(%s)",
        [[key for number in numbers for key in ring.number_keys(number)]],
    )
    return int(cursor.fetchone()[0])


def _entry(row: tuple[Any, ...], people: dict[int, Identity]) -> BlockEntry:
    key, purpose, since, *rest, contact_id = row
    place = json.dumps([since.isoformat(), bytes(key).hex(), purpose]).encode()
    sealed = base64.urlsafe_b64encode(keyring().seal(place, about=PLACE)).decode()
    return BlockEntry(*(purpose, since, *rest, contact_id, people.get(contact_id), sealed))


def _read(place: str) -> list[Any]:
    """What ``place`` was made of; nothing where it is none of ours."""
    try:
        since, key, purpose = json.loads(keyring().open(base64.urlsafe_b64decode(place), about=PLACE))
    except (SealBroken, ValueError):
        return []
    return [datetime.fromisoformat(since), bytes.fromhex(key), purpose]
