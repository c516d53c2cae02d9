"""From test to live: what is left, and the way out tried for real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.organisations.door import Membership, Organisation, can, go_live
from samtycke.policy import pack_for
from samtycke.rights.door import NoNumbersLeft, Point, begin_trial, points, text_again, way_out
from samtycke.web.frame.second_step import HEAVY, has_second_step
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import those_who_may


@dataclass(frozen=True, slots=True)
class Words:
    """A point for a person: what, why, and where it is done, by what button and by whose act ('' by nobody here)."""

    title: str | Promise
    why: str | Promise
    place: str
    button: str | Promise
    act: str


WORDS = {
    "number": Words(
        gettext_lazy("Organisation number"),
        gettext_lazy("People must be able to know who texts them. The check digit is tried."),
        "controller",
        gettext_lazy("Write it"),
        "represent",
    ),
    "controller": Words(
        gettext_lazy("Who answers for the data"),
        gettext_lazy("Name, address and a way to be reached, as every notice says it (GDPR art. 13)."),
        "controller",
        gettext_lazy("Write it"),
        "represent",
    ),
    "officer": Words(
        gettext_lazy("A DM officer or a data protection officer"),
        gettext_lazy("Somebody by name answers for what is sent, or for the data."),
        "officers",
        gettext_lazy("Appoint"),
        "own",
    ),
    "secured": Words(
        gettext_lazy("A second step to sign in"),
        gettext_lazy("Everybody whose role others' data rest on has a passkey or an authenticator app."),
        "people",
        gettext_lazy("See who lacks it"),
        "read",
    ),
    "agreement": Words(
        gettext_lazy("Data processing agreement"),
        gettext_lazy("With whoever runs the program, accepted in a version that is kept (GDPR art. 28)."),
        "agreement",
        gettext_lazy("Read and accept"),
        "advise",
    ),
    "notice": Words(
        gettext_lazy("The notice to people"),
        gettext_lazy("A privacy notice or a form with it is published (GDPR art. 13)."),
        "notice",
        gettext_lazy("Publish"),
        "advise",
    ),
    "way-out": Words(
        gettext_lazy("The way out, tried for real"),
        gettext_lazy("A text to your virtual phone, answered STOPP, and the next one withheld."),
        "way-out",
        gettext_lazy("Try it"),
        "answer",
    ),
    "sender": Words(
        gettext_lazy("A sender that a carrier lets through"),
        gettext_lazy("Whoever runs the program registers it: samtycke sender."),
        "",
        "",
        "",
    ),
    "carrier": Words(
        gettext_lazy("A carrier that is connected"),
        gettext_lazy("The sender's carrier is set up, and a gateway runs."),
        "settings",
        gettext_lazy("See the connections"),
        "read",
    ),
}
_DOCUMENTS = ("agreement", "notice")


def live(request: StaffRequest) -> HttpResponse:
    """Each point with its proof, or with how it is done and who can; the last button when all are."""
    if not request.organisation.test_account:
        return render(request, "staff/live/is_live.html", {})
    rows = [_row(request, one) for one in _points(request)]
    left = [row for row in rows if not row["done"]]
    return render(
        request,
        "staff/live/live.html",
        {
            "rows": rows,
            "left": len(left),
            "done": len(rows) - len(left),
            "may_own": can(request.role, "own"),
            "owners": those_who_may(request.organisation, "own"),
            "quiet": pack_for(request.organisation.home_country).quiet_hours,
        },
    )


def go(request: StaffRequest) -> HttpResponse:
    """Turn it live, if every point is in order in this very transaction."""
    organisation = Organisation.objects.select_for_update().get(pk=request.organisation.pk)
    if not organisation.test_account:
        return redirect("live")
    if any(not one.done for one in _points(request)):
        messages.warning(request, _("Something is left. It stands first in the list."), extra_tags="waits")
        return redirect("live")
    go_live(request.cursor, organisation, by=request.by, now=timezone.now())
    messages.success(request, _("The account is live. Real people get your texts from now on."), extra_tags="may")
    return redirect("live")


def try_way_out(request: StaffRequest) -> HttpResponse:
    """One text, one STOPP: how far it has come, and what is next."""
    found = way_out(request.cursor)
    return render(request, "staff/live/way_out.html", {"found": found, "may": can(request.role, "answer")})


def trial_text(request: StaffRequest) -> HttpResponse:
    """The first text, or the one after STOPP."""
    found = way_out(request.cursor)
    now: datetime = timezone.now()
    try:
        if found.state in ("left", "proven") and request.POST.get("again") != "new":
            sent = text_again(request.cursor, now=now)
            if sent is not None and sent.state == "withheld":
                messages.success(request, _("Withheld. Nobody who has left gets another."), extra_tags="may")
        else:
            begin_trial(request.cursor, by=request.by, now=now)
    except NoNumbersLeft:
        messages.warning(request, _("All numbers for trials are used. Remove some trial contacts."), extra_tags="waits")
    return redirect("way-out")


def _points(request: StaffRequest) -> list[Point]:
    members = Membership.objects.select_related("staff").filter(organisation=request.organisation, role__in=HEAVY)
    secured = all(has_second_step(one.staff) for one in members)
    return points(request.cursor, request.organisation, secured=secured, now=timezone.now())


def _row(request: StaffRequest, one: Point) -> dict[str, object]:
    words = WORDS[one.key]
    url = ""
    if words.place:
        url = reverse("document", args=[words.place]) if words.place in _DOCUMENTS else reverse(words.place)
    return {
        "done": one.done,
        "proof": one.proof,
        "at": one.at,
        "words": words,
        "url": f"{url}?next={reverse('live')}" if words.place == "controller" else url,
        "may": not words.act or can(request.role, words.act),
        "who": those_who_may(request.organisation, words.act) if words.act else [],
    }
