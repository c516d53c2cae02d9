"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.erase import erase as erase_contact
from samtycke.ledger.erase import let_go
from samtycke.ledger.history import history
from samtycke.ledger.numbers import reveal
from samtycke.ledger.suppression import blocks_on
from samtycke.organisations.door import load_sql

TABLES = ("contact", "identity", "consent_event", "permission", "customer", "suppression", "platform_suppression")


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """All that is held about a person here, readable. What was concluded of them follows from the events."""
    identity = reveal(cursor, [contact_id]).get(contact_id)
    return {
        "number": identity.number if identity else None,
        "attributes": dict(identity.attributes) if identity else {},
        "blocks": [asdict(block) for block in blocks_on(cursor, identity.number)] if identity else [],
        "events": [
            {name: value for name, value in asdict(event).items() if value is not None}
            for event in history(cursor, contact_id, limit=100_000)
        ],
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, now: datetime) -> None:
    """Erase a person from this room."""
    erase_contact(cursor, contact_id, by=by, door="staff", now=now)


def expire(cursor: CursorWrapper, *, before: datetime, now: datetime) -> int:
    """Let go of people about whom nothing was said since an instant, and nothing that was said still permits anything.

    A standing consent is kept as long as it is used, and so is a customer (GDPR 5(1)(e), 7(1)). Who is let go of is
    not blocked by it; who was blocked stays so. Returns how many.
    """
    cursor.execute(load_sql(__file__, "expired.sql"), {"before": before})
    gone = [row[0] for row in cursor.fetchall()]
    if gone:
        let_go(cursor, gone, because="retention", by="", door="system", now=now)
    return len(gone)
