"""The block list: number keys only, so that it survives erasure, import and restore."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import keyring


@dataclass(frozen=True, slots=True)
class Block:
    """One entry. ``purpose`` empty: all marketing. ``own_doing``: the person's own no, which staff cannot lift."""

    scope: str
    purpose: str
    since: datetime
    because: str
    own_doing: bool


def blocks_on(cursor: CursorWrapper, e164: str) -> list[Block]:
    """Every entry that stands against a number."""
    cursor.execute(
        "SELECT 'organisation', purpose, since, because, own_doing FROM suppression "
        "WHERE organisation_id = current_organisation() AND number_key = ANY(%(keys)s) "
        "UNION ALL SELECT 'platform', '', since, because, false FROM platform_suppression "
        "WHERE number_key = ANY(%(keys)s)",
        {"keys": list(keyring().number_keys(e164))},
    )
    return [Block(*row) for row in cursor.fetchall()]


def count_blocked(cursor: CursorWrapper) -> int:
    """How many numbers the organisation's own list holds."""
    cursor.execute("SELECT count(DISTINCT number_key) FROM suppression WHERE organisation_id = current_organisation()")
    return int(cursor.fetchone()[0])
