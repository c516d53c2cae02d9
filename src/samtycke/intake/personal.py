"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.intake.optin.requests import requests_of
from samtycke.intake.replies import replies
from samtycke.intake.told.attachment import attachments_of

TABLES = (
    "import_part",
    "import_refusal",
    "inbound_text",
    "unrouted_text",
    "shop_order",
    "shop_delivery",
    "form_entry",
    "optin_request",
    "attachment",
)


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """The texts a person sent us, and what we asked them. A refused row of a file has no contact to be found by."""
    return {
        "replies": [
            {"text": reply.text, "received_at": reply.received_at, "to": reply.inbound_number}
            for reply in replies(cursor, contact_id=contact_id, limit=100_000)
        ],
        "questions": [
            {
                "question": one.question,
                "purpose": one.purpose,
                "requested_by": f"{one.method}, {one.door}",
                "evidence": one.evidence,
                "asked_at": one.asked_at,
                "state": one.state,
                "answered_at": one.answered_at,
            }
            for one in requests_of(cursor, contact_id)
        ],
        "scans": attachments_of(cursor, contact_id),
    }


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, now: datetime) -> None:
    """Remove the texts a person sent us, and our questions. That they said no stays in the ledger, unreadable."""
    cursor.execute(
        "DELETE FROM optin_code c USING optin_request r WHERE r.organisation_id = current_organisation() "
        "AND r.contact_id = %s AND c.organisation_id = r.organisation_id AND c.request_id = r.id",
        [contact_id],
    )
    for table in ("optin_request", "attachment"):
        cursor.execute(
            f"DELETE FROM {table} WHERE organisation_id = current_organisation() AND contact_id = %s",  # noqa: S608
            [contact_id],
        )
    cursor.execute(
        "DELETE FROM inbound_text WHERE organisation_id = current_organisation() AND contact_id = %s", [contact_id]
    )
    cursor.execute(
        "DELETE FROM form_entry WHERE organisation_id = current_organisation() AND contact_id = %s", [contact_id]
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
        "DELETE FROM block_part p USING block_file f WHERE p.organisation_id = current_organisation() "
        "AND f.organisation_id = p.organisation_id AND f.id = p.file_id AND f.created_at < %s",
        # By then no order comes back; and its number names nobody but to the shop.
        "DELETE FROM shop_order WHERE organisation_id = current_organisation() AND changed_at < %s",
        "DELETE FROM shop_delivery WHERE organisation_id = current_organisation() AND at < %s",
        # That one was asked and did not answer is kept as long as anything is: nobody is asked twice.
        "DELETE FROM optin_code c USING optin_request r WHERE r.organisation_id = current_organisation() "
        "AND c.organisation_id = r.organisation_id AND c.request_id = r.id AND r.state <> 'asked' AND r.asked_at < %s",
        "DELETE FROM optin_request WHERE organisation_id = current_organisation() AND state = 'confirmed' "
        "AND asked_at < %s",
        # Who it was is in the ledger; how many stays in the tallies. (What nobody confirmed goes within a day.)
        "DELETE FROM form_entry WHERE organisation_id = current_organisation() AND asked_at < %s",
    ):
        cursor.execute(statement, [before])
        gone += cursor.rowcount
    return gone
