"""Events, messages and replies of one person as one line through time, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from samtycke.gate.door import MessageState
from samtycke.intake.door import Reply
from samtycke.ledger.door import Event, Place
from samtycke.web.parts.evidence import told
from samtycke.web.parts.law import METHODS, law
from samtycke.web.parts.words import day, number
from samtycke.web.staff.messages.words import STATES


@dataclass(frozen=True, slots=True)
class Happening:
    """One point on the line. ``more`` is evidence, as pairs of a word and a value."""

    at: datetime
    sign: str
    colour: str
    title: str
    detail: str = ""
    quote: str = ""
    more: tuple[tuple[str, str], ...] = ()
    url: str = ""
    seal: str = ""
    receipts: tuple[tuple[str, str], ...] = ()
    """The consent receipt: its forms and their addresses."""
    scan: str = ""
    """The address of the scanned paper, where there is one."""


def timeline(
    events: Iterable[Event],
    messages: Sequence[MessageState],
    answers: Sequence[Reply],
    *,
    purposes: Mapping[str, str],
    categories: Mapping[str, str],
    seals: Mapping[int, Place],
) -> list[Happening]:
    """Everything, newest first. ``seals``: where the events are sealed, by their ids."""
    found = [
        *(_sealed(event_of(event, purposes, categories), event, seals.get(event.id)) for event in events),
        *(_message(one) for one in messages),
        *(_reply(one) for one in answers),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def event_of(event: Event, purposes: Mapping[str, str], categories: Mapping[str, str]) -> Happening:
    """One event of the ledger."""
    purpose = purposes.get(event.purpose or "", event.purpose or _("all marketing"))
    sign, colour, title = _titles(event, purpose, categories)
    how = str(METHODS.get(event.method or "", event.method or ""))
    words = event.wording or ""
    return Happening(
        event.occurred_at,
        sign,
        colour,
        title,
        " · ".join(part for part in (how, _source(event), _said_at_sale(event)) if part),
        words,
        _evidence(event),
        scan=_scan(event),
    )


def _source(event: Event) -> str:
    """Where it came from; the pages by which people leave by their names."""
    pages = {
        "way_out": _("the link in a text"),
        "preferences": _("their own page of what they get"),
        "written_number": _("the number written on our page"),
        "carrier": _("told by the carrier"),
        "me": _("their own page"),
    }
    until = _("until %(day)s") % {"day": day(event.until)} if event.kind == "pause" and event.until else ""
    return " · ".join(part for part in (pages.get(event.source, event.source), until) if part)


def _sealed(happening: Happening, event: Event, place: Place | None) -> Happening:
    forms = ("pdf", "json") if event.kind in ("consent", "confirmation") else ()
    receipts = tuple((form.upper(), reverse(f"receipt-{form}", args=[event.contact_id, event.id])) for form in forms)
    words = _("Sealed in batch %(number)s") % {"number": number(place.batch)} if place else _("Waits for its seal")
    return replace(happening, seal=words, receipts=receipts)


def _scan(event: Event) -> str:
    number = (event.evidence or {}).get("scan", "")
    return reverse("scan", args=[number]) if event.door == "staff" and number.isdecimal() else ""


def _titles(event: Event, purpose: str, categories: Mapping[str, str]) -> tuple[str, str, str]:
    if event.method == "double_opt_in_pending":
        return "waits", "waits", _("Asked about %(purpose)s, not confirmed") % {"purpose": purpose}
    goods = categories.get(event.category or "", event.category or "")
    known = {
        "consent": ("may", "may", _("Said yes to %(purpose)s") % {"purpose": purpose}),
        "confirmation": ("may", "may", _("Confirmed the yes to %(purpose)s") % {"purpose": purpose}),
        "withdrawal": ("not", "not", _("Took back the yes to %(purpose)s") % {"purpose": purpose}),
        "objection": ("not", "not", _("Said no to %(purpose)s") % {"purpose": purpose}),
        "sale": ("dot", "accent", _("Bought: %(goods)s") % {"goods": goods}),
        "sale_cancelled": ("ring", "", _("The purchase came to nothing: %(goods)s") % {"goods": goods}),
        "pause": ("waits", "waits", _("Pause")) if event.until else ("ring", "", _("The pause ended")),
        "block": ("not", "not", _("Blocked")),
        "unblock": ("ring", "", _("No longer blocked")),
        "restriction": ("not", "not", _("Processing restricted")),
        "restriction_lifted": ("ring", "", _("Restriction lifted")),
        "number_wrong": ("not", "not", _("The number is somebody else's")),
        "reply_held": ("waits", "waits", _("A reply waits to be read")),
        "reply_read": ("ring", "", _("The reply has been read")),
        "correction": ("ring", "", _("Data corrected")),
        "erasure": ("not", "", _("The data were erased")),
    }
    return known.get(event.kind, ("ring", "", event.kind))


def _said_at_sale(event: Event) -> str:
    if event.kind != "sale":
        return ""
    told = _("told of the use") if event.informed else _("not told of the use")
    chose = _("could decline, did not") if event.offered else _("could not decline")
    if event.refused:
        chose = _("declined")
    return f"{told}, {chose}"


def _evidence(event: Event) -> tuple[tuple[str, str], ...]:
    doors = {
        "import": _("File"),
        "shop": _("Web shop"),
        "form": _("Form"),
        "api": _("API"),
        "sms": _("Text message"),
        "staff": _("Staff"),
        "link": _("Link"),
        "carrier": _("Carrier"),
        "me": _("Their own page"),
        "system": _("The program"),
        "restore": _("The journal, after a restore"),
    }
    pairs = [
        (_("Event"), str(event.id)),
        (_("Came by"), doors.get(event.door, event.door)),
        (_("Recorded"), day(event.recorded_at)),
        (_("Recorded by"), event.by),
        *told(event.evidence or {}),
    ]
    return tuple((word, value) for word, value in pairs if value)


def _message(message: MessageState) -> Happening:
    sign, colour, word = STATES.get(message.state, ("ring", "", message.state))
    at = message.final_at or message.sent_at or message.leased_at or message.planned_at
    label = ""
    if message.state == "withheld":
        label = law("SE", message.rule).label
    title = _("Text %(state)s") % {"state": word}
    return Happening(at, sign, colour, title, label or _shortened(message.text), url=_url(message.id))


def _url(message_id: int) -> str:
    return reverse("message", args=[message_id])


def _reply(reply: Reply) -> Happening:
    return Happening(reply.received_at, "dot", "accent", _("Answered: %(text)s") % {"text": _shortened(reply.text)})


def _shortened(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
