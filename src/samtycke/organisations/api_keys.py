"""Bearer keys: shown once, stored as a digest, found before the organisation is known."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from samtycke.organisations.models import ApiKey, Organisation


def make_api_key(organisation: Organisation, *, name: str, test: bool, service: bool = False) -> str:
    """Make a key and return it, for the only time."""
    key = f"sam_{'test' if test else 'live'}_{secrets.token_urlsafe(32)}"
    ApiKey.objects.create(
        organisation=organisation, name=name, digest=_digest(key), prefix=key[:13], test=test, service=service
    )
    return key


def find_api_key(key: str, *, now: datetime) -> ApiKey | None:
    """The key that was presented, unless it is unknown or revoked. Looked up by digest: no timing to read.

    It carries the organisation's ``home_country``, in which numbers without a country code are read.
    """
    # Written out: every call of the API begins here, and putting the question together costs more than asking it.
    rows = ApiKey.objects.raw(
        "SELECT k.*, o.home_country FROM api_key k JOIN organisation o ON o.id = k.organisation_id "
        "WHERE k.digest = %s AND k.revoked_at IS NULL",
        [_digest(key)],
    )
    found = next(iter(rows), None)
    if found and (found.last_used_at is None or (now - found.last_used_at).total_seconds() > 60):
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
