"""Decide over many people for one envelope, each distinct question once.

A decision depends on the facts it looks at and on no others: of somebody with a whole consent no sale is looked at.
The judge notes which facts `decide` reads, in which order, and knows the answer again for whoever is alike in those.
A million people in a hundred thousand situations are some thousand questions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, cast

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS
from samtycke.policy import Decision, Facts, Instants, Pack, decide, pack_for

Row: TypeAlias = Sequence[Any]
"""Facts as the query gives them: the values of ``COLUMNS``, in order."""

_INDEX = {name: position for position, name in enumerate(COLUMNS)}


@dataclass(slots=True, eq=False)
class Judgement:
    """A decision and the facts it was made on. ``kept`` is its row's id, once that is committed."""

    decision: Decision
    looked_at: Mapping[str, Any]
    kept: int = 0


@dataclass(slots=True)
class _Fork:
    """A fact that is looked at, and where each of its values leads."""

    index: int
    ways: dict[Any, _Fork | Judgement] = field(default_factory=dict)


class _Watched:
    """Facts that note which of them are read."""

    __slots__ = ("_read", "_row")

    def __init__(self, row: Row) -> None:
        self._row = row
        self._read: dict[int, None] = {}

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
        self._packs: dict[str, Pack] = {}
        self._known: dict[str, _Fork | Judgement] = {}
        self.asked = 0
        """How many distinct questions were put to the law."""

    def judge(self, row: Row) -> Judgement:
        """The decision of somebody in this situation. A hold's end is without the person's own instants."""
        found = self._known.get(row[0])
        while type(found) is _Fork:
            found = found.ways.get(row[found.index])
        return found if type(found) is Judgement else self._learn(row)

    def until(self, row: Row, instants: Instants) -> datetime | None:
        """When the hold of this very person ends."""
        return decide(self._policy, Facts(*row), self._now, self.pack(row[0]), instants).until

    def pack(self, country: str) -> Pack:
        """The law of a country with the organisation's settings."""
        if country not in self._packs:
            self._packs[country] = pack_for(country, self._settings)
        return self._packs[country]

    def _learn(self, row: Row) -> Judgement:
        self.asked += 1
        watched = _Watched(row)
        decision = decide(self._policy, cast(Facts, watched), self._now, self.pack(row[0]))
        watched.country  # noqa: B018 - it chose the pack, so it was looked at
        read = list(watched._read)
        judgement = Judgement(decision, {COLUMNS[index]: row[index] for index in read})
        self._remember(row, read, judgement)
        return judgement

    def _remember(self, row: Row, read: Sequence[int], judgement: Judgement) -> None:
        if row[0] not in self._known:
            self._known[row[0]] = _Fork(read[0])
        found = self._known[row[0]]
        for index, following in zip(read, [*read[1:], None], strict=True):
            # What is read first is the same for all, and what is read next follows from the values read so far.
            assert type(found) is _Fork
            assert found.index == index
            step: _Fork | Judgement = judgement if following is None else _Fork(following)
            found = found.ways.setdefault(row[index], step)
