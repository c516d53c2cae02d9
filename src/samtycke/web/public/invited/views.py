"""Begin to work with somebody's texts, by the link they sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samtycke.organisations.door import NoSuchInvitation, Organisation, Role, Staff, TooMany, accept, invited
from samtycke.web.frame.callers import count_call, too_many

_MOST, _PER = 30, timedelta(hours=1)
_LONGEST = 120


@require_http_methods(["GET", "POST"])
def invited_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """Who asks, and as what; then a name and a password for whoever has no account yet."""
    try:
        count_call(request, "invited", most=_MOST, per=_PER)
        organisation_id, found = invited(code, now=timezone.now())
    except TooMany as refused:
        return too_many(request, refused)
    except NoSuchInvitation:
        return _shown(request, {"gone": True}, status=404)
    known = Staff.objects.filter(email__iexact=found.email).first()
    words: dict[str, Any] = {
        "organisation_name": Organisation.objects.get(pk=organisation_id).name,
        "invitation": found,
        "role_name": Role(found.role).label,
        "known": known is not None,
        "here": known is not None and request.user.pk == known.pk,
        "somebody_else": request.user.is_authenticated and (known is None or request.user.pk != known.pk),
    }
    if request.method != "POST" or words["somebody_else"]:
        return _shown(request, words)
    if known is not None:
        return _joined(request, code, known) if words["here"] else redirect(f"/login?next={request.path}")
    return _begin(request, code, found.email, words)


def _begin(request: HttpRequest, code: str, email: str, words: dict[str, Any]) -> HttpResponse:
    """Make the account, and go in. The address is confirmed: the link went to it."""
    name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:_LONGEST]
    password = request.POST.get("password", "")
    wrong: dict[str, str] = {} if name else {"name": _("Write your name: it stands under what you approve.")}
    try:
        validate_password(password, Staff(email=email, name=name))
    except ValidationError as refused:
        wrong["password"] = refused.messages[0]
    if wrong:
        return _shown(request, {**words, "wrong": wrong, "name": name})
    with transaction.atomic():
        staff = Staff.objects.create_user(email, password, name=name, language=(get_language() or "sv")[:2])
        membership = accept(code, staff, now=timezone.now())
    response: HttpResponse = perform_login(request, staff, email_verification="none", redirect_url="/")
    request.session["organisation"] = membership.organisation_id
    return response


def _joined(request: HttpRequest, code: str, staff: Staff) -> HttpResponse:
    membership = accept(code, staff, now=timezone.now())
    request.session["organisation"] = membership.organisation_id
    messages.success(request, _("Welcome. You work here too now."), extra_tags="may")
    return redirect("home")


def _shown(request: HttpRequest, words: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, "public/invited/invited.html", words, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    # The link is told to nobody else; told to nobody at all, a browser would post from "null", and be refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
