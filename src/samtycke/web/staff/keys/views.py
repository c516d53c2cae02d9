"""API keys: what each may do and until when; made and shown once, changed for a successor, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.organisations.door import (
    KEY_HOLDS_MONTHS,
    OVERLAP,
    SCOPE_SETS,
    SCOPES,
    ApiKey,
    KeyRefused,
    can,
    new_api_key,
    revoke_api_key,
    rotate_api_key,
)
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.keys import words

OVERLAPS = (0, 1, 7, 30, 90)
"""For so many days the old one may work beside its successor."""
_FEW = "sam_test_…"


def all_keys(request: StaffRequest) -> HttpResponse:
    """The keys that work, those that have ended below them, and a form to make one."""
    return _all(request)


def new(request: StaffRequest) -> HttpResponse:
    """Make a key and show it, for the only time: nothing holds it, so a page that is loaded anew cannot show it."""
    sent, now = request.POST, timezone.now()
    rights = sent.get("rights", "")
    chosen = sent.getlist("scope") if rights == "own" else SCOPE_SETS.get(rights, ())
    try:
        made = new_api_key(
            request.cursor,
            request.organisation,
            name=sent.get("name", ""),
            test=sent.get("sort") != "live",
            service="service" in sent,
            scopes=chosen,
            last_day=_last_day(sent.get("last_day", ""), none="no_end" in sent),
            by=request.by,
            now=now,
        )
    except KeyRefused as refused:
        field, said = words.REFUSED[refused.reason]
        return _all(request, {field: said}, sent={**sent.dict(), "scopes": tuple(chosen), "rights": rights})
    return _one(request, _found(request, made.id), shown=made.key, now=now)


def show(request: StaffRequest, key_id: int) -> HttpResponse:
    """One key."""
    return _one(request, _found(request, key_id), now=timezone.now())


def rotate(request: StaffRequest, key_id: int) -> HttpResponse:
    """Make a successor and show it, for the only time."""
    old, sent, now = _found(request, key_id), request.POST, timezone.now()
    days = sent.get("overlap", "")
    try:
        made = rotate_api_key(
            request.cursor,
            request.organisation,
            old.pk,
            overlap=timedelta(days=int(days)) if days.isdecimal() and len(days) < 4 else OVERLAP,
            last_day=_last_day(sent.get("last_day", ""), none="no_end" in sent),
            by=request.by,
            now=now,
        )
    except KeyRefused as refused:
        field, said = words.REFUSED[refused.reason]
        return _one(request, old, wrong={field: said}, now=now)
    return _one(request, _found(request, made.id), shown=made.key, instead=_found(request, old.pk), now=now)


def revoke(request: StaffRequest, key_id: int) -> HttpResponse:
    """End a key in this instant."""
    found = _found(request, key_id)
    revoke_api_key(request.cursor, request.organisation, found.pk, by=request.by, now=timezone.now())
    messages.success(request, _("The key has ended. What used it is refused from now on."), extra_tags="may")
    return redirect("keys")


def _found(request: StaffRequest, key_id: int) -> ApiKey:
    found = ApiKey.objects.filter(organisation=request.organisation, pk=key_id).first()
    if found is None:
        raise Http404
    return found


def _last_day(written: str, *, none: bool) -> date | None:
    """The day as it was written; None where it is said that there is none.

    Raises:
        KeyRefused: it is no day.
    """
    if none:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise KeyRefused("last-day") from None


def _row(request: StaffRequest, key: ApiKey, *, now: datetime) -> dict[str, Any]:
    return {"key": key, "rights": words.rights_of(key), "stands": words.stands(key, request.organisation, now=now)}


def _all(
    request: StaffRequest, wrong: dict[str, Any] | None = None, *, sent: dict[str, Any] | None = None
) -> HttpResponse:
    now = timezone.now()
    rows = [
        _row(request, key, now=now) for key in ApiKey.objects.filter(organisation=request.organisation).order_by("-pk")
    ]
    return render(
        request,
        "staff/keys/all.html",
        {
            "works": [row for row in rows if row["stands"].works],
            "over": [row for row in rows if not row["stands"].works],
            "sets": [(name, *words.SET[name]) for name in SCOPE_SETS],
            "scopes": [(scope, words.SCOPE[scope]) for scope in SCOPES],
            "curl": words.first_call(_FEW, frozenset({"campaigns:read"}), settings.URL.rstrip("/")),
            "sent": sent or {"last_day": _in_a_year(), "rights": "send"},
            "wrong": wrong or {},
            "may_make": can(request.role, "keys"),
        },
        status=422 if wrong else 200,
    )


def _one(
    request: StaffRequest,
    key: ApiKey,
    *,
    shown: str = "",
    instead: ApiKey | None = None,
    wrong: dict[str, Any] | None = None,
    now: datetime,
) -> HttpResponse:
    before = ApiKey.objects.filter(organisation=request.organisation, successor=key).first()
    after = _found(request, key.successor_id) if key.successor_id else None
    return render(
        request,
        "staff/keys/key.html",
        {
            **_row(request, key, now=now),
            "before": before and _row(request, before, now=now),
            "after": after and _row(request, after, now=now),
            "still_used": bool(after and key.last_used_at and key.last_used_at > after.created_at),
            "scopes": [(scope, words.SCOPE[scope]) for scope in SCOPES if scope in key.may],
            "shown": shown,
            "instead": instead and _row(request, instead, now=now),
            "curl": words.first_call(shown or f"{key.prefix}…", key.may, settings.URL.rstrip("/")),
            "overlaps": [(str(days), _overlap(days)) for days in OVERLAPS],
            "overlap": str(OVERLAP.days),
            "last_day": request.POST.get("last_day") or _in_a_year(),
            "wrong": wrong or {},
            "may_make": can(request.role, "keys"),
        },
        status=422 if wrong else 200,
    )


def _overlap(days: int) -> str:
    if not days:
        return _("Not at all: the old one ends now")
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _in_a_year() -> str:
    day: date = timezone.localdate() + relativedelta(months=KEY_HOLDS_MONTHS)
    return day.isoformat()
