"""How many may be reached today and on each day to come, and how another rule would change that.

Everybody is decided by the same ``decide`` as a text that is about to leave, on today's facts: nobody says a new yes,
buys or leaves. What must wait counts as reached, since it is later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import EVERYBODY, Audience
from samtycke.gate.horizon import Horizon, Seen, people_sql, see
from samtycke.gate.permissions import Permissions, Rules, Span
from samtycke.gate.verdicts import settings_of
from samtycke.policy import Decision, pack_for, territories

YEAR = 365


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Another rule to count with. Nothing of it is saved.

    ``settings``: what the organisation would have set, whole; None leaves its own. ``similar``: goods that would also
    be declared similar. ``also_law``: a country whose law everybody would be judged by besides their own.
    """

    settings: Mapping[str, Any] | None = None
    similar: tuple[str, ...] = ()
    also_law: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A verdict, and the rule of which pack it rests on."""

    verdict: str
    rule: str
    pack: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom one set of rules lets reach.

    ``today``: everybody by verdict and rule, the holds too. ``by_day``: how many each ground permits, from the first
    day on, one figure a day.
    """

    today: Mapping[Ground, int]
    by_day: Mapping[Ground, tuple[int, ...]]
    total: tuple[int, ...]

    def count(self, verdict: str) -> int:
        """How many people have this verdict today."""
        return sum(people for ground, people in self.today.items() if ground.verdict == verdict)

    def on(self, day: int) -> int:
        """How many may be reached on a day, counted from the first."""
        return self.total[day]


@dataclass(frozen=True, slots=True)
class Change:
    """People for whom the other rule gives another verdict today."""

    before: Ground
    after: Ground
    people: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """``without_pack``: how many numbers lie in each country whose law is not known here."""

    contacts: int
    first: date
    as_is: Reach
    what_if: Reach | None
    changes: tuple[Change, ...]
    without_pack: Mapping[str, int]
    made_at: datetime

    def day(self, number: int) -> date:
        """A day, counted from the first."""
        return self.first + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Lapsing:
    """A contact who may be reached until and with ``last_day``, and on what."""

    contact_id: int
    last_day: date
    ground: Ground


def forecast(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience = EVERYBODY,
    *,
    now: datetime,
    days: int = YEAR,
    what_if: WhatIf | None = None,
) -> Forecast:
    """Decide over an audience today and through some days to come; ``what_if``: by another rule as well."""
    settings, zone = settings_of(cursor), _zone(cursor)
    first = now.astimezone(zone).date()
    tried = what_if or WhatIf()
    own = settings if tried.settings is None else tried.settings
    horizon = Horizon(first, first + timedelta(days=days), (settings, own))
    found = see(cursor, envelope, audience, horizon, now=now, then_similar=tried.similar)
    here = Permissions(envelope, Rules(settings), first=first, days=days, zone=zone)
    as_is = _reach(here, found, days)
    there = None
    if what_if is not None:
        there = Permissions(envelope, Rules(own, tried.also_law), first=first, days=days, zone=zone)
    return Forecast(
        contacts=sum(one.people for one in found),
        first=first,
        as_is=as_is,
        what_if=_reach(there, found, days, then=True) if there else None,
        changes=_changes(here, there, found) if there else (),
        without_pack=_without_pack(found),
        made_at=now,
    )


def lapsing(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience = EVERYBODY,
    *,
    now: datetime,
    days: int,
    after: tuple[date, int] | None = None,
    limit: int | None = None,
) -> list[Lapsing]:
    """Who may be reached today and will not be within some days, the first to lapse first.

    ``after``: the last day and id of the last one seen. They can still be asked again: those who said no are not here.
    """
    settings, zone = settings_of(cursor), _zone(cursor)
    first = now.astimezone(zone).date()
    horizon = Horizon(first, first + timedelta(days=days), (settings,))
    permissions = Permissions(envelope, Rules(settings), first=first, days=days, zone=zone)
    ends: dict[int, tuple[int, Ground]] = {}
    for one in see(cursor, envelope, audience, horizon, now=now):
        last = _last_day(permissions.spans(one.row))
        if last is not None and last[0] < days:
            ends[one.key] = last[0], _ground(last[1])
    sql, values = people_sql(envelope, audience, horizon, now)
    seen = ((after[0] - first).days, after[1]) if after else (-1, 0)
    cursor.execute(
        f"SELECT p.contact_id, p.key FROM ({sql}) p "  # noqa: S608
        "JOIN unnest(%(keys)s::bigint[], %(ends)s::int[]) AS l(key, day) ON l.key = p.key "
        "WHERE (l.day, p.contact_id) > (%(seen_day)s, %(seen_id)s) ORDER BY l.day, p.contact_id LIMIT %(limit)s",
        {
            **values,
            "keys": list(ends),
            "ends": [day for day, _ in ends.values()],
            "seen_day": seen[0],
            "seen_id": seen[1],
            "limit": limit,
        },
    )
    return [Lapsing(contact, first + timedelta(days=ends[key][0]), ends[key][1]) for contact, key in cursor.fetchall()]


def _zone(cursor: CursorWrapper) -> ZoneInfo:
    cursor.execute("SELECT home_country FROM organisation WHERE id = current_organisation()")
    return pack_for(cursor.fetchone()[0]).timezone


def _reach(permissions: Permissions, found: Sequence[Seen], days: int, *, then: bool = False) -> Reach:
    today = Counter[Ground]()
    steps: dict[Ground, list[int]] = {}
    for one in found:
        row = one.then if then else one.row
        today[_ground(permissions.today(row))] += one.people
        for span in permissions.spans(row):
            step = steps.setdefault(_ground(span.decision), [0] * (days + 2))
            step[span.start] += one.people
            step[span.end] -= one.people
    by_day = {ground: tuple(accumulate(step[:-1])) for ground, step in steps.items()}
    total = tuple(map(sum, zip(*by_day.values(), strict=True))) if by_day else (0,) * (days + 1)
    return Reach(today, by_day, total)


def _changes(here: Permissions, there: Permissions, found: Sequence[Seen]) -> tuple[Change, ...]:
    changed = Counter[tuple[Ground, Ground]]()
    for one in found:
        before, after = here.today(one.row), there.today(one.then)
        if before.verdict != after.verdict:
            changed[_ground(before), _ground(after)] += one.people
    return tuple(Change(before, after, people) for (before, after), people in changed.most_common())


def _without_pack(found: Sequence[Seen]) -> dict[str, int]:
    known = set(territories())
    people = Counter[str]()
    for one in found:
        if one.row[0] not in known:
            people[one.row[0]] += one.people
    return dict(people.most_common())


def _ground(decision: Decision) -> Ground:
    return Ground(decision.verdict, decision.rule, decision.pack, decision.basis)


def _last_day(spans: Sequence[Span] | Any) -> tuple[int, Decision] | None:
    """The last day on which somebody is reached who is today, and by which rule; None for who is not."""
    last = None
    for span in spans:
        if span.start != (last[0] + 1 if last else 0):
            break
        last = span.end - 1, span.decision
    return last
