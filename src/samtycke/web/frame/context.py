"""What every page needs besides its own: theme, places, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    }
