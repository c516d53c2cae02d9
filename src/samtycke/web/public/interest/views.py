"""Tell the operator that one is interested; lawful itself: a notice, an end, and a way to take it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samtycke.organisations.door import TooMany, acting_for, controller
from samtycke.policy import pack_for
from samtycke.rights.door import Interest, NoSuchInterest, forget_interest, house, mail_interest, show_interest
from samtycke.web.frame.callers import count_call, too_many
from samtycke.web.public.written import written, wrong_in

MOST, PER = 5, timedelta(hours=1)
"""So many from one address."""
_LONGEST = {"name": 200, "email": 254, "organisation": 200, "says": 4000}


@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest) -> HttpResponse:
    """The form; then that it has come, with the link by which it is taken back."""
    request.place = "interest"  # type: ignore[attr-defined]
    of = house()
    if of is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, {})
    given = written(request, _LONGEST)
    if wrong := wrong_in(request, given, _LONGEST, needed={}):
        return _shown(request, {"given": given, "wrong": wrong}, status=422)
    try:
        count_call(request, "interest", most=MOST, per=PER)
    except TooMany as refused:
        return too_many(request, refused)
    code = show_interest(of.pk, Interest(**given), language=(get_language() or "sv")[:2], now=timezone.now())
    mail_interest.defer(organisation_id=of.pk)
    return _shown(request, {"code": code, "name": given["name"]})


@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever showed it takes it back, and nothing of it is kept."""
    try:
        forget_interest(code)
    except NoSuchInterest:
        raise Http404 from None
    messages.success(request, _("Removed. Nothing of it is kept."), extra_tags="may")
    return redirect("interest")


def _shown(request: HttpRequest, words: dict[str, Any], *, status: int = 200) -> HttpResponse:
    of = house()
    assert of is not None
    with acting_for(of.pk) as cursor:
        said = controller(cursor)
    told = {
        "controller": said,
        "controller_name": said.name or of.name,
        "authority": pack_for(of.home_country).authority,
        "open": settings.SIGNUP_OPEN,
    }
    response = render(request, "public/interest/interest.html", {**told, **words}, status=status)
    if words.get("code"):
        response.headers["Cache-Control"] = "no-store, private"
    return response
