"""Letters by e-mail about approvals, where a mail server is set: that something waits or was answered, and where it is.

The text, its audience and the reason stand in the program, and in no mail.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from samtycke.campaigns.asked import ApprovalAsked, one_asked
from samtycke.campaigns.campaign import Campaign, read_campaign
from samtycke.organisations.door import PATIENTLY, Membership, Staff, acting_for, answering, today, who_may


@app.task(name="campaigns.mail_asked", queue="mail", retry=PATIENTLY)
def mail_asked(organisation_id: int, asked_id: int) -> None:
    """Tell those who may approve today that somebody asks them to; nobody, when it has been answered meanwhile."""
    if not settings.SMTP_URL:
        return
    with acting_for(organisation_id) as cursor:
        asked = one_asked(cursor, asked_id)
        if asked is None or asked.outcome is not None:
            return
        campaign = read_campaign(cursor, asked.campaign_id)
        here = {one.staff_id for one in answering(cursor, on=today(cursor, timezone.now()))}
    for one in _asked(organisation_id, here, asked, campaign):
        with override(one.language):
            said = {"who": asked.by, "name": _named(campaign)}
            subject = _("%(who)s asks for your approval") % said
            body = (
                _("%(who)s asks you to approve the campaign %(name)s. Read it, then approve it or send it back:") % said
            )
            send_mail(subject, f"{body}\n\n{_address(campaign)}/preview\n", None, [one.email])


@app.task(name="campaigns.mail_answered", queue="mail", retry=PATIENTLY)
def mail_answered(organisation_id: int, asked_id: int) -> None:
    """Tell whoever asked what came of it."""
    if not settings.SMTP_URL:
        return
    with acting_for(organisation_id) as cursor:
        asked = one_asked(cursor, asked_id)
        campaign = read_campaign(cursor, asked.campaign_id) if asked else None
    if asked is None or campaign is None or asked.staff_id is None or asked.outcome not in ("approved", "sent_back"):
        return
    member = Membership.objects.select_related("staff").filter(
        organisation_id=organisation_id, staff_id=asked.staff_id, staff__is_active=True
    )
    for one in member:
        with override(one.staff.language):
            said = {"who": asked.answered_by, "name": _named(campaign)}
            if asked.outcome == "approved":
                subject, body = _("Approved: %(name)s"), _("%(who)s has approved the campaign %(name)s.")
            else:
                subject, body = (
                    _("Sent back: %(name)s"),
                    _("%(who)s has sent back the campaign %(name)s. Why stands here:"),
                )
            send_mail(subject % said, f"{body % said}\n\n{_address(campaign)}\n", None, [one.staff.email])


def _asked(organisation_id: int, here: set[int], asked: ApprovalAsked, campaign: Campaign) -> Iterable[Staff]:
    """The officers who answer, else all whose role may approve; never whoever wrote it or asks."""
    members = Membership.objects.select_related("staff").filter(
        organisation_id=organisation_id, role__in=who_may("approve"), staff__is_active=True
    )
    if here:
        members = members.filter(staff_id__in=here)
    return [
        one.staff for one in members.exclude(staff_id__in=[*campaign.written_by, asked.staff_id or 0]).order_by("pk")
    ]


def _named(campaign: Campaign) -> str:
    """On one line: it stands in a subject."""
    return " ".join(campaign.name.split()) or _("without a name")


def _address(campaign: Campaign) -> str:
    return f"{settings.URL.rstrip('/')}/campaigns/{campaign.id}"
