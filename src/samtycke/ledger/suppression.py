"""The block lists, read: number keys only, so that they survive erasure, import and restore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.ledger.hashed import hashed_blocks_on, platform_digests
from samtycke.organisations.door import keyring, load_sql


@dataclass(frozen=True, slots=True)
class Block:
    """One entry. ``purpose`` empty: all marketing. ``scope``: organisation or platform.

    ``own_doing``: the person's own no, which staff cannot lift. ``by_staff``: staff added it, and may lift it. An entry
    may be both; on the platform's list it is neither. ``by``: who added it. ``source``: where it came from, and
    ``door`` by which way.
    """

    scope: str
    purpose: str
    since: datetime
    because: str
    own_doing: bool
    by_staff: bool
    by: str = ""
    source: str = ""
    door: str = ""


def blocks_on(cursor: CursorWrapper, e164: str) -> list[Block]:
    """Every entry that stands against a number, also one that came as a hash and has not met it yet."""
    cursor.execute(
        "SELECT 'organisation', purpose, since, because, own_doing, by_staff, by, source, door FROM suppression "
        "WHERE organisation_id = current_organisation() AND number_key = ANY(%(keys)s) "
        "UNION ALL SELECT 'platform', '', since, because, false, false, by, source, '' FROM platform_suppression "
        "WHERE number_key = ANY(%(keys)s) "
        "UNION ALL SELECT 'platform', '', since, because, false, false, by, source, '' FROM platform_hashed_block h "
        "WHERE digest = ANY(%(digests)s) "
        "AND NOT EXISTS (SELECT FROM platform_suppression WHERE number_key = ANY(%(keys)s))",
        {"keys": list(keyring().number_keys(e164)), "digests": platform_digests(e164)},
    )
    blocks = [Block(*row) for row in cursor.fetchall()]
    known = {block.purpose for block in blocks if block.scope == "organisation"}
    return blocks + [
        Block("organisation", one.purpose, one.since, one.because, one.own_doing, not one.own_doing, one.by, one.source)
        for one in hashed_blocks_on(cursor, e164)
        if one.purpose not in known
    ]


def count_blocked(cursor: CursorWrapper) -> int:
    """How many numbers the organisation's own list holds."""
    cursor.execute("SELECT count(DISTINCT number_key) FROM suppression WHERE organisation_id = current_organisation()")
    return int(cursor.fetchone()[0])


def blocked(cursor: CursorWrapper, number_keys: Sequence[bytes]) -> set[bytes]:
    """Which of some number keys stand on a block list, the organisation's or the platform's.

    A contact goes by a key under which it is blocked, if it is blocked at all: its own is the one to ask for.
    """
    rows = execute(cursor, load_sql(__file__, "blocked.sql"), {"keys": number_keys})
    return {row[0] for row in rows}
