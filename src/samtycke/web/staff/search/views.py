"""One search: a number, a campaign's name, a message's id. Asked by POST, so that no number stands in an address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from samtycke.campaigns.door import campaigns
from samtycke.gate.door import NoSuchMessage, message_state
from samtycke.ledger.door import blocks_on, find_contact, note_read
from samtycke.sms import NumberRefused, parse_number
from samtycke.web.staff.access import StaffRequest


def search(request: StaffRequest) -> HttpResponse:
    """Go straight to what was meant, where that is one thing."""
    asked = request.POST.get("q", "").strip()
    if not asked:
        return render(request, "staff/search/search.html", {})
    e164 = _number(asked)
    if e164:
        contact_id = find_contact(request.cursor, e164)
        note_read(request.cursor, request.reader, "search", [contact_id] if contact_id else [], subject="search")
        if contact_id:
            return redirect("contact", contact_id=contact_id)
    if e164 is None and (message_id := _message(request, asked)):
        return redirect("message", message_id=message_id)
    found = [one for one in campaigns(request.cursor, limit=500) if asked.casefold() in one.name.casefold()]
    if len(found) == 1:
        return redirect("campaign", campaign_id=found[0].id)
    page = {
        "asked": asked,
        "campaigns": found[:50],
        "number": e164,
        "blocked": bool(e164 and blocks_on(request.cursor, e164)),
    }
    return render(request, "staff/search/search.html", page)


def _number(asked: str) -> str | None:
    try:
        return parse_number(asked).e164
    except NumberRefused:
        return None


def _message(request: StaffRequest, asked: str) -> int | None:
    digits = asked.removeprefix("#")
    if not digits.isdecimal() or len(digits) > 18:
        return None
    try:
        return message_state(request.cursor, int(digits)).id
    except NoSuchMessage:
        return None
