"""What is noted about a contact by an event of its own: a held reply, a pause, a restriction, a wrong number."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.record import append_events, fingerprint, project

_KINDS = {"reply_held", "reply_read", "pause", "restriction", "restriction_lifted", "number_wrong"}


def note(
    cursor: CursorWrapper,
    contact_id: int,
    kind: str,
    *,
    door: str,
    by: str = "",
    because: str = "",
    until: datetime | None = None,
    now: datetime,
) -> None:
    """Record that a reply is held or has been read, a pause, a restriction or its end, or a wrong number.

    Raises:
        ValueError: the kind is none of these.
    """
    if kind not in _KINDS:
        raise ValueError(kind)
    event = {
        "contact_id": contact_id,
        "kind": kind,
        "occurred_at": now,
        "source": because,
        "door": door,
        "by": by,
        "until": until,
        "fingerprint": fingerprint(kind, now.isoformat(), because),
    }
    append_events(cursor, [event], now=now)
    project(cursor, [contact_id])
