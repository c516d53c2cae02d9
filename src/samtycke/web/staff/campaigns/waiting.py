"""What a campaign loses by waiting, as one line under its reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.campaigns.door import Campaign, NotAhead, if_waiting
from samtycke.gate.door import YEAR
from samtycke.web.parts.words import day, number
from samtycke.web.staff.access import StaffRequest


def waiting_line(request: StaffRequest, campaign: Campaign) -> dict[str, object]:
    """The form of the line, and what it found where a day was chosen."""
    today = timezone.localdate()
    sent = QueryDict(mutable=True)
    sent["purpose"] = campaign.purpose
    sent.setlist("goods", list(campaign.categories))
    page: dict[str, object] = {
        "tomorrow": today + timedelta(days=1),
        "in_a_year": today + timedelta(days=YEAR),
        "until": request.GET.get("until", ""),
        "ask_query": sent.urlencode(),
    }
    if not page["until"]:
        return page
    try:
        until = date.fromisoformat(str(page["until"]))
        found = if_waiting(request.cursor, campaign, until, now=timezone.now())
    except NotAhead as error:
        says = _("Choose a day from %(first)s to %(last)s.")
        return {**page, "wait_wrong": says % {"first": day(error.first), "last": day(error.last)}}
    except ValueError:
        return {**page, "wait_wrong": _("Write the day as 2026-12-24.")}
    figures = {"day": day(until), "today": number(found.today), "then": number(found.then)}
    says = _("If you wait until %(day)s: %(today)s today, %(then)s then.") % figures
    return {**page, "waiting": f"{says} {_lost(found.lost)}".strip()}


def _lost(lost: Mapping[str, int]) -> str:
    """What ends meanwhile, by what it rests on."""
    said = []
    if customers := lost.get("soft_opt_in"):
        said.append(
            ngettext("%(n)s customer relation ends.", "%(n)s customer relations end.", customers)
            % {"n": number(customers)}
        )
    if consents := lost.get("consent"):
        said.append(
            ngettext("%(n)s consent grows too old.", "%(n)s consents grow too old.", consents) % {"n": number(consents)}
        )
    return " ".join(said) or _("Nobody lapses meanwhile.")
