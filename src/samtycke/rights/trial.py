"""The way out, tried for real: a text to a virtual phone, answered STOPP, and the next one withheld.

Nothing of it is simulated but the network: the consent stands in the ledger, the text leaves by the gateway, the answer
comes in as any other, and the law withholds the second. What the trial has come to is read from there, not remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from samtycke.gate.door import Sent, Spec, send
from samtycke.ledger.door import Consent, find_contact, record, reveal
from samtycke.organisations.door import categories, open_purposes, senders
from samtycke.sms import Number, parse_number

SOURCE = "trial of the way out"
_SERIES = range(4_670_174_0605, 4_670_174_0700)
"""Mobile numbers that are set aside for fiction: nobody's."""


class NoNumbersLeft(LookupError):
    """All of the series are contacts already."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """How far the latest trial has come.

    ``state``: ``none`` before there is one; ``waits`` while the text has not arrived; ``sent`` when it has and nobody
    has answered; ``left`` when STOPP has come; ``proven`` when a text after it has been withheld. ``proven_at``: when
    any trial was.
    """

    state: str
    number: str = ""
    contact_id: int | None = None
    first: int | None = None
    second: int | None = None
    stopped_at: datetime | None = None
    proven_at: datetime | None = None


def way_out(cursor: CursorWrapper) -> WayOut:
    """Read the latest trial from the ledger and the messages."""
    cursor.execute(_LATEST, [SOURCE])
    row = cursor.fetchone()
    if row is None:
        return WayOut("none")
    contact_id, first, state, sent_at, stopped_at, second, proven_at = row
    found = "proven" if second else "left" if stopped_at else "sent" if sent_at and state != "failed" else "waits"
    known = reveal(cursor, [contact_id]).get(contact_id)
    return WayOut(found, known.number if known else "", contact_id, first, second, stopped_at, proven_at)


_LATEST = """
SELECT e.contact_id, m.id, m.state, m.sent_at, stop.recorded_at, held.id, held.planned_at
FROM consent_event e
LEFT JOIN LATERAL (
    SELECT id, state, sent_at FROM message
    WHERE organisation_id = current_organisation() AND contact_id = e.contact_id AND planned_at >= e.recorded_at
    ORDER BY id LIMIT 1) m ON true
LEFT JOIN LATERAL (
    SELECT recorded_at FROM consent_event
    WHERE organisation_id = current_organisation() AND contact_id = e.contact_id AND door = 'sms'
    AND kind IN ('objection', 'withdrawal') AND recorded_at >= m.sent_at
    ORDER BY recorded_at LIMIT 1) stop ON true
LEFT JOIN LATERAL (
    SELECT id, planned_at FROM message
    WHERE organisation_id = current_organisation() AND contact_id = e.contact_id AND state = 'withheld'
    AND planned_at >= stop.recorded_at
    ORDER BY id LIMIT 1) held ON true
WHERE e.organisation_id = current_organisation() AND e.kind = 'consent' AND e.source = %s
ORDER BY held.id IS NULL, e.recorded_at DESC LIMIT 1
"""
"""One that is proven before others, else the latest begun."""


def begin_trial(cursor: CursorWrapper, *, by: str, now: datetime) -> Sent:
    """Let a virtual phone say yes, and text it.

    Raises:
        NoNumbersLeft: every number for fiction is somebody's here.
    """
    number = _unused(cursor)
    purpose = _purpose(cursor)
    record(
        cursor,
        [
            Consent(
                number=number,
                occurred_at=now,
                door="staff",
                source=SOURCE,
                evidence={"by": by, "phone": "virtual"},
                attributes={"name": _("Your virtual phone")},
                purpose=purpose,
                method="checkbox_unticked",
                wording=_("Yes, text this virtual phone for a trial. I can stop any time."),
                informed=True,
            )
        ],
        now=now,
    )
    return _text(cursor, number, purpose, now=now)


def text_again(cursor: CursorWrapper, *, now: datetime) -> Sent | None:
    """Text the phone of the latest trial once more; None where there is no trial."""
    found = way_out(cursor)
    if not found.number:
        return None
    return _text(cursor, parse_number(found.number), _purpose(cursor), now=now)


def _text(cursor: CursorWrapper, number: Number, purpose: str, *, now: datetime) -> Sent:
    goods = tuple(categories(cursor))[:1]
    sender = next(iter(senders(cursor)))
    body = _("Hello! This is a trial: 20 % off everything this weekend.")
    return send(cursor, Spec("marketing", purpose, body, goods, sender, test=True), number, now=now)


def _purpose(cursor: CursorWrapper) -> str:
    return next(iter(open_purposes(cursor)))


def _unused(cursor: CursorWrapper) -> Number:
    for digits in _SERIES:
        number = parse_number(f"+{digits}")
        if find_contact(cursor, number.e164) is None:
            return number
    raise NoNumbersLeft
