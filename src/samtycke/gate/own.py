"""One's own phone: the one number outside the simulator that a text of a test account may go to.

It has shown itself by a code, a few texts a day go there, and each is decided like any other: what is marketing rests
on the yes that its owner gave with the code. The rule ends with the test account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import TEST_CARRIER, Sealed, Spec
from samtycke.organisations.door import today

CODE = "own_number_code"
"""The purpose of the text with the code. It is the program's own: an organisation can declare none of this name."""


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """The phone of one of the staff."""

    contact_id: int
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many texts to one's own phone a test account may send, and has sent. ``per_day`` is 0 where it may none."""

    per_day: int
    in_all: int
    today: int
    total: int

    @property
    def left(self) -> int:
        """How many more may go today."""
        return max(0, min(self.per_day - self.today, self.in_all - self.total))


def own_number(cursor: CursorWrapper, staff_id: int) -> OwnNumber | None:
    """The phone that somebody has confirmed here."""
    cursor.execute(
        "SELECT contact_id, confirmed_at FROM own_number WHERE organisation_id = current_organisation() "
        "AND staff_id = %s",
        [staff_id],
    )
    row = cursor.fetchone()
    return OwnNumber(*row) if row else None


def keep_own_number(cursor: CursorWrapper, staff_id: int, contact_id: int, *, now: datetime) -> None:
    """Remember a phone whose code has come back, in place of an earlier one."""
    cursor.execute(
        "INSERT INTO own_number VALUES (current_organisation(), %s, %s, %s) ON CONFLICT (organisation_id, staff_id) "
        "DO UPDATE SET contact_id = excluded.contact_id, confirmed_at = excluded.confirmed_at",
        [staff_id, contact_id, now],
    )


def forget_own_number(cursor: CursorWrapper, staff_id: int) -> None:
    """Nothing goes there any more."""
    cursor.execute(
        "DELETE FROM own_number WHERE organisation_id = current_organisation() AND staff_id = %s", [staff_id]
    )


def allowance(cursor: CursorWrapper, *, now: datetime) -> Allowance:
    """What the account has left."""
    per_day, in_all = settings.TRIAL
    cursor.execute(
        "SELECT CASE WHEN day = %s THEN today ELSE 0 END, total FROM own_quota "
        "WHERE organisation_id = current_organisation()",
        [today(cursor, now)],
    )
    return Allowance(per_day, in_all, *(cursor.fetchone() or (0, 0)))


def to_own_phone(cursor: CursorWrapper, draft: Sealed, spec: Spec, contact_id: int | None, *, now: datetime) -> Sealed:
    """A draft to one number, on its way to the real phone if it is the account's own; else as it was.

    One text of the allowance is taken. What nothing is left for ends at the simulator, as everything else. A code goes
    to a phone that has yet to show itself; how many of those leave is limited where it is asked for.
    """
    if draft.carrier != TEST_CARRIER or spec.test or not settings.TRIAL[0] or not _is_test_account(cursor):
        return draft
    asks = spec.legal_basis is not None and spec.purpose == CODE
    if not asks and not (contact_id and _owned(cursor, [contact_id]) and _take(cursor, now)):
        return draft
    if settings.TRIAL_CARRIER == TEST_CARRIER:
        return replace(draft, own=True)
    # A name of the installation's: a test account has registered none. It can't be answered, so the way out is a link.
    return replace(draft, own=True, carrier=settings.TRIAL_CARRIER, sender=settings.TRIAL_SENDER, inbound_number="")


def give_back(cursor: CursorWrapper, envelope: Sealed) -> None:
    """The law kept it: it has cost nothing."""
    if envelope.own and envelope.purpose != CODE:
        cursor.execute(
            "UPDATE own_quota SET today = today - 1, total = total - 1 WHERE organisation_id = current_organisation()"
        )


def may_go(cursor: CursorWrapper, envelope: Sealed, contact_ids: Sequence[int]) -> set[int]:
    """To whom of some contacts an own text may still go, asked in the moment it leaves."""
    if not _is_test_account(cursor):
        return set()
    return set(contact_ids) if envelope.purpose == CODE else _owned(cursor, contact_ids)


def _is_test_account(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT test_account FROM organisation WHERE id = current_organisation()")
    found: bool = cursor.fetchone()[0]
    return found


def _owned(cursor: CursorWrapper, contact_ids: Sequence[int]) -> set[int]:
    """Those of some contacts that are the phone of somebody who works here now, and on no list of the platform's."""
    cursor.execute(
        "SELECT o.contact_id FROM own_number o "
        "JOIN membership m ON m.organisation_id = o.organisation_id AND m.staff_id = o.staff_id "
        "JOIN contact c ON c.organisation_id = o.organisation_id AND c.id = o.contact_id AND NOT c.erased "
        "WHERE o.organisation_id = current_organisation() AND o.contact_id = ANY(%s) "
        "AND NOT EXISTS (SELECT FROM platform_suppression p WHERE p.number_key = c.number_key)",
        [list(contact_ids)],
    )
    return {row[0] for row in cursor.fetchall()}


def _take(cursor: CursorWrapper, now: datetime) -> bool:
    """Take one text of the allowance; False when nothing is left. Two at once wait for each other."""
    per_day, in_all = settings.TRIAL
    cursor.execute(
        "INSERT INTO own_quota AS q (organisation_id, day, today, total) "
        "VALUES (current_organisation(), %(day)s, 1, 1) "
        "ON CONFLICT (organisation_id) DO UPDATE SET day = excluded.day, total = q.total + 1, "
        "today = CASE WHEN q.day = excluded.day THEN q.today + 1 ELSE 1 END "
        "WHERE q.total < %(in_all)s AND (q.day <> excluded.day OR q.today < %(per_day)s)",
        {"day": today(cursor, now), "per_day": per_day, "in_all": in_all},
    )
    taken: int = cursor.rowcount
    return taken == 1
