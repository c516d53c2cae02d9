"""Who has looked at whom? For whoever watches over it, and for nobody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import harmless
from samtycke.ledger.door import MANY, Identity, Look, accounts, busy, looks, reveal
from samtycke.organisations.door import audit
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.reads import words
from samtycke.web.staff.reads.asked import read_asked

PAGE = 50
NAMED = 3
"""So many people of a line are named; of more it says how many."""
MOST = 50_000
"""So many lines go into a file: a year of an organisation of some size."""
_WATCHED = timedelta(days=7)
_MATTERS = {"rights-request": "rights-request", "message": "message", "campaign": "campaign", "import": "import"}
"""Pages whose ids tell in which matter somebody looked, and that can be opened from here."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line, as it is shown. ``people``: id and masked number of each; ``matter``: where what it was about stands."""

    look: Look
    says: object
    role: object
    people: Sequence[tuple[int, str]]
    matter: str


def reads(request: StaffRequest) -> HttpResponse:
    """The log, the newest first, and whoever has opened unusually many."""
    asked = read_asked(request.GET)
    found = looks(request.cursor, asked.looks, before=asked.before, limit=PAGE + 1)
    shown = found[:PAGE]
    named = {one for look in shown if len(look.contact_ids) <= NAMED for one in look.contact_ids}
    known = reveal(request.cursor, sorted(named | ({asked.person} if asked.person else set())))
    return render(
        request,
        "staff/reads/reads.html",
        {
            "rows": [_row(one, known) for one in shown],
            "asked": asked,
            "of": _masked(known, asked.person) if asked.person else "",
            "accounts": [("", _("Everybody")), *accounts(request.cursor)],
            "sorts": [("", _("All")), *words.SORTS.items()],
            "earlier": f"?{asked.query}&before={shown[-1].id}" if len(found) > PAGE else "",
            "busy": busy(request.cursor, since=timezone.now() - _WATCHED),
            "many": MANY,
        },
    )


def reads_csv(request: StaffRequest) -> HttpResponse:
    """What is asked for, as a file: people by their ids. That it was taken out is noted."""
    asked = read_asked(request.POST)
    found = looks(request.cursor, asked.looks, limit=MOST)
    audit(request.cursor, actor=request.by, act="reads.export", lines=len(found))
    written = io.StringIO("\ufeff")
    written.seek(0, io.SEEK_END)
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow((_("When"), _("Account"), _("Name"), _("Role"), _("What"), _("Page"), _("People"), _("Contacts")))
    lines.writerows(_line(one) for one in found)
    return HttpResponse(
        written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="reads-{timezone.localdate()}.csv"'},
    )


def _line(one: Look) -> Sequence[object]:
    return (
        timezone.localtime(one.at).isoformat(timespec="seconds"),
        one.account,
        harmless(one.actor),
        words.role(one.role),
        words.SORTS.get(one.sort, one.sort),
        one.subject,
        len(one.contact_ids),
        " ".join(map(str, one.contact_ids)),
    )


def _row(one: Look, known: Mapping[int, Identity]) -> Row:
    people = one.contact_ids if len(one.contact_ids) <= NAMED else ()
    return Row(
        one,
        words.SORTS.get(one.sort, one.sort),
        words.role(one.role),
        [(person, _masked(known, person)) for person in people],
        _matter(one.subject),
    )


def _masked(known: Mapping[int, Identity], person: int) -> str:
    return known[person].masked if person in known else _("Somebody who has been erased")


def _matter(subject: str) -> str:
    name, *ids = subject.split("/")
    return reverse(_MATTERS[name], args=ids) if name in _MATTERS and len(ids) == 1 and ids[0].isdecimal() else ""
