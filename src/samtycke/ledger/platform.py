"""The platform's own block list: numbers nobody here may send marketing to. Only the operator's role may write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.hashed import meet_platform, platform_digests
from samtycke.ledger.numbers import opened_numbers
from samtycke.organisations.door import keyring


@dataclass(frozen=True, slots=True)
class PlatformBlocks:
    """Entries that were added alike. Whose numbers they are is not known, also not here."""

    since: datetime
    because: str
    by: str
    source: str
    numbers: int
    hashes: int


def block_on_platform(
    cursor: CursorWrapper, numbers: Sequence[str], *, because: str, by: str, source: str = "", now: datetime
) -> int:
    """Block numbers (E.164) for every organisation. Returns how many were new."""
    ring = keyring()
    new = 0
    for number in numbers:
        # By every key: a contact goes by the one that was the newest when it was met.
        cursor.execute(
            "INSERT INTO platform_suppression (number_key, since, because, by, source) "
            "SELECT k, %s, %s, %s, %s FROM unnest(%s::bytea[]) AS k ON CONFLICT (number_key) DO NOTHING",
            [now, because, by, source, list(ring.number_keys(number))],
        )
        new += cursor.rowcount > 0
    return new


def block_hashes_on_platform(
    cursor: CursorWrapper, hashes: Sequence[str], *, because: str, by: str, source: str, now: datetime
) -> int:
    """The same of SHA-256 hashes (hex). Returns how many were new.

    Those who are contacts already are found by ``match_platform``.
    """
    cursor.execute(
        "INSERT INTO platform_hashed_block (digest, since, because, by, source) "
        "SELECT d, %s, %s, %s, %s FROM unnest(%s::bytea[]) AS d ON CONFLICT (digest) DO NOTHING",
        [now, because, by, source, sorted({keyring().number_key(f"sha256/{one.lower()}") for one in hashes})],
    )
    return int(cursor.rowcount)


def match_platform(cursor: CursorWrapper, *, after: int, limit: int) -> int | None:
    """Hold the organisation's next contacts against the hashes. Returns the last of them; None at the end."""
    cursor.execute(
        "SELECT i.contact_id, i.sealed, c.number_key FROM identity i "
        "JOIN contact c ON c.organisation_id = i.organisation_id AND c.id = i.contact_id "
        "WHERE i.organisation_id = current_organisation() AND i.contact_id > %s ORDER BY i.contact_id LIMIT %s",
        [after, limit],
    )
    rows = cursor.fetchall()
    if not rows:
        return None
    keys = {contact: bytes(key) for contact, _sealed, key in rows}
    numbers = opened_numbers({contact: sealed for contact, sealed, _key in rows})
    meet_platform(cursor, {number: keys[contact] for contact, number in numbers.items()})
    return int(rows[-1][0])


def lift_on_platform(cursor: CursorWrapper, number: str) -> int:
    """Take a number off the platform's list, and off the hashes it stands among. Returns how many entries went."""
    cursor.execute("DELETE FROM platform_suppression WHERE number_key = ANY(%s)", [list(keyring().number_keys(number))])
    lifted = int(cursor.rowcount)
    cursor.execute("DELETE FROM platform_hashed_block WHERE digest = ANY(%s)", [platform_digests(number)])
    return lifted + int(cursor.rowcount)


def platform_blocks(cursor: CursorWrapper) -> list[PlatformBlocks]:
    """What the list holds, the newest first."""
    cursor.execute(
        "SELECT since, because, by, source, sum(n), sum(h) FROM ("
        "SELECT since, because, by, source, 1 AS n, 0 AS h FROM platform_suppression "
        "UNION ALL SELECT since, because, by, source, 0, 1 FROM platform_hashed_block) b "
        "GROUP BY since, because, by, source ORDER BY since DESC"
    )
    return [PlatformBlocks(*row) for row in cursor.fetchall()]
