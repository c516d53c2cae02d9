"""The words by which people say yes by text: as they are kept, and found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

_SELECT = (
    "SELECT id, carrier, inbound_number, word, shown, purpose, wording, often, reply, asks_first, created_at, "
    "created_by, retired_at FROM keyword WHERE organisation_id = current_organisation() "
)


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word, what the poster says beside it, and the reply that informs. ``asks_first``: by double opt-in."""

    id: int
    carrier: str
    inbound_number: str
    word: str
    shown: str
    purpose: str
    wording: str
    often: str
    reply: str
    asks_first: bool
    created_at: datetime
    created_by: str
    retired_at: datetime | None


def keywords(cursor: CursorWrapper) -> list[Keyword]:
    """Every word, those in use first, then the newest."""
    cursor.execute(_SELECT + "ORDER BY retired_at IS NOT NULL, id DESC")
    return [Keyword(*row) for row in cursor.fetchall()]


def keyword(cursor: CursorWrapper, keyword_id: int) -> Keyword | None:
    """One word."""
    cursor.execute(_SELECT + "AND id = %s", [keyword_id])
    row = cursor.fetchone()
    return Keyword(*row) if row else None


def keyword_in_use(cursor: CursorWrapper, *, carrier: str, inbound_number: str, word: str) -> Keyword | None:
    """The word in use at a number; ``word`` folded."""
    cursor.execute(
        _SELECT + "AND carrier = %s AND inbound_number = %s AND word = %s AND retired_at IS NULL",
        [carrier, inbound_number, word],
    )
    row = cursor.fetchone()
    return Keyword(*row) if row else None
