"""Leave by writing the number: where a link was cut off on the way, or is too old. It tells nobody who is known."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import leave_by_number, senders_called
from samtycke.organisations.door import TooMany, acting_for
from samtycke.sms import Number, NumberRefused, parse_number
from samtycke.web.frame.callers import count_call, too_many
from samtycke.web.parts.words import tail
from samtycke.web.public.leave.street import card, shown, street

_MOST = 30
"""How many numbers one address may write in an hour: a household, not a list."""


@street
def by_number(request: HttpRequest) -> HttpResponse:
    """Ask for the number and who sends; POST ends it. The answer is the same whether the number is known or not."""
    if request.method != "POST":
        return number_page(request)
    number, name = _number(request.POST.get("number", "")), request.POST.get("sender", "").strip()[:80]
    called = senders_called(name) if name else []
    if number is None or not called:
        return number_page(request, wrong=_wrong(number, name, called), status=422)
    try:
        count_call(request, "leave by number", most=_MOST, per=timedelta(hours=1))
        words = shown(request, "leave-by-number", f"{_title()}\n{_button()}")
        for organisation_id in called:
            with acting_for(organisation_id) as cursor:
                leave_by_number(cursor, number, shown=words, now=timezone.now())
    except TooMany as refused:
        return too_many(request, refused)
    return card(request, "number_done.html", {"name": name, "number": tail(number.e164)})


def number_page(
    request: HttpRequest, *, lost: bool = False, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """The form. ``lost``: they came by a link that leads nowhere."""
    values = {
        "lost": lost,
        "wrong": wrong or {},
        "title": _title(),
        "button": _button(),
        "number": request.POST.get("number", "")[:40],
        "sender": request.POST.get("sender", "")[:80],
    }
    return card(request, "number.html", values, status=status)


def _title() -> str:
    return _("Stop marketing texts to your number")


def _button() -> str:
    return _("Stop all marketing")


def _number(raw: str) -> Number | None:
    try:
        return parse_number(raw[:40], "SE")
    except NumberRefused:
        return None


def _wrong(number: Number | None, name: str, called: list[int]) -> dict[str, str]:
    wrong = {} if number else {"number": _("Write your mobile number, as 070-174 06 05.")}
    if not name:
        wrong["sender"] = _("Write who the text was from.")
    elif not called:
        wrong["sender"] = _("Nobody sends under that name here. Write it as it stands above the text.")
    return wrong
