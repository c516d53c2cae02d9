"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.bodies import BODIES, MESSAGES, forget_bodies, forget_messages
from samtycke.gate.messages import messages_of
from samtycke.gate.optout import withhold_planned
from samtycke.organisations.door import Kept, deleted

KEPT = (
    Kept("bodies", ("message", "envelope"), BODIES, forget_bodies),
    Kept("messages", ("message", "sent_ref", "early_receipt"), MESSAGES, forget_messages),
    deleted("timing", "recent_marketing", at="t.sent[cardinality(t.sent)]", key=("contact_id",)),
    deleted("senders", "last_sender", at="t.at", key=("inbound_number", "number_key")),
    # An old link still leads out, or says that nothing comes: it stays for as long as a no does.
    Kept("blocks", ("way_out_code",)),
)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """Every message to a person that is still kept, newest first, with the rule it was decided by."""
    return {
        "messages": [
            {
                "id": one.id,
                "kind": one.envelope.kind,
                "purpose": one.envelope.purpose,
                "sender": one.envelope.sender,
                "text": one.text,
                "state": one.state,
                "rule": one.rule,
                "planned_at": one.planned_at,
                "sent_at": one.sent_at,
                "final_at": one.final_at,
            }
            for one in messages_of(cursor, contact_id, limit=100_000)
        ]
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, now: datetime) -> None:
    """Erase a person from this room. That a message was sent, and why, stays; to whom cannot be read any more.

    To be called when the ledger has erased the person, so that what waits is decided over again and withheld; the
    number under which others find them is cut there.
    """
    withhold_planned(cursor, contact_id, now)
    cursor.execute(
        "UPDATE message SET body = NULL WHERE organisation_id = current_organisation() AND contact_id = %s "
        "AND body IS NOT NULL",
        [contact_id],
    )
    cursor.execute(
        "UPDATE envelope e SET body = NULL FROM message m WHERE m.organisation_id = current_organisation() "
        "AND m.contact_id = %s AND m.campaign_id IS NULL AND m.final_at IS NOT NULL "
        "AND e.organisation_id = m.organisation_id AND e.id = m.envelope_id AND e.body IS NOT NULL",
        [contact_id],
    )
    cursor.execute(
        "DELETE FROM recent_marketing WHERE organisation_id = current_organisation() AND contact_id = %s", [contact_id]
    )
