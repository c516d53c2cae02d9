"""What went wrong, as RFC 9457 has it: a stable type for programs, words in the caller's language for people.

A ``type`` is a reference relative to the address of the API; it is never renamed and never used again for something
else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtycke.web.api.answer import dumped

TYPES: Mapping[str, tuple[HTTPStatus, str | Promise]] = {
    "unreadable": (HTTPStatus.BAD_REQUEST, _("The request cannot be read")),
    "unauthorised": (HTTPStatus.UNAUTHORIZED, _("No valid API key")),
    "key-ended": (HTTPStatus.UNAUTHORIZED, _("The API key has ended")),
    "scope": (HTTPStatus.FORBIDDEN, _("The key may not do this")),
    "not-found": (HTTPStatus.NOT_FOUND, _("There is no such thing")),
    "method-not-allowed": (HTTPStatus.METHOD_NOT_ALLOWED, _("It is not asked for like that")),
    "wrong-state": (HTTPStatus.CONFLICT, _("It is too late, or too early, for that")),
    "too-large": (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The request is too large")),
    "unsupported-media-type": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("That kind of content is not read here")),
    "invalid": (HTTPStatus.UNPROCESSABLE_ENTITY, _("Something must be corrected")),
    "idempotency-key-reused": (HTTPStatus.UNPROCESSABLE_ENTITY, _("The key belongs to another request")),
    "withheld": (HTTPStatus.UNPROCESSABLE_ENTITY, _("The law does not allow this text to this person")),
    "too-many": (HTTPStatus.TOO_MANY_REQUESTS, _("Too many questions for the moment")),
    "not-asked": (HTTPStatus.UNPROCESSABLE_ENTITY, _("The question may not be asked")),
    "not-answering": (HTTPStatus.FORBIDDEN, _("Somebody else has to answer for this")),
    "internal": (HTTPStatus.INTERNAL_SERVER_ERROR, _("We failed")),
}
"""Every type there is: its status and its title."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing to correct: where (``audience.numbers.2``), a stable code, and words that say what would be right."""

    field: str
    reason: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "reason": self.reason, "message": self.message}


@dataclass(slots=True)
class Problem(Exception):
    """Raised anywhere in a request: what has been done in it is undone, and this is the answer."""

    type: str
    detail: str = ""
    errors: tuple[FieldError, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The members of the document; ``errors`` only where there are some."""
        status, title = TYPES[self.type]
        document: dict[str, Any] = {"type": self.type, "title": str(title), "status": int(status)}
        document["detail"] = self.detail or str(title)
        if self.errors:
            document["errors"] = [error.as_json() for error in self.errors]
        return {**document, **self.more}

    def as_response(self) -> HttpResponse:
        """The answer to send."""
        status, _title = TYPES[self.type]
        response = HttpResponse(dumped(self.as_json()), status=status, content_type=MEDIA_TYPE)
        if status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        for name, value in self.headers.items():
            response.headers[name] = value
        return response


MEDIA_TYPE = "application/problem+json"


def invalid(*errors: FieldError) -> Problem:
    """Fields to correct; the detail is the first one's words."""
    return Problem("invalid", errors[0].message, errors)
