"""You: your name, how you sign in, and where you are signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import allowance, own_number
from samtycke.ledger.door import reveal
from samtycke.organisations.door import Membership, audit, sign_in_news
from samtycke.web.frame.second_step import needs_second_step
from samtycke.web.parts.words import tail
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.login.adapters import NEWS, TRIES

_MOST = 120
_NEWS = NEWS | TRIES


def you(request: StaffRequest) -> HttpResponse:
    """What is known of you, each with how it is changed."""
    kept = list(Authenticator.objects.filter(user=request.staff).order_by("created_at"))
    by_type: dict[str, list[Any]] = {}
    for one in kept:
        by_type.setdefault(one.type, []).append(one)
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES, [])
    return render(
        request,
        "staff/you/you.html",
        {
            "app": next(iter(by_type.get(Authenticator.Type.TOTP, [])), None),
            "passkeys": [
                {"pk": one.pk, "name": one.wrap().name, "at": one.created_at, "used": one.last_used_at}
                for one in by_type.get(Authenticator.Type.WEBAUTHN, [])
            ],
            "codes": len(codes[0].wrap().get_unused_codes()) if codes else None,
            "needs": needs_second_step(request.organisation, request.role) and not kept,
            "sessions": _sessions(request),
            "changes": [(_NEWS[what], at) for what, at in sign_in_news(request.cursor, request.staff, of=_NEWS)],
            "memberships": Membership.objects.select_related("organisation")
            .filter(staff=request.staff)
            .order_by("organisation__name"),
            "longest": _MOST,
            **own_phone(request),
        },
    )


def own_phone(request: StaffRequest) -> dict[str, Any]:
    """Their own phone, as it may be shown, and how many tests are left."""
    mine = own_number(request.cursor, request.staff.pk)
    known = reveal(request.cursor, [mine.contact_id]).get(mine.contact_id) if mine else None
    test = request.organisation.test_account
    return {
        "own_phone": tail(known.number) if known else "",
        "allowance": allowance(request.cursor, now=timezone.now()) if test and known else None,
    }


def save(request: StaffRequest) -> HttpResponse:
    """Keep your name, as others see it and as the ledger writes it."""
    name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:_MOST]
    if not name:
        messages.error(request, _("Write your name: it stands under what you approve."), extra_tags="not")
    else:
        request.staff.name = name
        request.staff.save(update_fields=["name"])
        messages.success(request, _("Saved."), extra_tags="may")
    return redirect("you")


def here(request: StaffRequest) -> HttpResponse:
    """A sign of life from a page where somebody writes. That it was asked for is all."""
    return HttpResponse(status=204)


def end_session(request: StaffRequest) -> HttpResponse:
    """Sign out somewhere else: one browser, or all others."""
    own = UserSession.objects.filter(user=request.staff).exclude(session_key=request.session.session_key)
    chosen = request.POST.get("session", "")
    ended = own if chosen == "others" else own.filter(pk=int(chosen)) if chosen.isdecimal() else own.none()
    count = 0
    for one in ended:
        one.end()
        count += 1
    if not count and chosen != "others":
        raise Http404
    audit(request.cursor, actor=request.by, act="session.ended", count=count)
    messages.success(request, _("Signed out there."), extra_tags="may")
    return redirect("you")


def choose(request: StaffRequest) -> HttpResponse:
    """Work for another of the organisations one belongs to."""
    chosen = request.POST.get("organisation", "")
    if not (chosen.isdecimal() and Membership.objects.filter(staff=request.staff, organisation_id=chosen).exists()):
        raise Http404
    request.session["organisation"] = int(chosen)
    return redirect("home")


def _sessions(request: StaffRequest) -> list[dict[str, Any]]:
    found = [
        {
            "pk": one.pk,
            "agent": _browser(one.user_agent),
            "ip": one.ip,
            "at": one.created_at,
            "here": one.session_key == request.session.session_key,
        }
        for one in UserSession.objects.purge_and_list(request.staff)
    ]
    return sorted(found, key=lambda one: (not one["here"], -one["at"].timestamp()))


_BROWSERS = ("Edg", "Firefox", "OPR", "Chrome", "Safari")
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
_NAMES = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "macOS"}


def _browser(agent: str) -> str:
    """What a browser says it is, in two words: ``Firefox, Windows``."""
    browser = next((name for name in _BROWSERS if f"{name}/" in agent or f"{name}iOS/" in agent), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    return ", ".join(_NAMES.get(one, one) for one in (browser, system) if one) or _("A program")
