"""Answer for a campaign: its text, purpose, goods, sender and audience are fixed, and a name stands under them."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.asked import close_asked
from samtycke.campaigns.audience import fix_audience
from samtycke.campaigns.campaign import Campaign, WrongState, read_campaign
from samtycke.campaigns.compose import Obstacle, obstacles
from samtycke.campaigns.letters import mail_answered
from samtycke.gate.door import seal_envelope
from samtycke.organisations.door import audit, four_eyes, must_answer


class NotReady(ValueError):
    """Something must be mended first. Carries what."""

    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__([obstacle.code for obstacle in found])
        self.obstacles = found


def approve(
    cursor: CursorWrapper, campaign_id: int, *, by: str, staff_id: int | None = None, now: datetime
) -> Campaign:
    """Approve a draft. ``staff_id``: the member who does; None of a program.

    Raises:
        NotAnswering: they may not answer for this today: an officer who is away or no longer authorised; or, where the
            organisation wants four eyes, no officer, or the one who wrote it.
        NoSuchCampaign: there is none.
        WrongState: it is no draft.
        NotReady: something stands in the way.
        AudienceRefused: the audience describes nobody there is.
    """
    campaign = read_campaign(cursor, campaign_id, lock=True)
    if campaign.state == "approved":
        return campaign
    if campaign.state != "draft":
        raise WrongState(campaign.state, "approve")
    if found := obstacles(cursor, campaign):
        raise NotReady(found)
    may_approve(cursor, campaign, staff_id=staff_id, now=now)
    contact_ids = fix_audience(cursor, campaign)
    envelope = seal_envelope(cursor, campaign.spec)
    cursor.execute(
        "UPDATE campaign SET state = 'approved', approved_by = %s, approved_at = %s, envelope_id = %s, "
        "contact_ids = %s "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [by, now, envelope.id, contact_ids, campaign_id],
    )
    audit(cursor, actor=by, act="campaign.approved", subject=str(campaign_id), staff=staff_id)
    if (asked_id := close_asked(cursor, campaign_id, "approved", by=by, now=now)) is not None:
        cursor.execute("SELECT current_organisation()")
        mail_answered.defer(organisation_id=cursor.fetchone()[0], asked_id=asked_id)
    return read_campaign(cursor, campaign_id)


def may_approve(cursor: CursorWrapper, campaign: Campaign, *, staff_id: int | None, now: datetime) -> None:
    """Pass if somebody may approve this campaign today.

    Raises:
        NotAnswering: they may not, with why and who may.
    """
    wrote = staff_id is not None and staff_id in campaign.written_by
    must_answer(cursor, staff_id, now=now, wrote=wrote, officer_needed=four_eyes(cursor))
