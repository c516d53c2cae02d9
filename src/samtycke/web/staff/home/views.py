"""What needs me today, and how does it go?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from samtycke.campaigns.door import campaigns
from samtycke.ledger.door import any_contact
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.campaigns.listing import Listed, listing
from samtycke.web.staff.home.needs import first_steps, needs


def home(request: StaffRequest) -> HttpResponse:
    """Sentences with one action each, the most urgent first; the first three steps while it is new."""
    cursor, now = request.cursor, timezone.now()
    known = campaigns(cursor, limit=20)
    counted = [one for group in listing(cursor, known, now=now) for one in group.members if one.counts]
    steps = first_steps(cursor, known)
    return render(
        request,
        "staff/home/home.html",
        {
            "steps": [] if all(step.done for step in steps) else steps,
            "needs": needs(request, known, counted),
            "ahead": any_contact(cursor),
            "recent": _newest(counted)[:4],
        },
    )


def more(request: StaffRequest) -> HttpResponse:
    """What the bottom bar of a phone has no room for."""
    return render(request, "staff/home/more.html", {})


def _newest(counted: list[Listed]) -> list[Listed]:
    return sorted(counted, key=lambda one: one.campaign.id, reverse=True)
