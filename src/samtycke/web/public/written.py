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


def wrong_email(text: str) -> str:
    """What is wrong with an e-mail address; nothing where it is one."""
    try:
        validate_email(text)
    except ValidationError:
        return _("Write an e-mail address, as namn@foretaget.se.")
    return ""


def wrong_lure(request: HttpRequest) -> str:
    """What is said where the field that people do not see was filled in: their browser may have done it for them."""
    if request.POST.get(LURE):
        return _("A field that people do not see was filled in. It is empty again: send once more.")
    return ""


def wrong_in(
    request: HttpRequest, given: Mapping[str, str], longest: Mapping[str, int], *, needed: Mapping[str, str]
) -> dict[str, str]:
    """What must be corrected, by field. ``needed``: what is said of those that must not be empty, beside the name."""
    needed = {"name": _("Write your name."), **needed}
    wrong = {name: says for name, says in needed.items() if not given[name]}
    if email := wrong_email(given["email"]):
        wrong["email"] = email
    for name, most in longest.items():
        if len(given[name]) > most:
            wrong[name] = _("Write at most %(n)s characters.") % {"n": most}
        if "\0" in given[name]:
            wrong[name] = _("There is a character in it that no text can hold.")
    if not wrong and (lure := wrong_lure(request)):
        wrong["name"] = lure
    return wrong
