"""Why did this person get, or not get, this text?"""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import Explanation, MessageState, NoSuchMessage, explain
from samtycke.ledger.door import reveal
from samtycke.web.parts.law import BASES, SIGNS, asked_then
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.contacts.timeline import Happening
from samtycke.web.staff.messages.words import STATES


def show(request: StaffRequest, message_id: int) -> HttpResponse:
    """Its history and its explanation."""
    found = _explained(request, message_id)
    message = found.message
    request.place = "campaigns" if message.campaign_id else "contacts"
    identity = reveal(request.cursor, [message.contact_id]).get(message.contact_id)
    name = (identity.name or identity.masked) if identity else _("The erased person")
    return render(
        request,
        "staff/messages/message.html",
        {
            "message": message,
            "state": STATES.get(message.state, ("ring", "", message.state)),
            "verdict": SIGNS[found.then.verdict],
            "sentence": _sentence(found, name),
            "name": name,
            "why": said(found.then.explanation),
            "then": found.then,
            "to_read": message.state == "planned" and found.now.rule == "content.unread",
            "rule": found.then.settled_by,
            "decided_at": found.then.at,
            "steps": [asked_then(one, found.then) for one in found.then.asked],
            "events": _history(message, found),
            "now": {"verdict": SIGNS[found.now.verdict], "why": said(found.now.explanation)},
            "same": not found.differences.decided,
        },
    )


def as_json(request: StaffRequest, message_id: int) -> HttpResponse:
    """The same for a program."""
    return JsonResponse(_explained(request, message_id).as_json(), json_dumps_params={"ensure_ascii": False})


def _explained(request: StaffRequest, message_id: int) -> Explanation:
    try:
        return explain(request.cursor, message_id, now=timezone.now())
    except NoSuchMessage:
        raise Http404 from None


def _sentence(found: Explanation, name: str) -> str:
    values = {
        "name": name,
        "basis": str(BASES.get(found.then.basis or "", found.then.basis or "")),
        "label": said(found.then.settled_by.label),
    }
    state = found.message.state
    if state == "withheld":
        return _("%(name)s did not get the text: %(label)s.") % values
    if state in ("sent", "delivered"):
        return _("%(name)s got the text, on the ground of %(basis)s.") % values
    if state in ("planned", "leased"):
        if found.then.verdict == "hold":
            return _("%(name)s gets the text later: %(label)s.") % values
        return _("The text to %(name)s is on its way, on the ground of %(basis)s.") % values
    if state == "unknown":
        return _("Nobody knows whether %(name)s got the text. It is not sent again.") % values
    if state == "cancelled":
        return _("The text to %(name)s was cancelled.") % values
    return _("The text did not reach %(name)s. It was allowed, on the ground of %(basis)s.") % values


def _history(message: MessageState, found: Explanation) -> list[Happening]:
    points = [
        (message.planned_at, "ring", "", _("Planned")),
        (found.then.at, SIGNS[found.then.verdict], SIGNS[found.then.verdict], _("Decided")),
        (message.sent_at, "ring", "accent", _("Taken by the carrier")),
    ]
    if message.state not in ("planned", "leased", "sent"):
        sign, colour, word = STATES[message.state]
        points.append((message.final_at, sign, colour, str(word).capitalize()))
    return [Happening(at, sign, colour, title) for at, sign, colour, title in points if at]
