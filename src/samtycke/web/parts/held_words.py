"""What is held of somebody, told to them: events, texts, blocks and requests in plain words, second person.

The page and the paper say the same, so that they are made here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from samtycke.gate.door import OWN_CODE
from samtycke.rights.door import CODE_PURPOSE
from samtycke.web.parts.law import BASES, METHODS, country_name
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import day

Words = str | Promise

KINDS: dict[str, Words] = {
    "access": gettext_lazy("A copy of the data"),
    "portability": gettext_lazy("The data as a file"),
    "rectification": gettext_lazy("Correction"),
    "erasure": gettext_lazy("Erasure"),
    "restriction": gettext_lazy("Restriction"),
    "restriction_lifted": gettext_lazy("End of a restriction"),
    "objection": gettext_lazy("No more marketing"),
    "objection_other": gettext_lazy("Objection to a use of the data"),
}
"""What somebody asks by their rights."""
OUTCOMES: dict[str, Words] = {
    "granted": pgettext_lazy("outcome of a request", "Done"),
    "refused": pgettext_lazy("outcome of a request", "Declined"),
    "moot": pgettext_lazy("outcome of a request", "Ended, since the data were erased"),
}
_STATES: dict[str, Words] = {
    "planned": pgettext_lazy("a text to you", "Waits to be sent"),
    "leased": pgettext_lazy("a text to you", "On its way"),
    "sent": pgettext_lazy("a text to you", "Sent"),
    "delivered": pgettext_lazy("a text to you", "Arrived"),
    "failed": pgettext_lazy("a text to you", "Did not arrive"),
    "expired": pgettext_lazy("a text to you", "Not sent, it was too late"),
    "unknown": pgettext_lazy("a text to you", "May have been sent"),
    "withheld": pgettext_lazy("a text to you", "Not sent"),
    "cancelled": pgettext_lazy("a text to you", "Not sent, it was cancelled"),
}
_DOORS: dict[str, Words] = {
    "import": gettext_lazy("a file"),
    "shop": gettext_lazy("a web shop"),
    "form": gettext_lazy("a form"),
    "api": gettext_lazy("another system"),
    "sms": gettext_lazy("a text from you"),
    "staff": gettext_lazy("our staff"),
    "link": gettext_lazy("a link you pressed"),
    "me": gettext_lazy("this page"),
    "carrier": gettext_lazy("your operator"),
    "system": gettext_lazy("the program"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing: when, what, a line more about it, words that were shown, and evidence as pairs."""

    at: datetime
    title: str
    detail: str = ""
    quote: str = ""
    more: tuple[tuple[str, str], ...] = ()


def event(one: Mapping[str, Any]) -> Told:
    """One line of the ledger."""
    how = str(METHODS.get(one.get("method") or "", ""))
    door = str(_DOORS.get(one["door"], one["door"]))
    source = "" if one.get("source") in ("", "me", None) else one["source"]
    by = _("by %(door)s") % {"door": door}
    detail = " · ".join(part for part in (how, by, source, _at_sale(one)) if part)
    evidence = tuple((name, value) for name, value in (one.get("evidence") or {}).items())
    return Told(one["occurred_at"], _title(one), detail, one.get("wording") or "", evidence)


def _title(one: Mapping[str, Any]) -> str:
    purpose = said(one.get("purpose_name")) or one.get("purpose") or _("all marketing")
    goods = said(one.get("category_name")) or one.get("category") or ""
    if one.get("method") == "double_opt_in_pending":
        return _("You were asked about %(purpose)s") % {"purpose": purpose}
    titles = {
        "consent": _("You said yes to %(purpose)s") % {"purpose": purpose},
        "confirmation": _("You confirmed your yes to %(purpose)s") % {"purpose": purpose},
        "withdrawal": _("You took back your yes to %(purpose)s") % {"purpose": purpose},
        "objection": _("You said no to %(purpose)s") % {"purpose": purpose},
        "sale": _("You bought: %(goods)s") % {"goods": goods},
        "negotiation": _("You talked about buying: %(goods)s") % {"goods": goods},
        "support": _("You gave: %(goods)s") % {"goods": goods},
        "sale_cancelled": _("The purchase came to nothing"),
        "pause": _("You paused"),
        "block": _("We blocked your number"),
        "unblock": _("We took your number off the block list"),
        "restriction": _("The use of your data was restricted"),
        "restriction_lifted": _("The restriction was lifted"),
        "number_wrong": _("The number was noted as somebody else's"),
        "number_right": _("The number was noted as right"),
        "recipient": _("Noted what sort of recipient you are"),
        "minor": _("Noted about your age"),
        "reply_held": _("A reply of yours waited to be read"),
        "reply_read": _("Your reply was read"),
        "correction": _("Your data were corrected"),
        "erasure": _("The data were erased"),
    }
    return titles.get(one["kind"], str(one["kind"]))


def _at_sale(one: Mapping[str, Any]) -> str:
    if one["kind"] != "sale":
        return ""
    if one.get("refused"):
        return _("you declined offers")
    return _("you could decline offers and did not") if one.get("offered") else ""


def message(one: Mapping[str, Any]) -> Told:
    """A text to them, with why it was sent."""
    at = one["final_at"] or one["sent_at"] or one["planned_at"]
    purpose = said(one.get("purpose_name")) or _OWN.get(one["purpose"], one["purpose"])
    state = str(_STATES.get(one["state"], one["state"]))
    basis = str(BASES.get(one.get("basis") or "", ""))
    parts = (str(purpose), _("from %(sender)s") % {"sender": one["sender"]}, basis)
    why = f"{said(one.get('explanation'))} {one.get('citation', '')}".strip()
    return Told(at, state, " · ".join(part for part in parts if part), one["text"], ((_("Why"), why),) if why else ())


_OWN: dict[str, Words] = {
    CODE_PURPOSE: gettext_lazy("Code to this page"),
    OWN_CODE: gettext_lazy("Code to show whose phone it is"),
    "form_code": gettext_lazy("Code to a form"),
    "double_opt_in": gettext_lazy("Question whether you want our texts"),
    "opt_in_confirmed": gettext_lazy("Answer to your yes"),
    "reply": gettext_lazy("Answer to your text"),
}


def permission(one: Mapping[str, Any]) -> str:
    """Until when it may be sent, or that it may not."""
    if not one["sent"]:
        return _("You don't get these.")
    if one["until"]:
        return _("You get these until %(day)s, unless you stop it before.") % {"day": day(one["until"])}
    return _("You get these until you stop it.")


def why(one: Mapping[str, Any]) -> str:
    """On which ground it may be sent, or why not, said to the person; what stands in the rule is said of them."""
    if one["sent"]:
        return str(_GROUNDS.get(one["basis"] or "", BASES.get(one["basis"] or "", "")))
    _family, _dot, rule = one["rule"].partition(".")
    return str(_NOES.get(one["rule"]) or _NOES.get(rule) or _("We have no yes of yours that holds for this."))


_GROUNDS: dict[str, Words] = {
    "consent": gettext_lazy("You have said yes."),
    "soft_opt_in": gettext_lazy("You are a customer, were told, and did not decline."),
    "company": gettext_lazy("The number is a company's."),
}
_NOES: dict[str, Words] = {
    "objected": gettext_lazy("You have said no."),
    "erased": gettext_lazy("The data have been erased."),
    "restricted": gettext_lazy("The use of your data is restricted."),
    "block.platform": gettext_lazy("Your number is blocked."),
    "block.organisation": gettext_lazy("Your number is blocked."),
    "block.purpose": gettext_lazy("Your number is blocked for this."),
    "consent.withdrawn": gettext_lazy("You have taken back your yes."),
    "soft.refused": gettext_lazy("You declined when you bought."),
    "consent.pending": gettext_lazy("You have not answered whether you want them."),
    "soft.not-customer": gettext_lazy("It is long since you bought anything."),
}


def kept(one: Mapping[str, Any]) -> str:
    """For how long a kind of it is kept: the day, where one is known, else the rule; and why."""
    if one["until"]:
        how_long = _("Until %(day)s.") % {"day": day(one["until"])}
    else:
        rule = said(one["rule"])
        how_long = f"{rule[:1].upper()}{rule[1:]}." if rule else ""
    return f"{how_long} {said(one['why'])}".strip()


def block(one: Mapping[str, Any], names: Mapping[str, str]) -> Told:
    """An entry on a block list."""
    purpose = names.get(one["purpose"], one["purpose"]) or _("all marketing")
    whose = _("by the operator of this service") if one["scope"] == "platform" else ""
    why = _("at your own wish") if one["own_doing"] else ""
    detail = " · ".join(part for part in (why, whose) if part)
    return Told(one["since"], _("Blocked for %(purpose)s") % {"purpose": purpose}, detail)


def request(one: Mapping[str, Any]) -> Told:
    """Something they have asked, and what came of it."""
    title = str(KINDS.get(one["kind"], one["kind"]))
    if one["answered_at"]:
        outcome = str(OUTCOMES.get(one["outcome"] or "", ""))
        detail = f"{outcome} {day(one['answered_at'])}"
    else:
        detail = _("You will have an answer by %(day)s") % {"day": day(one["due_on"])}
    return Told(one["received_at"], title, detail, one["answer"] or one["extension"] or one["says"] or "")


def look(one: Mapping[str, Any]) -> Told:
    """One time that somebody opened their data, and for what."""
    return Told(one["at"], said(one["purpose"]), str(_READERS.get(one["reader"], "")))


def looks(document: Mapping[str, Any]) -> str:
    """How many times their data were opened, by what sort of reader; and who is not told."""
    reads = document["reads"]
    if not reads:
        return _("Nobody has opened your data, as far back as the log goes.")
    times = Counter(one["reader"] for one in reads)
    of = {
        "staff": ngettext("%(n)s time by our staff", "%(n)s times by our staff", times["staff"]),
        "program": ngettext(
            "%(n)s time by another system of ours", "%(n)s times by another system of ours", times["program"]
        ),
        "operator": ngettext(
            "%(n)s time by whoever runs the service", "%(n)s times by whoever runs the service", times["operator"]
        ),
    }
    counted = ", ".join(words % {"n": times[reader]} for reader, words in of.items() if times[reader])
    return _("Your data have been opened %(times)s. Who of the staff it was we don't tell.") % {"times": counted}


_READERS: dict[str, Words] = {
    "staff": pgettext_lazy("who opened your data", "Our staff"),
    "program": pgettext_lazy("who opened your data", "Another system of ours"),
    "operator": pgettext_lazy("who opened your data", "Whoever runs the service"),
}


def person(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Who they are to us, as pairs."""
    who = document["person"]
    pairs = [
        (_("Mobile number"), written(who["number"])),
        (_("Country"), country_name(who["country"])),
        *((attribute(name), value) for name, value in who["attributes"].items()),
        (pgettext("held", "Since"), day(who["since"]) if who["since"] else ""),
        (_("Use"), _("Restricted: the data are only kept") if who["restricted"] else ""),
    ]
    return [(word, value) for word, value in pairs if value]


def attribute(name: str) -> str:
    """What an attribute is called: a name by its word, others as the organisation calls them."""
    return _("Name") if name == "name" else name[:1].upper() + name[1:]


def written(e164: str) -> str:
    """A number as its owner writes it: 070-174 06 05, or +47 ... from elsewhere."""
    if e164.startswith("+46") and len(e164) == 12:
        return f"0{e164[3:5]}-{e164[5:8]}\u00a0{e164[8:10]}\u00a0{e164[10:]}"
    return e164
