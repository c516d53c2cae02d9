"""Who gets the data: written down once, and every document is filled from it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.organisations.door import can
from samtycke.rights.door import (
    Recipient,
    RecipientRefused,
    add_recipient,
    end_recipient,
    recipients,
    unnamed_carriers,
)
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import advisers

PARTS: dict[str, str | Promise] = {
    "processor": gettext_lazy("processor"),
    "sub_processor": gettext_lazy("sub-processor"),
    "controller": gettext_lazy("a controller of its own"),
}
GROUNDS: dict[str, str | Promise] = {
    "eea": gettext_lazy("within the EU/EEA"),
    "adequacy": gettext_lazy("adequacy decision (art. 45)"),
    "clauses": gettext_lazy("standard contractual clauses (art. 46)"),
    "rules": gettext_lazy("binding corporate rules (art. 47)"),
    "derogation": gettext_lazy("a derogation (art. 49)"),
}


def show(request: StaffRequest) -> HttpResponse:
    """Those who get data today."""
    return _page(request, {})


def add(request: StaffRequest) -> HttpResponse:
    """Write one down."""
    sent = {name: request.POST.get(name, "") for name in _FIELDS}
    try:
        agreed = date.fromisoformat(sent["agreed_on"]) if sent["agreed_on"] else None
        said = Recipient(
            name=sent["name"],
            does=sent["does"],
            carrier=sent["carrier"],
            part=sent["part"],
            country=sent["country"],
            ground=sent["ground"],
            safeguards=sent["safeguards"],
            agreed_on=agreed,
        )
        add_recipient(request.cursor, said, by=request.by, now=timezone.now())
    except RecipientRefused as refused:
        return _page(request, sent, wrong={refused.field: _words(refused)}, status=422)
    except ValueError:
        return _page(request, sent, wrong={"agreed_on": _("Write a day, such as 2026-01-07.")}, status=422)
    messages.success(request, _("Written down. Documents read it from now on."), extra_tags="may")
    return redirect("recipients")


def end(request: StaffRequest, recipient_id: int) -> HttpResponse:
    """It gets nothing any more."""
    if end_recipient(request.cursor, recipient_id, by=request.by, now=timezone.now()):
        messages.success(request, _("Taken off the list. Versions that told of it stand."), extra_tags="may")
    return redirect("recipients")


_FIELDS = ("name", "does", "carrier", "part", "country", "ground", "safeguards", "agreed_on")


def _page(
    request: StaffRequest, sent: dict[str, str], *, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    unnamed = unnamed_carriers(request.cursor)
    return render(
        request,
        "staff/recipients/recipients.html",
        {
            "rows": [
                {
                    "one": one,
                    "part": PARTS[one.part],
                    "ground": GROUNDS[one.ground],
                    "verdict": "waits" if one.lacking else "may",
                }
                for one in recipients(request.cursor)
            ],
            "unnamed": unnamed,
            "sent": {"part": "processor", "country": "SE", **sent},
            "wrong": wrong or {},
            "parts": list(PARTS.items()),
            "grounds": [(value, words) for value, words in GROUNDS.items() if value != "eea"],
            "carriers": unnamed,
            "may_save": can(request.role, "advise"),
            "savers": advisers(request.organisation),
        },
        status=status,
    )


def _words(refused: RecipientRefused) -> str:
    return {
        "missing": _("Write it."),
        "country": _("Write the two letters of the country, such as SE or IE."),
        "ground": _("The country is outside the EU/EEA: choose by what right data may go there."),
        "safeguards": _("Write which clauses, and what your assessment of the transfer found."),
    }[refused.reason]
