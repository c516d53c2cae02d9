"""What the pages by which people leave have in common: whose they are, in which language, and what a browser may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samtycke.intake.door import Shown
from samtycke.organisations.door import Organisation, TooMany, digest, senders
from samtycke.web.frame.callers import address_of, count_call

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MISSES = 60
"""How many codes that lead nowhere one address may try in an hour before they are no longer looked up with an answer of
their own. A code that does lead somewhere always works: a whole telephone network may share an address, and nobody
guesses one of 59 bits."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose page it is. ``names``: those on the handset, where they are others than the organisation's own."""

    organisation: Organisation
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """As people know it."""
        return self.organisation.name

    @property
    def me(self) -> str:
        """Where a person sees what is held about them, where there is such a page."""
        try:
            return reverse("me", args=[self.organisation.slug])
        except NoReverseMatch:
            return ""


def sender_of(cursor: CursorWrapper, organisation_id: int) -> Sender:
    """Who sends."""
    organisation = Organisation.objects.get(pk=organisation_id)
    names = tuple(name for name in senders(cursor) if name.casefold() != organisation.name.casefold())
    return Sender(organisation, names)


def street(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for somebody who came by a link in a text.

    No cookie and no session is read. The code in the address is the secret: whoever has it could press the button
    themselves, and another site that has it not can't post to it, so that a CSRF check would keep nothing out but
    telephones that take no cookies.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def asked(request: HttpRequest, **place: str) -> HttpResponse:
        language = language_of(request)
        with override(language):
            response = view(request, **place)
        response.headers["Content-Language"] = language
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return asked


def language_of(request: HttpRequest) -> str:
    """The reader's, or the one they chose on the page."""
    known = dict(settings.LANGUAGES)
    wishes = (request.GET.get("lang", ""), (get_language() or "")[:2])
    return next((wish for wish in wishes if wish in known), "sv")


def shown(request: HttpRequest, name: str, words: str, *, code: str = "") -> Shown:
    """What stands on the page of an address. The code itself is no evidence of ours to keep."""
    return Shown(
        page=f"{request.get_host()}{reverse(name, args=['…'] if code else [])}".replace("%E2%80%A6", "…"),
        words=words,
        language=language_of(request),
        code=digest(code).hex()[:12] if code else "",
        address=address_of(request),
    )


def card(request: HttpRequest, template: str, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page, with the way to its other language."""
    language = language_of(request)
    others = [(code, name) for code, name in settings.LANGUAGES if code != language]
    return render(request, f"public/leave/{template}", {"others": others, "lang": language, **values}, status=status)


def missed(request: HttpRequest) -> int:
    """A code leads nowhere. Returns the status that says so."""
    try:
        count_call(request, "way out code", most=_MISSES, per=timedelta(hours=1))
    except TooMany:
        return 429
    return 404
