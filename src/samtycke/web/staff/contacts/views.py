"""Who they are, and what may we send them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from samtycke.gate.door import Spec, decide_several, messages_of
from samtycke.intake.door import PAUSES, replies
from samtycke.ledger.door import Event, contact, contacts, history, note_read, places, reveal
from samtycke.organisations.door import can, categories, open_purposes, purposes, senders
from samtycke.web.parts.law import SIGNS, label
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.contacts.timeline import timeline
from samtycke.web.staff.contacts.verdicts import lines

PAGE = 50


def all_contacts(request: StaffRequest) -> HttpResponse:
    """The newest contacts with a verdict for one purpose."""
    cursor = request.cursor
    before = request.GET.get("before", "")
    found = contacts(cursor, before=int(before) if before.isdecimal() else None, limit=PAGE + 1)
    shown = found[:PAGE]
    marketing = sorted(open_purposes(cursor).values(), key=lambda one: said(one.name))
    wish = request.GET.get("purpose")
    purpose = next((one for one in marketing if one.slug == wish), marketing[0] if marketing else None)
    decided = {}
    if purpose and shown:
        spec = Spec("marketing", purpose.slug, "", tuple(categories(cursor)), sender=_any_sender(request))
        decided = decide_several(cursor, spec, [one.id for one in shown], now=timezone.now())
    rows = [
        {
            "contact": one,
            "verdict": SIGNS[decided[one.id].verdict] if one.id in decided else "unknown",
            "why": label(decided.get(one.id)),
        }
        for one in shown
    ]
    return render(
        request,
        "staff/contacts/all.html",
        {
            "rows": rows,
            "purposes": [(one.slug, said(one.name)) for one in marketing],
            "purpose": purpose,
            "after": shown[-1].id if len(found) > PAGE else None,
            "first": not before,
        },
    )


def show(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Everything between us and one person."""
    cursor = request.cursor
    person = contact(cursor, contact_id)
    if person is None:
        raise Http404
    told = history(cursor, contact_id)
    return render(
        request,
        "staff/contacts/contact.html",
        {
            "person": person,
            "may_answer": can(request.role, "answer"),
            "may_advise": can(request.role, "advise"),
            "may_oversee": can(request.role, "oversee"),
            "lines": lines(cursor, contact_id, sender=_any_sender(request), now=timezone.now()),
            "events": timeline(
                told,
                messages_of(cursor, contact_id),
                replies(cursor, contact_id=contact_id),
                purposes={slug: said(one.name) for slug, one in purposes(cursor).items()},
                categories={slug: said(one.name) for slug, one in categories(cursor).items()},
                seals=places(cursor, [(one.id, one.recorded_at) for one in told]),
            ),
            "shown": request.session.pop("revealed", None) == contact_id,
            "paused_until": _paused_until(told),
            "pauses": PAUSES,
            "attributes": _attributes(person.identity.attributes) if person.identity else [],
        },
    )


def reveal_number(request: StaffRequest, contact_id: int) -> HttpResponse:
    """Show a number, once, and write down who asked."""
    if contact_id not in reveal(request.cursor, [contact_id]):
        raise Http404
    note_read(request.cursor, request.reader, "number", [contact_id], subject=f"contact/{contact_id}")
    request.session["revealed"] = contact_id
    return redirect("contact", contact_id=contact_id)


def _paused_until(told: Sequence[Event]) -> datetime | None:
    """The end of the pause that runs; ``told`` is newest first."""
    newest = next((event for event in told if event.kind == "pause"), None)
    return newest.until if newest and newest.until and newest.until > timezone.now() else None


def _attributes(attributes: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in attributes.items() if name != "name" and value]


def _any_sender(request: StaffRequest) -> str:
    return next(iter(senders(request.cursor)), "")
