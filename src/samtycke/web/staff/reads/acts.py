"""Who did what? For whoever watches over it, and for nobody else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import harmless
from samtycke.organisations.door import Act, actors, acts, audit
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.reads.act_words import act_in_words
from samtycke.web.staff.reads.asked import Asked, read_asked
from samtycke.web.staff.reads.views import MOST, PAGE


def all_acts(request: StaffRequest) -> HttpResponse:
    """The log, the newest first."""
    asked = read_asked(request.GET)
    found = _found(request, asked, limit=PAGE + 1)
    shown = found[:PAGE]
    return render(
        request,
        "staff/reads/acts.html",
        {
            "rows": [(one, said(act_in_words(one.act))) for one in shown],
            "asked": asked,
            "actors": [("", _("Everybody")), *((one, one) for one in actors(request.cursor))],
            "earlier": f"?{asked.query}&before={shown[-1].id}" if len(found) > PAGE else "",
        },
    )


def acts_csv(request: StaffRequest) -> HttpResponse:
    """What is asked for, as a file. That it was taken out is noted."""
    found = _found(request, read_asked(request.POST), limit=MOST)
    audit(request.cursor, actor=request.by, act="acts.export", lines=len(found))
    written = io.StringIO("\ufeff")
    written.seek(0, io.SEEK_END)
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow((_("When"), _("Name"), _("What"), _("Act"), _("Subject"), _("Detail")))
    lines.writerows(_line(one) for one in found)
    return HttpResponse(
        written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="acts-{timezone.localdate()}.csv"'},
    )


def _found(request: StaffRequest, asked: Asked, *, limit: int) -> list[Act]:
    bounds = asked.looks
    return acts(
        request.cursor,
        actor=asked.account,
        since=bounds.since,
        until=bounds.until,
        before=asked.before,
        limit=limit,
    )


def _line(one: Act) -> Sequence[object]:
    return (
        timezone.localtime(one.at).isoformat(timespec="seconds"),
        harmless(one.actor),
        said(act_in_words(one.act)),
        one.act,
        harmless(one.subject),
        harmless(json.dumps(one.detail, ensure_ascii=False)) if one.detail else "",
    )
