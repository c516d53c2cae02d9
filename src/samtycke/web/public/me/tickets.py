"""The cookie of somebody on their own page: signed, short-lived, and no staff session."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from samtycke.rights.door import Ticket

_COOKIE, _SALT = "me", "me"
_LONGEST = 60 * 60
"""The visit itself ends before: half an hour after the code came back."""


def ticket_of(request: HttpRequest, organisation_id: int) -> Ticket | None:
    """The ticket a browser carries, if it is to this organisation's page."""
    try:
        of, visit_id, secret = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_LONGEST)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(of, visit_id, secret) if of == organisation_id else None


def hand_out(response: HttpResponse, ticket: Ticket) -> None:
    """Give the browser a ticket. It is sent along to these pages only, and no script can read it."""
    response.set_cookie(
        _COOKIE,
        signing.dumps([ticket.organisation_id, ticket.visit_id, ticket.secret], salt=_SALT),
        max_age=_LONGEST,
        path="/me",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def take_back(response: HttpResponse) -> None:
    """The browser has no ticket any more."""
    response.delete_cookie(_COOKIE, path="/me", samesite="Lax")
