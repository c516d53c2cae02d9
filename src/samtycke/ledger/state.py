"""What is noted of a contact by an event of its own: a held reply, a pause, a restriction, a wrong number."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.append import Said, append_events, fingerprint, known_facts
from samtycke.ledger.people import lock
from samtycke.ledger.project import project

_MEANS: dict[str, frozenset[str] | None] = {
    "reply_held": None,
    "reply_read": None,
    "pause": None,
    "restriction": None,
    "restriction_lifted": None,
    "number_wrong": None,
    "number_right": None,
    "recipient": frozenset({"consumer", "sole_trader", "company", "unknown"}),
    "minor": frozenset({"yes", "no", "child"}),
}
"""Every kind, and the values it may carry."""


def note(
    cursor: CursorWrapper,
    contact_id: int,
    kind: str,
    *,
    door: str,
    by: str = "",
    because: str = "",
    until: datetime | None = None,
    value: str | None = None,
    now: datetime,
) -> None:
    """Record something about a contact; of two of a sort, the later counts.

    Args:
        kind: ``reply_held`` or ``reply_read``; ``restriction`` (GDPR 18) or ``restriction_lifted``; ``number_wrong``
            or ``number_right``; ``pause``; ``recipient``; ``minor`` (known to be under 16; ``child``: under 13).
        until: of a pause, its end; None ends one.
        value: of ``recipient`` consumer, sole_trader, company or unknown; of ``minor`` yes, no or child.

    Raises:
        ValueError: there is no such kind, or not with this value.
        NoSuchContact: the organisation has no such contact.
    """
    if kind not in _MEANS or (value is not None) != (_MEANS[kind] is not None):
        raise ValueError(kind)
    if value is not None and value not in (_MEANS[kind] or ()):
        raise ValueError(value)
    lock(cursor, contact_id)
    mark = fingerprint(kind, now.isoformat(), because, value, until.isoformat() if until else None)
    if known_facts(cursor, [(contact_id, mark)]):
        return
    said = Said(
        contact_id=contact_id,
        fingerprint=mark,
        kind=kind,
        occurred_at=now,
        source=because,
        door=door,
        by=by,
        until=until,
        value=value,
    )
    append_events(cursor, [said], now=now)
    project(cursor, [contact_id])
