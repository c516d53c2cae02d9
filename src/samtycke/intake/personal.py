"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.intake.replies import replies

TABLES = ("import_part", "import_refusal", "inbound_text", "unrouted_text", "shop_order", "shop_delivery")


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """The texts a person sent us. Rows of a file that was refused were never theirs to find: they have no contact."""
    return {
        "replies": [
            {"text": reply.text, "received_at": reply.received_at, "to": reply.inbound_number}
            for reply in replies(cursor, contact_id=contact_id, limit=100_000)
        ]
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, now: datetime) -> None:
    """Remove the texts a person sent us. That they said no stays in the ledger, unreadable."""
    cursor.execute(
        "DELETE FROM inbound_text WHERE organisation_id = current_organisation() AND contact_id = %s", [contact_id]
    )


def expire(cursor: CursorWrapper, *, before: datetime) -> int:
    """Let go of refused rows, drafts nobody ran, and replies, all older than an instant. Returns how many."""
    gone = 0
    for statement in (
        "DELETE FROM import_refusal r USING import_file f WHERE r.organisation_id = current_organisation() "
        "AND f.organisation_id = r.organisation_id AND f.id = r.import_id AND f.created_at < %s",
        "DELETE FROM import_part p USING import_file f WHERE p.organisation_id = current_organisation() "
        "AND f.organisation_id = p.organisation_id AND f.id = p.import_id AND f.state = 'draft' AND f.created_at < %s",
        "DELETE FROM inbound_text WHERE organisation_id = current_organisation() AND received_at < %s "
        "AND (intent <> 'ambiguous' OR read_at IS NOT NULL)",
        # By then no order comes back; and its number names nobody but to the shop.
        "DELETE FROM shop_order WHERE organisation_id = current_organisation() AND changed_at < %s",
        "DELETE FROM shop_delivery WHERE organisation_id = current_organisation() AND at < %s",
    ):
        cursor.execute(statement, [before])
        gone += cursor.rowcount
    return gone
