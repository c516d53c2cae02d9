"""The block lists, read: number keys only, so that they survive erasure, import and restore."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.organisations.door import keyring, load_sql


@dataclass(frozen=True, slots=True)
class Block:
    """One entry. ``purpose`` empty: all marketing. ``scope``: organisation or platform.

    ``own_doing``: the person's own no, which staff cannot lift. ``by_staff``: staff added it, and may lift it. An entry
    may be both; on the platform's list it is neither.
    """

    scope: str
    purpose: str
    since: datetime
    because: str
    own_doing: bool
    by_staff: bool


def blocks_on(cursor: CursorWrapper, e164: str) -> list[Block]:
    """Every entry that stands against a number."""
    cursor.execute(
        "SELECT 'organisation', purpose, since, because, own_doing, by_staff FROM suppression "
        "WHERE organisation_id = current_organisation() AND number_key = ANY(%(keys)s) "
        "UNION ALL SELECT 'platform', '', since, because, false, false FROM platform_suppression "
        "WHERE number_key = ANY(%(keys)s)",
        {"keys": list(keyring().number_keys(e164))},
    )
    return [Block(*row) for row in cursor.fetchall()]


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
