"""A block list shared within a group of companies: what is offered, what stands, and how it ends."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import SharingRefused, accept_blocks, end_sharing, offer_blocks, sharings
from samtycke.organisations.door import can
from samtycke.web.staff.access import StaffRequest


def group(request: StaffRequest) -> HttpResponse:
    """The agreements of this organisation."""
    found = sharings(request.cursor)
    return render(
        request,
        "staff/blocks/group.html",
        {
            "asked": [one for one in found if one.state == "offered" and not one.gives],
            "waiting": [one for one in found if one.state == "offered" and one.gives],
            "standing": [one for one in found if one.state == "standing"],
            "ended": [one for one in found if one.state == "ended"],
            "may_agree": can(request.role, "approve"),
        },
    )


def offer(request: StaffRequest) -> HttpResponse:
    """Offer our list to another organisation."""
    return _act(
        request,
        lambda reason: offer_blocks(
            request.cursor, request.POST.get("slug", ""), reason=reason, by=request.by, now=timezone.now()
        ),
        _("It is offered. They see it on this page of theirs."),
    )


def accept(request: StaffRequest, sharing_id: int) -> HttpResponse:
    """Let noes that were said to the other count here."""
    return _act(
        request,
        lambda reason: accept_blocks(request.cursor, sharing_id, reason=reason, by=request.by, now=timezone.now()),
        _("Agreed. What their list holds comes over now, and what is said to them from now on."),
    )


def end(request: StaffRequest, sharing_id: int) -> HttpResponse:
    """End an agreement, or decline an offer."""
    return _act(
        request,
        lambda reason: end_sharing(request.cursor, sharing_id, reason=reason, by=request.by, now=timezone.now()),
        _("It has ended. What came over stays: a no stands."),
    )


def _act(request: StaffRequest, act: Callable[[str], None], done: str) -> HttpResponse:
    try:
        act(request.POST.get("reason", "").strip()[:500])
    except SharingRefused as error:
        says = {
            "reason": _("Write the ground for it: each company answers for its own processing."),
            "unknown": _("There is no other organisation of that short name here."),
            "gone": _("That offer or agreement no longer stands."),
        }
        messages.error(request, says[error.reason], extra_tags="not")
    else:
        messages.success(request, done, extra_tags="may")
    return redirect("blocks-group")
