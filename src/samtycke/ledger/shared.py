"""A no that was said to another company of the group: its seal comes over, never the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.entries import OWN_DOORS
from samtycke.ledger.numbers import reveal
from samtycke.ledger.project import NO_CONSENT
from samtycke.organisations.door import keyring, load_sql

GROUP = "group"
"""The door by which such an entry comes."""


@dataclass(frozen=True, slots=True)
class SharedNo:
    """The key of a number, and since when its owner wants no marketing at all."""

    number_key: bytes
    since: datetime


def shareable(cursor: CursorWrapper, *, after: bytes, limit: int) -> tuple[list[SharedNo], bytes | None]:
    """The organisation's own noes to all marketing from a key on, and the last key read; None at the end.

    What came from another company, or by an erasure, is not told on. A contact is told of by every key of the keyring.
    """
    cursor.execute(
        "SELECT s.number_key, s.since, c.id FROM suppression s "
        "LEFT JOIN contact c ON c.organisation_id = s.organisation_id AND c.number_key = s.number_key "
        "WHERE s.organisation_id = current_organisation() AND s.purpose = '' AND s.own_doing AND s.door <> %s "
        "AND s.because <> 'erasure' AND s.number_key > %s ORDER BY s.number_key LIMIT %s",
        [GROUP, after, limit],
    )
    rows = [(bytes(key), since, contact_id) for key, since, contact_id in cursor.fetchall()]
    if not rows:
        return [], None
    ring = keyring()
    several = len(ring.number) > 1
    people = reveal(cursor, [contact for _key, _since, contact in rows if contact is not None]) if several else {}
    noes = [
        SharedNo(each, since)
        for key, since, contact_id in rows
        for each in (ring.number_keys(people[contact_id].number) if contact_id in people else (key,))
    ]
    return noes, rows[-1][0]


def suppress_shared(cursor: CursorWrapper, noes: Sequence[SharedNo], *, source: str, by: str) -> list[int]:
    """Enter noes that were said to another company, unless a later own yes to this one stands.

    Returns the contacts among them.

    Args:
        source: the name of that company.
        by: who agreed to it here.
    """
    if not noes:
        return []
    cursor.execute(
        load_sql(__file__, "shared.sql"),
        {
            "keys": [no.number_key for no in noes],
            "since": [no.since for no in noes],
            "source": source,
            "by": by,
            "door": GROUP,
            "own_doors": sorted(OWN_DOORS),
            "no_consent": sorted(NO_CONSENT),
        },
    )
    return [row[0] for row in cursor.fetchall() if row[0] is not None]
