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
    """The key that was presented, unless it is unknown or revoked. Looked up by digest: no timing to read."""
    found = ApiKey.objects.select_related("organisation").filter(digest=_digest(key), revoked_at__isnull=True).first()
    if found and (found.last_used_at is None or (now - found.last_used_at).total_seconds() > 60):
        ApiKey.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
