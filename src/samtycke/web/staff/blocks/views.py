"""Is this number blocked, why, by whom? And the whole list: added to, brought in, handed out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import block_files, report_objection
from samtycke.ledger.door import (
    Identity,
    block,
    block_list,
    blocks_on,
    count_blocked,
    count_hashed,
    find_contact,
    note_read,
    unblock,
)
from samtycke.organisations.door import audit, can, purposes
from samtycke.sms import Number, NumberRefused, parse_number
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.blocks.words import row_of

PAGE = 50
FILTERS = {"own": True, "staff": False}


def blocks(request: StaffRequest) -> HttpResponse:
    """Search by number (looked up as a seal, and not kept), and the list, the newest first."""
    if request.method == "POST":
        return _page(request, **_asked(request))
    return _page(request)


def add(request: StaffRequest) -> HttpResponse:
    """One number: what the person said, or what we decide."""
    number, wrong = _number(request)
    because = request.POST.get("because", "").strip()[:200]
    purpose = request.POST.get("purpose", "")
    names = _names(request)
    if number and not because:
        wrong = {"because": _("Write why: whoever asks later needs to know.")}
    if number is None or wrong or (purpose and purpose not in names):
        return _page(request, status=422, adding=dict(request.POST.items()), wrong=wrong)
    now = timezone.now()
    if request.POST.get("whose") == "own":
        report_objection(
            request.cursor, number.e164, purpose or None, because=because, door="staff", by=request.by, now=now
        )
        messages.success(request, _("Their no is recorded. What was planned for them is withheld."), extra_tags="may")
    else:
        block(
            request.cursor,
            [number.e164],
            purpose=purpose or None,
            because=because,
            door="staff",
            by=request.by,
            now=now,
        )
        messages.success(request, _("The number is blocked."), extra_tags="may")
    audit(request.cursor, actor=request.by, act="blocks.add", own=request.POST.get("whose") == "own")
    return redirect("blocks")


def lift(request: StaffRequest) -> HttpResponse:
    """Take off what staff added. What the person did stays."""
    number, _wrong = _number(request)
    because = request.POST.get("because", "").strip()[:200]
    if number is None or not because:
        asked = _asked(request)
        asked["wrong"] = {"lift": _("Write why it is lifted.")}
        return _page(request, status=422, **asked)
    lifted = unblock(
        request.cursor,
        number.e164,
        purpose=request.POST.get("purpose") or None,
        because=because,
        by=request.by,
        now=timezone.now(),
    )
    audit(request.cursor, actor=request.by, act="blocks.lift", lifted=lifted)
    if lifted:
        messages.success(request, _("What you had added is lifted."), extra_tags="may")
    else:
        messages.info(request, _("There was nothing of yours to lift."))
    return redirect("blocks")


def _page(request: StaffRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    cursor, names = request.cursor, _names(request)
    chosen = request.GET.get("who", "")
    found = block_list(cursor, before=request.GET.get("before", ""), own=FILTERS.get(chosen), limit=PAGE + 1)
    shown = found[:PAGE]
    return render(
        request,
        "staff/blocks/blocks.html",
        {
            "rows": [{"row": row_of(one, names), "entry": one} for one in shown],
            "after": shown[-1].place if len(found) > PAGE else "",
            "who": chosen if chosen in FILTERS else "",
            "blocked": count_blocked(cursor),
            "hashed": count_hashed(cursor),
            "files": block_files(cursor, limit=5),
            "purposes": [("", _("All marketing")), *_marketing(request)],
            "may_lift": can(request.role, "approve"),
            "may_add": can(request.role, "answer"),
            "may_write": can(request.role, "write"),
            **more,
        },
        status=status,
    )


def _asked(request: StaffRequest) -> dict[str, Any]:
    number, wrong = _number(request)
    if number is None:
        return {"number": request.POST.get("number", "").strip(), "wrong": wrong}
    names = _names(request)
    known = find_contact(request.cursor, number.e164)
    note_read(request.cursor, request.reader, "search", [known] if known else [], subject="blocks")
    return {
        "number": number.e164,
        "asked": Identity(number.e164).masked,
        "found": [row_of(one, names) for one in blocks_on(request.cursor, number.e164)],
    }


def _number(request: StaffRequest) -> tuple[Number | None, dict[str, str]]:
    try:
        return parse_number(request.POST.get("number", ""), request.organisation.home_country), {}
    except NumberRefused:
        return None, {"number": _("That is not a mobile number. Write it as 070-174 06 05.")}


def _names(request: StaffRequest) -> dict[str, str]:
    return {slug: said(one.name) for slug, one in purposes(request.cursor).items()}


def _marketing(request: StaffRequest) -> list[tuple[str, str]]:
    return [(slug, said(one.name)) for slug, one in purposes(request.cursor).items() if one.kind == "marketing"]
