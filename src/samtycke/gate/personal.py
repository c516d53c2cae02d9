"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.bodies import BODIES, MESSAGES, forget_bodies, forget_messages
from samtycke.gate.messages import messages_of
from samtycke.gate.optout import withhold_planned
from samtycke.organisations.door import Kept, deleted, document, keyring

KEPT = (
    Kept("bodies", ("message", "envelope"), BODIES, forget_bodies),
    Kept("messages", ("message", "sent_ref", "early_receipt"), MESSAGES, forget_messages),
    deleted("timing", "recent_marketing", at="t.sent[cardinality(t.sent)]", key=("contact_id",)),
    deleted("senders", "last_sender", at="t.at", key=("inbound_number", "number_key")),
    # An old link still leads out, or says that nothing comes: it stays for as long as a no does.
    Kept("blocks", ("way_out_code",)),
    Kept("people", ("own_number",)),
)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """Every message to a person that is still kept, newest first, with why it was sent or not."""
    why = _why(cursor, contact_id)
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
                **why.get(one.id, {}),
                "planned_at": one.planned_at,
                "sent_at": one.sent_at,
                "final_at": one.final_at,
            }
            for one in messages_of(cursor, contact_id, limit=100_000)
        ]
    }


def _why(cursor: CursorWrapper, contact_id: int) -> dict[int, dict[str, Any]]:
    """What was decided of each message to a person, in the words of that day."""
    cursor.execute(
        "SELECT m.id, d.basis, d.citation, d.explanation FROM message m "
        "JOIN decision d ON d.organisation_id = m.organisation_id AND d.id = m.decision_id "
        "WHERE m.organisation_id = current_organisation() AND m.contact_id = %s",
        [contact_id],
    )
    return {
        message_id: {"basis": basis, "citation": citation, "explanation": document(told)}
        for message_id, basis, citation, told in cursor.fetchall()
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> None:
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
    cursor.execute(
        "DELETE FROM own_number WHERE organisation_id = current_organisation() AND contact_id = %s", [contact_id]
    )


def forget_number(cursor: CursorWrapper, e164: str) -> None:
    """Let go of that we texted a number lately. To be called while it is still known whose it is.

    Whoever is erased is blocked; a STOPP of theirs to a number that several share need not find us any more.
    """
    cursor.execute(
        "DELETE FROM last_sender WHERE organisation_id = current_organisation() AND number_key = ANY(%s)",
        [list(keyring().number_keys(e164))],
    )
