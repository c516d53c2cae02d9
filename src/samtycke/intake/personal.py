"""What this room holds of a person: to hand out, to erase, to let go of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.intake.optin.requests import requests_of
from samtycke.intake.replies import replies
from samtycke.intake.told.attachment import attachments_of
from samtycke.intake.unrouted import UNROUTED, forget_unrouted
from samtycke.organisations.door import Kept, deleted

_OF_FILE = "(SELECT f.created_at FROM {file} f WHERE f.organisation_id = t.organisation_id AND f.id = t.{column})"

KEPT = (
    # Whoever may have said no in words we do not know is first read.
    deleted("replies", "inbound_text", at="t.received_at", where="t.intent <> 'ambiguous' OR t.read_at IS NOT NULL"),
    deleted(
        "refused_rows",
        "import_refusal",
        at=_OF_FILE.format(file="import_file", column="import_id"),
        key=("import_id", "line"),
    ),
    deleted(
        "files",
        "import_part",
        at=_OF_FILE.format(file="import_file", column="import_id"),
        key=("import_id", "number"),
        where="EXISTS (SELECT FROM import_file f WHERE f.organisation_id = t.organisation_id AND f.id = t.import_id "
        "AND f.state IN ('draft', 'failed'))",
    ),
    deleted("files", "block_part", at=_OF_FILE.format(file="block_file", column="file_id"), key=("file_id", "number")),
    # That one was asked and did not answer is kept as long as the person is: nobody is asked twice.
    deleted(
        "questions",
        "optin_request",
        at="t.asked_at",
        where="t.state = 'confirmed'",
        and_then=(
            "DELETE FROM optin_code WHERE organisation_id = current_organisation() "
            "AND request_id = ANY(%(keys)s::text[]::bigint[])",
        ),
    ),
    # Who it was is in the ledger; how many stays in the tallies. (What nobody confirmed goes within a day.)
    deleted("entries", "form_entry", at="t.asked_at"),
    # By then no order comes back; and its number names nobody but to the shop.
    deleted("orders", "shop_order", at="t.changed_at", key=("shop_id", "ref")),
    deleted("deliveries", "shop_delivery", at="t.at", key=("shop_id", "id")),
    # Scans are sealed under their person's own key, and questions are asked once: both go with the person.
    Kept("people", ("attachment", "optin_request", "optin_code")),
    Kept("visits", ("own_code",)),
    Kept("unrouted", ("unrouted_text",), UNROUTED, forget_unrouted),
)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))


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


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> None:
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
