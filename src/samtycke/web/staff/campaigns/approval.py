"""Approval: asked for, given, or sent back with a reason."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.campaigns.door import (
    AudienceRefused,
    NoReason,
    NotReady,
    WrongState,
    approve,
    ask_approval,
    send_back,
    start,
)
from samtycke.organisations.door import NotAnswering
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import says_why_not
from samtycke.web.staff.campaigns.views import found

_LONGEST = 2_000


def ask(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Ask those who may approve it. They are told at once."""
    found(request, campaign_id)
    note = _typed(request, "note")

    def asked() -> str:
        ask_approval(
            request.cursor, campaign_id, by=request.by, staff_id=request.staff.pk, note=note, now=timezone.now()
        )
        return _("Asked. You are told here when somebody has answered.")

    return _done(request, campaign_id, asked)


def approve_only(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Approve it; whoever wrote it sends it when they choose."""
    found(request, campaign_id)

    def approved() -> str:
        approve(request.cursor, campaign_id, by=request.by, staff_id=request.staff.pk, now=timezone.now())
        return _("Approved. Whoever wrote it may send it as it stands.")

    return _done(request, campaign_id, approved)


def back(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Send it back, and say what must change."""
    found(request, campaign_id)
    reason = _typed(request, "reason")

    def sent() -> str:
        send_back(
            request.cursor, campaign_id, by=request.by, staff_id=request.staff.pk, reason=reason, now=timezone.now()
        )
        return _("Sent back. Your reason stands with the campaign.")

    return _done(request, campaign_id, sent)


def begin(request: StaffRequest, campaign_id: int) -> HttpResponse:
    """Send what somebody has approved."""
    found(request, campaign_id)
    try:
        start(request.cursor, campaign_id, by=request.by, now=timezone.now())
    except WrongState:
        messages.info(request, _("It is not approved, or has been sent already."))
    return redirect("campaign", campaign_id=campaign_id)


def _done(request: StaffRequest, campaign_id: int, act: Callable[[], str]) -> HttpResponse:
    """Do it, and say what came of it or what to do instead."""
    try:
        messages.success(request, act(), extra_tags="may")
    except NotAnswering as refused:
        messages.warning(request, says_why_not(refused), extra_tags="waits")
    except NoReason:
        messages.error(request, _("Write why, so that they know what to change."), extra_tags="not")
    except (NotReady, AudienceRefused):
        messages.warning(request, _("Something is still missing: look at the marked lines."), extra_tags="waits")
    except WrongState:
        messages.info(request, _("Nobody asks for that any more: it was changed, approved or sent meanwhile."))
    return redirect("campaign-preview", campaign_id=campaign_id)


def _typed(request: StaffRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()[:_LONGEST]
