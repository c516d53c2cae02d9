"""Answer for a campaign: its text, purpose, goods, sender and audience are fixed, and a name stands under them."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.audience import fix_audience
from samtycke.campaigns.campaign import Campaign, WrongState, read_campaign
from samtycke.campaigns.compose import Obstacle, obstacles
from samtycke.gate.door import seal_envelope
from samtycke.organisations.door import audit


class NotReady(ValueError):
    """Something must be mended first. Carries what."""

    def __init__(self, found: list[Obstacle]) -> None:
        super().__init__([obstacle.code for obstacle in found])
        self.obstacles = found


def approve(cursor: CursorWrapper, campaign_id: int, *, by: str, now: datetime) -> Campaign:
    """Approve a draft.

    Raises:
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
    contact_ids = fix_audience(cursor, campaign)
    envelope = seal_envelope(cursor, campaign.spec)
    cursor.execute(
        "UPDATE campaign SET state = 'approved', approved_by = %s, approved_at = %s, envelope_id = %s, "
        "contact_ids = %s "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [by, now, envelope.id, contact_ids, campaign_id],
    )
    audit(cursor, actor=by, act="campaign.approved", subject=str(campaign_id))
    return read_campaign(cursor, campaign_id)
