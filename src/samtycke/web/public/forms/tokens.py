"""Tokens instead of a session: a frame on another site has no cookies, and needs none.

The page of a form carries a signed word of which version and language it showed and when; what is sent without it
counts for nothing, wherever it comes from. The pages after it carry a signed word of which entry it is.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

_OPEN = timedelta(hours=12)
"""For how long a page may lie open."""
_KEPT = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the sender of a form has had before them. ``token`` is the word itself: no two pages have the same."""

    form_id: int
    version: int
    language: str
    at: float
    token: str

    def age(self, now: datetime) -> timedelta:
        """For how long it has been looked at."""
        return timedelta(seconds=now.timestamp() - self.at)


def show(form_id: int, version: int, language: str, *, now: datetime) -> str:
    """The word of a page that is being shown."""
    return signing.dumps([form_id, version, language, now.timestamp(), secrets.token_urlsafe(9)], salt="form")


def seen(token: str) -> Seen | None:
    """What a word says; None when it isn't ours, or was shown too long ago."""
    try:
        form_id, version, language, at, _ = signing.loads(token, salt="form", max_age=_OPEN)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Seen(form_id, version, language, at, token)


def name_entry(form_id: int, entry_id: int) -> str:
    """The word of an entry, for the pages after the form."""
    return signing.dumps([form_id, entry_id], salt="form entry")


def entry_named(token: str, form_id: int) -> int | None:
    """Which entry of a form a word names; None when none."""
    try:
        of, entry_id = signing.loads(token, salt="form entry", max_age=_KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(entry_id) if of == form_id else None
