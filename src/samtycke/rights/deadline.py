"""How long there is to answer (GDPR 12(3)): a month from the day it came, and how its last day is found.

A period in months ends on the same day of the month, or on the last one of a month that has no such day; where that is
a Saturday or a Sunday, on the Monday after (Regulation 1182/71, art. 3(2)(c), (4); EDPB 01/2022, 157-160). Public
holidays would give a day more now and then. They are not counted on: nobody is late by being early.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_MONTHS, _LONGEST = 1, 3
"""The month, and with two further ones where it is extended."""
SOON = 7
"""With so many days left a request is one for today."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day a period of months ends on, ``due`` the last day to answer: the same, but never in a weekend."""

    ends: date
    due: date

    @property
    def moved(self) -> bool:
        """Whether it ended in a weekend."""
        return self.ends != self.due


def deadline(received: date, *, extended: bool = False) -> Deadline:
    """The last day to answer what came on a day.

    >>> deadline(date(2026, 1, 31)).ends, deadline(date(2026, 1, 31)).due
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 2))
    """
    ends = _months_after(received, _LONGEST if extended else _MONTHS)
    return Deadline(ends, ends + timedelta(days=7 - ends.weekday() if ends.weekday() >= _SATURDAY else 0))


def days_left(due: date, today: date) -> int:
    """Whole days until the last day; 0 on it, below when it has passed."""
    return (due - today).days


def urgency(due: date, today: date) -> str:
    """``not`` when it is late, ``waits`` when it soon will be, ``may`` while there is time."""
    left = days_left(due, today)
    return "not" if left < 0 else "waits" if left <= SOON else "may"


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
