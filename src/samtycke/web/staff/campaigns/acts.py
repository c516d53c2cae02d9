"""What is done to a campaign: approved and sent, paused, resumed, cancelled."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.campaigns import door
from samtycke.campaigns.door import AudienceRefused, Campaign, NotReady, WrongState, approve, start
from samtycke.gate.door import messages_in
from samtycke.ledger.door import reveal
from samtycke.organisations.door import NotAnswering
from samtycke.web.parts.law import law
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import says_why_not
from samtycke.web.staff.campaigns.run import running_page
from samtycke.web.staff.campaigns.views import found
from samtycke.web.staff.messages.words import STATES


def send(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Approve in one's own name, and send."""
    found(request, campaign_id)
    try:
        approve(request.cursor, campaign_id, by=request.by, staff_id=request.staff.pk, now=timezone.now())
        start(request.cursor, campaign_id, by=request.by, now=timezone.now())
    except NotAnswering as refused:
        messages.warning(request, says_why_not(refused), extra_tags="waits")
    except (NotReady, AudienceRefused):
        messages.warning(request, _("Something is still missing: look at the marked lines."), extra_tags="waits")
    except WrongState:
        messages.info(request, _("It has been sent already."))
    return redirect("campaign", campaign_id=campaign_id)


def pause(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Nothing more leaves; what is with the carrier arrives."""
    return _change(request, campaign_id, door.pause)


def resume(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Go on."""
    return _change(request, campaign_id, door.resume)


def cancel(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Nothing more leaves, for good."""
    return _change(request, campaign_id, door.cancel)


def _change(request: StaffRequest, campaign_id: int, act: Callable[..., Campaign]) -> HttpResponse:
    found(request, campaign_id)
    try:
        act(request.cursor, campaign_id, by=request.by)
    except WrongState:
        messages.info(request, _("It was finished before that could be done."))
    return redirect("campaign", campaign_id=campaign_id)


def progress(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """The part of the page that is alive while it goes. A page that shows another state is loaded anew."""
    campaign = found(request, campaign_id)
    page = running_page(request.cursor, campaign, now=timezone.now())
    if campaign.state != request.GET.get("state", campaign.state):
        return HttpResponse(headers={"HX-Refresh": "true"})
    page["announce"] = str(page["job"].tenth) != request.GET.get("tenth")
    return render(request, "staff/campaigns/progress.html", page)


def people(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """The people behind a number: by state, or by the rule that kept the text from them."""
    campaign = found(request, campaign_id)
    # No state and no rule has a zero in its name, and the database takes none.
    state, rule = (request.GET.get(name, "").replace("\0", "") or None for name in ("state", "rule"))
    listed = messages_in(request.cursor, campaign_id, state=state, rule=rule, limit=200)
    readable = reveal(request.cursor, [one.contact_id for one in listed])
    rows = [
        {
            "message": one,
            "identity": readable.get(one.contact_id),
            "sign": STATES.get(one.state, ("ring", "", one.state)),
            "why": law("SE", one.rule).label if one.state in ("withheld", "planned") else "",
        }
        for one in listed
    ]
    shown = law("SE", rule).label if rule else STATES[state][2] if state in STATES else ""
    return render(
        request, "staff/campaigns/people.html", {"campaign": campaign, "rows": rows, "shown": shown, "most": 200}
    )
