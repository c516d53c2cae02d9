"""Block lists that come as hashes of numbers: kept until a number is met, and matched with those who are contacts.

A hash here is SHA-256, in hex, of a number in E.164 with or without its plus sign, with a salt before it if those who
exchange lists have agreed on one. What is kept is a keyed HMAC of it: a bare hash of a number is soon guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.ledger.numbers import opened_numbers
from samtycke.organisations.door import keyring

SALT = b"hash_salt"
"""What binds a sealed salt to being one."""
_HERE = "hashtextextended('hashed_block', current_organisation())"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list says of everybody on it. ``own_doing``: they said it themselves; else staff blocks them."""

    purpose: str = ""
    since: datetime
    because: str
    by: str
    source: str
    own_doing: bool


def hashed(e164: str, *, salt: str = "") -> str:
    """A number as lists exchange it: SHA-256 in hex of the salt and the number with its plus sign."""
    return hashlib.sha256((salt + e164).encode()).hexdigest()


def block_hashed(cursor: CursorWrapper, hashes: Sequence[str], what: Listed, *, salt: str = "") -> int:
    """Keep a list of hashes (hex). Returns how many were new.

    Those who are contacts already are found by ``hashed_matches``.
    """
    ring = keyring()
    if salt:
        cursor.execute(
            "INSERT INTO hash_salt (organisation_id, digest, sealed) VALUES (current_organisation(), %s, %s) "
            "ON CONFLICT (organisation_id, digest) DO NOTHING",
            [ring.number_key(f"salt/{salt}"), ring.seal(salt.encode(), about=SALT)],
        )
    digests = sorted({_digest(one) for one in hashes})
    rows = execute(
        cursor,
        "INSERT INTO hashed_block AS h (organisation_id, digest, purpose, since, because, by, source, own_doing) "
        "SELECT current_organisation(), d, %s, %s, %s, %s, %s, %s FROM unnest(%b::bytea[]) AS d "
        "ON CONFLICT (organisation_id, digest, purpose) DO UPDATE SET own_doing = true, because = excluded.because, "
        "since = excluded.since, source = excluded.source WHERE excluded.own_doing AND NOT h.own_doing RETURNING 1",
        [what.purpose, what.since, what.because, what.by, what.source, what.own_doing, digests],
    )
    return len(list(rows))


def settle_hashed(cursor: CursorWrapper) -> None:
    """Wait for everybody who is being met just now, so that nobody falls between a new list and its matching.

    Call it in a transaction of its own, after the list is committed and before the contacts are gone through.
    """
    cursor.execute(f"SELECT pg_advisory_xact_lock({_HERE})")


@dataclass(frozen=True, slots=True)
class Match:
    """A contact who is on a list of hashes."""

    number: str
    what: Listed


def hashed_matches(cursor: CursorWrapper, *, after: int, limit: int) -> tuple[int | None, int, list[Match]]:
    """Which of the next contacts stand on lists of hashes and are not blocked by them yet.

    Returns the last contact looked at (None when there are no more), how many were, and the matches.
    """
    cursor.execute(
        "SELECT contact_id, sealed FROM identity WHERE organisation_id = current_organisation() AND contact_id > %s "
        "ORDER BY contact_id LIMIT %s",
        [after, limit],
    )
    sealed = cursor.fetchall()
    if not sealed:
        return None, 0, []
    by_digest = _by_digest(cursor, opened_numbers(dict(sealed)).values())
    ring = keyring()
    keys = [ring.number_keys(number) for number in by_digest.values()]
    rows = execute(
        cursor,
        "SELECT h.digest, h.purpose, h.since, h.because, h.by, h.source, h.own_doing "
        "FROM unnest(%b::bytea[], %b::bytea[]) AS t(digest, key) "
        "JOIN hashed_block h ON h.organisation_id = current_organisation() AND h.digest = t.digest "
        "GROUP BY h.organisation_id, h.digest, h.purpose HAVING NOT bool_or(EXISTS (SELECT FROM suppression s "
        "WHERE s.organisation_id = h.organisation_id AND s.number_key = t.key AND s.purpose = h.purpose "
        "AND (s.own_doing OR NOT h.own_doing) AND (s.by_staff OR h.own_doing)))",
        [
            [digest for digest, of in zip(by_digest, keys, strict=True) for _key in of],
            [key for of in keys for key in of],
        ],
    )
    found = [
        Match(
            by_digest[bytes(digest)],
            Listed(purpose=purpose, since=since, because=because, by=by, source=source, own_doing=own),
        )
        for digest, purpose, since, because, by, source, own in rows
    ]
    return sealed[-1][0], len(sealed), found


def meet_hashed(cursor: CursorWrapper, number_keys: Mapping[str, bytes]) -> None:
    """Enter new contacts (number -> the key they go by) who stand on a list of hashes, ours or the platform's."""
    if not number_keys:
        return
    # Before anything is read: whoever brings in a list waits for us, or we see it.
    cursor.execute(f"SELECT pg_advisory_xact_lock_shared({_HERE})")
    cursor.execute(
        "SELECT EXISTS (SELECT FROM hashed_block WHERE organisation_id = current_organisation()), "
        "EXISTS (SELECT FROM platform_hashed_block)"
    )
    ours, platforms = cursor.fetchone()
    if ours:
        by_digest = _by_digest(cursor, number_keys)
        _enter(cursor, list(by_digest), [number_keys[number] for number in by_digest.values()])
    if platforms:
        meet_platform(cursor, number_keys)


def meet_platform(cursor: CursorWrapper, number_keys: Mapping[str, bytes]) -> None:
    """Enter those who stand among the platform's hashes on its list, by the keys they go by."""
    by_digest = {digest: number for number in number_keys for digest in platform_digests(number)}
    execute(
        cursor,
        "SELECT meet_platform_blocks(%b::bytea[], %b::bytea[])",
        [list(by_digest), [number_keys[number] for number in by_digest.values()]],
    )


def hashed_blocks_on(cursor: CursorWrapper, e164: str) -> list[Listed]:
    """What lists of hashes say of a number that need not have been met."""
    rows = execute(
        cursor,
        "SELECT purpose, since, because, by, source, own_doing FROM hashed_block "
        "WHERE organisation_id = current_organisation() AND digest = ANY(%b::bytea[])",
        [list(_by_digest(cursor, [e164]))],
    )
    names = ("purpose", "since", "because", "by", "source", "own_doing")
    return [Listed(**dict(zip(names, row, strict=True))) for row in rows]


def lift_hashed(cursor: CursorWrapper, e164: str, *, purpose: str | None) -> int:
    """Take a number off the lists of hashes that staff brought in, so that it doesn't come back by them."""
    cursor.execute(
        "DELETE FROM hashed_block WHERE organisation_id = current_organisation() AND digest = ANY(%s) "
        "AND purpose = %s AND NOT own_doing",
        [list(_by_digest(cursor, [e164])), purpose or ""],
    )
    return int(cursor.rowcount)


def platform_digests(e164: str) -> list[bytes]:
    """Every digest by which a number may stand among the platform's hashes, which have no salt."""
    return _digests(e164, ("",))


def _enter(cursor: CursorWrapper, digests: Sequence[bytes], number_keys: Sequence[bytes]) -> None:
    execute(
        cursor,
        "INSERT INTO suppression AS s "
        "(organisation_id, number_key, purpose, since, because, door, own_doing, by_staff, by, source) "
        "SELECT DISTINCT ON (t.k, h.purpose) h.organisation_id, t.k, h.purpose, h.since, h.because, 'import', "
        "h.own_doing, NOT h.own_doing, h.by, h.source FROM unnest(%b::bytea[], %b::bytea[]) AS t(d, k) "
        "JOIN hashed_block h ON h.organisation_id = current_organisation() AND h.digest = t.d "
        "ORDER BY t.k, h.purpose, h.own_doing DESC "
        "ON CONFLICT (organisation_id, number_key, purpose) DO UPDATE "
        "SET own_doing = s.own_doing OR excluded.own_doing, by_staff = s.by_staff OR excluded.by_staff",
        [digests, number_keys],
    )


def _by_digest(cursor: CursorWrapper, numbers: Iterable[str]) -> dict[bytes, str]:
    cursor.execute("SELECT sealed FROM hash_salt WHERE organisation_id = current_organisation()")
    ring = keyring()
    salts = ("", *(ring.open(row[0], about=SALT).decode() for row in cursor.fetchall()))
    return {digest: number for number in numbers for digest in _digests(number, salts)}


def _digests(e164: str, salts: Sequence[str]) -> list[bytes]:
    """Every digest by which a number may stand on a list."""
    ring = keyring()
    return [
        key
        for salt in salts
        for written in (e164, e164[1:])
        for key in ring.number_keys(f"sha256/{hashed(written, salt=salt)}")
    ]


def _digest(hash_: str) -> bytes:
    return keyring().number_key(f"sha256/{hash_.lower()}")
