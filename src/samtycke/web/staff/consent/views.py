"""How did we get the right, and when does it end?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from samtycke.intake.door import count_waiting
from samtycke.ledger.door import (
    blocks_on,
    count_blocked,
    find_contact,
    latest_events,
    note_read,
    reveal,
    shown_wordings,
    wording,
)
from samtycke.organisations.door import can, categories, purposes
from samtycke.sms import NumberRefused, parse_number
from samtycke.web.parts.compare import compare
from samtycke.web.parts.law import METHODS
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.consent.asked import KINDS, read_asked
from samtycke.web.staff.consent.sealed import sealed
from samtycke.web.staff.contacts.timeline import event_of

PAGE = 50


def consent(request: StaffRequest) -> HttpResponse:
    """The ledger, the newest first, and the block list asked for one number (which is not kept)."""
    cursor = request.cursor
    names = {slug: said(one.name) for slug, one in purposes(cursor).items()}
    goods = {slug: said(one.name) for slug, one in categories(cursor).items()}
    asked = read_asked(request.GET, purposes=names, methods=METHODS)
    before = int(asked.before) if asked.before else None
    found = latest_events(cursor, sought=asked.sought, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    readable = reveal(cursor, list({one.contact_id for one in shown}))
    rows = [
        {
            "event": event_of(one, names, goods),
            "recorded": localdate(one.recorded_at),
            "contact_id": one.contact_id,
            "identity": readable.get(one.contact_id),
        }
        for one in shown
    ]
    return render(
        request,
        "staff/consent/consent.html",
        {
            "rows": rows,
            "narrowed": asked,
            "earlier": asked.address(before=str(shown[-1].id)) if len(found) > PAGE else "",
            "kinds": [(kind, word, asked.address(kind=kind)) for kind, (word, _) in KINDS.items()],
            "all_kinds": asked.address(kind=""),
            "purposes": [("", _("All")), *names.items()],
            "methods": [("", _("All")), *METHODS.items()],
            "shown_words": wording(cursor, int(asked.wording)) if asked.wording else "",
            "without_words": asked.address(wording=""),
            "blocked": count_blocked(cursor),
            "sealed": sealed(request),
            "waiting": count_waiting(cursor, now=timezone.now()),
            "may_answer": can(request.role, "answer"),
            **_asked(request, names),
        },
    )


def wordings(request: StaffRequest) -> HttpResponse:
    """The words people were shown, each with what came of it, and two of them side by side."""
    shown = shown_wordings(request.cursor)
    by_id = {str(one.id): one for one in shown}
    after = by_id.get(request.GET.get("b", "")) or next(iter(shown), None)
    before = by_id.get(request.GET.get("a", "")) or (shown[1] if len(shown) > 1 else after)
    compared = compare("", before.text, after.text) if before and after else None
    return render(
        request,
        "staff/consent/wordings.html",
        {"wordings": shown, "before": before, "after": after, "compared": compared},
    )


def _asked(request: StaffRequest, names: dict[str, str]) -> dict[str, object]:
    number = request.POST.get("number", "").strip()
    if request.method != "POST":
        return {}
    try:
        e164 = parse_number(number).e164
    except NumberRefused:
        return {"number": number, "wrong": _("That is not a mobile number. Write it as 070-174 06 05.")}
    known = find_contact(request.cursor, e164)
    note_read(request.cursor, request.reader, "search", [known] if known else [], subject="consent")
    blocks = [
        {"block": one, "purpose": names.get(one.purpose, one.purpose) or _("all marketing")}
        for one in blocks_on(request.cursor, e164)
    ]
    return {"number": number, "asked": True, "blocks": blocks}
