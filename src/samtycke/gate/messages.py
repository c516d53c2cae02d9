"""Messages as they are read back: one, a person's, a campaign's, the latest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import MESSAGE, Sealed, read_envelopes
from samtycke.ledger.door import opened
from samtycke.organisations.door import keyring


class NoSuchMessage(LookupError):
    """The organisation has no message with this id."""


@dataclass(frozen=True, slots=True)
class MessageState:
    """A message: where it is, and when it came there. ``text`` is empty once it is no longer kept."""

    id: int
    contact_id: int
    campaign_id: int | None
    state: str
    rule: str
    parts: int | None
    attempts: int
    planned_at: datetime
    due_at: datetime | None
    leased_at: datetime | None
    sent_at: datetime | None
    final_at: datetime | None
    carrier_code: str | None
    envelope: Sealed
    text: str


_COLUMNS = (
    "m.id, m.contact_id, m.campaign_id, m.state, m.rule, m.parts, m.attempts, m.planned_at, m.due_at, m.leased_at, "
    "m.sent_at, m.final_at, m.carrier_code, m.envelope_id, m.body, c.country"
)


def read_messages(cursor: CursorWrapper, where: str, parameters: dict[str, Any], *, limit: int) -> list[MessageState]:
    """Messages, newest first. ``where`` is SQL of this room on ``m``; its parameters are named."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM message m JOIN contact c ON c.organisation_id = m.organisation_id "  # noqa: S608
        f"AND c.id = m.contact_id WHERE m.organisation_id = current_organisation() AND {where} "
        "ORDER BY m.planned_on DESC, m.id DESC LIMIT %(limit)s",
        {**parameters, "limit": limit},
    )
    rows = cursor.fetchall()
    opened(row[1] for row in rows)
    envelopes = read_envelopes(cursor, list({row[13] for row in rows}))
    found = []
    for row in rows:
        envelope = envelopes[row[13]]
        columns: list[Any] = [*row[:13], envelope, _text(envelope, row[14], row[15])]
        found.append(MessageState(*columns))
    return found


def _text(envelope: Sealed, body: bytes | None, country: str) -> str:
    if body:
        return keyring().open(body, about=MESSAGE).decode()
    return envelope.text(envelope.body, country) if envelope.body else ""


def message_state(cursor: CursorWrapper, message_id: int) -> MessageState:
    """One message.

    Raises:
        NoSuchMessage: there is none.
    """
    found = read_messages(cursor, "m.id = %(id)s", {"id": message_id}, limit=1)
    if not found:
        raise NoSuchMessage(message_id)
    return found[0]


def messages_of(cursor: CursorWrapper, contact_id: int, *, limit: int = 100) -> list[MessageState]:
    """The messages to one contact, newest first."""
    return read_messages(cursor, "m.contact_id = %(contact)s", {"contact": contact_id}, limit=limit)


def messages_in(
    cursor: CursorWrapper, campaign_id: int, *, state: str | None = None, rule: str | None = None, limit: int = 50
) -> list[MessageState]:
    """Messages of a campaign, by state and rule if asked."""
    return read_messages(
        cursor,
        "m.campaign_id = %(campaign)s AND m.state = coalesce(%(state)s, m.state) "
        "AND m.rule = coalesce(%(rule)s, m.rule)",
        {"campaign": campaign_id, "state": state, "rule": rule},
        limit=limit,
    )


def latest_messages(
    cursor: CursorWrapper,
    *,
    before: tuple[date, int] | None = None,
    campaign: tuple[int, date] | None = None,
    limit: int = 50,
) -> tuple[list[MessageState], tuple[date, int] | None]:
    """A page of messages, the newest first, and the place after which the next one begins; None at the end.

    ``campaign``: only those of one, by its id and the day it was planned on.
    """
    cursor.execute(
        "SELECT planned_on, id FROM message WHERE organisation_id = current_organisation() "  # noqa: S608 - one sentence or another
        "AND (planned_on, id) < (%(day)s, %(id)s) "
        + ("AND planned_on = %(planned_on)s AND campaign_id = %(campaign)s " if campaign else "")
        + "ORDER BY planned_on DESC, id DESC LIMIT %(limit)s",
        {
            "day": before[0] if before else date.max,
            "id": before[1] if before else 0,
            "campaign": campaign[0] if campaign else None,
            "planned_on": campaign[1] if campaign else None,
            "limit": limit + 1,
        },
    )
    places = cursor.fetchall()
    found = read_messages(
        cursor,
        "m.planned_on = ANY(%(days)s::date[]) AND m.id = ANY(%(ids)s::bigint[])",
        {"days": list({day for day, _ in places[:limit]}), "ids": [id_ for _, id_ in places[:limit]]},
        limit=limit,
    )
    return found, places[limit - 1] if len(places) > limit else None
