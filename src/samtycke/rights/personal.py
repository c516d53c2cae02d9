"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import deleted

KEPT = (deleted("advice", "advice_request", at="t.asked_at"),)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """Nothing: whoever asks for advice does so by name and e-mail, and holds the link to all of it."""
    return {}


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, now: datetime) -> None:
    """Nothing: a question belongs to no contact. Whoever asked it removes it by their link."""
