"""The life of a campaign once it is approved: started, paused, resumed, cancelled."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.campaign import Campaign, WrongState, read_campaign
from samtycke.campaigns.tasks import cancel_messages, plan_chunk
from samtycke.gate import door as gate
from samtycke.organisations.door import audit

CHUNK = 50_000
"""Contacts planned in one transaction: some seconds of work, and what a crash repeats."""


def start(cursor: CursorWrapper, campaign_id: int, *, by: str, now: datetime) -> Campaign:
    """Send an approved campaign: its audience is planned in chunks, and sending begins with the first.

    Raises:
        NoSuchCampaign: there is none.
        WrongState: it is not approved.
    """
    campaign = read_campaign(cursor, campaign_id, lock=True)
    if campaign.state != "approved":
        raise WrongState(campaign.state, "send")
    cursor.execute(
        "UPDATE campaign SET state = 'sending', started_at = %s, planned_on = %s, typed = NULL "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [now, now.astimezone(UTC).date(), campaign_id],
    )
    numbers = _chunks(cursor, campaign)
    cursor.execute("SELECT current_organisation()")
    (organisation_id,) = cursor.fetchone()
    for number in numbers:
        plan_chunk.defer(organisation_id=organisation_id, campaign_id=campaign_id, number=number)
    audit(cursor, actor=by, act="campaign.started", subject=str(campaign_id))
    return read_campaign(cursor, campaign_id)


def pause(cursor: CursorWrapper, campaign_id: int, *, by: str) -> Campaign:
    """Lease nothing more. What is with the carrier already goes on.

    Raises:
        NoSuchCampaign: there is none.
        WrongState: it is not being sent.
    """
    return _change(cursor, campaign_id, {"sending"}, "paused", by=by)


def resume(cursor: CursorWrapper, campaign_id: int, *, by: str) -> Campaign:
    """Go on with a paused campaign.

    Raises:
        NoSuchCampaign: there is none.
        WrongState: it is not paused.
    """
    return _change(cursor, campaign_id, {"paused"}, "sending", by=by)


def cancel(cursor: CursorWrapper, campaign_id: int, *, by: str) -> Campaign:
    """Send nothing more of a campaign, for good.

    Raises:
        NoSuchCampaign: there is none.
        WrongState: it has been sent or cancelled already.
    """
    campaign = _change(cursor, campaign_id, {"draft", "approved", "sending", "paused"}, "cancelled", by=by)
    if campaign.started_at is not None:
        cursor.execute("SELECT current_organisation()")
        cancel_messages.defer(organisation_id=cursor.fetchone()[0], campaign_id=campaign_id)
    return campaign


def _change(cursor: CursorWrapper, campaign_id: int, from_states: set[str], to: str, *, by: str) -> Campaign:
    campaign = read_campaign(cursor, campaign_id, lock=True)
    if campaign.state not in from_states:
        raise WrongState(campaign.state, to)
    cursor.execute(
        "UPDATE campaign SET state = %s WHERE organisation_id = current_organisation() AND id = %s", [to, campaign_id]
    )
    if to == "sending":
        gate.resume(cursor, campaign_id)
    else:
        gate.halt(cursor, campaign_id)
    audit(cursor, actor=by, act=f"campaign.{to}", subject=str(campaign_id))
    return read_campaign(cursor, campaign_id)


def _chunks(cursor: CursorWrapper, campaign: Campaign) -> list[int]:
    """Cut the contacts there are now into ranges of ids. Who comes later is not in the campaign."""
    ids = campaign.contact_ids
    cursor.execute(
        "WITH edge AS (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM contact "
        "WHERE organisation_id = current_organisation() AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))) "
        "INSERT INTO campaign_chunk (organisation_id, campaign_id, number, after_id, up_to_id) "
        "SELECT current_organisation(), %(campaign)s, row_number() OVER (ORDER BY id), "
        "coalesce(lag(id) OVER (ORDER BY id), 0), id FROM edge WHERE place %% %(size)s = 0 OR place = total "
        "RETURNING number",
        {"ids": list(ids) if ids is not None else None, "campaign": campaign.id, "size": CHUNK},
    )
    return sorted(row[0] for row in cursor.fetchall())
