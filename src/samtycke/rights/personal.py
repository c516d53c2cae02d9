"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

TABLES = ("advice_request",)


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """Nothing: whoever asks for advice does so by name and e-mail, and holds the link to all of it."""
    return {}


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, now: datetime) -> None:
    """Nothing: a question belongs to no contact. Whoever asked it removes it by their link."""


def expire(cursor: CursorWrapper, *, before: datetime, now: datetime) -> int:
    """Let go of questions that were asked before an instant, answered or not. Returns how many."""
    cursor.execute(
        "DELETE FROM advice_request WHERE organisation_id = current_organisation() AND asked_at < %s", [before]
    )
    return int(cursor.rowcount)
