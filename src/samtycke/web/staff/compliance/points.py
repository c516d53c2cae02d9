"""The points an organisation must have in order before it texts people, each with the rows that prove it.

A row is green, yellow or red by evidence the program reads in that moment: it says so in a sentence, with where it is
mended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.backends.utils import CursorWrapper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samtycke.gate.door import unread_texts
from samtycke.organisations.door import Membership, Organisation, answering, officers, today
from samtycke.rights.door import (
    Known,
    breaches,
    known,
    live,
    must_be_made,
    periods,
    recipients,
    runs,
    sent_after_no,
    standing_consents,
    unnamed_carriers,
    would_go,
)
from samtycke.web.frame.second_step import has_second_step, needs_second_step
from samtycke.web.parts.words import day, number
from samtycke.web.staff.compliance import checks
from samtycke.web.staff.compliance.checks import Check

_A_RUN = timedelta(hours=48)
"""Retention runs every night: one that has not for so long has stopped."""

_SOON = timedelta(days=60)
"""An authorisation that ends within so long is to be seen to."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point, with its rows; it stands as the worst of them does."""

    name: str
    rows: list[Check]

    @property
    def verdict(self) -> str:
        """``may``, ``waits`` or ``not``."""
        found = {row.verdict for row in self.rows}
        return next((worst for worst in ("not", "waits") if worst in found), "may")


def points(cursor: CursorWrapper, organisation: Organisation) -> list[Point]:
    """Every point, in the order a DPO asks."""
    facts = known(cursor, organisation, now=timezone.now())
    written = _written(cursor, organisation, facts)
    return [
        Point(_("GDPR: you can show it"), [checks.ledger(cursor), written("record"), _impact(facts, written)]),
        Point(_("Legal basis"), [checks.bases(cursor), written("assessment")]),
        Point(_("Information"), [_controller(facts), written("notice"), checks.requests(cursor)]),
        Point(_("Opt-in"), [_consents(cursor)]),
        Point(_("Soft opt-in"), [_customers(facts), checks.limits(organisation)]),
        Point(_("The way out"), [checks.way_out(cursor), _after_no(cursor), checks.read_replies(cursor)]),
        Point(_("Block lists"), [checks.block_list(cursor), checks.restored(cursor)]),
        Point(_("Good practice"), [checks.hours(organisation), _advertising(cursor)]),
        Point(_("Security"), [_second_step(organisation), checks.keys(timezone.now()), _breaches(cursor)]),
        Point(_("Processors and transfers"), [_processors(cursor, facts, written), _transfers(cursor)]),
        Point(_("Minimisation and retention"), [_minimised(cursor), _retention(cursor), _longer(cursor)]),
        Point(_("DM officer"), [_officer(cursor, organisation)]),
    ]


def _written(cursor: CursorWrapper, organisation: Organisation, facts: Known) -> Callable[[str], Check]:
    """A row for each document: kept, true today, and published where it is made for the street."""

    def row(kind: str) -> Check:
        one = live(cursor, kind, facts, language=organisation.language)
        name = one.document.name[_language()]
        page = reverse("document", args=[kind]), _("Open")
        if one.newest is None or (one.document.street and not one.newest.public):
            says = (
                _("It is not published.")
                if one.document.street
                else _("It is not accepted.")
                if one.document.accepted
                else _("No version of it is kept.")
            )
            return Check("not", name, says, one.document.citation, *page)
        said = {"number": one.newest.number, "day": day(one.newest.at), "by": one.newest.by}
        if one.changed or one.lacking:
            says = _("Version %(number)s of %(day)s does not read as it does today.") % said
            return Check("waits", name, says, one.document.citation, *page)
        says = _("Version %(number)s, %(day)s, %(by)s. It reads as it does today.") % said
        return Check("may", name, says, one.document.citation, *page)

    return row


def _impact(facts: Known, written: Callable[[str], Check]) -> Check:
    if must_be_made(facts):
        return written("impact")
    kept = written("impact")
    if kept.verdict != "not":
        return kept
    says = _(
        "By what the program knows it need not be made. Whether your data are sensitive only you know: answer that."
    )
    return Check("waits", kept.title, says, kept.citation, kept.url, kept.button)


def _controller(facts: Known) -> Check:
    title, cites = _("It is known who answers for the data"), "GDPR art. 13(1)(a)–(b)"
    page = reverse("controller"), _("See it")
    if facts.controller.missing:
        return Check("not", title, _("Name, address or a way to reach you is missing."), cites, *page)
    return Check("may", title, facts.controller.name, cites, *page)


def _consents(cursor: CursorWrapper) -> Check:
    title, cites = _("Every consent that stands can be shown"), "GDPR art. 4(11), 7(1)"
    standing, whole = standing_consents(cursor)
    page = reverse("consent"), _("See the ledger")
    said = {"whole": number(whole), "all": number(standing)}
    if standing == whole:
        says = ngettext(
            "%(all)s stands, by an act of their own, informed, with its proof.",
            "%(all)s stand, by acts of their own, informed, with their proof.",
            standing,
        )
        return Check("may", title, says % said, cites, *page)
    says = _("%(whole)s of %(all)s meet it all. Nothing is sent on the rest; ask them anew, or let go of them.") % said
    return Check("waits", title, says, cites, *page)


def _customers(facts: Known) -> Check:
    title, cites = _("Who is texted as a customer meets every condition"), "MFL 19 § 2 st."
    months, n = facts.pack.parameters.customer_months, facts.counts.customers
    says = ngettext(
        "%(n)s customer of the last %(months)s months was told, could refuse, and gets similar goods only. The gate "
        "asks it of each text.",
        "%(n)s customers of the last %(months)s months were told, could refuse, and get similar goods only. The gate "
        "asks it of each text.",
        n,
    ) % {"n": number(n), "months": months}
    return Check("may", title, says, cites, reverse("forecast"), _("See who lapses"))


def _after_no(cursor: CursorWrapper) -> Check:
    title, cites = _("Nobody who said no was sent more"), "GDPR art. 21(3); MFL 19 §"
    objected, after = sent_after_no(cursor)
    if after:
        says = ngettext(
            "%(n)s marketing text left after a no. Find out why at once, and write it down as a breach.",
            "%(n)s marketing texts left after a no. Find out why at once, and write it down as a breach.",
            after,
        ) % {"n": number(after)}
        return Check("not", title, says, cites, reverse("breaches"), _("The log"))
    says = ngettext("%(n)s has said no; none was texted since.", "%(n)s have said no; none was texted since.", objected)
    return Check("may", title, says % {"n": number(objected)}, cites)


def _advertising(cursor: CursorWrapper) -> Check:
    title, cites = _("Service texts that read like advertising are read"), "MFL 3, 19 §§"
    waits = len(unread_texts(cursor))
    if not waits:
        return Check("may", title, _("None waits."), cites)
    says = ngettext("%(n)s waits to be read.", "%(n)s wait to be read.", waits) % {"n": number(waits)}
    return Check("waits", title, says, cites, reverse("texts"), _("Read"))


def _second_step(organisation: Organisation) -> Check:
    title, cites = _("Who can do harm signs in by two steps"), "GDPR art. 32(1)"
    members = list(Membership.objects.select_related("staff").filter(organisation=organisation))
    heavy = [one for one in members if needs_second_step(organisation, one.role)]
    lacking = [one.staff.name for one in heavy if not has_second_step(one.staff)]
    if lacking:
        # They are let in to nothing else before they have one.
        says = _("Not yet: %(names)s. They get no further before they have it.") % {"names": ", ".join(lacking)}
        return Check("waits", title, says, cites, reverse("people"), _("See people"))
    if not heavy:
        says = _("A test account asks it of nobody. It does when the account goes live.")
        return Check("waits", title, says, cites, reverse("people"), _("See people"))
    says = ngettext("%(n)s person, each by two steps.", "%(n)s people, each by two steps.", len(heavy))
    return Check("may", title, says % {"n": number(len(heavy))}, cites)


def _breaches(cursor: CursorWrapper) -> Check:
    title, cites = _("Breaches are written down and told in time"), "GDPR art. 33–34"
    now, found = timezone.now(), breaches(cursor)
    page = reverse("breaches"), _("The log")
    overdue = sum(one.is_overdue(now) for one in found)
    still = sum(not one.closed for one in found)
    if overdue:
        says = ngettext(
            "The 72 hours of %(n)s breach are over.", "The 72 hours of %(n)s breaches are over.", overdue
        ) % {"n": number(overdue)}
        return Check("not", title, says, cites, *page)
    if still:
        says = ngettext("%(n)s is open.", "%(n)s are open.", still) % {"n": number(still)}
        return Check("waits", title, says, cites, *page)
    says = ngettext("%(n)s written down, all closed.", "%(n)s written down, all closed.", len(found))
    return Check("may", title, says % {"n": number(len(found))} if found else _("None is known."), cites, *page)


def _processors(cursor: CursorWrapper, facts: Known, written: Callable[[str], Check]) -> Check:
    title, cites = _("There is an agreement with everybody who holds the data for you"), "GDPR art. 28"
    page = reverse("recipients"), _("See the list")
    if unnamed := unnamed_carriers(cursor):
        says = _("Not on the list: %(names)s.") % {"names": ", ".join(unnamed)}
        return Check("not", title, says, cites, *page)
    if lacking := [one.name for one in recipients(cursor) if one.lacking == "agreement"]:
        says = _("No agreement is noted: %(names)s.") % {"names": ", ".join(lacking)}
        return Check("not", title, says, cites, *page)
    if not facts.own_house:
        return written("agreement")
    if not recipients(cursor):
        return Check("waits", title, _("Nobody is on the list yet."), cites, *page)
    says = _("All of them: %(names)s.") % {"names": ", ".join(one.name for one in recipients(cursor))}
    return Check("may", title, says, cites, *page)


def _transfers(cursor: CursorWrapper) -> Check:
    title, cites = _("Data that leave the EU/EEA have a ground"), "GDPR art. 44–49"
    page = reverse("recipients"), _("See the list")
    abroad = [one for one in recipients(cursor) if one.abroad]
    if any(one.lacking == "safeguards" for one in abroad):
        return Check("not", title, _("Safeguards are missing."), cites, *page)
    if not abroad:
        return Check("may", title, _("None leave it, by the list."), cites, *page)
    says = _("Leave it, with a ground: %(names)s.") % {"names": ", ".join(one.name for one in abroad)}
    return Check("may", title, says, cites, *page)


def _minimised(cursor: CursorWrapper) -> Check:
    title, cites = _("No more is kept than is needed"), "GDPR art. 5(1)(c), 25"
    page = reverse("retention"), _("See what is kept")
    one = periods(cursor)["profiles"]
    going = would_go(cursor, one, now=timezone.now() - _A_RUN)
    if going and going.count:
        says = ngettext(
            "%(n)s person nothing may be sent to is still kept by name.",
            "%(n)s people nothing may be sent to are still kept by name.",
            going.count,
        ) % {"n": number(going.count)}
        return Check("waits", title, says, cites, *page)
    says = _("Of those nothing may be sent to, nothing but the number is kept after %(period)s.") % {
        "period": one.period.said(_language()) if one.period else ""
    }
    return Check("may", title, says, cites, *page)


def _retention(cursor: CursorWrapper) -> Check:
    title, cites = _("What is out of time goes by itself"), "GDPR art. 5(1)(e)"
    page = reverse("retention"), _("See what went")
    last = next(iter(runs(cursor, limit=1)), None)
    if last is None:
        return Check("waits", title, _("It has not run yet; it does tonight."), cites, *page)
    if timezone.now() - last.started_at > _A_RUN:
        says = _("It last ran %(day)s. It should each night: see to it that a worker runs.") % {
            "day": day(last.started_at)
        }
        return Check("not", title, says, cites, *page)
    says = ngettext("It ran %(day)s; %(n)s went.", "It ran %(day)s; %(n)s went.", last.total)
    return Check("may", title, says % {"day": day(last.started_at), "n": number(last.total)}, cites, *page)


def _longer(cursor: CursorWrapper) -> Check:
    title, cites = _("Nothing is kept longer than it needs"), "GDPR art. 5(1)(e)"
    page = reverse("retention"), _("See periods")
    longer = [one.policy.name[_language()].lower() for one in periods(cursor).values() if one.longer]
    if longer:
        says = _("Longer than the program's own: %(names)s. Who did it, and why, is kept.") % {
            "names": ", ".join(longer)
        }
        return Check("waits", title, says, cites, *page)
    return Check("may", title, _("Every period is the program's own, or shorter."), cites, *page)


def _officer(cursor: CursorWrapper, organisation: Organisation) -> Check:
    title, cites = _("A DM officer answers for the texts"), "SWEDMA"
    page = reverse("officers"), _("See officers")
    on = today(cursor, timezone.now())
    appointed = officers(cursor, on=on)
    if not appointed:
        return Check("not", title, _("Nobody is appointed."), cites, *page)
    here = [one.name for one in answering(cursor, on=on)]
    if not here:
        says = _("Of those who are appointed nobody is authorised and here today: %(names)s.")
        return Check("not", title, says % {"names": ", ".join(one.name for one in appointed)}, cites, *page)
    said = {"names": ", ".join(here), "day": day(min(one.valid_until for one in appointed if one.valid_until >= on))}
    if any(on <= one.valid_until < on + _SOON for one in appointed):
        return Check("waits", title, _("%(names)s. An authorisation ends on %(day)s.") % said, cites, *page)
    if not organisation.four_eyes:
        return Check("waits", title, _("%(names)s. Campaigns may go without their approval.") % said, cites, *page)
    return Check("may", title, _("%(names)s. No campaign goes without approval.") % said, cites, *page)


def _language() -> str:
    return "en" if (get_language() or "sv").startswith("en") else "sv"
