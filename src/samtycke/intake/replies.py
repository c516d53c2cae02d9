"""The inbox: what people wrote that a person has to read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out, release
from samtycke.intake.texts import about
from samtycke.ledger.door import note, opened, reveal
from samtycke.organisations.door import audit, keyring
from samtycke.sms import parse_number

_SELECT = (
    "SELECT id, contact_id, inbound_number, received_at, intent, sealed, read_at, read_by, campaign_id "
    "FROM inbound_text WHERE organisation_id = current_organisation() "
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A text from a person. ``read_at`` is None while it waits for somebody; one that is ``ambiguous`` then holds
    all marketing to its sender."""

    id: int
    contact_id: int
    inbound_number: str
    received_at: datetime
    intent: str
    text: str
    read_at: datetime | None
    read_by: str | None
    campaign_id: int | None


class AlreadyRead(RuntimeError):
    """Somebody has read this reply, or there is none."""


def replies(
    cursor: CursorWrapper, *, unread: bool = False, contact_id: int | None = None, limit: int = 100
) -> list[Reply]:
    """The newest replies, those of one contact, or those nobody has read."""
    where, values = "", []
    if unread:
        where += "AND read_at IS NULL "
    if contact_id is not None:
        where, values = where + "AND contact_id = %s ", [contact_id]
    cursor.execute(_SELECT + where + "ORDER BY id DESC LIMIT %s", [*values, limit])
    found = [_reply(row) for row in cursor.fetchall()]
    opened(one.contact_id for one in found)
    return found


def read_reply(
    cursor: CursorWrapper, reply_id: int, *, meant: Literal["opt_out", "other"], by: str, now: datetime
) -> None:
    """A person has read a reply: it was a no, or it was not. Either way what it held goes one way or the other.

    Raises:
        AlreadyRead: somebody was faster.
    """
    cursor.execute(
        "UPDATE inbound_text SET read_at = %s, read_by = %s WHERE organisation_id = current_organisation() "
        "AND id = %s AND read_at IS NULL RETURNING contact_id, intent",
        [now, by, reply_id],
    )
    found = cursor.fetchone()
    if found is None:
        raise AlreadyRead
    contact_id, was = found
    if meant == "opt_out" and (known := reveal(cursor, [contact_id]).get(contact_id)):
        opt_out(cursor, parse_number(known.number), because="reply", door="sms", by=by, now=now)
    if was == "ambiguous" and not _another_waits(cursor, contact_id):
        note(cursor, contact_id, "reply_read", door="staff", by=by, now=now)
        release(cursor, contact_id, now)
    audit(cursor, actor=by, act="reply.read", subject=f"reply/{reply_id}", meant=meant)


def _another_waits(cursor: CursorWrapper, contact_id: int) -> bool:
    cursor.execute(
        "SELECT 1 FROM inbound_text WHERE organisation_id = current_organisation() AND contact_id = %s "
        "AND intent = 'ambiguous' AND read_at IS NULL LIMIT 1",
        [contact_id],
    )
    return cursor.fetchone() is not None


def _reply(row: tuple[Any, ...]) -> Reply:
    id_, contact_id, inbound_number, received_at, meant, sealed, *read = row
    text = json.loads(keyring().open(sealed, about=about(contact_id)))["text"]
    read_at, read_by, campaign_id = read
    return Reply(id_, contact_id, inbound_number, received_at, meant, text, read_at, read_by, campaign_id)
