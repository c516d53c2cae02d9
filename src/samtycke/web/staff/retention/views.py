"""Retention: for how long what is kept and why, what would go now, what went, and who set it so."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samtycke.organisations.door import can
from samtycke.rights.door import (
    Going,
    InForce,
    Period,
    PeriodRefused,
    change_period,
    house,
    period_changes,
    periods,
    read_period,
    retain_later,
    runs,
    stop_retention,
    would_go,
)
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import advisers

_SHOWN = 10
_PAGES = {"people": "contact", "profiles": "contact", "messages": "message", "bodies": "message"}
"""Where one of a kind has a page of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind on the page. ``tried``: another period that somebody looks at, with what would go by it."""

    one: InForce
    period: str
    going: Going | None
    tried: Period | None = None
    tried_going: Going | None = None
    error: str = ""

    @property
    def asked(self) -> Period | None:
        """What stands in the field."""
        return self.tried or self.one.period

    @property
    def tried_words(self) -> str:
        """The period somebody looks at, in words."""
        return self.tried.said(_language()) if self.tried else ""

    @property
    def needs_reason(self) -> bool:
        """Whether what is tried is longer than the program's own."""
        own = self.one.policy.period
        return bool(self.tried and own and self.tried.days > own.days)

    @property
    def page(self) -> str:
        """The name of the page of one of this kind, if they have any."""
        return _PAGES.get(self.one.policy.kind, "")


def show(request: StaffRequest) -> HttpResponse:
    """Everything; with another period in the address, what it would change. Nothing is saved by looking."""
    return _page(request, request.GET)


def save(request: StaffRequest) -> HttpResponse:
    """Set a period, in one's own name."""
    kind = request.POST.get("kind", "")
    try:
        changed = change_period(
            request.cursor,
            kind,
            _asked_for(request.POST),
            by=request.by,
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )
    except (PeriodRefused, ValueError) as error:
        return _page(request, request.POST, refused=error, status=422)
    if changed:
        messages.success(request, _("Saved. It holds from the next run."), extra_tags="may")
    else:
        messages.info(request, _("Nothing was changed: it was so already."))
    return redirect(f"{reverse('retention')}#{kind}")


def run_now(request: StaffRequest) -> HttpResponse:
    """Let go of what is out of time now, rather than tonight."""
    retain_later(request.organisation.pk, by=request.by)
    messages.success(request, _("It has begun. You can leave the page; what goes is written down."), extra_tags="may")
    return redirect("retention")


def stop(request: StaffRequest) -> HttpResponse:
    """Stop a run after the batch it is at."""
    if stop_retention(request.cursor, by=request.by):
        messages.info(request, _("It stops within a moment. What has gone is told below; the rest waits for tonight."))
    return redirect("retention")


def latest(request: StaffRequest) -> HttpResponse:
    """The runs, as a fragment that keeps itself fresh while one goes on."""
    return render(request, "staff/retention/runs.html", _runs(request))


def _page(
    request: StaffRequest, sent: QueryDict, *, refused: Exception | None = None, status: int = 200
) -> HttpResponse:
    now, known = timezone.now(), periods(request.cursor)
    of = house()
    ours = of is not None and of.pk == request.organisation.pk
    rows = []
    for kind, one in known.items():
        if one.policy.of_house and not ours:
            continue
        period = one.period.said(_language()) if one.period else ""
        going = would_go(request.cursor, one, now=now, limit=_SHOWN)
        row = Row(one, period, going)
        if sent.get("kind") == kind:
            row = _tried(request, row, sent, refused)
        rows.append(row)
    return render(
        request,
        "staff/retention/retention.html",
        {
            "rows": rows,
            "total": sum(row.going.count for row in rows if row.going),
            "wrong": any(row.error for row in rows),
            "reason": sent.get("reason", ""),
            "changes": [
                {
                    "name": known[one.kind].policy.name,
                    "was": one.was.said(_language()),
                    "became": one.became.said(_language()),
                    "one": one,
                }
                for one in period_changes(request.cursor)
                if one.kind in known
            ],
            "may_save": can(request.role, "advise"),
            "savers": advisers(request.organisation),
            **_runs(request),
        },
        status=status,
    )


def _tried(request: StaffRequest, row: Row, sent: QueryDict, refused: Exception | None) -> Row:
    """A row with the period that is looked at, and what would be wrong with it."""
    one = row.one
    try:
        period = _asked_for(sent)
    except ValueError:
        return Row(one, row.period, row.going, error=_("Write a whole number of days or months, such as 12."))
    error = _wrong(refused) if isinstance(refused, PeriodRefused) else _out_of_bounds(one, period)
    if error and not isinstance(refused, PeriodRefused):
        return Row(one, row.period, row.going, period, None, error)
    tried = would_go(request.cursor, one, period=period, now=timezone.now()) if period != one.period else None
    return Row(one, row.period, row.going, period, tried, error)


def _out_of_bounds(one: InForce, period: Period) -> str:
    policy = one.policy
    if policy.fixed:
        return _wrong(PeriodRefused(policy.kind, "fixed"))
    if period.days < policy.least.days:
        return _wrong(PeriodRefused(policy.kind, "too-short", policy.least))
    if period.days > policy.longest.days:
        return _wrong(PeriodRefused(policy.kind, "too-long", policy.longest))
    return ""


def _wrong(refused: PeriodRefused) -> str:
    right = {"right": refused.right.said(_language()) if refused.right else ""}
    return {
        "unknown": _("There is no such kind."),
        "fixed": _("This period is a promise of the program and can't be changed."),
        "too-short": _("It can't be shorter than %(right)s.") % right,
        "too-long": _("It can't be longer than %(right)s.") % right,
        "no-reason": _("This is longer than %(right)s. Write why, below: it is kept with your name.") % right,
    }[refused.reason]


def _asked_for(sent: QueryDict) -> Period:
    unit = sent.get("unit", "m")
    return read_period(f"{sent.get('number', '').strip()}{unit}")


def _runs(request: StaffRequest) -> dict[str, object]:
    found = runs(request.cursor, limit=8)
    known = periods(request.cursor)
    return {
        "runs": [
            {
                "run": one,
                "gone": [
                    {
                        "name": known[each.kind].policy.name if each.kind in known else {"sv": each.kind},
                        "period": read_period(each.period).said(_language()),
                        "gone": each.gone,
                        "before": each.before,
                    }
                    for each in one.gone
                ],
            }
            for one in found
        ],
        "going_on": bool(found and found[0].state in ("running", "stopping")),
        "stopping": bool(found and found[0].state == "stopping"),
        "may_stop": can(request.role, "advise"),
    }


def _language() -> str:
    return get_language() or "sv"
