"""Ask those who may approve a campaign for their approval; they approve it, or send it back and say why."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.approve import NotReady, may_approve
from samtycke.campaigns.asked import ApprovalAsked, close_asked, keep_asked, latest_asked, open_asked
from samtycke.campaigns.audience import audience_of
from samtycke.campaigns.campaign import Campaign, WrongState, read_campaign
from samtycke.campaigns.compose import obstacles
from samtycke.campaigns.letters import mail_answered, mail_asked
from samtycke.organisations.door import NotAnswering, answering, audit, today


class NoReason(ValueError):
    """What is sent back says why: else nobody knows what to change."""


def ask_approval(
    cursor: CursorWrapper, campaign_id: int, *, by: str, staff_id: int | None = None, note: str = "", now: datetime
) -> ApprovalAsked:
    """Ask for a draft's approval. Whoever may give it sees it on their first page, and in a mail where mail is set up.

    Asked twice it is asked once. ``staff_id``: the member who asks; None of a program.

    Raises:
        NoSuchCampaign: there is none.
        WrongState: it is no draft.
        NotReady: something stands in the way of sending it.
        AudienceRefused: the audience describes nobody there is.
    """
    campaign = read_campaign(cursor, campaign_id, lock=True)
    if campaign.state != "draft":
        raise WrongState(campaign.state, "ask")
    waits = latest_asked(cursor, campaign_id)
    if waits and waits.outcome is None:
        return waits
    if found := obstacles(cursor, campaign):
        raise NotReady(found)
    audience_of(cursor, campaign)
    asked = keep_asked(cursor, campaign_id, by=by, staff_id=staff_id, note=note, now=now)
    audit(cursor, actor=by, act="campaign.approval-asked", subject=str(campaign_id), staff=staff_id)
    mail_asked.defer(organisation_id=_here(cursor), asked_id=asked.id)
    return asked


def send_back(
    cursor: CursorWrapper, campaign_id: int, *, by: str, staff_id: int, reason: str, now: datetime
) -> ApprovalAsked:
    """Answer that it may not go as it is. Only who may approve it may say so; the reason is kept and shown.

    Raises:
        NoSuchCampaign: there is none.
        WrongState: nobody asks for its approval any more.
        NoReason: there is none.
        NotAnswering: they may not answer for this today.
    """
    campaign = read_campaign(cursor, campaign_id, lock=True)
    waits = latest_asked(cursor, campaign_id)
    if campaign.state != "draft" or waits is None or waits.outcome is not None:
        raise WrongState(campaign.state, "send back")
    may_approve(cursor, campaign, staff_id=staff_id, now=now)
    if not reason.strip():
        raise NoReason
    close_asked(cursor, campaign_id, "sent_back", by=by, reason=reason.strip(), now=now)
    # What was said stands with the campaign; the trail names who and when.
    audit(cursor, actor=by, act="campaign.sent-back", subject=str(campaign_id), staff=staff_id)
    mail_answered.defer(organisation_id=_here(cursor), asked_id=waits.id)
    answered = latest_asked(cursor, campaign_id)
    assert answered is not None  # it has just been closed
    return answered


def waits_for(cursor: CursorWrapper, staff_id: int, *, now: datetime) -> list[tuple[ApprovalAsked, Campaign]]:
    """What somebody whose role may approve is asked to approve, and may today: none that they wrote themselves.

    Where officers are appointed, it waits for those of them who are here, and for who stands in for them.
    """
    waiting = open_asked(cursor)
    here = {one.staff_id for one in answering(cursor, on=today(cursor, now))} if waiting else set()
    if here and staff_id not in here:
        return []
    found = []
    for asked in waiting:
        campaign = read_campaign(cursor, asked.campaign_id)
        try:
            may_approve(cursor, campaign, staff_id=staff_id, now=now)
        except NotAnswering:
            continue
        if staff_id != asked.staff_id:
            found.append((asked, campaign))
    return found


def _here(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT current_organisation()")
    return int(cursor.fetchone()[0])
