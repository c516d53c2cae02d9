"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.erase import erase as erase_contact
from samtycke.ledger.history import history
from samtycke.ledger.numbers import reveal

TABLES = ("contact", "identity", "consent_event", "permission", "customer", "suppression", "platform_suppression")


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """All that is held about a person here, readable."""
    identity = reveal(cursor, [contact_id]).get(contact_id)
    return {
        "number": identity.number if identity else None,
        "attributes": dict(identity.attributes) if identity else {},
        "events": [
            {name: getattr(event, name) for name in event.__slots__ if getattr(event, name) is not None}
            for event in history(cursor, contact_id, limit=100_000)
        ],
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, now: datetime) -> None:
    """Erase a person from this room."""
    erase_contact(cursor, contact_id, by=by, door="staff", now=now)
