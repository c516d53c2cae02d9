"""What this room holds of a person: numbers typed into the audience of a draft, sealed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.campaign import read_campaign, sealed_numbers
from samtycke.ledger.door import reveal
from samtycke.organisations.door import Kept
from samtycke.sms import NumberRefused, parse_number

_DRAFTS = (
    "SELECT id::text AS what, saved_at AS at FROM campaign WHERE organisation_id = current_organisation() "
    "AND typed IS NOT NULL AND saved_at < %(before)s"
)


def forget_typed(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Let go of the numbers in drafts that nobody has touched since. Returns of how many drafts."""
    cursor.execute(
        "UPDATE campaign SET typed = NULL WHERE organisation_id = current_organisation() AND id IN "  # noqa: S608 - our own
        f"(SELECT what::bigint FROM ({_DRAFTS}) d ORDER BY at LIMIT %(most)s)",
        {"before": before, "most": at_most},
    )
    return int(cursor.rowcount)


KEPT = (Kept("drafts", ("campaign",), _DRAFTS, forget_typed),)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))


def export(cursor: CursorWrapper, contact_id: int) -> dict[str, Any]:
    """Nothing that was said of them: that they stand in an audience is seen by the messages of it."""
    return {}


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> None:
    """Take a person's number out of every draft. To be called while the ledger can still read it."""
    known = reveal(cursor, [contact_id])
    if contact_id not in known:
        return
    number = known[contact_id].number
    for campaign_id in _with_typed_numbers(cursor):
        typed = read_campaign(cursor, campaign_id, lock=True).audience["numbers"]
        left = [text for text in typed if _e164(text) != number]
        if left != typed:
            audience, sealed = sealed_numbers({"numbers": left})
            cursor.execute(
                "UPDATE campaign SET audience = %s, typed = %s "
                "WHERE organisation_id = current_organisation() AND id = %s",
                [json.dumps(audience), sealed, campaign_id],
            )


def _with_typed_numbers(cursor: CursorWrapper) -> list[int]:
    cursor.execute(
        "SELECT id FROM campaign WHERE organisation_id = current_organisation() AND typed IS NOT NULL ORDER BY id"
    )
    return [row[0] for row in cursor.fetchall()]


def _e164(text: str) -> str:
    try:
        return parse_number(text).e164
    except NumberRefused:
        return ""
