"""A carrier keeps a list of its own of those who want no more: what it says of them counts here too (GDPR 21)."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.optout import opt_out
from samtycke.ledger.door import blocks_on
from samtycke.sms import parse_number


def left_at_carrier(cursor: CursorWrapper, number: str, *, carrier: str, code: str, now: datetime) -> None:
    """Record that a carrier refused a text for that reason, once: whoever stands on the list already stays there.

    Args:
        number: E.164.
        code: what it said, as the result or the receipt carries it.
    """
    if any(block.own_doing and block.purpose == "" for block in blocks_on(cursor, number)):
        return
    opt_out(
        cursor,
        parse_number(number),
        because="carrier",
        door="carrier",
        by=carrier,
        evidence={"carrier": carrier, "code": code},
        now=now,
    )
