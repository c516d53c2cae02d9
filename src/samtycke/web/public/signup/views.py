"""A test account in a minute: an address and a name, then a link, then a password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samtycke.intake.door import route_answers
from samtycke.organisations.door import SIMULATOR, Staff, TooMany, acting_for, begin
from samtycke.web.frame.callers import count_call, too_many
from samtycke.web.parts.mail import mail
from samtycke.web.public.signup.link import HOLDS, LinkBroken, Wish, read, written
from samtycke.web.public.written import wrong_email, wrong_lure

MOST, PER = 10, timedelta(hours=1)
"""So many sign-ups from one address."""
_LONGEST = 120


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Whose account it is: an address, and what the organisation is called."""
    if not settings.SIGNUP_OPEN:
        return _shown(request, "public/signup/closed.html", {}, status=404)
    if request.user.is_authenticated:
        return redirect("home")
    if request.method != "POST":
        return _shown(request, "public/signup/signup.html", {})
    given = {name: " ".join(request.POST.get(name, "").replace("\0", "").split()) for name in ("email", "organisation")}
    wrong = {} if 0 < len(given["organisation"]) <= _LONGEST else {"organisation": _("Write what it is called.")}
    if email := wrong_email(given["email"]) or ("" if wrong else wrong_lure(request)):
        wrong["email"] = email
    if wrong:
        return _shown(request, "public/signup/signup.html", {"given": given, "wrong": wrong}, status=422)
    try:
        count_call(request, "sign-up", most=MOST, per=PER)
    except TooMany as refused:
        return too_many(request, refused)
    return _next(request, Wish(**given))


def _next(request: HttpRequest, wish: Wish) -> HttpResponse:
    """By mail, so that the address is theirs; where no mail can be sent, at once.

    The answer is the same for an address that has an account: that is said in the mail, to its owner alone.
    """
    path = reverse("sign-up-link", args=[written(wish, now=timezone.now())])
    if not settings.SMTP_URL:
        return redirect(path)
    if Staff.objects.filter(email__iexact=wish.email).exists():
        said = _("You have an account already: sign in at %(link)s\n\nIf you did not ask for one, do nothing.")
        said %= {"link": request.build_absolute_uri(reverse("account_login"))}
    else:
        said = _(
            "Choose a password, and your test account is there:\n\n%(link)s\n\nThe link works for 24 hours. "
            "If you did not ask for it, do nothing: nothing is kept of you."
        ) % {"link": request.build_absolute_uri(path)}
    if not mail(wish.email, _("Your test account in Samtycke"), said):
        return _shown(request, "public/signup/unsent.html", {}, status=503)
    return _shown(request, "public/signup/sent.html", {"email": wish.email})


@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, code: str) -> HttpResponse:
    """A name, a password and what is sold: then they are in, and the first text is one button away."""
    if not settings.SIGNUP_OPEN:
        return _shown(request, "public/signup/closed.html", {}, status=404)
    try:
        count_call(request, "sign-up link", most=MOST * 4, per=PER)
        wish = read(code, now=timezone.now())
    except TooMany as refused:
        return too_many(request, refused)
    except LinkBroken:
        return _shown(request, "public/signup/old.html", {}, status=404)
    if Staff.objects.filter(email__iexact=wish.email).exists():
        return _shown(request, "public/signup/known.html", {"email": wish.email})
    words: dict[str, Any] = {"wish": wish, "hours": int(HOLDS / timedelta(hours=1))}
    if request.method != "POST":
        return _shown(request, "public/signup/password.html", words)
    name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:_LONGEST]
    goods = request.POST.get("goods", "").replace("\0", "")[:500]
    password = request.POST.get("password", "")
    wrong: dict[str, str] = {} if name else {"name": _("Write your name: it stands under what you approve.")}
    try:
        validate_password(password, Staff(email=wish.email, name=name))
    except ValidationError as refused:
        wrong["password"] = refused.messages[0]
    if wrong:
        return _shown(
            request, "public/signup/password.html", {**words, "wrong": wrong, "name": name, "goods": goods}, status=422
        )
    staff = _begin(wish, name=name, password=password, goods=goods)
    response: HttpResponse = perform_login(request, staff, email_verification="none", redirect_url=reverse("way-out"))
    return response


def _begin(wish: Wish, *, name: str, password: str, goods: str) -> Staff:
    with transaction.atomic():
        language = (get_language() or "sv")[:2]
        staff = Staff.objects.create_user(wish.email, password, name=name, language=language)
        organisation, inbound = begin(wish.organisation, owner=staff, goods=goods.split(",")[:20])
        with acting_for(organisation.pk) as cursor:
            route_answers(cursor, SIMULATOR, inbound)
    return staff


def _shown(request: HttpRequest, template: str, words: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, words, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
