"""What do people ask by their rights, how many days are left, and what do we answer?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from samtycke.ledger.door import Identity, find_contact, reveal
from samtycke.organisations.door import can, controller
from samtycke.policy import pack_for
from samtycke.rights.door import (
    Closed,
    IdentityUnknown,
    NoSuchRequest,
    Person,
    ReasonMissing,
    Request,
    Sender,
    TooLate,
    access,
    answered,
    as_json,
    check_identity,
    deadline,
    draft_answer,
    draft_extension,
    draft_refusal,
    extend,
    grant,
    has_gap,
    log_of,
    mail_answer,
    note_files,
    number_of,
    one_request,
    refuse,
    stop_at_once,
    take_in,
    urgency,
    waiting,
)
from samtycke.sms import Number, NumberRefused, parse_number
from samtycke.web.parts.held_paper import held_paper
from samtycke.web.parts.held_words import KINDS, OUTCOMES, attribute
from samtycke.web.parts.letter import letter_paper
from samtycke.web.parts.words import day, tail
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.rights import words

_LONGEST = 10_000
_LANGUAGES = (("sv", "Svenska"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Row:
    """A request as the queue shows it."""

    one: Request
    kind: str
    door: str
    who: str
    verdict: str
    left: str


def rights(request: StaffRequest) -> HttpResponse:
    """The queue, what is due first at the top; then what has been answered."""
    rows = [_row(request, one) for one in waiting(request.cursor)]
    done = [{"row": _row(request, one), "outcome": OUTCOMES[one.outcome or ""]} for one in answered(request.cursor)]
    values = {
        "rows": rows,
        "late": sum(1 for row in rows if row.verdict == "not"),
        "done": done,
        "may_take_in": can(request.role, "answer"),
        "me": _me(request),
    }
    return render(request, "staff/rights/rights.html", values)


def new(request: StaffRequest) -> HttpResponse:
    """Write down what somebody asks by letter, e-mail, phone or in person."""
    sent, wrong = request.POST, dict[str, str]()
    contact = _contact(request)
    if request.method == "POST":
        number = _number(request, contact[1].number if contact else sent.get("number", ""), wrong)
        received = _received(sent.get("received", ""), wrong)
        if sent.get("kind", "") not in KINDS:
            wrong["kind"] = _("Choose what they ask.")
        if sent.get("door", "") not in words.DOORS or sent["door"] == "me":
            wrong["door"] = _("Choose how it came.")
        if number and received and not wrong:
            return _taken_in(request, number, received)
    values = {
        "kinds": KINDS.items(),
        "doors": [(name, text) for name, text in words.DOORS.items() if name != "me"],
        "languages": _LANGUAGES,
        "sent": sent,
        "contact": contact[0] if contact else "",
        "identity": contact[1] if contact else None,
        "received": sent.get("received") or timezone.localdate().isoformat(),
        "today": timezone.localdate().isoformat(),
        "wrong": wrong,
    }
    return render(request, "staff/rights/new.html", values, status=422 if wrong else 200)


def show(request: StaffRequest, request_id: int) -> HttpResponse:
    """One request: what is asked, the clock, who it is, and the answer, ready to send."""
    return _page(request, _found(request, request_id))


def identity(request: StaffRequest, request_id: int) -> HttpResponse:
    """Write down how it was seen that it is the person."""
    _found(request, request_id)
    try:
        check_identity(request.cursor, request_id, request.POST.get("how", ""), by=request.by, now=timezone.now())
    except ValueError:
        messages.error(request, _("Choose how you have seen that it is the person."), extra_tags="not")
    except Closed:
        _say_closed(request)
    return redirect("rights-request", request_id=request_id)


def pdf(request: StaffRequest, request_id: int) -> HttpResponse:
    """The copy to send along, to read."""
    return _file(request, request_id, "pdf")


def for_program(request: StaffRequest, request_id: int) -> HttpResponse:
    """The same as JSON."""
    return _file(request, request_id, "json")


def letter(request: StaffRequest, request_id: int) -> HttpResponse:
    """What they were told, on paper: the answer, or while there is none that it takes longer."""
    found = _found(request, request_id)
    told, at = (found.answer, found.answered_at) if found.outcome else (found.extension, found.extended_at)
    if not told or at is None:
        raise Http404
    name = request.organisation.name
    # One who has been erased is gone from the request too: where the letter goes is then for the envelope to say.
    to = "\n".join(line for line in (found.person.name, found.person.reach) if line) if found.person else ""
    with override(found.language):
        text = "\n\n".join(part for part in (to, day(at), told) if part)
        content = letter_paper(text, title=_("Answer to your request"), author=name, about=name)
        word = _("answer")
    return _download(content, "application/pdf", f"{request.organisation.slug}-{request_id}-{word}.pdf")


def _file(request: StaffRequest, request_id: int, form: str) -> HttpResponse:
    """That it was taken out is logged."""
    found = _found(request, request_id)
    try:
        note_files(request.cursor, request_id, form, by=request.by)
    except IdentityUnknown:
        _say_unknown(request)
        return redirect("rights-request", request_id=request_id)
    document = _document(request, found)
    if document is None:
        raise Http404
    if form == "json":
        content, media = as_json(document), "application/json"
    else:
        with override(found.language):
            content, media = held_paper(document), "application/pdf"
    return _download(content, media, f"{request.organisation.slug}-{request_id}.{form}")


def _download(content: bytes | str, media: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def grant_it(request: StaffRequest, request_id: int) -> HttpResponse:
    """Do what is asked, and answer."""
    found = _found(request, request_id)
    told = request.POST.get("told", "")
    corrections = {
        name.removeprefix("a-"): str(value).replace("\0", "")
        for name, value in request.POST.items()
        if name.startswith("a-")
    }
    try:
        done = grant(request.cursor, request_id, told, attributes=corrections, by=request.by, now=timezone.now())
    except IdentityUnknown:
        _say_unknown(request)
    except (ReasonMissing, Closed) as refused:
        _say(request, refused)
    else:
        if found.kind == "erasure":
            messages.success(request, _("Erased. Send the answer to where they wrote from."), extra_tags="may")
        else:
            _tell(request, done)
    return redirect("rights-request", request_id=request_id)


def extend_it(request: StaffRequest, request_id: int) -> HttpResponse:
    """Two further months, and the person is told why."""
    return _told(request, request_id, extend)


def refuse_it(request: StaffRequest, request_id: int) -> HttpResponse:
    """Decline, and the person is told why, and where to complain."""
    return _told(request, request_id, refuse)


def _told(request: StaffRequest, request_id: int, do: Any) -> HttpResponse:
    _found(request, request_id)
    told = request.POST.get("told", "")
    if has_gap(told):
        messages.error(
            request, _("Write the reason where it says so. The person is to understand it."), extra_tags="not"
        )
        return redirect("rights-request", request_id=request_id)
    try:
        done = do(request.cursor, request_id, told, by=request.by, now=timezone.now())
    except (ReasonMissing, Closed, TooLate) as refused:
        _say(request, refused)
    else:
        _tell(request, done)
    return redirect("rights-request", request_id=request_id)


def _taken_in(request: StaffRequest, number: Number, received: datetime) -> HttpResponse:
    sent, now = request.POST, timezone.now()
    name, reach, says = (_typed(sent.get(field, ""), n) for field, n in (("name", 200), ("reach", 300), ("says", 4000)))
    person = Person(number.e164, name, reach, says)
    request_id = take_in(
        request.cursor,
        sent["kind"],
        person,
        door=sent["door"],
        language="en" if sent.get("language") == "en" else "sv",
        received_at=min(received, now),
        by=request.by,
        now=now,
    )
    stop_at_once(request.cursor, one_request(request.cursor, request_id), by=request.by, now=now)
    return redirect("rights-request", request_id=request_id)


def _page(request: StaffRequest, found: Request) -> HttpResponse:
    today = timezone.localdate()
    clock = deadline(timezone.localdate(found.received_at), extended=found.extended_at is not None)
    longer = deadline(timezone.localdate(found.received_at), extended=True)
    document = _document(request, found)
    sender = _sender(request)
    values = {
        "one": found,
        "row": _row(request, found),
        "clock": clock,
        "longer": longer,
        "may_extend": found.extended_at is None and today <= found.due_on,
        "article": words.ARTICLES[found.kind],
        "means": words.MEANS.get(found.kind, ""),
        "grants": words.GRANTS[found.kind],
        "check": words.CHECKS.get(found.identity.how, "") if found.identity else "",
        "checks": [(name, text) for name, text in words.CHECKS.items() if name != "code"],
        "needs_identity": found.identity is None and found.kind != "objection",
        "nothing": document is None or document["nothing"],
        "has_files": found.kind in ("access", "portability"),
        "fields": _fields(document) if found.kind == "rectification" else [],
        "contact_id": found.contact_id if found.person else None,
        "draft": draft_answer(found, sender, nothing=document is None or document["nothing"]),
        "draft_extension": draft_extension(found, sender, longer.due),
        "draft_refusal": draft_refusal(found, sender),
        "outcome": OUTCOMES.get(found.outcome or "", ""),
        "log": [(one.at, one.actor, words.step(one)) for one in log_of(request.cursor, found.id)],
        "may": can(request.role, "advise"),
        "mails": bool(settings.SMTP_URL) and found.person is not None and "@" in found.person.reach,
        "longest": _LONGEST,
    }
    return render(request, "staff/rights/request.html", values)


def _row(request: StaffRequest, one: Request) -> Row:
    today = timezone.localdate()
    who = one.person.name if one.person else ""
    number = number_of(request.cursor, one)
    hidden = tail(number) if number else ""
    known = reveal(request.cursor, [one.contact_id]) if one.contact_id else {}
    if not who and one.contact_id in known:
        who = known[one.contact_id].name
    return Row(
        one,
        str(KINDS[one.kind]),
        str(words.DOORS[one.door]),
        " · ".join(part for part in (who, hidden) if part) or _("Somebody who has been erased"),
        urgency(one.due_on, today),
        words.left(one.due_on, today),
    )


def _document(request: StaffRequest, found: Request) -> dict[str, Any] | None:
    """What is held about who asks; None where no number is known."""
    number = number_of(request.cursor, found)
    if not number:
        return None
    read = parse_number(number, request.organisation.home_country)
    return access(request.cursor, read, find_contact(request.cursor, number), now=timezone.now())


def _fields(document: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    attributes = document["person"]["attributes"] if document else {}
    return [(name, attribute(name), value) for name, value in attributes.items()]


def _sender(request: StaffRequest) -> Sender:
    return Sender(
        controller(request.cursor),
        request.organisation.name,
        request.by,
        pack_for(request.organisation.home_country).authority,
        _me(request),
    )


def _me(request: StaffRequest) -> str:
    url = f"{settings.URL.rstrip('/')}{reverse('me', args=[request.organisation.slug])}"
    return url.removeprefix("https://").removeprefix("http://")


def _found(request: StaffRequest, request_id: int) -> Request:
    try:
        return one_request(request.cursor, request_id)
    except NoSuchRequest:
        raise Http404 from None


def _number(request: StaffRequest, raw: str, wrong: dict[str, str]) -> Number | None:
    try:
        return parse_number(raw.replace("\0", "")[:40], request.organisation.home_country)
    except NumberRefused:
        wrong["number"] = _("Write the mobile number it concerns, as 070-174 06 05. Everything is found by it.")
        return None


def _contact(request: StaffRequest) -> tuple[int, Identity] | None:
    """Whose page the request is written from. Their number is not shown by it: that is asked for, and noted."""
    raw = (request.POST if request.method == "POST" else request.GET).get("contact", "")
    known = reveal(request.cursor, [int(raw)]) if raw.isdecimal() and len(raw) < 18 else {}
    return next(iter(known.items()), None)


def _received(raw: str, wrong: dict[str, str]) -> datetime | None:
    try:
        came = date.fromisoformat(raw)
    except ValueError:
        came = date.max
    if came > timezone.localdate():
        wrong["received"] = _("Write the day it came, as 2026-03-02. It cannot be in the future.")
        return None
    return timezone.make_aware(datetime.combine(came, time(12)))


def _typed(text: str, longest: int) -> str:
    return text.replace("\0", "").strip()[:longest]


def _tell(request: StaffRequest, done: Request) -> None:
    """Mail it where it can be mailed; else it is for a person to send."""
    if settings.SMTP_URL and done.person and "@" in done.person.reach:
        mail_answer.defer(organisation_id=request.organisation.pk, request_id=done.id)
        messages.success(request, _("Kept, and mailed to the person."), extra_tags="may")
    else:
        messages.success(
            request, _("Kept. Send the answer to the person; it also stands on their page."), extra_tags="may"
        )


def _say(request: StaffRequest, refused: Exception) -> None:
    if isinstance(refused, Closed):
        _say_closed(request)
    elif isinstance(refused, TooLate):
        messages.error(request, _("It can be extended once, and only within the first month."), extra_tags="not")
    else:
        messages.error(request, _("Write what the person is told."), extra_tags="not")


def _say_closed(request: StaffRequest) -> None:
    messages.info(request, _("It has been answered already."))


def _say_unknown(request: StaffRequest) -> None:
    says = _("First write down how you have seen that it is the person: their data go to nobody else.")
    messages.error(request, says, extra_tags="not")
