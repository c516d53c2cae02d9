"""What a campaign loses by waiting to a later day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.audience import audience_of
from samtycke.campaigns.campaign import Campaign
from samtycke.gate.door import YEAR, draft_envelope, forecast


class NotAhead(ValueError):
    """The day is today or past, or more than a year ahead: ``first`` to ``last`` can be asked about."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(first, last)
        self.first, self.last = first, last


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many may be reached today and on the later day; ``lost`` by the basis they had."""

    until: date
    today: int
    then: int
    lost: Mapping[str, int]


def if_waiting(cursor: CursorWrapper, campaign: Campaign, until: date, *, now: datetime) -> Waiting:
    """Decide over the audience of a campaign today and on a later day, on today's facts.

    Raises:
        NotAhead: the day can't be asked about.
        NotDeclared, AudienceRefused: as ``preview``.
    """
    envelope = draft_envelope(cursor, campaign.spec)
    # A day more than the clock says: at home it may be tomorrow already. The nearer the end, the less to tell apart.
    days = max(1, min(YEAR, (until - now.date()).days + 1))
    seen = forecast(cursor, envelope, audience_of(cursor, campaign).known, now=now, days=days)
    day = (until - seen.first).days
    if not 0 < day <= days:
        raise NotAhead(seen.day(1), seen.day(YEAR))
    lost = Counter[str]()
    for ground, by_day in seen.as_is.by_day.items():
        lost[ground.basis or ""] += by_day[0] - by_day[day]
    return Waiting(until, seen.as_is.on(0), seen.as_is.on(day), +lost)
