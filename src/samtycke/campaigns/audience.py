"""Whom a campaign is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import EVERYBODY, Audience
from samtycke.ledger.door import find_contact
from samtycke.sms import NumberRefused, parse_number


class AudienceRefused(ValueError):
    """The audience is none of the kinds there are. ``reason``: ``unknown-kind`` or ``bad-number`` (which)."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value = reason, value


def audience_of(cursor: CursorWrapper, described: Mapping[str, Any]) -> Audience:
    """The contacts an audience describes. Numbers nobody has met are nobody's contacts, and get nothing.

    Raises:
        AudienceRefused: it describes nothing there is.
    """
    if described.get("all") is True:
        return EVERYBODY
    if isinstance(numbers := described.get("numbers"), list):
        found = (find_contact(cursor, _e164(number)) for number in numbers)
        return Audience(ids=tuple(sorted({contact for contact in found if contact is not None})))
    raise AudienceRefused("unknown-kind")


def _e164(number: object) -> str:
    try:
        return parse_number(str(number)).e164
    except NumberRefused:
        raise AudienceRefused("bad-number", str(number)) from None
