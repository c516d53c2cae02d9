"""The questions that were asked, and what became of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import keyring

_SELECT = (
    "SELECT id, contact_id, purpose, wording, question, method, door, by, sealed, requested_at, asked_at, expires_at, "
    "message_id, state, answered_at FROM optin_request WHERE organisation_id = current_organisation() "
)


@dataclass(frozen=True, slots=True)
class OptInRequest:
    """A question and what shows that it was asked for. ``state``: asked, confirmed, refused or expired."""

    id: int
    contact_id: int
    purpose: str
    wording: str
    question: str
    method: str
    door: str
    by: str
    evidence: dict[str, str]
    requested_at: datetime
    asked_at: datetime
    expires_at: datetime
    message_id: int
    state: str
    answered_at: datetime | None

    def waits_at(self, at: datetime) -> bool:
        """Whether an answer at that instant counts. (A carrier's clock may be behind ours when it says so.)"""
        return self.state == "asked" and at <= self.expires_at


def requests_of(cursor: CursorWrapper, contact_id: int, *, purpose: str | None = None) -> list[OptInRequest]:
    """All questions to one person, the newest first."""
    where, values = ("AND purpose = %s ", [purpose]) if purpose is not None else ("", [])
    cursor.execute(_SELECT + "AND contact_id = %s " + where + "ORDER BY asked_at DESC, id DESC", [contact_id, *values])
    return [_opened(row) for row in cursor.fetchall()]


def request_locked(cursor: CursorWrapper, request_id: int) -> OptInRequest | None:
    """One question, kept from others until the transaction ends."""
    cursor.execute(_SELECT + "AND id = %s FOR UPDATE", [request_id])
    row = cursor.fetchone()
    return _opened(row) if row else None


def keep_request(cursor: CursorWrapper, request: OptInRequest) -> int:
    """Write a question. Returns its id."""
    cursor.execute(
        "INSERT INTO optin_request (organisation_id, contact_id, purpose, wording, question, method, door, by, sealed, "
        "requested_at, asked_at, expires_at, message_id) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        [
            request.contact_id,
            request.purpose,
            request.wording,
            request.question,
            request.method,
            request.door,
            request.by,
            _sealed(request.contact_id, request.evidence),
            request.requested_at,
            request.asked_at,
            request.expires_at,
            request.message_id,
        ],
    )
    return int(cursor.fetchone()[0])


def settle_request(cursor: CursorWrapper, request_id: int, state: str, *, at: datetime, how: str | None) -> bool:
    """Write what became of a question that waits. Returns whether it did."""
    cursor.execute(
        "UPDATE optin_request SET state = %s, answered_at = %s, how = %s "
        "WHERE organisation_id = current_organisation() AND id = %s AND state = 'asked'",
        [state, at, how, request_id],
    )
    return bool(cursor.rowcount)


def expire_requests(cursor: CursorWrapper, *, now: datetime) -> int:
    """Let the questions lapse whose time is over. Returns how many. Nothing is sent: we don't ask again."""
    cursor.execute(
        "UPDATE optin_request SET state = 'expired', answered_at = NULL "
        "WHERE organisation_id = current_organisation() AND state = 'asked' AND expires_at < %s",
        [now],
    )
    return int(cursor.rowcount)


def count_waiting(cursor: CursorWrapper, *, now: datetime) -> int:
    """How many questions wait for an answer."""
    cursor.execute(
        "SELECT count(*) FROM optin_request WHERE organisation_id = current_organisation() AND state = 'asked' "
        "AND expires_at >= %s",
        [now],
    )
    return int(cursor.fetchone()[0])


def _sealed(contact_id: int, evidence: Mapping[str, str]) -> bytes:
    return keyring().seal(json.dumps(dict(evidence)).encode(), about=about(contact_id))


def about(contact_id: int) -> bytes:
    """What binds what shows that they asked to whoever asked."""
    return f"optin_request/{contact_id}".encode()


def _opened(row: tuple[Any, ...]) -> OptInRequest:
    evidence: dict[str, str] = json.loads(keyring().open(bytes(row[8]), about=about(row[1])))
    columns = [*row[:8], evidence, *row[9:]]
    return OptInRequest(*columns)
