"""Write something lawful, see whom it reaches, answer for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.campaigns.door import (
    Campaign,
    NoSuchCampaign,
    WrongState,
    campaigns,
    create,
    may_approve,
    open_asked,
    preview,
    read_campaign,
    save,
)
from samtycke.organisations.door import NotAnswering, can, categories, open_purposes, senders
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import approvers, says_why_not
from samtycke.web.staff.campaigns.asked import standing
from samtycke.web.staff.campaigns.form import read_content
from samtycke.web.staff.campaigns.listing import listing
from samtycke.web.staff.campaigns.live import Live, live, price_sentence
from samtycke.web.staff.campaigns.own_test import test_to_me
from samtycke.web.staff.campaigns.reach import reach_of
from samtycke.web.staff.campaigns.run import running_page
from samtycke.web.staff.campaigns.waiting import waiting_line


def all_campaigns(request: StaffRequest) -> HttpResponse:
    """What is out, what waits?"""
    waiting = {one.campaign_id for one in open_asked(request.cursor)}
    found = listing(request.cursor, campaigns(request.cursor, limit=100), waiting=waiting, now=timezone.now())
    return render(request, "staff/campaigns/all.html", {"groups": found})


def new(request: StaffRequest) -> HttpResponse:
    """Begin a draft; one that was begun and left empty is taken up again."""
    for one in campaigns(request.cursor, limit=20):
        if one.state == "draft" and one.created_by == request.by and not one.text and not one.name:
            return redirect("campaign", campaign_id=one.id)
    sender = next(iter(senders(request.cursor)), "")
    sent = request.POST.copy()
    sent.setdefault("sender", sender)
    marketing = sorted(open_purposes(request.cursor).values(), key=lambda one: said(one.name))
    sent.setdefault("purpose", marketing[0].slug if marketing else "")
    campaign = create(request.cursor, read_content(sent), by=request.by, staff_id=request.staff.pk, now=timezone.now())
    return redirect("campaign", campaign_id=campaign.id)


def show(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """A draft to write, a campaign under way, or what came of one."""
    campaign = found(request, campaign_id)
    if campaign.is_open:
        return render(request, "staff/campaigns/compose.html", _compose_page(request, campaign))
    return render(request, "staff/campaigns/run.html", running_page(request.cursor, campaign, now=timezone.now()))


def write(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Keep what was typed. While somebody types, answer with what is alive; else go where the button says."""
    before = found(request, campaign_id)
    try:
        content = read_content(request.POST, kind=before.kind)
        campaign = save(request.cursor, campaign_id, content, staff_id=request.staff.pk, now=timezone.now())
    except WrongState:
        messages.info(request, _("The campaign has been started; its text can't be changed."))
        return redirect("campaign", campaign_id=campaign_id)
    if request.headers.get("HX-Request"):
        page = {"campaign": campaign, "live": _live(request, campaign), "alive": True}
        return render(request, "staff/campaigns/live.html", page)
    if "test" in request.POST:
        return test_to_me(request, campaign)
    if "preview" in request.POST:
        return redirect("campaign-preview", campaign_id=campaign_id)
    if "person" in request.POST or "mend" in request.POST:
        return render(request, "staff/campaigns/compose.html", _compose_page(request, campaign))
    messages.success(request, _("The draft is saved."), extra_tags="may")
    return redirect("campaign", campaign_id=campaign_id)


def show_preview(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Who may be reached on which basis, and why the rest may not."""
    campaign = found(request, campaign_id)
    if not campaign.is_open:
        return redirect("campaign", campaign_id=campaign_id)
    seen = _live(request, campaign)
    if seen.reach is None:
        messages.warning(request, _("Something is still missing: look at the marked lines."), extra_tags="waits")
        return redirect("campaign", campaign_id=campaign_id)
    reached = preview(request.cursor, campaign, now=timezone.now())
    why_not = _why_not(request, campaign) if can(request.role, "approve") else ""
    may = can(request.role, "approve") and not why_not
    stands = standing(request, campaign)
    return render(
        request,
        "staff/campaigns/preview.html",
        {
            "campaign": campaign,
            "live": seen,
            "reach": reach_of(request.cursor, reached),
            "cost": reached.price.cost,
            "price": price_sentence(reached),
            "made_at": reached.made_at,
            "may_write": can(request.role, "write"),
            "may_approve": may,
            "may_ask": not may and can(request.role, "write") and campaign.state == "draft" and not stands["waits"],
            "why_not": why_not,
            "approvers": [] if may else approvers(request.cursor, request.organisation),
            **stands,
            **waiting_line(request, campaign),
        },
    )


def _why_not(request: StaffRequest, campaign: Campaign) -> str:
    """Why somebody whose role may approve may not approve this one; empty if they may."""
    try:
        may_approve(request.cursor, campaign, staff_id=request.staff.pk, now=timezone.now())
    except NotAnswering as refused:
        return says_why_not(refused)
    return ""


def copy(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """A new draft of an old one."""
    old = found(request, campaign_id)
    sent = request.POST.copy()
    for name, value in (("text", old.text), ("purpose", old.purpose), ("sender", old.sender)):
        sent[name] = value
    sent["name"] = _("%(name)s, again") % {"name": old.name} if old.name else ""
    sent.setlist("categories", list(old.categories))
    if "numbers" in old.audience:
        sent["audience"], sent["numbers"] = "numbers", "\n".join(old.audience["numbers"])
    campaign = create(request.cursor, read_content(sent), by=request.by, staff_id=request.staff.pk, now=timezone.now())
    return redirect("campaign", campaign_id=campaign.id)


def found(request: StaffRequest, campaign_id: int) -> Campaign:
    """The campaign, or a page that says there is none."""
    try:
        return read_campaign(request.cursor, campaign_id)
    except NoSuchCampaign:
        raise Http404 from None


def _live(request: StaffRequest, campaign: Campaign) -> Live:
    person = request.POST.get("person") or request.POST.get("at", "0")
    return live(request.cursor, campaign, person=int(person) if person.isdecimal() else 0, now=timezone.now())


def _compose_page(request: StaffRequest, campaign: Campaign) -> dict[str, object]:
    cursor = request.cursor
    choose = ("", _("Choose …"))
    of_kind = [(one.slug, said(one.name)) for one in open_purposes(cursor, campaign.kind).values()]
    return {
        "campaign": campaign,
        "live": _live(request, campaign),
        "purposes": [choose, *sorted(of_kind, key=lambda one: one[1])],
        "goods": [(slug, said(one.name)) for slug, one in categories(cursor).items()],
        "senders": [(name, name) for name in senders(cursor)],
        "numbers": "\n".join(campaign.audience.get("numbers", ())),
        "to_numbers": "numbers" in campaign.audience,
        "may_write": can(request.role, "write"),
        "approvers": approvers(cursor, request.organisation),
        **standing(request, campaign),
    }
