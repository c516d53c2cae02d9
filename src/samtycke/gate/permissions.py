"""What the law says of one situation today and on each day to come, with today's facts.

The days are not asked one by one. A permission says until when it holds, so that the next day on which anything can
differ is known: the one after it, or the one on which a law begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS
from samtycke.gate.judge import Judge, Row
from samtycke.policy import Decision, Pack, pack_for

_OBJECTED = COLUMNS.index("objected")
_SEVERITY = {"allow": 0, "hold": 1, "deny": 2}


@dataclass(frozen=True, slots=True)
class Span:
    """On the days from ``start`` up to and without ``end``, counted from the first, this rule permits."""

    start: int
    end: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Rules:
    """By which rules people are judged. ``also_law``: by this country's too; both must allow."""

    settings: Mapping[str, Any]
    also_law: str | None = None


class _OneLaw(Judge):
    """A judge who takes everybody to be under one country's law."""

    def __init__(self, envelope: Sealed, settings: Mapping[str, Any], now: datetime, *, law: str | None) -> None:
        super().__init__(envelope, settings, now)
        self._law = law

    def pack(self, country: str) -> Pack:
        if country not in self._packs:
            self._packs[country] = pack_for(self._law or country, self._settings)
        return self._packs[country]

    def told_apart(self, decision: Decision) -> tuple[Any, ...]:
        """The words are not read here, only counted by."""
        return decision.rule, decision.until


class _WithoutHolds(_OneLaw):
    """A judge who asks whether there is a permission: what must wait is reached all the same, only later.

    ``after``: only of the bases that are asked after this many.
    """

    def __init__(
        self, envelope: Sealed, settings: Mapping[str, Any], now: datetime, *, law: str | None, after: int
    ) -> None:
        super().__init__(envelope, settings, now, law=law)
        self._after = after

    def pack(self, country: str) -> Pack:
        if country not in self._packs:
            whole = super().pack(country)
            self._packs[country] = replace(whole, holds=(), bases=whole.bases[self._after :])
        return self._packs[country]


class _Law:
    """What one law says through the days; ``country`` None is each person's own."""

    def __init__(
        self, envelope: Sealed, settings: Mapping[str, Any], country: str | None, *, noons: Sequence[datetime]
    ) -> None:
        self._envelope, self._settings, self._country = envelope, settings, country
        self._noons, self._last = noons, len(noons) - 1
        self._first = noons[0].date()
        self._today = _OneLaw(envelope, settings, noons[0], law=country)
        self._judges: dict[tuple[int, int], _WithoutHolds] = {}
        self._turns: dict[str, tuple[int, ...]] = {}

    def today(self, row: Row) -> Decision:
        """The decision on the first day, holds and all."""
        return self._today.judge(row).decision

    def spans(self, row: Row) -> Iterator[Span]:
        """The days on which there is a permission."""
        pack = self._today.pack(row[0])
        turns = (0, *self._turning(pack), self._last + 1)
        for start, end in pairwise(turns):
            yield from self._between(row, start, end, pack)

    def _between(self, row: Row, start: int, end: int, pack: Pack) -> Iterator[Span]:
        """No law begins or ends in between: time then takes permissions, and gives none.

        What is left when a basis has lapsed is therefore what those asked after it already allow.
        """
        day, asked, after = start, start, 0
        while day < end:
            decision = self._permission(row, asked, after)
            if decision.verdict != "allow":
                return
            lapse = min(end, self._lapse(decision, pack))
            if lapse > day:
                yield Span(day, lapse, decision)
                day = lapse
            if row[_OBJECTED]:
                # A consent may outweigh an objection, and it has lapsed: all is asked anew, on that day.
                asked, after = day, 0
            elif day < end:
                after += 1 + next(place for place, rule in enumerate(pack.bases[after:]) if rule.id == decision.rule)

    def _permission(self, row: Row, day: int, after: int) -> Decision:
        if day == after == 0:
            decision = self.today(row)
            if decision.verdict != "hold":
                return decision
        return self._judge(day, after).judge(row).decision

    def _judge(self, day: int, after: int) -> _WithoutHolds:
        if (day, after) not in self._judges:
            self._judges[day, after] = _WithoutHolds(
                self._envelope, self._settings, self._noons[day], law=self._country, after=after
            )
        return self._judges[day, after]

    def _lapse(self, decision: Decision, pack: Pack) -> int:
        """The first day on which this permission no longer holds."""
        if decision.until is None:
            return self._last + 1
        return min((decision.until.astimezone(pack.timezone).date() - self._first).days, self._last) + 1

    def _turning(self, pack: Pack) -> tuple[int, ...]:
        """The days to come on which a law of this pack begins, or has ended."""
        if pack.name not in self._turns:
            ahead = ((day - self._first).days for day in pack.turns)
            self._turns[pack.name] = tuple(sorted(day for day in ahead if 0 < day <= self._last))
        return self._turns[pack.name]


class Permissions:
    """Decides over situations by some rules, from a first day on, at noon at home.

    Noon is the same calendar day under every law, and outside the quiet hours most have.
    """

    def __init__(self, envelope: Sealed, rules: Rules, *, first: date, days: int, zone: ZoneInfo) -> None:
        noons = [datetime.combine(first + timedelta(days=day), time(12), zone) for day in range(days + 1)]
        self._own = _Law(envelope, rules.settings, None, noons=noons)
        self._also = _Law(envelope, rules.settings, rules.also_law, noons=noons) if rules.also_law else None

    def today(self, row: Row) -> Decision:
        """The decision on the first day, holds and all. Of two laws' the stricter; between equals the own law's."""
        own = self._own.today(row)
        if self._also is None:
            return own
        return max(own, self._also.today(row), key=lambda one: _SEVERITY[one.verdict])

    def spans(self, row: Row) -> Iterator[Span]:
        """The days on which this situation is permitted, by which rule, from the first to the last asked about."""
        if self._also is None:
            yield from self._own.spans(row)
            return
        also = list(self._also.spans(row))
        for own in self._own.spans(row):
            for other in also:
                start, end = max(own.start, other.start), min(own.end, other.end)
                if start < end:
                    yield Span(start, end, own.decision)
