"""Write a campaign: a draft keeps whatever was typed, and says what still stands in its way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.asked import close_asked
from samtycke.campaigns.campaign import Campaign, WrongState, read_campaign, sealed_numbers
from samtycke.gate.door import PARTS_CAP, counted, draft_envelope
from samtycke.organisations.door import NotDeclared


@dataclass(frozen=True, slots=True)
class Content:
    """What a person types."""

    name: str
    text: str = ""
    purpose: str = ""
    categories: tuple[str, ...] = ()
    sender: str = ""
    audience: Mapping[str, Any] = field(default_factory=lambda: {"all": True})
    kind: str = "marketing"
    test: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that must be mended before it can be sent: which field, and a stable code.

    ``empty``, ``not-declared`` (with what there is), ``too-long`` (parts and cap).
    """

    field: str
    code: str
    detail: Mapping[str, Any]


def create(cursor: CursorWrapper, content: Content, *, by: str, staff_id: int | None = None, now: datetime) -> Campaign:
    """Begin a draft. ``staff_id``: the member who wrote it; None of a program."""
    cursor.execute(
        "INSERT INTO campaign (organisation_id, name, kind, text, purpose, categories, sender, audience, typed, test, "
        "created_by, written_by, created_at, saved_at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [*_values(content), by, [] if staff_id is None else [staff_id], now, now],
    )
    return read_campaign(cursor, cursor.fetchone()[0])


def save(
    cursor: CursorWrapper, campaign_id: int, content: Content, *, staff_id: int | None = None, now: datetime
) -> Campaign:
    """Keep a draft. Changing what was approved drops the approval: it bound these very words to this audience.

    So does it what was asked to be approved: whoever reads it would else approve another text than was asked for.

    ``staff_id``: the member who saves it, and has written it from then on if what an approval binds has changed.

    Raises:
        NoSuchCampaign: there is none.
        WrongState: it is no longer a draft.
    """
    before = read_campaign(cursor, campaign_id, lock=True)
    if not before.is_open:
        raise WrongState(before.state, "save")
    cursor.execute(
        "UPDATE campaign SET name = %s, kind = %s, text = %s, purpose = %s, categories = %s, sender = %s, "
        "audience = %s, typed = %s, test = %s, saved_at = %s "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [*_values(content), now, campaign_id],
    )
    after = read_campaign(cursor, campaign_id)
    if _bound(before) == _bound(after):
        return after
    if staff_id is not None and staff_id not in before.written_by:
        cursor.execute(
            "UPDATE campaign SET written_by = written_by || %s::bigint "
            "WHERE organisation_id = current_organisation() AND id = %s",
            [staff_id, campaign_id],
        )
        after = read_campaign(cursor, campaign_id)
    close_asked(cursor, campaign_id, "changed", by="", now=now)
    if before.state == "approved":
        cursor.execute(
            "UPDATE campaign SET state = 'draft', approved_by = NULL, approved_at = NULL, envelope_id = NULL, "
            "contact_ids = NULL WHERE organisation_id = current_organisation() AND id = %s",
            [campaign_id],
        )
        after = read_campaign(cursor, campaign_id)
    return after


def obstacles(cursor: CursorWrapper, campaign: Campaign) -> list[Obstacle]:
    """What stands in the way of sending a campaign; nothing when it can be."""
    found = [] if campaign.text.strip() else [Obstacle("text", "empty", {})]
    try:
        envelope = draft_envelope(cursor, campaign.spec)
    except NotDeclared as error:
        return [*found, Obstacle(error.field, "not-declared", {"value": error.value, "known": error.known})]
    parts = counted(envelope.text(campaign.text, "SE")).segments
    if parts > PARTS_CAP:
        found.append(Obstacle("text", "too-long", {"parts": parts, "cap": PARTS_CAP}))
    return found


def _values(content: Content) -> list[Any]:
    audience, typed = sealed_numbers(content.audience)
    return [
        content.name,
        content.kind,
        content.text,
        content.purpose,
        list(content.categories),
        content.sender,
        json.dumps(audience),
        typed,
        content.test,
    ]


def _bound(campaign: Campaign) -> tuple[Any, ...]:
    """What an approval binds."""
    return (campaign.kind, campaign.text, campaign.purpose, campaign.categories, campaign.sender,
            json.dumps(campaign.audience, sort_keys=True), campaign.test)  # fmt: skip
