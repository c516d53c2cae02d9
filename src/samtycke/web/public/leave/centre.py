"""What a person wants to have: each purpose off or on, a pause, or nothing at all. By the link, without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import leaver
from samtycke.intake.door import (
    PAUSES,
    OfPurpose,
    Pause,
    Standing,
    Wishes,
    YesWords,
    change_wishes,
    leave_by_link,
    pause_end,
    standing,
    yes_words,
)
from samtycke.organisations.door import acting_for
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import day, moment, tail
from samtycke.web.public.leave.by_number import number_page
from samtycke.web.public.leave.leave import to
from samtycke.web.public.leave.street import Sender, card, language_of, missed, sender_of, shown, street


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose as it stands on the page. ``yes``: the words beside its unticked box, where it is off."""

    one: OfPurpose
    name: str
    state: str
    yes: YesWords | None


@street
def centre(request: HttpRequest, code: str) -> HttpResponse:
    """Show how it stands; POST changes what was switched, from that moment."""
    found = leaver(code)
    if found is None:
        return number_page(request, lost=True, status=missed(request))
    now = timezone.now()
    with acting_for(found.organisation_id) as cursor:
        sender = sender_of(cursor, found.organisation_id)
        person = standing(cursor, found.contact_id, now=now)
        if person is None:
            return number_page(request, lost=True, status=404)
        rows = _rows(cursor, request, sender, person)
        if request.method == "POST" and person.number is not None:
            return _save(request, cursor, code, sender, person, rows, now)
    return _page(request, code, sender, person, rows, now)


def _save(
    request: HttpRequest,
    cursor: CursorWrapper,
    code: str,
    sender: Sender,
    person: Standing,
    rows: list[Row],
    now: datetime,
) -> HttpResponse:
    if "all" in request.POST:
        words = shown(request, "preferences", f"{_title(sender)}\n{_all_off()}", code=code)
        leave_by_link(cursor, person.contact_id, shown=words, now=now)
        return to("leave", code, language_of(request))
    ticked = set(request.POST.getlist("yes"))
    on = {row.one.purpose.slug: row.yes for row in rows if row.yes and row.one.purpose.slug in ticked}
    if any(request.POST.get(f"words-{slug}") != words.mark for slug, words in on.items()):
        return _page(request, code, sender, person, rows, now, stale=True)
    stood_on, kept = set(request.POST.getlist("was")), set(request.POST.getlist("keep"))
    wishes = Wishes(off=frozenset(stood_on - kept), on=on, pause=_pause(request.POST.get("pause", "")))
    words = shown(request, "preferences", "\n".join((_title(sender), _("Save"))), code=code)
    changed = change_wishes(cursor, person.contact_id, wishes, shown=words, now=now)
    done = changed is not None and bool(changed.off or changed.on or changed.pause)
    return to("preferences", code, language_of(request), query="&saved=yes" if done else "&saved=same")


def _pause(raw: str) -> Pause:
    if raw == "end":
        return "end"
    return int(raw) if raw in {str(months) for months in PAUSES} else "keep"


def _rows(cursor: CursorWrapper, request: HttpRequest, sender: Sender, person: Standing) -> list[Row]:
    language = language_of(request)
    me = request.build_absolute_uri(sender.me).partition("://")[2] if sender.me else ""
    rows = [
        Row(
            one,
            said(one.purpose.name),
            _state(one),
            None if one.on else yes_words(cursor, one.purpose, language, me=me),
        )
        for one in person.purposes
    ]
    return sorted(rows, key=lambda row: (not row.one.on, row.name))


def _state(one: OfPurpose) -> str:
    """How it stands and since when, in a sentence."""
    match one.state:
        case "consent" if one.since:
            return _("You said yes %(when)s.") % {"when": moment(one.since)}
        case "customer" if one.until:
            return _("You get them as a customer, until %(day)s.") % {"day": day(one.until)}
        case "customer":
            return _("You get them as a customer.")
        case "no" if one.since:
            return _("You don't get them: you said no %(when)s.") % {"when": moment(one.since)}
        case "off":
            return _("You don't get them.")
        case _:
            return _("You get them.")


def _page(
    request: HttpRequest,
    code: str,
    sender: Sender,
    person: Standing,
    rows: list[Row],
    now: datetime,
    *,
    stale: bool = False,
) -> HttpResponse:
    number = person.number
    values = {
        "who": sender.name,
        "sender": sender,
        "person": person,
        "code": code,
        "title": _title(sender),
        "all_off": _all_off(),
        "number": tail(number.e164) if number else "",
        "rows": rows,
        "off": [row for row in rows if row.yes],
        "pauses": [(months, day(pause_end(number, months, now=now))) for months in PAUSES] if number else [],
        "stale": stale,
        "saved": request.GET.get("saved", "") if request.method == "GET" else "",
        "at": now,
    }
    return card(request, "centre.html", values, status=409 if stale else 200)


def _title(sender: Sender) -> str:
    return _("What you get from %(who)s") % {"who": sender.name}


def _all_off() -> str:
    return _("Stop all marketing")
