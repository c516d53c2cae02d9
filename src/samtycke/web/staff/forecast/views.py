"""What do we lose by waiting, whom could we ask again in time, and what would another rule change?"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import YEAR, Forecast, Lapsing, forecast, lapsing
from samtycke.intake.door import harmless
from samtycke.ledger.door import any_contact, reveal
from samtycke.organisations.door import audit, can
from samtycke.policy import countries
from samtycke.web.parts.law import BASES, country_name, law
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.forecast.asked import asked
from samtycke.web.staff.forecast.shown import POINTS, shown
from samtycke.web.staff.law.form import parameters

PAGE = 50
_REVEALED_AT_ONCE = 2_000


def show(request: StaffRequest) -> HttpResponse:
    """The whole page; a form asks for it anew."""
    asks = asked(request, request.GET)
    page: dict[str, object] = {"asked": asks, "countries": _countries(request)}
    if asks.envelope is None or not any_contact(request.cursor):
        return render(request, "staff/forecast/forecast.html", page)
    now, begun = timezone.now(), time.perf_counter()
    seen = forecast(request.cursor, asks.envelope, now=now, what_if=asks.what_if)
    took = time.perf_counter() - begun
    return render(
        request,
        "staff/forecast/forecast.html",
        {
            **page,
            "shown": shown(seen),
            "contacts": seen.contacts,
            "took": f"{took:.1f}",
            "made_at": now,
            "parameters": parameters(
                asks.settings, asks.refused, home=request.organisation.home_country, on=seen.first
            ),
            "curve_query": request.GET.urlencode(),
            "points": POINTS,
            "may_save": can(request.role, "approve"),
        },
    )


def ahead(request: StaffRequest) -> HttpResponse:
    """One sentence for the home page: how many lapse within a month."""
    asks = asked(request, QueryDict())
    lost = today = 0
    if asks.envelope is not None:
        seen = forecast(request.cursor, asks.envelope, now=timezone.now(), days=POINTS[1])
        today, lost = seen.as_is.on(0), seen.as_is.on(0) - seen.as_is.on(POINTS[1])
    return render(request, "staff/forecast/ahead.html", {"lost": lost, "today": today, "query": asks.query})


def who(request: StaffRequest) -> HttpResponse:
    """Those who may be reached today and will not be within some days, the first to lapse first."""
    asks = asked(request, request.GET)
    days, after = _days(request.GET), _after(request.GET.get("after", ""))
    found: list[Lapsing] = []
    if asks.envelope is not None:
        found = lapsing(request.cursor, asks.envelope, now=timezone.now(), days=days, after=after, limit=PAGE + 1)
    rows = found[:PAGE]
    return render(
        request,
        "staff/forecast/lapsing.html",
        {
            "asked": asks,
            "days": days,
            "choices": POINTS[1:],
            "rows": _rows(request, rows),
            "after": f"{rows[-1].last_day}.{rows[-1].contact_id}" if len(found) > PAGE else "",
            "first": after is None,
            "may_export": can(request.role, "write"),
        },
    )


def who_csv(request: StaffRequest) -> HttpResponse:
    """The same, all of them, as a file. Numbers are masked as on the page; who took it out is written down."""
    asks, days = asked(request, request.POST), _days(request.POST)
    found: list[Lapsing] = []
    if asks.envelope is not None:
        found = lapsing(request.cursor, asks.envelope, now=timezone.now(), days=days)
    audit(request.cursor, actor=request.by, act="forecast.export", subject=asks.purpose, days=days, contacts=len(found))
    heads = (_("Contact"), _("Name"), _("Number"), _("Last day"), _("Basis"), _("Rule"))
    return _file("lapsing", [heads, *_lines(request, found)])


def curve_csv(request: StaffRequest) -> HttpResponse:
    """The curve as figures, one line a day."""
    asks = asked(request, request.GET)
    rows: list[Sequence[object]] = []
    if asks.envelope is not None:
        seen = forecast(request.cursor, asks.envelope, now=timezone.now(), what_if=asks.what_if)
        rows = [_curve_line(seen, day) for day in range(YEAR + 1)]
    return _file("forecast", [(_("Day"), _("People"), _("By the other rule")), *rows])


def _curve_line(seen: Forecast, day: int) -> Sequence[object]:
    return seen.day(day), seen.as_is.on(day), seen.what_if.on(day) if seen.what_if else ""


def _rows(request: StaffRequest, found: Sequence[Lapsing]) -> list[dict[str, object]]:
    readable = reveal(request.cursor, [one.contact_id for one in found])
    return [
        {
            "contact_id": one.contact_id,
            "identity": readable.get(one.contact_id),
            "last_day": one.last_day,
            "basis": BASES.get(one.ground.basis or "", ""),
            "why": law(one.ground.pack, one.ground.rule).label,
        }
        for one in found
    ]


def _lines(request: StaffRequest, found: Sequence[Lapsing]) -> Iterable[Sequence[object]]:
    for start in range(0, len(found), _REVEALED_AT_ONCE):
        part = found[start : start + _REVEALED_AT_ONCE]
        readable = reveal(request.cursor, [one.contact_id for one in part])
        for one in part:
            identity = readable.get(one.contact_id)
            yield (
                one.contact_id,
                harmless(identity.name) if identity else "",
                identity.masked if identity else "",
                one.last_day,
                BASES.get(one.ground.basis or "", ""),
                one.ground.rule,
            )


def _file(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Semicolons and a byte order mark, so that Excel opens it as it is."""
    written = io.StringIO("\ufeff")
    written.seek(0, io.SEEK_END)
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(rows)
    return HttpResponse(
        written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.csv"'},
    )


def _days(sent: QueryDict) -> int:
    wished = sent.get("days", "")
    return int(wished) if wished.isdecimal() and 0 < int(wished) <= YEAR else POINTS[1]


def _after(cursor: str) -> tuple[date, int] | None:
    day, _dot, contact = cursor.partition(".")
    try:
        return date.fromisoformat(day), int(contact)
    except ValueError:
        return None


def _countries(request: StaffRequest) -> list[tuple[str, str]]:
    """The laws that everybody could be judged by besides their own."""
    home = request.organisation.home_country
    return [(code, country_name(code)) for code in countries() if code != home]
