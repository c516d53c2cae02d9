"""What the rooms refuse, as problems. Each error carries what happened; the words for the caller are found here."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError

from samtycke.campaigns.door import AudienceRefused, NoSuchCampaign, NotReady, Obstacle, WrongState
from samtycke.gate.door import NoSuchMessage, TooLong
from samtycke.intake.door import MappingRefused, NotAsked, RowRefused, TableUnreadable
from samtycke.organisations.door import NotAnswering, NotDeclared, TooMany
from samtycke.web.api.problem import FieldError, Problem, invalid

_log = logging.getLogger(__name__)


def problem_of(error: Exception) -> Problem:
    """The problem an error is to the caller. One nobody foresaw is ours, and tells nothing."""
    for kind in type(error).__mro__:
        if kind in _PROBLEMS:
            return _PROBLEMS[kind](error)
    # Its message may hold what a row held: only its kind and its place are written down.
    places = "".join(traceback.format_tb(error.__traceback__))
    _log.error("a call failed: %s\n%s", type(error).__name__, places)
    return Problem("internal", _("The fault is ours. Nothing was done; try again, with the same idempotency key."))


def _not_found(error: Exception) -> Problem:
    return Problem("not-found", _("There is nothing with this address, or it belongs to another organisation."))


def _no_key(error: Exception) -> Problem:
    return Problem("unauthorised", _("Send a key of yours that is not revoked: Authorization: Bearer sam_…"))


def _not_declared(error: NotDeclared) -> Problem:
    words = (
        _("%(value)s is none of yours. Choose one of: %(known)s.") if error.value else _("Choose one of: %(known)s.")
    )
    return invalid(
        FieldError(error.field, "not_declared", words % {"value": error.value, "known": ", ".join(error.known)})
    )


def _too_long(error: TooLong) -> Problem:
    return invalid(_too_many_parts({"parts": error.parts, "cap": error.cap}))


def _too_many_parts(counts: Any) -> FieldError:
    words = _("The text, with its way out, would be %(parts)s parts; at most %(cap)s may be sent. Shorten it.")
    return FieldError("text", "too_long", words % counts)


def _row_refused(error: RowRefused) -> Problem:
    refusal = error.refusal
    # A single fact stands on no line.
    _line, _colon, words = refusal.message.partition(": ")
    words = words or refusal.message
    return invalid(FieldError(refusal.field, refusal.reason, words[:1].upper() + words[1:]))


def _not_asked(error: NotAsked) -> Problem:
    words = {
        "objected": _("They have said no. Only they can ask for it again: by a text, or a form."),
        "blocked": _("The number is on a block list of yours or of the platform's."),
        "waits": _("They have been asked, and have not answered yet."),
        "unanswered": _("They were asked once and did not say yes. Nobody is asked twice."),
        "too_late": _("They asked for it more than 24 hours ago. Let them ask again, with a form or a keyword."),
        "withheld": _("The law allows no text to this person."),
    }[error.reason]
    return Problem("not-asked", words, more={"reason": error.reason, **({"rule": error.rule} if error.rule else {})})


def _mapping_refused(error: MappingRefused) -> Problem:
    words = {
        "no_such_column": _("The file has no column %(name)s."),
        "no_such_field": _("There is no field %(name)s."),
        "twice": _("Two columns cannot both be %(name)s."),
    }[error.reason]
    return invalid(FieldError("mapping", error.reason, words % {"name": error.name}))


def _table_unreadable(error: TableUnreadable) -> Problem:
    return Problem("unreadable", f"{error.reason} {error.right}")


def _wrong_state(error: WrongState) -> Problem:
    words = _("The campaign is %(state)s: this cannot be done to it now.")
    return Problem("wrong-state", words % {"state": error.state}, more={"state": error.state})


def obstacle_error(obstacle: Obstacle) -> FieldError:
    """Something that stands in a campaign's way, as a field to correct."""
    if obstacle.code == "not-declared":
        return _not_declared(NotDeclared(obstacle.field, obstacle.detail["value"], obstacle.detail["known"])).errors[0]
    if obstacle.code == "too-long":
        return _too_many_parts(obstacle.detail)
    return FieldError(obstacle.field, obstacle.code.replace("-", "_"), _("Write a text first."))


def _not_answering(error: NotAnswering) -> Problem:
    words = _(
        "Your organisation asks for the approval of a DM officer, and a key is no person. Approve it in the program."
    )
    return Problem("not-answering", words, more={"reason": error.reason, "who": list(error.who)})


def _not_ready(error: NotReady) -> Problem:
    return invalid(*(obstacle_error(obstacle) for obstacle in error.obstacles))


def _audience_refused(error: AudienceRefused) -> Problem:
    words = {
        "bad-number": _("%(value)s is not a number we can text. Write it as +46701740605."),
        "too-many": _("Name at most %(value)s numbers one by one; import them as contacts first where they are more."),
        "several": _('Name one of {"all": true} and {"numbers": [...]}, not both.'),
        "no-segments": _('There are no segments yet. Name {"all": true} or {"numbers": [...]}.'),
    }.get(error.reason, _('Name {"all": true} or {"numbers": [...]}.'))
    where = "audience" if error.place is None else f"audience.numbers.{error.place}"
    return invalid(FieldError(where, error.reason.replace("-", "_"), words % {"value": error.value}))


def _http(error: HttpError) -> Problem:
    # What the parser of bodies found is wrapped by the framework.
    return (
        error.__cause__ if isinstance(error.__cause__, Problem) else Problem("unreadable", _("The body is not JSON."))
    )


def _too_many(error: TooMany) -> Problem:
    words = _("Wait %(seconds)s seconds, or ask with a key of yours.") % {"seconds": error.seconds}
    return Problem("too-many", words, headers={"Retry-After": str(error.seconds)})


def _too_large(error: Exception) -> Problem:
    return Problem("too-large", _("Send at most 200 MB at a time."))


SHAPES = frozenset({"<contact>", "<case>"})
"""What tells apart the shapes that one body may have; no field is called so."""

_WORDS: dict[str, str | Promise] = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no such field here."),
    "literal_error": gettext_lazy("This is none of the values it may have: %(expected)s."),
    "string_too_short": gettext_lazy("This may not be empty."),
    "string_too_long": gettext_lazy("This is longer than may be."),
    "datetime_from_date_parsing": gettext_lazy("Write an instant with its zone, as 2026-03-02T10:00:00+01:00."),
    "datetime_parsing": gettext_lazy("Write an instant with its zone, as 2026-03-02T10:00:00+01:00."),
    "timezone_aware": gettext_lazy("Write an instant with its zone, as 2026-03-02T10:00:00+01:00."),
    "string_type": gettext_lazy("This must be a string."),
    "list_type": gettext_lazy("This must be a list."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    # What a case of law says of itself.
    "write true or false": gettext_lazy("This must be true or false."),
    "write a year between 1900 and 2199": gettext_lazy("Write a year between 1900 and 2199."),
    "string_pattern_mismatch": gettext_lazy("Write it as its pattern has it, a country as SE."),
}
_REASONS = {
    "value_error": "not_allowed",
    "extra_forbidden": "unknown_field",
    "literal_error": "not_allowed",
    "string_too_short": "empty",
}


def _validation(error: ValidationError) -> Problem:
    return invalid(*(_field_error(one) for one in error.errors))


def _field_error(one: dict[str, Any]) -> FieldError:
    # Where ninja found it begins with the place (body, query) and the parameter's own name.
    place, *path = (str(part) for part in one["loc"] if part not in SHAPES)
    where = ".".join(path[1:] if place == "body" else path) or place
    said = one["msg"].removeprefix("Value error, ") if one["type"] == "value_error" else one["type"]
    words = str(_WORDS.get(said, _("This is not what it must be.")))
    return FieldError(
        where,
        _REASONS.get(one["type"], one["type"]),
        words.replace("%(expected)s", str(one.get("ctx", {}).get("expected", ""))),
    )


_PROBLEMS: dict[type, Callable[[Any], Problem]] = {
    Problem: lambda error: error,
    Http404: _not_found,
    NoSuchMessage: _not_found,
    NoSuchCampaign: _not_found,
    AuthenticationError: _no_key,
    HttpError: _http,
    ValidationError: _validation,
    NotDeclared: _not_declared,
    TooLong: _too_long,
    RowRefused: _row_refused,
    NotAsked: _not_asked,
    MappingRefused: _mapping_refused,
    TableUnreadable: _table_unreadable,
    WrongState: _wrong_state,
    NotAnswering: _not_answering,
    NotReady: _not_ready,
    AudienceRefused: _audience_refused,
    TooMany: _too_many,
    RequestDataTooBig: _too_large,
}
