"""What a person wants to have: each purpose off or on, a pause, or nothing at all. By the link, without an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from samtycke.intake.door import (
    PAUSES,
    OfPurpose,
    Pause,
    Wishes,
    YesWords,
    change_wishes,
    leave_by_link,
    pause_end,
    yes_words,
)
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import day, moment
from samtycke.web.public.leave.code import Visit, by_code
from samtycke.web.public.leave.street import Sender, language_of


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose as it stands on the page. ``yes``: the words beside its unticked box, where it is off."""

    one: OfPurpose
    name: str
    state: str
    yes: YesWords | None


@by_code
def centre(visit: Visit) -> HttpResponse:
    """Show how it stands; POST changes what was switched, from that moment."""
    rows = _rows(visit)
    if visit.request.method == "POST" and visit.person.number is not None:
        return _save(visit, rows)
    return _page(visit, rows)


def _save(visit: Visit, rows: list[Row]) -> HttpResponse:
    sent, title = visit.request.POST, _title(visit.sender)
    if "all" in sent:
        words = visit.shown("preferences", f"{title}\n{_all_off()}")
        leave_by_link(visit.cursor, visit.person.contact_id, shown=words, now=visit.now)
        return visit.to("leave")
    ticked = set(sent.getlist("yes"))
    on = {row.one.purpose.slug: row.yes for row in rows if row.yes and row.one.purpose.slug in ticked}
    if any(sent.get(f"words-{slug}") != words.mark for slug, words in on.items()):
        return _page(visit, rows, stale=True)
    stood_on, kept = set(sent.getlist("was")), set(sent.getlist("keep"))
    wishes = Wishes(off=frozenset(stood_on - kept), on=on, pause=_pause(sent.get("pause", "")))
    words = visit.shown("preferences", "\n".join((title, _("Save"))))
    changed = change_wishes(visit.cursor, visit.person.contact_id, wishes, shown=words, now=visit.now)
    done = changed is not None and bool(changed.off or changed.on or changed.pause)
    return visit.to("preferences", query="&saved=yes" if done else "&saved=same")


def _pause(raw: str) -> Pause:
    if raw == "end":
        return "end"
    return int(raw) if raw in {str(months) for months in PAUSES} else "keep"


def _rows(visit: Visit) -> list[Row]:
    language, sender = language_of(visit.request), visit.sender
    me = visit.request.build_absolute_uri(sender.me).partition("://")[2] if sender.me else ""
    rows = [
        Row(
            one,
            said(one.purpose.name),
            _state(one),
            None if one.on else yes_words(visit.cursor, one.purpose, language, me=me),
        )
        for one in visit.person.purposes
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


def _page(visit: Visit, rows: list[Row], *, stale: bool = False) -> HttpResponse:
    number, asked = visit.person.number, visit.request
    values = {
        "title": _title(visit.sender),
        "all_off": _all_off(),
        "rows": rows,
        "off": [row for row in rows if row.yes],
        "pauses": [(months, day(pause_end(number, months, now=visit.now))) for months in PAUSES] if number else [],
        "stale": stale,
        "saved": asked.GET.get("saved", "") if asked.method == "GET" else "",
        "at": visit.now,
    }
    return visit.card("centre.html", values, status=409 if stale else 200)


def _title(sender: Sender) -> str:
    return _("What you get from %(who)s") % {"who": sender.name}


def _all_off() -> str:
    return _("Stop all marketing")
