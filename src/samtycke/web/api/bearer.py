"""Who calls: a bearer key of an organisation."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from samtycke.organisations.door import ApiKey, find_api_key
from samtycke.sms import Number, NumberRefused, parse_number
from samtycke.web.api.numbers import number_refused
from samtycke.web.api.problem import invalid


class ApiRequest(HttpRequest):
    """A request whose key is known, with the cursor and the instant of its transaction."""

    auth: ApiKey
    cursor: CursorWrapper
    now: datetime


def by(request: ApiRequest) -> str:
    """Who it is, as the ledger and the audit trail write it."""
    return f"API: {request.auth.name}"


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
    """``Authorization: Bearer sam_live_…`` or ``sam_test_…``. A test key's messages end at the simulator."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        return find_api_key(token.strip(), now=timezone.now())
