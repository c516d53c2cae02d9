"""The person's own page: whom to ask, a code to the number, and then everything that is held."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samtycke.gate.door import code_of, keep_codes
from samtycke.intake.door import senders_at, senders_called
from samtycke.ledger.door import find_contact
from samtycke.organisations.door import NotDeclared, Organisation, TooMany, acting_for
from samtycke.rights.door import (
    CODE_PURPOSE,
    access,
    as_json,
    begin_visit,
    end_visit,
    log_done,
    open_visit,
    read_visit,
    send_again,
)
from samtycke.web.frame.callers import count_call, too_many
from samtycke.web.parts import held_words
from samtycke.web.parts.held_paper import held_paper, lead
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import tail
from samtycke.web.public.me.street import Door, Inside, at_door, language, show, tell, wait, within
from samtycke.web.public.me.tickets import hand_out, take_back
from samtycke.web.public.numbers import number_or_why

_HOUR = timedelta(hours=1)
_ASKS, _CODES, _TRIES = 30, 30, 150
"""How often in an hour one address may ask who texted it, ask for a code, and try one: a household may share one."""
_FEW = 12
"""So many of a kind stand on the page; all of them are in what is downloaded."""


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Who texted you? The only organisation there is; else by what stood on the phone, never from a list."""
    if request.method != "POST":
        only = Organisation.objects.order_by("pk")[:2]
        return redirect("me", slug=only[0].slug) if len(only) == 1 else render(request, "public/me/who.html", {})
    try:
        count_call(request, "me who", most=_ASKS, per=_HOUR)
    except TooMany as refused:
        return too_many(request, refused)
    shown = request.POST.get("sender", "").replace("\0", "")[:80]
    figures = re.sub(r"[\s\-()]", "", shown)
    is_number = figures.lstrip("+").isdecimal()
    ids = senders_at(figures) if is_number else senders_called(shown) if shown.strip() else []
    found = list(Organisation.objects.filter(pk__in=ids).order_by("name", "pk"))
    if len(found) == 1:
        return redirect("me", slug=found[0].slug)
    if not shown.strip():
        wrong = _("Write the name or the number that the text came from.")
    elif not found:
        wrong = _("Nobody here sends under that. Look at the text once more: write it exactly as it stands.")
    elif is_number:
        # A number that several share: to list them would tell whose customers they are.
        wrong = _("Several send from that number. Write the name that the text begins with.")
        found = []
    else:
        wrong = ""
    values = {"sender": shown, "wrong": wrong, "found": found}
    return render(request, "public/me/who.html", values, status=422 if wrong else 200)


@at_door
def me(request: HttpRequest, door: Door) -> HttpResponse:
    """The number; or, for who has shown theirs, everything that is held about it."""
    with acting_for(door.organisation.pk) as cursor:
        visit = read_visit(cursor, door.ticket, now=timezone.now()) if door.ticket else None
        if door.ticket and visit and visit.opened_at and request.method != "POST":
            return overview(request, Inside(door, door.ticket, visit, cursor))
    if request.method != "POST":
        return show(request, door, "number.html", {})
    number = number_or_why(request.POST.get("number", "").replace("\0", ""), door.organisation.home_country)
    if isinstance(number, str):
        values = {"number": request.POST.get("number", "")[:40], "wrong": number}
        return show(request, door, "number.html", values, status=422)
    try:
        count_call(request, "me", most=_CODES, per=_HOUR)
        with acting_for(door.organisation.pk) as cursor:
            ticket = begin_visit(cursor, number, language=language(), now=timezone.now())
    except TooMany as refused:
        return wait(request, door, refused)
    except NotDeclared:
        says = _("%(who)s cannot send a code just now. Write to them instead.") % {"who": door.organisation.name}
        return tell(request, door, _("Closed for now"), says, status=503)
    response = redirect("me-code", slug=door.organisation.slug)
    hand_out(response, ticket)
    return response


@at_door
def code(request: HttpRequest, door: Door) -> HttpResponse:
    """The code comes back, or another is asked for."""
    slug = door.organisation.slug
    if door.ticket is None:
        return redirect("me", slug=slug)
    outcome = told = ""
    try:
        if request.method == "POST":
            count_call(request, "me code", most=_TRIES, per=_HOUR)
        with acting_for(door.organisation.pk) as cursor:
            visit = read_visit(cursor, door.ticket, now=timezone.now())
            if visit is None or visit.opened_at:
                return redirect("me", slug=slug)
            if request.method == "POST" and "again" in request.POST:
                told = again(cursor, door, visit.again_at)
            elif request.method == "POST":
                typed = request.POST.get("code", "")[:20]
                outcome, ticket = open_visit(cursor, door.ticket, typed, now=timezone.now())
                if ticket is not None:
                    response = redirect("me", slug=slug)
                    hand_out(response, ticket)
                    return response
    except TooMany as refused:
        return wait(request, door, refused)
    values = {"masked": tail(visit.number.e164), "wrong": wrong_code(outcome), "told": told}
    return show(request, door, "code.html", values, status=422 if outcome else 200)


def again(cursor: Any, door: Door, again_at: Any) -> str:
    """Another code; what to say of it. Too soon is no error worth a page of its own."""
    now = timezone.now()
    if now < again_at:
        seconds = int((again_at - now).total_seconds()) + 1
        return ngettext(
            "A code is on its way. You can ask for another in %(n)s second.",
            "A code is on its way. You can ask for another in %(n)s seconds.",
            seconds,
        ) % {"n": seconds}
    assert door.ticket is not None  # whoever asks has one
    send_again(cursor, door.ticket, language=language(), now=now)
    return _("A new code is on its way. The old one no longer works.")


def wrong_code(outcome: str) -> str:
    """Why a code did not do."""
    return {
        "wrong": _("That is not the code. Look at the text again."),
        "too_late": _("The code is too old. Ask for a new one."),
        "spent": _("The code has been tried five times and is worth nothing now. Ask for a new one."),
    }.get(outcome, "")


def overview(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Everything that is held, and what they can do about it."""
    document = document_of(inside)
    names = {one["purpose"]: said(one["name"]) for one in document["permissions"]}
    values = {
        "document": document,
        "lead": lead(document),
        "ends_at": inside.visit.ends_at,
        "person": held_words.person(document),
        "permissions": [
            {**one, "says": held_words.permission(one), "why": held_words.why(one)}
            for one in sorted(document["permissions"], key=lambda one: not one["sent"])
        ],
        "gets_any": any(one["sent"] for one in document["permissions"]),
        "blocks": [held_words.block(one, names) for one in document["blocks"]],
        "events": [held_words.event(one) for one in document["events"]],
        "messages_sent": [
            # The codes by which they came in are in what is downloaded.
            held_words.message(one)
            for one in document["messages"]
            if one["purpose"] != CODE_PURPOSE
        ],
        "replies": document["replies"],
        "requests": [held_words.request(one) for one in document["requests"]],
        "kept": [(said(one["name"]), held_words.kept(one)) for one in document["kept"]],
        "looks": [held_words.look(one) for one in document["reads"][:_FEW]],
        "looked": "" if document["nothing"] else held_words.looks(document),
        "few": _FEW,
        "preferences": "" if document["nothing"] else _preferences(inside),
    }
    return show(request, inside.door, "held.html", values)


@within
def download(request: HttpRequest, inside: Inside, form: str) -> HttpResponse:
    """All of it as PDF to read or JSON for a program. That it was handed out is logged."""
    if request.method != "POST":
        return redirect("me", slug=inside.door.organisation.slug)
    document, now = document_of(inside), timezone.now()
    kind = "portability" if form == "json" else "access"
    contact_id = find_contact(inside.cursor, inside.visit.number.e164)
    log_done(inside.cursor, kind, contact_id, language=language(), given=[form], now=now)
    content, media = (
        (as_json(document), "application/json") if form == "json" else (held_paper(document), "application/pdf")
    )
    name = f"{inside.door.organisation.slug}-{timezone.localdate():%Y-%m-%d}.{form}"
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@within
def leave(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Sign out: nothing is left of the visit."""
    if request.method != "POST":
        return redirect("me", slug=inside.door.organisation.slug)
    end_visit(inside.cursor, inside.ticket, now=timezone.now())
    response = tell(request, inside.door, _("You are signed out"), _("Nobody sees your data on this device now."))
    take_back(response)
    return response


def document_of(inside: Inside) -> dict[str, Any]:
    """What is held about who is inside."""
    number = inside.visit.number
    return access(inside.cursor, number, find_contact(inside.cursor, number.e164), now=timezone.now())


def _preferences(inside: Inside) -> str:
    """Where they choose what they get: their own page by the link's own code."""
    contact_id = find_contact(inside.cursor, inside.visit.number.e164)
    if contact_id is None:
        return ""
    organisation_id = inside.door.organisation.pk
    keep_codes(inside.cursor, organisation_id, [contact_id])
    return reverse("preferences", args=[code_of(organisation_id, contact_id)])
