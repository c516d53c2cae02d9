"""How did we get the right, and when does it end?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import count_waiting
from samtycke.ledger.door import blocks_on, count_blocked, latest_events, reveal
from samtycke.organisations.door import can, categories, purposes
from samtycke.sms import NumberRefused, parse_number
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.consent.sealed import sealed
from samtycke.web.staff.contacts.timeline import event_of

PAGE = 50


def consent(request: StaffRequest) -> HttpResponse:
    """The ledger, the newest first, and the block list asked for one number (which is not kept)."""
    cursor = request.cursor
    before = request.GET.get("before", "")
    found = latest_events(cursor, before=int(before) if before.isdigit() else None, limit=PAGE + 1)
    shown = found[:PAGE]
    readable = reveal(cursor, list({one.contact_id for one in shown}))
    names = {slug: said(one.name) for slug, one in purposes(cursor).items()}
    goods = {slug: said(one.name) for slug, one in categories(cursor).items()}
    rows = [
        {"event": event_of(one, names, goods), "contact_id": one.contact_id, "identity": readable.get(one.contact_id)}
        for one in shown
    ]
    return render(
        request,
        "staff/consent/consent.html",
        {
            "rows": rows,
            "after": shown[-1].id if len(found) > PAGE else None,
            "blocked": count_blocked(cursor),
            "sealed": sealed(request),
            "waiting": count_waiting(cursor, now=timezone.now()),
            "may_answer": can(request.role, "answer"),
            **_asked(request, names),
        },
    )


def _asked(request: StaffRequest, names: dict[str, str]) -> dict[str, object]:
    number = request.POST.get("number", "").strip()
    if request.method != "POST":
        return {}
    try:
        e164 = parse_number(number).e164
    except NumberRefused:
        return {"number": number, "wrong": _("That is not a mobile number. Write it as 070-174 06 05.")}
    blocks = [
        {"block": one, "purpose": names.get(one.purpose, one.purpose) or _("all marketing")}
        for one in blocks_on(request.cursor, e164)
    ]
    return {"number": number, "asked": True, "blocks": blocks}
