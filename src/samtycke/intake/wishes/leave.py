"""A person leaves by a page of their own: by the link in a text, or by writing their number. It holds at once.

Nothing is sent to confirm it: the page has done that (MFL 20 §, GDPR 7(3): as easy as it was to say yes).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out
from samtycke.intake.optin.answer import say_no
from samtycke.intake.wishes.shown import Shown
from samtycke.intake.wishes.standing import Standing, standing
from samtycke.ledger.door import meet
from samtycke.organisations.door import limit
from samtycke.sms import Number

_PER_NUMBER = 10
"""How often in a day a no may be written in for one number, by whomever."""


def leave_by_link(cursor: CursorWrapper, contact_id: int, *, shown: Shown, now: datetime) -> Standing | None:
    """Out of all marketing of the organisation. Pressed again it changes nothing. Returns how they stand then.

    None where there is no such contact. Of somebody erased there is nothing left to say no for: they stay blocked.
    """
    before = standing(cursor, contact_id, now=now)
    if before is None or before.number is None:
        return before
    meet(cursor, before.number)  # their row is ours until the end: a button pressed twice is one no
    before = standing(cursor, contact_id, now=now)
    if before is None or before.number is None or before.out:
        return before
    opt_out(cursor, before.number, because="way_out", door="link", evidence=shown.evidence, occurred_at=now, now=now)
    say_no(cursor, contact_id, at=now, how="link")
    return standing(cursor, contact_id, now=now)


def leave_by_number(cursor: CursorWrapper, number: Number, *, shown: Shown, now: datetime) -> None:
    """The same for a number that somebody wrote in. Whether it was known is told nobody.

    That it is theirs is not shown, and need not be: a stranger can do no more with it than stop marketing, and their
    own yes brings it back.

    Raises:
        TooMany: it was written in for this number as often as may be today.
    """
    limit(cursor, "leave by number", number.e164, most=_PER_NUMBER, per=timedelta(days=1), now=now)
    known = standing(cursor, meet(cursor, number), now=now)
    if known is not None and known.out:
        return
    left = opt_out(
        cursor, number, because="written_number", door="form", evidence=shown.evidence, occurred_at=now, now=now
    )
    say_no(cursor, left.contact_id, at=now, how="link")


def senders_at(inbound_number: str) -> list[int]:
    """The organisations whose texts come from a number, or are answered there. A short one may be many's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT organisation_id FROM inbound_route WHERE inbound_number = %s ORDER BY 1", [inbound_number]
        )
        return [row[0] for row in cursor.fetchall()]


def senders_called(name: str) -> list[int]:
    """The organisations that send under a name, or are called so. At most a few may share one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT senders_called(%s)", [name])
        return sorted(row[0] for row in cursor.fetchall())
