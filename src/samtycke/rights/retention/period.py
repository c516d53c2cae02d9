"""A length of time as people say it: 90 days, 12 months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta

_WRITTEN = re.compile(r"(\d{1,4})([dm])")
_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, or so many months by the calendar."""

    number: int
    unit: str = "m"
    """``d`` or ``m``."""

    def before(self, now: datetime) -> datetime:
        """The instant so long ago: what is older is out of time."""
        at: datetime = now - self._delta
        return at

    def after(self, then: datetime) -> datetime:
        """The instant so long afterwards."""
        at: datetime = then + self._delta
        return at

    @property
    def days(self) -> float:
        """About how long, to tell which of two is longer."""
        return self.number * (1 if self.unit == "d" else _MONTH)

    @property
    def _delta(self) -> Any:
        return relativedelta(days=self.number) if self.unit == "d" else relativedelta(months=self.number)

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"

    def said(self, language: str) -> str:
        """In words: 90 dagar, 1 år, 18 months."""
        number, unit = (
            (self.number // 12, "y") if self.unit == "m" and self.number % 12 == 0 else (self.number, self.unit)
        )
        one, many = _WORDS["en" if language.startswith("en") else "sv"][unit]
        return f"{number} {one if number == 1 else many}"


_WORDS = {
    "sv": {"d": ("dag", "dagar"), "m": ("månad", "månader"), "y": ("år", "år")},
    "en": {"d": ("day", "days"), "m": ("month", "months"), "y": ("year", "years")},
}


def read_period(written: str) -> Period:
    """A period as it is kept: ``90d``, ``12m``.

    Raises:
        ValueError: it is none.
    """
    found = _WRITTEN.fullmatch(written)
    if not found or not int(found[1]):
        raise ValueError(written)
    return Period(int(found[1]), found[2])
