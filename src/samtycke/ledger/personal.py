"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.erase import erase as erase_contact
from samtycke.ledger.forget import KEPT as LOGS
from samtycke.ledger.history import history
from samtycke.ledger.inactive import INACTIVE, NAMED, forget_names
from samtycke.ledger.looked import looked_at
from samtycke.ledger.numbers import reveal
from samtycke.ledger.suppression import blocks_on
from samtycke.organisations.door import Kept

KEPT = (
    Kept("profiles", ("identity",), NAMED, forget_names),
    # They go from every room at once, see rights.
    Kept("people", ("contact", "identity", "consent_event", "permission", "customer"), INACTIVE),
    Kept(
        "blocks",
        ("unjournaled", "suppression", "hashed_block", "hash_salt", "platform_suppression", "platform_hashed_block"),
    ),
    *LOGS,
)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))


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
        "reads": looked_at(cursor, contact_id),
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> None:
    """Erase a person from this room."""
    erase_contact(cursor, contact_id, by=by, door=door, now=now)
