"""See what they see: the simulator's handsets side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samtycke.dispatch.door import NoPhones, handsets, reply
from samtycke.ledger.door import find_contact, reveal
from samtycke.organisations.door import senders
from samtycke.web.staff.access import StaffRequest

MOST = 9
_LINK = re.compile(r"\S+/u/(?P<code>[A-Za-z0-9]+)$")


def phone(request: StaffRequest) -> HttpResponse:
    """The phones that something happened on last."""
    try:
        shown = _phones(request)
    except NoPhones:
        return render(request, "staff/phone/phone.html", {"away": True})
    return render(request, "staff/phone/phone.html", {"phones": shown, "order": _order(shown)})


def live(request: StaffRequest) -> HttpResponse:
    """What has come since: each phone's bubbles. When another phone woke, the whole page."""
    try:
        shown = _phones(request)
    except NoPhones:
        return HttpResponse(status=204)
    if {one["number"] for one in shown} != set(request.GET.get("order", "").split()):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "staff/phone/live.html", {"phones": shown})


def answer(request: StaffRequest) -> HttpResponse:
    """Send a text from a handset, as a network would bring it."""
    number, to, text = (request.POST.get(name, "").strip() for name in ("number", "to", "text"))
    if not (number and to):
        raise Http404
    try:
        if text:
            reply(number, to=to, text=text)
    except NoPhones:
        messages.warning(request, _("The phones don't answer just now. Try again in a moment."), extra_tags="waits")
        return HttpResponse(headers={"HX-Refresh": "true"}) if request.headers.get("HX-Request") else redirect("phone")
    return HttpResponse(status=204) if request.headers.get("HX-Request") else redirect("phone")


def _order(shown: list[dict[str, Any]]) -> str:
    return "+".join(one["number"].replace("+", "%2B") for one in shown)


def _phones(request: StaffRequest) -> list[dict[str, Any]]:
    """The handsets of the organisation's own contacts, with what was said between them and it (promise 9)."""
    own = senders(request.cursor)
    ours = {name: one.inbound_number for name, one in own.items()}
    found = [_phone(request, one, ours) for one in handsets()["handsets"]]
    return [one for one in found if one["contact_id"] and one["texts"]][:MOST]


def _phone(request: StaffRequest, handset: dict[str, Any], ours: Mapping[str, str]) -> dict[str, Any]:
    """``ours`` is where answers go, by sender."""
    known = {*ours, *filter(None, ours.values())}
    texts = [_text(one, other=one["sender"]) for one in handset["texts"] if one["sender"] in known]
    said = [_text(one, other=one["to"], mine=True) for one in handset["replies"] if one["to"] in known]
    contact_id = find_contact(request.cursor, handset["number"])
    identity = reveal(request.cursor, [contact_id]).get(contact_id) if contact_id else None
    last = texts[-1]["sender"] if texts else ""
    return {
        "number": handset["number"],
        "id": handset["number"].lstrip("+"),
        "name": identity.name if identity else "",
        "contact_id": contact_id,
        "to": ours.get(last, next(iter(ours.values()), last)),
        "sender": last,
        "texts": sorted([*texts, *said], key=lambda one: one["at"])[-12:],
    }


def _text(text: Mapping[str, Any], *, other: str, mine: bool = False) -> dict[str, Any]:
    before, link, code = _linked(text["text"])
    at = datetime.fromisoformat(text["time"])
    return {**text, "text": before, "link": link, "code": code, "at": at, "other": other, "mine": mine}


def _linked(text: str) -> tuple[str, str, str]:
    """A text, the way out it ends in where that is a link, as a telephone would find it, and the code of that."""
    found = _LINK.search(text)
    return (text[: found.start()], found[0], found["code"]) if found else (text, "", "")
