"""Why did this person get, or not get, this text?"""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import Explanation, MessageState, NoSuchMessage, explain
from samtycke.ledger.door import Event, history, reveal
from samtycke.organisations.door import categories, purposes
from samtycke.web.parts.law import BASES, SIGNS, law
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.contacts.timeline import Happening, event_of
from samtycke.web.staff.messages.beside import changed, decision, steps
from samtycke.web.staff.messages.evidence import resting_on
from samtycke.web.staff.messages.reply import LANGUAGES, language_of, reply, settling_rule
from samtycke.web.staff.messages.words import STATES


def show(request: StaffRequest, message_id: int) -> HttpResponse:
    """Its history and its explanation."""
    found = _explained(request, message_id)
    message, then = found.message, found.then
    request.place = "campaigns" if message.campaign_id else "contacts"
    identity = reveal(request.cursor, [message.contact_id]).get(message.contact_id)
    name = (identity.name or identity.masked) if identity else _("The erased person")
    names = {slug: said(one.name) for slug, one in purposes(request.cursor).items()}
    goods = {slug: said(one.name) for slug, one in categories(request.cursor).items()}
    rests_on = resting_on(then, message, history(request.cursor, message.contact_id))
    return render(
        request,
        "staff/messages/message.html",
        {
            "message": message,
            "verdict": "not" if message.state == "withheld" else SIGNS[then.verdict],
            "sentence": _sentence(found, name),
            "name": name,
            "then": decision(then),
            "now": decision(found.now),
            "differences": found.differences,
            "changed": changed(found),
            "to_read": message.state == "planned" and found.now.rule == "content.unread",
            "steps": steps(found),
            "rests_on": event_of(rests_on, names, goods) if rests_on else None,
            "replies": _replies(request, found, rests_on),
            "events": _happened(message, found),
        },
    )


def _replies(request: StaffRequest, found: Explanation, rests_on: Event | None) -> list[tuple[str, str]]:
    """The answer to the person, in their language first."""
    own = language_of(found.then)
    names = purposes(request.cursor)
    slug = found.message.envelope.purpose
    purpose = names[slug].name if slug in names else dict.fromkeys(LANGUAGES, slug)
    return [
        (
            language,
            reply(
                found.then,
                found.message,
                language=language,
                purpose=purpose[language],
                since=rests_on.occurred_at if rests_on else None,
                organisation=request.organisation.name,
            ),
        )
        for language in sorted(LANGUAGES, key=lambda one: one != own)
    ]


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
        "label": _label(found),
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


def _label(found: Explanation) -> str:
    """A few words: why. Of a text that was stopped on its way to the carrier, why it was stopped."""
    rule = settling_rule(found.then, found.message)
    return said(found.then.settled_by.label) if rule == found.then.rule else law(found.then.pack, rule).label


def _happened(message: MessageState, found: Explanation) -> list[Happening]:
    points = [
        (message.planned_at, "ring", "", _("Planned")),
        (found.then.at, SIGNS[found.then.verdict], SIGNS[found.then.verdict], _("Decided")),
        (message.sent_at, "ring", "accent", _("Taken by the carrier")),
    ]
    if message.state not in ("planned", "leased", "sent"):
        sign, colour, word = STATES[message.state]
        points.append((message.final_at, sign, colour, str(word).capitalize()))
    return [Happening(at, sign, colour, title) for at, sign, colour, title in points if at]
