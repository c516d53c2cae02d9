"""Ask a person: a question goes to the DM officer, the answer attached; the reply comes to a page of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samtycke.organisations.door import Organisation, TooMany
from samtycke.policy import pack_for
from samtycke.rights.door import ADVICE_KEPT, Advice, Asker, NoSuchAdvice, house, withdraw
from samtycke.rights.door import ask as put
from samtycke.rights.door import asked as read
from samtycke.web.frame.callers import count_call, too_many
from samtycke.web.frame.membership import membership_of
from samtycke.web.parts.law import SIGNS, law
from samtycke.web.parts.tags import said
from samtycke.web.public.may_i.answer import Answer, next_screen
from samtycke.web.public.may_i.questions import Screen
from samtycke.web.public.may_i.views import answers_of, shown
from samtycke.web.public.written import written, wrong_in

MOST, PER = 5, timedelta(hours=1)
"""So many questions from one address."""
_LONGEST = {"name": 200, "email": 254, "question": 4000}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form, with the answer it attaches."""
    request.place = "may-i"  # type: ignore[attr-defined]
    found = next_screen(answers_of(request))
    if isinstance(found, Screen):
        return redirect(f"{reverse('may-i')}?{request.GET.urlencode()}")
    organisation = _organisation(request)
    if organisation is None:
        raise Http404
    if request.method != "POST":
        return _form(request, found, organisation, _known(request), {})
    given = written(request, _LONGEST)
    if wrong := wrong_in(request, given, _LONGEST, needed={"question": _("Write what you wonder.")}):
        return _form(request, found, organisation, given, wrong)
    try:
        count_call(request, "advice", most=MOST, per=PER)
    except TooMany as refused:
        return too_many(request, refused)
    code = put(
        organisation.pk,
        Asker(**given),
        answers=found.query,
        case=found.case,
        decision=found.decision,
        language=(get_language() or "sv")[:2],
        now=timezone.now(),
    )
    return redirect("may-i-asked", code)


@require_safe
def asked(request: HttpRequest, code: str) -> HttpResponse:
    """A question and its reply, for whoever has the link."""
    request.place = "may-i"  # type: ignore[attr-defined]
    advice = _read(code)
    decision = advice.decision
    words = {
        "advice": advice,
        "code": code,
        "verdict": SIGNS[decision["verdict"]],
        "why": said(decision["explanation"]),
        "decision": decision,
        "rule": law(decision["pack"], decision["rule"]),
        "link": request.build_absolute_uri(),
        "kept_until": advice.asked_at + ADVICE_KEPT,
        "mails": bool(settings.SMTP_URL),
    }
    response = render(request, "public/may_i/asked.html", words)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@require_POST
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever asked takes the question back, and nothing of it is kept."""
    try:
        withdraw(code)
    except NoSuchAdvice:
        raise Http404 from None
    messages.success(request, _("Your question and all that came with it is removed."), extra_tags="may")
    return redirect("may-i")


def _read(code: str) -> Advice:
    try:
        return read(code)
    except NoSuchAdvice:
        raise Http404 from None


def _form(
    request: HttpRequest, found: Answer, organisation: Organisation, given: dict[str, str], wrong: dict[str, str]
) -> HttpResponse:
    authority = pack_for(organisation.home_country).authority
    values: dict[str, Any] = {
        "given": given,
        "wrong": wrong,
        "organisation_asked": organisation,
        "authority": authority,
        "months": round(ADVICE_KEPT / timedelta(days=30.4)),
        "mails": bool(settings.SMTP_URL),
        "back": f"{reverse('may-i')}?{found.query}",
        "action": f"{reverse('may-i-ask')}?{found.query}",
    }
    return render(request, "public/may_i/ask.html", shown(found) | values, status=422 if wrong else 200)


def _organisation(request: HttpRequest) -> Organisation | None:
    """Whom the question goes to: one's own organisation where one is signed in, else the house."""
    membership = membership_of(request)
    return membership.organisation if membership else house()


def _known(request: HttpRequest) -> dict[str, str]:
    membership = membership_of(request)
    return {"name": membership.staff.name, "email": membership.staff.email} if membership else {}
