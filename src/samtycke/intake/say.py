"""What the program itself says to a person: service texts by the law's own ground, from whom they wrote to. They pass
the gate like any other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Sent, Spec, send
from samtycke.organisations.door import Organisation, Sender, senders
from samtycke.sms import Number

A_DAY = timedelta(hours=24)


def owed(
    cursor: CursorWrapper,
    body: str,
    *,
    purpose: str,
    to: str = "",
    carrier: str = "",
    legal_basis: str = "legal_obligation",
) -> Spec:
    """A text that is owed to a person. ``to`` and ``carrier``: the number they wrote to, and by whom it came."""
    return Spec(
        kind="service",
        purpose=purpose,
        body=body,
        sender=_nearest(cursor, to, carrier),
        legal_basis=legal_basis,
    )


def say(
    cursor: CursorWrapper,
    spec: Spec,
    number: Number,
    *,
    now: datetime,
    valid_for: timedelta = A_DAY,
) -> Sent:
    """Write the message; in the transaction of the act it belongs to.

    Raises:
        NotDeclared: the organisation has no sender.
    """
    return send(cursor, spec, number, now=now, valid_for=valid_for)


def _nearest(cursor: CursorWrapper, inbound_number: str, carrier: str) -> str:
    """The sender whose answers come to that number; else one of that carrier; rather one that can be answered."""
    known = senders(cursor)

    def nearness(sender: Sender) -> tuple[bool, bool, bool]:
        answerable = bool(sender.inbound_number)
        return answerable and sender.inbound_number == inbound_number, sender.carrier == carrier, answerable

    return max(known.values(), key=nearness).name if known else ""


def can_be_answered(cursor: CursorWrapper) -> bool:
    """Whether a reply to any of the organisation's senders arrives anywhere."""
    return any(sender.inbound_number for sender in senders(cursor).values())


def organisation_of(cursor: CursorWrapper) -> Organisation:
    """Who is acting in this transaction."""
    cursor.execute("SELECT current_organisation()")
    return Organisation.objects.get(pk=cursor.fetchone()[0])
