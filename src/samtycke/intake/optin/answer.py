"""The answer to a double opt-in: a yes that is shown to be theirs, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection
from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import message_state
from samtycke.intake.optin.ask import written
from samtycke.intake.optin.requests import OptInRequest, request_locked, requests_of, settle_request
from samtycke.ledger.door import Consent, record, reveal
from samtycke.organisations.door import digest
from samtycke.sms import parse_number

_NEVER_LEFT = frozenset({"planned", "withheld", "cancelled"})
"""A question in one of these states has reached nobody: what comes is no answer to it."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Whose question a link answers."""

    organisation_id: int
    request_id: int


def say_yes(cursor: CursorWrapper, contact_id: int, *, text: str, at: datetime, now: datetime) -> OptInRequest | None:
    """A reply says yes: it answers the newest question that waits. None when none does, and nothing changes."""
    for request in requests_of(cursor, contact_id):
        if request.waits_at(at) and _has_left(cursor, request):
            return confirm(cursor, request.id, how="reply", answer={"answer": text}, at=at, now=now)
    return None


def confirm(
    cursor: CursorWrapper,
    request_id: int,
    *,
    how: Literal["reply", "link"],
    answer: Mapping[str, str],
    at: datetime,
    now: datetime,
) -> OptInRequest | None:
    """Record the yes with both of its steps. None when the question no longer waits."""
    request = request_locked(cursor, request_id)
    if request is None or not request.waits_at(at):
        return None
    known = reveal(cursor, [request.contact_id]).get(request.contact_id)
    if known is None or not settle_request(cursor, request.id, "confirmed", at=at, how=how):
        return None
    yes = Consent(
        number=parse_number(known.number),
        occurred_at=max(at, request.asked_at),
        door="sms" if how == "reply" else "link",
        source="",
        purpose=request.purpose,
        method="double_opt_in",
        wording=request.wording,
        informed=True,
        evidence={
            **{f"request_{name}": value for name, value in request.evidence.items()},
            "requested_at": written(request.requested_at),
            "requested_by": f"{request.method}, {request.door}",
            "question": request.question,
            "asked_at": written(request.asked_at),
            "message": str(request.message_id),
            "answered_at": written(at),
            **answer,
        },
    )
    record(cursor, [yes], now=now)
    return request


def say_no(cursor: CursorWrapper, contact_id: int, *, at: datetime, how: Literal["reply", "link"] = "reply") -> int:
    """A no ends every question that waits. Returns how many did."""
    waiting = [request for request in requests_of(cursor, contact_id) if request.state == "asked"]
    return sum(settle_request(cursor, request.id, "refused", at=at, how=how) for request in waiting)


def linked(code: str) -> Linked | None:
    """Whose question the code of a link answers; it shows no one anything by itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, request_id FROM optin_code WHERE digest = %s", [digest(code)])
        row = cursor.fetchone()
    return Linked(*row) if row else None


def _has_left(cursor: CursorWrapper, request: OptInRequest) -> bool:
    return message_state(cursor, request.message_id).state not in _NEVER_LEFT
