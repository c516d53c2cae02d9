"""What a campaign does in the background."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from procrastinate.contrib.django import app

from samtycke.campaigns.campaign import read_campaign
from samtycke.campaigns.finish import finish_if_done
from samtycke.gate.door import Audience, cancel_planned, halt, plan, read_envelopes
from samtycke.organisations.door import PATIENTLY, Organisation, acting_for

VALID = timedelta(hours=48)
"""A campaign's text later than this is of no use."""


@app.task(name="campaigns.plan_chunk", queue="plan", retry=PATIENTLY)
def plan_chunk(organisation_id: int, campaign_id: int, number: int) -> None:
    """Plan one chunk, and mark it done, in one transaction: a crash repeats none."""
    with acting_for(organisation_id) as cursor:
        cursor.execute(
            "SELECT after_id, up_to_id FROM campaign_chunk WHERE organisation_id = current_organisation() "
            "AND campaign_id = %s AND number = %s AND done_at IS NULL FOR UPDATE",
            [campaign_id, number],
        )
        row = cursor.fetchone()
        campaign = read_campaign(cursor, campaign_id)
        if row is None or campaign.state == "cancelled":
            return
        assert campaign.envelope_id is not None
        assert campaign.planned_on is not None
        now = timezone.now()
        plan(
            cursor,
            read_envelopes(cursor, [campaign.envelope_id])[campaign.envelope_id],
            _part(campaign.contact_ids, *row),
            campaign_id=campaign_id,
            planned_on=campaign.planned_on,
            expires_at=now + VALID,
            now=now,
        )
        _obey(cursor, campaign_id, organisation_id)
        cursor.execute(
            "UPDATE campaign_chunk SET done_at = clock_timestamp() "
            "WHERE organisation_id = current_organisation() AND campaign_id = %s AND number = %s",
            [campaign_id, number],
        )


def _part(contact_ids: Sequence[int] | None, after: int, up_to: int) -> Audience:
    if contact_ids is None:
        return Audience(after=after, up_to=up_to)
    return Audience(ids=tuple(contact_id for contact_id in contact_ids if after < contact_id <= up_to))


def _obey(cursor: CursorWrapper, campaign_id: int, organisation_id: int) -> None:
    """Halt what has just been planned if somebody has paused or cancelled meanwhile.

    They lock the campaign, as we do here until our commit: either we see what they did, or they see our lane.
    """
    cursor.execute(
        "SELECT state FROM campaign WHERE organisation_id = current_organisation() AND id = %s FOR SHARE", [campaign_id]
    )
    (state,) = cursor.fetchone()
    if state != "sending":
        halt(cursor, campaign_id)
    if state == "cancelled":
        cancel_messages.defer(organisation_id=organisation_id, campaign_id=campaign_id)


@app.task(name="campaigns.cancel_messages", queue="plan", retry=PATIENTLY)
def cancel_messages(organisation_id: int, campaign_id: int) -> None:
    """Take a cancelled campaign's planned messages out of the queue, some thousand in a transaction."""
    while True:
        with acting_for(organisation_id) as cursor:
            if not cancel_planned(cursor, campaign_id, limit=10_000, now=timezone.now()):
                return


@app.periodic(cron="* * * * * */5")
@app.task(name="campaigns.finish", queue="plan", queueing_lock="campaigns.finish")
def finish(timestamp: int) -> None:
    """Every five seconds: campaigns all of whose messages are in a final state are sent."""
    done: Counter[str] = Counter()
    for organisation in Organisation.objects.only("pk"):
        with acting_for(organisation.pk) as cursor:
            cursor.execute(
                "SELECT id FROM campaign WHERE organisation_id = current_organisation() AND state = 'sending'"
            )
            for (campaign_id,) in cursor.fetchall():
                done["finished"] += finish_if_done(cursor, campaign_id, now=timezone.now())
