"""The log of personal-data breaches: written down at once, with the clock, completed as more is known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samtycke.organisations.door import audit, can
from samtycke.rights.door import (
    TOLD_FIELDS,
    Breach,
    BreachRefused,
    NoSuchBreach,
    Told,
    breach_versions,
    breaches,
    write_breach,
)
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import advisers
from samtycke.web.staff.breaches.paper import breach_paper
from samtycke.web.staff.breaches.words import FIELDS, RISKS, lacks


def all_breaches(request: StaffRequest) -> HttpResponse:
    """Each as it stands; the one whose clock runs out soonest first."""
    now = timezone.now()
    return render(
        request,
        "staff/breaches/all.html",
        {
            "rows": [{"one": one, **_standing(one, now)} for one in breaches(request.cursor)],
            "may_save": can(request.role, "advise"),
        },
    )


def new(request: StaffRequest) -> HttpResponse:
    """Begin one."""
    return _page(request, None, {"aware_at": _local(timezone.now()), "risk": "unknown"})


def show(request: StaffRequest, breach_id: int) -> HttpResponse:
    """One, to read and to complete."""
    return _page(request, _versions(request, breach_id), None)


def save(request: StaffRequest, breach_id: int = 0) -> HttpResponse:
    """Write down what is known now, as a new version."""
    found = _versions(request, breach_id) if breach_id else None
    try:
        said = _read(request.POST, breach_id)
        kept = write_breach(request.cursor, said, by=request.by, now=timezone.now())
    except BreachRefused as refused:
        return _page(request, found, request.POST.dict(), wrong={refused.field: _wrong(refused)}, status=422)
    messages.success(request, _("Written down."), extra_tags="may")
    return redirect("breach", kept.id)


def as_pdf(request: StaffRequest, breach_id: int) -> HttpResponse:
    """Everything known of one, on paper: for the authority, and for the log."""
    found = _versions(request, breach_id)
    audit(request.cursor, actor=request.by, act="breach.read", subject=str(breach_id))
    content = breach_paper(found, organisation=request.organisation.name, language=(get_language() or "sv")[:2])
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="incident-{breach_id}.pdf"'},
    )


def _page(
    request: StaffRequest,
    found: list[Breach] | None,
    sent: dict[str, Any] | None,
    *,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    one = found[0] if found else None
    values = sent if sent is not None else _values(one) if one else {}
    return render(
        request,
        "staff/breaches/breach.html",
        {
            "one": one,
            "standing": _standing(one, now) if one else None,
            "versions": found or [],
            "values": values,
            "wrong": wrong or {},
            "risks": [(value, *words) for value, words in RISKS.items()],
            "fields": [
                {
                    "name": name,
                    "label": FIELDS[name][0],
                    "hint": FIELDS[name][1],
                    "value": values.get(name, ""),
                    "error": (wrong or {}).get(name, ""),
                }
                for name in TOLD_FIELDS
            ],
            "may_save": can(request.role, "advise"),
            "savers": advisers(request.organisation),
        },
        status=status,
    )


def _standing(one: Breach, now: datetime) -> dict[str, Any]:
    """How one stands: its clock in words, and what it lacks."""
    hours = one.hours_left(now)
    if one.closed:
        verdict, clock = "may", _("Closed.")
    elif one.notified_at:
        verdict, clock = "waits", _("The authority has been told. What is left stands below.")
    elif not one.must_notify:
        verdict, clock = "waits", _("The authority need not be told; why must be written down.")
    elif hours < 0:
        late = ngettext("%(n)s hour", "%(n)s hours", -hours) % {"n": -hours}
        verdict, clock = (
            "not",
            _("The 72 hours ran out %(late)s ago. Tell the authority now, with why it is late.") % {"late": late},
        )
    else:
        left = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        verdict, clock = "waits", _("%(left)s left to tell the authority.") % {"left": left}
    return {
        "verdict": verdict,
        "clock": clock,
        "hours": max(0, min(72, hours)),
        "spent": 72 - max(0, min(72, hours)),
        "runs": one.must_notify and not one.notified_at and not one.closed,
        "lacks": [lacks(name) for name in one.lacking(now)] if not one.closed else [],
    }


def _read(sent: QueryDict, breach_id: int) -> Breach:
    return Breach(
        id=breach_id,
        aware_at=_instant(sent, "aware_at") or timezone.now(),
        notified_at=_instant(sent, "notified_at"),
        risk=sent.get("risk", ""),
        closed=sent.get("closed") == "yes",
        told=Told(**{name: sent.get(name, "") for name in TOLD_FIELDS}),
    )


def _instant(sent: QueryDict, name: str) -> datetime | None:
    text = sent.get(name, "").strip()
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
        return read if read.tzinfo else timezone.make_aware(read)
    except ValueError:
        raise BreachRefused(name, "unreadable") from None


def _values(one: Breach) -> dict[str, Any]:
    told = {name: getattr(one.told, name) for name in TOLD_FIELDS}
    at = {"aware_at": _local(one.aware_at), "notified_at": _local(one.notified_at) if one.notified_at else ""}
    return {**told, **at, "risk": one.risk, "closed": "yes" if one.closed else ""}


def _local(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def _versions(request: StaffRequest, breach_id: int) -> list[Breach]:
    try:
        return breach_versions(request.cursor, breach_id)
    except NoSuchBreach:
        raise Http404 from None


def _wrong(refused: BreachRefused) -> str:
    return {
        "missing": _("Write it."),
        "ahead": _("That is ahead of us. Write a time that has been."),
        "before": _("The authority can't have been told before you knew."),
        "late": _("It was told after 72 hours: write why (art. 33(1))."),
        "open": _("It can't be closed before this is written."),
        "unreadable": _("Write a day and a time, such as 2026-11-26 09:00."),
    }[refused.reason]
