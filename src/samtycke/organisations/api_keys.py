"""Bearer keys: shown once, stored as a digest, found before the organisation is known.

A key may do what its scopes say and nothing else, ends by itself after its last day, and is changed for a successor
with the same rights while both work.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q, QuerySet

from samtycke.organisations.audit import audit
from samtycke.organisations.models import ApiKey, Organisation
from samtycke.organisations.scopes import SCOPES, written
from samtycke.policy import pack_for

KEY_HOLDS_MONTHS = 12
"""How long a key holds where nobody says otherwise: so long that it is no burden, so short that a lost one ends."""
OVERLAP = timedelta(days=7)
"""How long the old one works beside its successor where nobody says otherwise."""
SOON = timedelta(days=14)
"""So near its end a key is spoken of."""
_LONGEST_NAME = 80
_LONGEST_OVERLAP = timedelta(days=90)
_USED_EVERY = timedelta(hours=1)


class KeyRefused(ValueError):
    """It cannot be so. ``reason``: ``name`` (none), ``taken``, ``scopes`` (none), ``last-day``, ``overlap``, ``over``
    (it has ended, or has a successor)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyEnded(PermissionError):
    """The key was right, and its last day has passed."""

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day)
        self.last_day = last_day


@dataclass(frozen=True, slots=True)
class Made:
    """A key that has just been made. ``key`` is here for the only time."""

    id: int
    key: str


def make_api_key(
    organisation: Organisation,
    *,
    name: str,
    test: bool,
    service: bool = False,
    scopes: Collection[str] = SCOPES,
    ends_at: datetime | None = None,
    by: str = "",
) -> str:
    """Make a key and return it, for the only time."""
    return _make(
        ApiKey(
            organisation=organisation,
            name=name,
            test=test,
            service=service,
            scopes=written(tuple(scopes)),
            ends_at=ends_at,
            made_by=by,
        )
    ).key


def new_api_key(
    cursor: CursorWrapper,
    organisation: Organisation,
    *,
    name: str,
    test: bool,
    service: bool,
    scopes: Collection[str],
    last_day: date | None,
    by: str,
    now: datetime,
) -> Made:
    """Make a key that somebody asked for. ``last_day`` None: it has no end.

    Raises:
        KeyRefused: it has no name or that of a key that works, no scope, or a last day that has been.
    """
    name = " ".join(name.replace("\0", "").split())[:_LONGEST_NAME]
    if not name:
        raise KeyRefused("name")
    # A button pressed twice makes one key: the second waits here, and finds the name taken.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if living(organisation, now=now).filter(name__iexact=name).exists():
        raise KeyRefused("taken")
    if not (scopes_written := written(tuple(scopes))):
        raise KeyRefused("scopes")
    made = _make(
        ApiKey(
            organisation=organisation,
            name=name,
            test=test,
            service=service,
            scopes=scopes_written,
            ends_at=_end_of(organisation, last_day, now=now),
            made_by=by,
        )
    )
    audit(
        cursor,
        actor=by,
        act="key.made",
        subject=f"key/{made.id}",
        scopes=scopes_written,
        test=test,
        last_day=str(last_day or ""),
    )
    return made


def rotate_api_key(
    cursor: CursorWrapper,
    organisation: Organisation,
    key_id: int,
    *,
    overlap: timedelta,
    last_day: date | None,
    by: str,
    now: datetime,
) -> Made:
    """Make a successor with the same name and rights. The old one ends by itself when the overlap has passed.

    Raises:
        KeyRefused: it has ended or has a successor, the overlap is longer than may be, or the last day has been.
        LookupError: the organisation has no such key.
    """
    old = _locked(organisation, key_id)
    if old.revoked_at or old.successor_id or (old.ends_at and old.ends_at <= now):
        raise KeyRefused("over")
    if not timedelta() <= overlap <= _LONGEST_OVERLAP:
        raise KeyRefused("overlap")
    made = _make(
        ApiKey(
            organisation=organisation,
            name=old.name,
            test=old.test,
            service=old.service,
            scopes=old.scopes,
            ends_at=_end_of(organisation, last_day, now=now),
            made_by=by,
        )
    )
    old.successor_id = made.id
    old.ends_at = min(now + overlap, old.ends_at or now + overlap)
    old.save(update_fields=["successor", "ends_at"])
    audit(
        cursor,
        actor=by,
        act="key.rotated",
        subject=f"key/{old.pk}",
        successor=f"key/{made.id}",
        ends=old.ends_at.isoformat(),
    )
    return made


def revoke_api_key(cursor: CursorWrapper, organisation: Organisation, key_id: int, *, by: str, now: datetime) -> None:
    """End a key in this instant, for good.

    Raises:
        LookupError: the organisation has no such key.
    """
    key = _locked(organisation, key_id)
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        audit(cursor, actor=by, act="key.revoked", subject=f"key/{key.pk}")


def find_api_key(key: str, *, now: datetime) -> ApiKey | None:
    """The key that was presented, unless it is unknown or revoked.

    It carries the organisation's ``home_country``, in which numbers without a country code are read.

    Raises:
        KeyEnded: its last day has passed.
    """
    digest = _digest(key)
    # Written out: every call of the API begins here, and putting the question together costs more than asking it.
    rows = ApiKey.objects.raw(
        "SELECT k.*, o.home_country FROM api_key k JOIN organisation o ON o.id = k.organisation_id "
        "WHERE k.digest = %s AND k.revoked_at IS NULL",
        [digest],
    )
    found = next(iter(rows), None)
    # What the index walks is a digest, of which nobody can choose the first bytes; the whole is compared blindly.
    if found is None or not hmac.compare_digest(bytes(found.digest), digest):
        return None
    if found.ends_at and found.ends_at <= now:
        raise KeyEnded(_day_before(found.ends_at, found.home_country))
    if found.last_used_at is None or now - found.last_used_at >= _USED_EVERY:
        ApiKey.objects.filter(Q(last_used_at=None) | Q(last_used_at__lte=now - _USED_EVERY), pk=found.pk).update(
            last_used_at=now
        )
    return found


def living(organisation: Organisation, *, now: datetime) -> QuerySet[ApiKey]:
    """The keys that work."""
    return ApiKey.objects.filter(organisation=organisation, revoked_at=None).exclude(ends_at__lte=now)


def count_keys(organisation: Organisation, *, now: datetime) -> int:
    """How many keys work."""
    return living(organisation, now=now).count()


def ending(organisation: Organisation, *, now: datetime) -> list[tuple[ApiKey, date]]:
    """The keys that end by themselves within two weeks and have no successor, with their last days, the first first."""
    those = living(organisation, now=now).filter(ends_at__lte=now + SOON, successor=None).order_by("ends_at")
    return [(key, _day_before(key.ends_at, organisation.home_country)) for key in those if key.ends_at]


def last_day_of(key: ApiKey, organisation: Organisation) -> date | None:
    """The last day on which it works, where the organisation is at home."""
    return _day_before(key.ends_at, organisation.home_country) if key.ends_at else None


def _day_before(ends_at: datetime, country: str) -> date:
    """The day that an instant ends, or is in the midst of."""
    return (ends_at.astimezone(pack_for(country).timezone) - timedelta(microseconds=1)).date()


def _end_of(organisation: Organisation, last_day: date | None, *, now: datetime) -> datetime | None:
    if last_day is None:
        return None
    zone = pack_for(organisation.home_country).timezone
    if last_day < now.astimezone(zone).date() or last_day.year > 9000:
        raise KeyRefused("last-day")
    return datetime.combine(last_day + timedelta(days=1), time(), tzinfo=zone)


def _make(key: ApiKey) -> Made:
    presented = f"sam_{'test' if key.test else 'live'}_{secrets.token_urlsafe(32)}"
    key.digest, key.prefix = _digest(presented), presented[:13]
    key.save(force_insert=True)
    return Made(key.pk, presented)


def _locked(organisation: Organisation, key_id: int) -> ApiKey:
    # Two who press at the same time: the second sees what the first did.
    assert connection.in_atomic_block
    key = ApiKey.objects.select_for_update().filter(organisation=organisation, pk=key_id).first()
    if key is None:
        raise LookupError(key_id)
    return key


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
