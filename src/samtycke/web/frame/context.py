"""What every page needs besides its own: theme, places, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtycke.campaigns.door import waits_for
from samtycke.ledger.door import life
from samtycke.organisations.door import can

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Place:
    """One of the seven. ``key`` goes there after ``g``; ``wide`` ones stand under More on a phone."""

    name: str
    title: str | Promise
    key: int
    wide: bool = False

    @property
    def url(self) -> str:
        return reverse(self.name)


PLACES = (
    Place("home", _("Home"), 1),
    Place("campaigns", _("Campaigns"), 2),
    Place("contacts", _("Contacts"), 3),
    Place("consent", _("Consent"), 4, wide=True),
    Place("inbox", _("Inbox"), 5),
    Place("compliance", _("Compliance"), 6, wide=True),
    Place("settings", _("Settings"), 7, wide=True),
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A page without an account that every other of them points to."""

    name: str
    title: str | Promise

    @property
    def url(self) -> str:
        return reverse(self.name)


SIGNS: tuple[Sign, ...] = (
    Sign("may-i", _("May I send this?")),
    Sign("guide", _("Guide")),
    Sign("interest", _("Interested?")),
)


def _waiting(request: HttpRequest) -> int:
    """How many approvals the person signed in is asked for, on pages that know who that is."""
    cursor, role, staff = (getattr(request, name, None) for name in ("cursor", "role", "staff"))
    if cursor is None or staff is None or not can(role or "", "approve"):
        return 0
    return len(waits_for(cursor, staff.pk, now=timezone.now()))


def _held(request: HttpRequest) -> bool:
    """Whether a restore holds all marketing, on pages of the staff."""
    cursor = getattr(request, "cursor", None)
    return cursor is not None and life(cursor).holds_marketing


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "places": PLACES,
        "signs": SIGNS,
        "place": getattr(request, "place", ""),
        "organisation": getattr(request, "organisation", None),
        "role": getattr(request, "role", ""),
        "phone_runs": bool(settings.PHONE_URL),
        "waiting_for_you": partial(_waiting, request),
        "marketing_held": partial(_held, request),
    }
