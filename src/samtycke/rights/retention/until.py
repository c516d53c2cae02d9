"""Until when what is held of one person is kept: for the person themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.door import last_instant
from samtycke.rights.retention.periods import InForce, periods

_OF_A_PERSON = ("people", "profiles", "messages", "bodies", "replies", "questions", "blocks")


@dataclass(frozen=True, slots=True)
class Until:
    """One kind of what is held of a person.

    Attributes:
        name: what it is, in Swedish and English.
        why: why it is kept so long, likewise.
        rule: the period with what it is counted from; empty where it stays as long as marketing goes on.
        at: the day it goes, where that is known; None while a yes or a customer relation keeps it, or where each text
            has a day of its own.
    """

    kind: str
    name: dict[str, str]
    why: dict[str, str]
    rule: dict[str, str]
    at: datetime | None


def kept_until(cursor: CursorWrapper, contact_id: int) -> list[Until]:
    """For each kind of what may be held of a person: how long, and the day where there is one."""
    last = last_instant(cursor, contact_id)
    known = periods(cursor)
    return [_until(known[kind], last) for kind in _OF_A_PERSON]


def _until(one: InForce, last: datetime | None) -> Until:
    policy, period = one.policy, one.period
    by_person = policy.kind in ("people", "profiles")
    rule = {lang: f"{period.said(lang)} {policy.since[lang]}" for lang in ("sv", "en")} if period else {}
    at = period.after(last) if period and by_person and last else None
    return Until(policy.kind, policy.name, policy.why, rule, at)
