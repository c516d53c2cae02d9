"""Your own phone: you confirm it by a code, and test texts go there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samtycke.gate.door import allowance, own_number
from samtycke.intake.door import (
    OwnShown,
    ask_own_number,
    confirm_own_number,
    leave_own_number,
    waiting_own_number,
)
from samtycke.ledger.door import reveal
from samtycke.organisations.door import SIMULATOR, NotDeclared, TooMany
from samtycke.sms import Number, NumberRefused, parse_number
from samtycke.web.frame.callers import count_call
from samtycke.web.parts.words import tail
from samtycke.web.staff.access import StaffRequest

MOST, PER = 6, timedelta(hours=1)
"""So many codes asked for from one address."""
_LONGEST = 40


def number(request: StaffRequest) -> HttpResponse:
    """What is known of your phone, and what comes next: write it, write the code, or send a test."""
    return _page(request)


def ask(request: StaffRequest) -> HttpResponse:
    """Send a code: to what was written, or once more to where one is out."""
    now = timezone.now()
    waits = waiting_own_number(request.cursor, request.staff.pk, now=now)
    if "again" in request.POST and waits:
        wanted: Number | None = waits.number
        shown = waits.shown
    else:
        wanted, wrong = _read(request)
        if wrong:
            return _page(request, given=request.POST, wrong=wrong, status=422)
        shown = OwnShown(wording(request), _language())
    assert wanted is not None  # else something was wrong
    try:
        count_call(request, "own-code", most=MOST, per=PER)
        ask_own_number(request.cursor, wanted, staff_id=request.staff.pk, shown=shown, now=now)
    except TooMany as refused:
        messages.warning(request, _too_often(refused), extra_tags="waits")
    except NotDeclared:
        messages.warning(request, _("Your organisation has no sender yet, so no code can be sent."), extra_tags="waits")
    return redirect("own-number")


def confirm(request: StaffRequest) -> HttpResponse:
    """The code comes back."""
    typed = request.POST.get("code", "")[:20]
    outcome = confirm_own_number(request.cursor, typed, staff_id=request.staff.pk, name=request.by, now=timezone.now())
    wrong = {
        "wrong": _("That is not the code. Look at the text again."),
        "too_late": _("The code is too old. Ask for a new one."),
        "spent": _("The code has been tried five times and is worth nothing now. Ask for a new one."),
    }.get(outcome, "")
    if wrong:
        return _page(request, wrong={"code": wrong}, status=422)
    if outcome == "confirmed":
        messages.success(request, _("Confirmed. Test texts come to your phone from now on."), extra_tags="may")
    return redirect("own-number")


def leave(request: StaffRequest) -> HttpResponse:
    """Take the phone away, or write another."""
    leave_own_number(request.cursor, staff_id=request.staff.pk, name=request.by, now=timezone.now())
    return redirect("own-number")


def wording(request: StaffRequest) -> str:
    """What the box says, word for word as it is kept."""
    return _("Yes, send test texts from %(who)s to my phone when I ask for them. I can stop any time.") % {
        "who": request.organisation.name
    }


def _read(request: StaffRequest) -> tuple[Number | None, dict[str, str]]:
    home, wrong = request.organisation.home_country, {}
    found = None
    try:
        found = parse_number(request.POST.get("number", "").replace("\0", "")[:_LONGEST], home)
    except NumberRefused as refused:
        wrong["number"] = {
            "empty": _("Write your mobile number, as 070-174 06 05."),
            "landline": _("That is not a mobile number. Texts only reach mobiles."),
        }.get(refused.reason, _("That number can't be read. Write it as 070-174 06 05."))
    if found and found.country != home:
        wrong["number"] = _("Test texts go to phones of your organisation's own country.")
    if not request.POST.get("yes"):
        wrong["yes"] = _("Tick the box: without your own yes nothing may be sent to you.")
    return found, wrong


def _page(
    request: StaffRequest, *, given: Any = None, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    mine = own_number(request.cursor, request.staff.pk)
    known = reveal(request.cursor, [mine.contact_id]).get(mine.contact_id) if mine else None
    waits = waiting_own_number(request.cursor, request.staff.pk, now=now)
    return render(
        request,
        "staff/you/number.html",
        {
            "masked": tail(known.number) if known else "",
            "since": mine.confirmed_at if mine else None,
            "waits": tail(waits.number.e164) if waits else "",
            "wording": wording(request),
            "real": settings.TRIAL_CARRIER != SIMULATOR,
            "allowance": allowance(request.cursor, now=now) if request.organisation.test_account else None,
            "given": given or {},
            "wrong": wrong or {},
        },
        status=status,
    )


def _language() -> str:
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def _too_often(refused: TooMany) -> str:
    if refused.seconds <= 60:
        says = ngettext(
            "A code is on its way. You can ask for another in %(n)s second.",
            "A code is on its way. You can ask for another in %(n)s seconds.",
            refused.seconds,
        )
        return says % {"n": refused.seconds}
    if refused.after > timedelta(hours=1):
        return _("It has been asked for too often today. Try again tomorrow; meanwhile your virtual phones get it all.")
    minutes = -(-refused.seconds // 60)
    return ngettext(
        "It has been asked for too often just now. Try again in %(n)s minute.",
        "It has been asked for too often just now. Try again in %(n)s minutes.",
        minutes,
    ) % {"n": minutes}
