"""Decide over many people for one envelope, each distinct question once.

A decision depends on the facts it looks at and on no others: of somebody with a whole consent no sale is looked at.
The judge notes which facts `decide` reads, in which order, and knows the answer again for whoever is alike in those.
A million people in ten thousand situations are some hundred questions, and a few thousand days on which people bought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, TypeAlias, cast

from samtycke import policy
from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS, DAYS, PERIODS, bounds
from samtycke.policy import RECIPIENTS, Decision, Facts, Instants, Pack, pack_for

Row: TypeAlias = Sequence[Any]
"""Facts as the query gives them: the values of ``COLUMNS``, in order."""

_INDEX = {name: position for position, name in enumerate(COLUMNS)}
_RECIPIENT = _INDEX["recipient"]
_flags = itemgetter(*(_INDEX[field.name] for field in fields(Facts) if field.type == "bool"))
_DAYS = {_INDEX[name] for name in PERIODS}
_BOUGHT = {_INDEX[name] for name in DAYS}
_BESIDE = (timedelta(days=-1), timedelta(days=1), timedelta(days=-45))
"""More than one, since two days may end on the same: 28 and 29 February."""


@dataclass(slots=True, eq=False)
class Judgement:
    """A decision and the facts it was made on. ``kept`` is its row's id, once that is committed."""

    decision: Decision
    looked_at: Mapping[str, Any]
    kept: int = 0

    by_day: bool = False
    """Whether it would read otherwise had the person bought on another day, on the same side of every period."""


@dataclass(slots=True)
class _Question:
    """What is asked of all who are alike but for days, and the answers by those days."""

    read: tuple[int, ...]
    days: tuple[int, ...]
    """Those of ``read`` that are days and change more than the side they are on: the words, or an end."""
    answers: dict[tuple[date | None, ...], Judgement] = field(default_factory=dict)


@dataclass(slots=True)
class _Fork:
    """A fact that is looked at, and where each of its values leads."""

    index: int
    is_day: bool
    ways: dict[Any, _Fork | _Question] = field(default_factory=dict)


class _Watched:
    """Facts that note which of them are read."""

    __slots__ = ("_read", "_row")

    def __init__(self, row: Row) -> None:
        self._row = row
        self._read: dict[int, None] = {}

    def unknown(self) -> str | None:
        """That every value is a known one is seen to before rows are compared: it tells nobody apart."""
        return Facts(*self._row).unknown()

    def __getattr__(self, name: str) -> Any:
        try:
            index = _INDEX[name]
        except KeyError:
            raise AttributeError(name) from None
        self._read[index] = None
        return self._row[index]


class Judge:
    """Decides for one envelope, one organisation's settings and one moment."""

    def __init__(self, envelope: Sealed, settings: Mapping[str, Any], now: datetime) -> None:
        self._policy, self._settings, self._now = envelope.policy, settings, now
        limits = bounds(settings, now, own_goods=envelope.own_goods)
        self._periods = {
            _INDEX[name]: (getattr(limits, since) or date.max, getattr(limits, before) or date.min)
            for name, (since, before) in PERIODS.items()
        }
        self._packs: dict[str, Pack] = {}
        self._known: dict[str, _Fork | _Question] = {}

    def judge(self, row: Row) -> Judgement:
        """The decision of somebody in this situation. A hold's end is without the person's own instants."""
        if None in _flags(row) or row[_RECIPIENT] not in RECIPIENTS:
            return self._alone(row)
        found = self._known.get(row[0])
        while type(found) is _Fork:
            value = row[found.index]
            found = found.ways.get(self._side(found.index, value) if found.is_day else value)
        if type(found) is not _Question:
            return self._learn(row)
        days = tuple(row[index] for index in found.days)
        return found.answers.get(days) or self._answer(found, row, days)

    def _alone(self, row: Row) -> Judgement:
        """Somebody of whom an unknown value is told is like nobody else."""
        decision = policy.decide(self._policy, Facts(*row), self._now, self.pack(row[0]))
        return Judgement(decision, dict(zip(COLUMNS, row, strict=True)))

    def until(self, row: Row, instants: Instants) -> datetime | None:
        """When the hold of this very person ends."""
        return self.of_person(row, instants).until

    def of_person(self, row: Row, instants: Instants) -> Decision:
        """The decision of this very person, with the end of a hold of their own."""
        return policy.decide(self._policy, Facts(*row), self._now, self.pack(row[0]), instants)

    def pack(self, country: str) -> Pack:
        """The law of a country as it is in force there now, with the organisation's settings."""
        if country not in self._packs:
            self._packs[country] = pack_for(country, self._settings).at(self._now)
        return self._packs[country]

    def _side(self, index: int, day: date | None) -> date | bool | None:
        """Days on the same side of every period lead to the same facts being looked at."""
        since, before = self._periods[index]
        if day is None or before <= day < since:
            return day
        return day >= since

    def _answer(self, question: _Question, row: Row, days: tuple[date | None, ...]) -> Judgement:
        decision = policy.decide(self._policy, Facts(*row), self._now, self.pack(row[0]))
        looked_at = self._looked_at(question, row)
        judgement = Judgement(_of_all(decision, looked_at), looked_at, by_day=not _BOUGHT.isdisjoint(question.days))
        question.answers[days] = judgement
        return judgement

    def _looked_at(self, question: _Question, row: Row) -> dict[str, Any]:
        return {
            COLUMNS[index]: row[index] if index in question.days else self._told(index, row[index])
            for index in question.read
        }

    def _told(self, index: int, day: Any) -> Any:
        """The fact; of a day of which only the side was looked at, the side."""
        if index not in _DAYS:
            return day
        side = self._side(index, day)
        since, before = self._periods[index]
        if isinstance(side, bool):
            return f">= {since}" if side else f"< {before}"
        return day

    def _learn(self, row: Row) -> Judgement:
        watched = _Watched(row)
        watched.country  # noqa: B018 - it chooses the pack, so it is looked at
        decision = policy.decide(self._policy, cast(Facts, watched), self._now, self.pack(row[0]))
        read = tuple(watched._read)
        days = tuple(index for index in read if index in _DAYS and self._matters(index, row, decision))
        question = _Question(read, days)
        self._remember(row, question)
        return self._answer(question, row, tuple(row[index] for index in days))

    def _matters(self, index: int, row: Row, decision: Decision) -> bool:
        """Whether another day on the same side would give other words, or another end."""
        day = row[index]
        side = self._side(index, day)
        if day is None or not isinstance(side, bool):
            return day is not None
        beside = [day + days for days in _BESIDE if date.min - day <= days <= date.max - day]
        # Whoever is a customer without end is like nobody beside them, but the first of that side is like most.
        since, before = self._periods[index]
        beside.append(since if side else before - timedelta(days=1))
        alike = [other for other in beside if self._side(index, other) == side]
        return not alike or any(self._differs(decision, row, index, other) for other in alike)

    def _differs(self, decision: Decision, row: Row, index: int, day: date) -> bool:
        other = list(row)
        other[index] = day
        made = policy.decide(self._policy, Facts(*other), self._now, self.pack(row[0]))
        return self.told_apart(made) != self.told_apart(decision)

    def told_apart(self, decision: Decision) -> tuple[Any, ...]:
        """What must be the same for two decisions to be one."""
        return decision.rule, decision.until, decision.explanation

    def _remember(self, row: Row, question: _Question) -> None:
        read = question.read
        found = self._known.setdefault(row[0], _Fork(read[0], read[0] in _DAYS))
        for index, following in zip(read, [*read[1:], None], strict=True):
            # What is read first is the same for all, and what is read next follows from the values read so far.
            assert type(found) is _Fork
            assert found.index == index
            step: _Fork | _Question = question if following is None else _Fork(following, following in _DAYS)
            value = row[index]
            found = found.ways.setdefault(self._side(index, value) if found.is_day else value, step)


_SIDES = (">= ", "< ")


def _of_all(decision: Decision, looked_at: Mapping[str, Any]) -> Decision:
    """The decision as it is of all who are alike: of a day of which only the side was looked at, the side."""
    sides = {name: told for name, told in looked_at.items() if isinstance(told, str) and told.startswith(_SIDES)}
    if not sides:
        return decision
    steps = tuple(
        step._replace(saw={name: sides.get(name, value) for name, value in step.saw.items()})
        for step in decision.consulted
    )
    return replace(decision, consulted=steps)
