"""Values of the law, each with the day from which it is in force and its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
Hours: TypeAlias = tuple[time, time]
"""From when to when, by the wall clock where the recipient is."""


@dataclass(frozen=True, slots=True)
class Value(Generic[T]):
    """A parameter's value from a day on, until the next value of it begins."""

    value: T
    since: date
    source: str


Dated: TypeAlias = Sequence[Value[T]]
"""A parameter through time, oldest first. Before the first day the first value is taken: the stricter reading."""


def in_force(values: Dated[T], day: date) -> Value[T]:
    """The value in force on a day."""
    return next((one for one in reversed(values) if one.since <= day), values[0])


@dataclass(frozen=True, slots=True)
class Parameters:
    """What holds on a day, with what an organisation has set. None: no such limit."""

    customer_months: int = 12
    consent_months: int | None = None
    quiet_hours: Hours | None = (time(21), time(8))
    per_24h: int | None = 1
    per_7d: int | None = 4


_GOOD_PRACTICE = "God marknadsföringssed"
"""An organisation may tighten it, or set it aside openly, by name and reason."""
_SINCE = date(2010, 1, 1)
QUIET: Dated[Hours | None] = (Value((time(21), time(8)), _SINCE, _GOOD_PRACTICE),)
ONE_A_DAY: Dated[int | None] = (Value(1, _SINCE, _GOOD_PRACTICE),)
FOUR_A_WEEK: Dated[int | None] = (Value(4, _SINCE, _GOOD_PRACTICE),)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The parameters of a country through time.

    ``customer_months_most``: an organisation may not count longer than this; None where the law sets no limit.
    """

    customer_months: Dated[int]
    quiet_hours: Dated[Hours | None] = QUIET
    per_24h: Dated[int | None] = ONE_A_DAY
    per_7d: Dated[int | None] = FOUR_A_WEEK
    customer_months_most: int | None = None

    def on(self, day: date) -> Parameters:
        """The law's own values on a day."""
        return Parameters(
            customer_months=in_force(self.customer_months, day).value,
            quiet_hours=in_force(self.quiet_hours, day).value,
            per_24h=in_force(self.per_24h, day).value,
            per_7d=in_force(self.per_7d, day).value,
        )

    @property
    def turns(self) -> tuple[date, ...]:
        """The days on which a value changes."""
        since = (
            one.since
            for values in (self.customer_months, self.quiet_hours, self.per_24h, self.per_7d)
            for one in values[1:]
        )
        return tuple(sorted(set(since)))
