"""Who calls: a bearer key of an organisation."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from samtycke.ledger.door import Reader
from samtycke.organisations.door import ApiKey, KeyEnded, find_api_key
from samtycke.sms import Number, NumberRefused, parse_number
from samtycke.web.api.numbers import number_refused
from samtycke.web.api.problem import Problem, invalid


class ApiRequest(HttpRequest):
    """A request whose key is known, with the cursor and the instant of its transaction."""

    auth: ApiKey
    cursor: CursorWrapper
    now: datetime


def by(request: ApiRequest) -> str:
    """Who it is, as the ledger and the audit trail write it."""
    return f"API: {request.auth.name}"


def reader(request: ApiRequest) -> Reader:
    """Who it is, as the log of reads writes it."""
    return Reader(f"key/{request.auth.pk}", by(request), "api")


def number_of(request: ApiRequest, raw: str, *, field: str) -> Number:
    """A number, read; one without a country code belongs to the organisation's country.

    Raises:
        Problem: no text can be sent to it.
    """
    try:
        return parse_number(raw, request.auth.home_country)
    except NumberRefused as refused:
        raise invalid(number_refused(field, refused)) from None


class Bearer(HttpBearer):
    """``Authorization: Bearer sam_live_…`` or ``sam_test_…``, of a key that has the scope of the call.

    It is asked before the body is read: a key learns nothing of a call it may not make. A call that declares no scope
    is open to no key.
    """

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """Whose key it is; None of nobody's.

        Raises:
            Problem: its last day has passed (401), or it lacks the scope (403).
        """
        try:
            found = find_api_key(token.strip(), now=timezone.now())
        except KeyEnded as ended:
            raise _ended(ended) from None
        if found and self.scope not in found.may:
            raise _lacking(self.scope, found)
        return found


def only_service(request: ApiRequest, kind: str) -> None:
    """Stop marketing by a key that is for service texts.

    Raises:
        Problem: it is.
    """
    if request.auth.service and kind != "service":
        words = _("The key is for service texts only. Use another for marketing, made on the page API keys.")
        raise Problem("scope", words, more={"kind": "service"})


def only_test(request: ApiRequest, *, test: bool) -> None:
    """Stop a test key from moving what is live.

    Raises:
        Problem: it would.
    """
    if request.auth.test and not test:
        raise Problem("scope", _("A test key moves only what was made with a test key."), more={"test": True})


def _ended(ended: KeyEnded) -> Problem:
    words = _("The key's last day was %(day)s. Make a new one in the program, under Settings, API keys.")
    day = ended.last_day.isoformat()
    return Problem("key-ended", words % {"day": day}, more={"last_day": day})


def _lacking(scope: str, key: ApiKey) -> Problem:
    words = _("The key lacks the scope %(scope)s. Make one that has it in the program, under Settings, API keys.")
    return Problem("scope", words % {"scope": scope}, more={"scope": scope, "scopes": sorted(key.may)})
