"""What a visitor wrote to us: their name, where they are answered, and what they say; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.translation import gettext as _

LURE = "website"
"""A field that people do not see. What fills in everything fills in this too."""


def written(request: HttpRequest, longest: Mapping[str, int]) -> dict[str, str]:
    """What stands in each field. ``longest``: the fields, with how much they hold."""
    return {name: request.POST.get(name, "").strip() for name in longest}


def wrong_in(request: HttpRequest, longest: Mapping[str, int], *, needed: Mapping[str, str]) -> dict[str, str]:
    """What must be corrected, by field. ``needed``: what is said of those that must not be empty, beside the name."""
    given = written(request, longest)
    needed = {"name": _("Write your name."), **needed}
    wrong = {name: says for name, says in needed.items() if not given[name]}
    try:
        validate_email(given["email"])
    except ValidationError:
        wrong["email"] = _("Write an e-mail address, as namn@foretaget.se.")
    for name, most in longest.items():
        if len(given[name]) > most:
            wrong[name] = _("Write at most %(n)s characters.") % {"n": most}
        if "\0" in given[name]:
            wrong[name] = _("There is a character in it that no text can hold.")
    if request.POST.get(LURE) and not wrong:
        wrong["name"] = _("A field that people do not see was filled in. It is empty again: send once more.")
    return wrong
