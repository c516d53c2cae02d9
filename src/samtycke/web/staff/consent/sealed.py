"""Is the ledger as it was sealed? Checked now, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.ledger.door import Check, Finding, NoSuchContact, SealState, check, check_later, note, seal_state
from samtycke.organisations.door import Membership, Role, audit
from samtycke.web.parts.words import clock, day, number
from samtycke.web.staff.access import StaffRequest

AT_ONCE = 20_000
"""A ledger of so many events is checked while one waits; a larger one in the background."""
NAMED = 5


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seal as a page says it: the first ``findings``, ``callees`` whom to call, ``concerns`` how many people."""

    verdict: str
    sentence: str
    waiting: str
    findings: tuple[Finding, ...] = ()
    callees: tuple[str, ...] = ()
    concerns: int = 0


def sealed(request: StaffRequest) -> Sealed:
    """How it stands."""
    state = seal_state(request.cursor)
    waiting = _waiting(state)
    if state.last is None or (state.last.found == 0 and state.since is None):
        return Sealed("waits", _not_checked(state), waiting)
    if state.last.found:
        return _broken(request, state.last, waiting)
    return Sealed("may", _whole(state, state.last), waiting)


def check_now(request: StaffRequest) -> HttpResponse:
    """Check the ledger: at once where it is small."""
    state = seal_state(request.cursor)
    if state.events + state.waiting > AT_ONCE:
        check_later(request.organisation.pk)
        messages.info(request, _("The seal is being checked. The result will stand here in a few minutes."))
    else:
        check(request.cursor, now=timezone.now())
        messages.info(request, _("The seal has been checked."))
    audit(request.cursor, actor=request.by, act="seal.check")
    return redirect("consent")


def restrict(request: StaffRequest) -> HttpResponse:
    """Restrict the processing of those whom the last check named, until somebody has found out (GDPR 18(1)(a))."""
    people = _concerned(seal_state(request.cursor).last)
    for contact_id in people:
        try:
            note(
                request.cursor,
                contact_id,
                "restriction",
                door="staff",
                by=request.by,
                because="seal",
                now=timezone.now(),
            )
        except NoSuchContact:
            continue
        audit(request.cursor, actor=request.by, act="contact.restrict", subject=f"contact/{contact_id}", because="seal")
    says = ngettext(
        "The processing of %(n)s person is restricted. Nothing is sent to them.",
        "The processing of %(n)s people is restricted. Nothing is sent to them.",
        len(people),
    )
    messages.info(request, says % {"n": number(len(people))})
    return redirect("consent")


def _whole(state: SealState, last: Check) -> str:
    values = {"since": day(state.since) if state.since else "", "at": clock(last.checked_at)}
    says = ngettext(
        "Unbroken since %(since)s, %(n)s event, checked %(at)s.",
        "Unbroken since %(since)s, %(n)s events, checked %(at)s.",
        last.events,
    )
    return says % {**values, "n": number(last.events)}


def _not_checked(state: SealState) -> str:
    if not state.events:
        return _("Nothing is sealed yet. What comes in is sealed within a minute.")
    says = ngettext(
        "%(n)s event is sealed, and has not been checked yet. It is each night.",
        "%(n)s events are sealed, and have not been checked yet. They are each night.",
        state.events,
    )
    return says % {"n": number(state.events)}


def _waiting(state: SealState) -> str:
    if not state.waiting:
        return ""
    says = ngettext("%(n)s event waits for its seal.", "%(n)s events wait for their seal.", state.waiting)
    return says % {"n": number(state.waiting)}


def _broken(request: StaffRequest, last: Check, waiting: str) -> Sealed:
    says = ngettext(
        "Broken: the check %(at)s found %(n)s thing that is not as it must be.",
        "Broken: the check %(at)s found %(n)s things that are not as they must be.",
        last.found,
    )
    return Sealed(
        "not",
        says % {"at": clock(last.checked_at), "n": number(last.found)},
        waiting,
        last.findings[:NAMED],
        _whom_to_call(request),
        len(_concerned(last)),
    )


def _concerned(last: Check | None) -> list[int]:
    return sorted({one.contact_id for one in last.findings if one.contact_id}) if last else []


def _whom_to_call(request: StaffRequest) -> tuple[str, ...]:
    """The data protection officers; where there is none, the owners."""
    of = Membership.objects.select_related("staff").filter(organisation_id=request.organisation.pk)
    found = of.filter(role=Role.DPO) or of.filter(role=Role.OWNER)
    return tuple(f"{one.staff.name or one.staff.email} ({one.staff.email})" for one in found)
