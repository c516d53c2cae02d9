"""START from somebody who left: at most one question, since the word alone is no consent (GDPR 4(11)): they were not
told to what, and in which words.
"""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.intake.optin.ask import Asked, NotAsked, ask
from samtycke.intake.optin.requests import requests_of
from samtycke.ledger.door import blocks_on, history, meet
from samtycke.organisations.door import open_purposes
from samtycke.sms import Number


def begin_again(
    cursor: CursorWrapper, number: Number, *, text: str, to: str, carrier: str, at: datetime, now: datetime
) -> Asked | None:
    """Ask somebody who left and says START whether they want what they had; None when there is nothing to ask.

    Raises:
        NotDeclared: the organisation has no sender.
    """
    left = [block.since for block in blocks_on(cursor, number.e164) if block.own_doing]
    if not left:
        return None
    contact_id = meet(cursor, number)
    if any(one.method == "start" and one.asked_at >= max(left) for one in requests_of(cursor, contact_id)):
        return None
    purpose = _theirs(cursor, contact_id)
    if purpose is None:
        return None
    try:
        return ask(
            cursor,
            number,
            purpose=purpose,
            wording="",
            door="sms",
            method="start",
            evidence={"text": text, "to": to},
            requested_at=at,
            now=now,
            to=to,
            carrier=carrier,
            kind="start",
        )
    except NotAsked:
        return None


def _theirs(cursor: CursorWrapper, contact_id: int) -> str | None:
    """The purpose they last said yes to; else the organisation's first for marketing."""
    marketing = list(open_purposes(cursor))
    said = (event.purpose for event in history(cursor, contact_id) if event.kind == "consent")
    return next((purpose for purpose in said if purpose in marketing), next(iter(marketing), None))
