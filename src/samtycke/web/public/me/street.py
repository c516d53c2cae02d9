"""Whose page it is, and who is on it: found by its address, opened by the code to the number."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samtycke.organisations.door import Organisation, TooMany, acting_for, controller
from samtycke.policy import pack_for
from samtycke.rights.door import Ticket, Visit, read_visit
from samtycke.web.public.me.tickets import ticket_of


@dataclass(frozen=True, slots=True)
class Door:
    """The page of an organisation, while somebody stands before it. ``ticket``: what their browser carries."""

    organisation: Organisation
    ticket: Ticket | None


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody whose number has shown itself, in the organisation's transaction."""

    door: Door
    ticket: Ticket
    visit: Visit
    cursor: CursorWrapper


AtDoor = Callable[[HttpRequest, Door], HttpResponse]
Within = Callable[..., HttpResponse]


def at_door(view: AtDoor) -> Callable[..., HttpResponse]:
    """A page before the code has come back."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def asked(request: HttpRequest, slug: str) -> HttpResponse:
        door = _door(request, slug)
        wish = request.GET.get("lang", "")
        with (
            timezone.override(pack_for(door.organisation.home_country).timezone),
            override(wish) if wish in dict(settings.LANGUAGES) else nullcontext(),
        ):
            return _kept_from_others(view(request, door))

    return asked


def within(view: Within) -> Callable[..., HttpResponse]:
    """A page that only who has the number sees; others begin at the door."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def asked(request: HttpRequest, slug: str, **values: Any) -> HttpResponse:
        door = _door(request, slug)
        try:
            with (
                timezone.override(pack_for(door.organisation.home_country).timezone),
                acting_for(door.organisation.pk) as cursor,
            ):
                visit = read_visit(cursor, door.ticket, now=timezone.now()) if door.ticket else None
                if door.ticket is None or visit is None or visit.opened_at is None:
                    return redirect("me", slug=slug)
                return _kept_from_others(view(request, Inside(door, door.ticket, visit, cursor), **values))
        except TooMany as refused:
            return wait(request, door, refused)

    return asked


def show(request: HttpRequest, door: Door, template: str, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page in the organisation's name."""
    with acting_for(door.organisation.pk) as cursor:
        said = controller(cursor)
    shown = {"who": door.organisation.name, "slug": door.organisation.slug, "controller": said, **values}
    return render(request, f"public/me/{template}", shown, status=status)


def tell(request: HttpRequest, door: Door, title: str, says: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """A page that says one thing."""
    return show(request, door, "told.html", {"title": title, "says": says, **more}, status=status)


def wait(request: HttpRequest, door: Door, refused: TooMany) -> HttpResponse:
    """It was asked for too often. The same for a number that is known and one that is not."""
    minutes = -(-refused.seconds // 60)
    says = ngettext(
        "It has been asked for too often just now. Try again in %(n)s minute.",
        "It has been asked for too often just now. Try again in %(n)s minutes.",
        minutes,
    ) % {"n": minutes}
    response = tell(request, door, _("Wait a little"), says, status=429, again=True)
    response.headers["Retry-After"] = str(refused.seconds)
    return _kept_from_others(response)


def language() -> str:
    """The reader's language, of those that texts are written in."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def _door(request: HttpRequest, slug: str) -> Door:
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Http404
    return Door(organisation, ticket_of(request, organisation.pk))


def _kept_from_others(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
