"""Lists in pages: each answer names where the next begins, so that nothing is skipped while new things come."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.utils.translation import gettext as _
from ninja import P, QueryEx

from samtycke.web.api.problem import FieldError, Problem, invalid

Limit = QueryEx[int, P(ge=1, le=200, description="How many at most.")]
Cursor = QueryEx[str, P(description="`next` of the page before; empty for the first.")]


def written(*place: object) -> str:
    """A place in a list as a cursor. Opaque: nothing should be read into it."""
    return urlsafe_b64encode("~".join(str(part) for part in place).encode()).decode().rstrip("=")


def read(cursor: str, *, parts: int) -> tuple[str, ...]:
    """The place a cursor names.

    Raises:
        Problem: it is none of ours.
    """
    try:
        place = tuple(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("~"))
    except ValueError:
        place = ()
    if len(place) != parts:
        raise unreadable()
    return place


def place_id(text: str) -> int:
    """An id in a cursor.

    Raises:
        Problem: it is none.
    """
    if not (text.isascii() and text.isdecimal()) or int(text) >= 2**63:
        raise unreadable()
    return int(text)


def unreadable() -> Problem:
    """What a cursor that names no place is answered with."""
    words = _("This cursor is none of ours: use `next` as it was given.")
    return invalid(FieldError("cursor", "unreadable", words))
