"""A forecast as a page shows it: what is found in words, figures, a curve, and who changes by another rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.gate.door import YEAR, Change, Forecast, Ground, Reach
from samtycke.web.parts.bars import Piece, Share, pieces
from samtycke.web.parts.curves import Curve, Series, curve
from samtycke.web.parts.law import BASES, SIGNS, law
from samtycke.web.parts.words import number

POINTS = (0, 30, 90, YEAR)
"""The days that the page puts figures on."""
_UNDER = (0, 91, 182, 274, YEAR)


@dataclass(frozen=True, slots=True)
class Figure:
    """One day's figure. ``lost``: how many fewer than today. ``then``: by the other rule."""

    title: str
    days: int
    day: date
    people: int
    lost: int
    then: int | None


@dataclass(frozen=True, slots=True)
class Basis:
    """People permitted by one rule, on each of the days."""

    label: str
    basis: str
    pack: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """People whom the other rule moves: from what it is, to what it would be."""

    before: str
    after: str
    was: str
    becomes: str
    people: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What another rule changes today. Kept, gained and lost are of all who are or would be reached."""

    sentence: str
    kept: int
    gained: int
    lost: int
    pieces: Sequence[Piece]
    moved: Sequence[Moved]


@dataclass(frozen=True, slots=True)
class Shown:
    finding: str
    figures: Sequence[Figure]
    curve: Curve
    under: Sequence[str]
    bases: Sequence[Basis]
    without_pack: Sequence[tuple[str, int]]
    waits: int
    effect: Effect | None


def shown(forecast: Forecast) -> Shown:
    """Everything the page says of it."""
    as_is, then = forecast.as_is, forecast.what_if
    lines = [Series(as_is.total), *([Series(then.total, dashed=True)] if then else [])]
    return Shown(
        finding=_finding(as_is),
        figures=[_figure(forecast, day) for day in POINTS],
        curve=curve(lines, dots=POINTS[1:]),
        under=[_short(forecast.day(day), day) for day in _UNDER],
        bases=_bases(as_is),
        without_pack=list(forecast.without_pack.items()),
        waits=as_is.count("hold"),
        effect=effect(forecast) if then else None,
    )


def effect(forecast: Forecast) -> Effect:
    """What the other rule changes."""
    then = forecast.what_if
    assert then is not None
    lost = _moved_between(forecast.changes, reached=True)
    gained = _moved_between(forecast.changes, reached=False)
    kept = forecast.as_is.on(0) - lost
    shares = [Share(kept, "may"), Share(gained, "accent", "lines"), Share(lost, "not", "cross")]
    return Effect(
        sentence=_changed(forecast.as_is, then),
        kept=kept,
        gained=gained,
        lost=lost,
        pieces=pieces(shares),
        moved=_moved(forecast.changes),
    )


def _finding(reach: Reach) -> str:
    today, lost = reach.on(0), reach.on(0) - reach.on(YEAR)
    if not today:
        return _("Nobody may be reached today, so there is nothing to lose.")
    if lost <= 0:
        return _("Nobody lapses within a year.")
    return ngettext(
        "Without a new yes or purchase %(lost)s of %(today)s is lost within a year.",
        "Without a new yes or purchase %(lost)s of %(today)s are lost within a year.",
        lost,
    ) % {"lost": number(lost), "today": number(today)}


def _changed(as_is: Reach, then: Reach) -> str:
    said_of = [
        says % {"then": number(then.on(day)), "now": number(as_is.on(day))}
        for day, says in (
            (0, _("By that rule %(then)s are reached today, not %(now)s.")),
            (YEAR, _("In a year %(then)s, not %(now)s.")),
        )
        if then.on(day) != as_is.on(day)
    ]
    most = max((abs(b - a) for a, b in zip(as_is.total, then.total, strict=True)), default=0)
    if not most:
        return _("That rule changes nothing in who may be reached, today or within a year.")
    if not said_of:
        return _("The same today and in a year; on the days between it differs by %(most)s at most.") % {
            "most": number(most)
        }
    return " ".join(said_of)


def _figure(forecast: Forecast, day: int) -> Figure:
    return Figure(
        title=_("Today") if day == 0 else _("In %(days)s days") % {"days": day},
        days=day,
        day=forecast.day(day),
        people=forecast.as_is.on(day),
        lost=forecast.as_is.on(0) - forecast.as_is.on(day),
        then=forecast.what_if.on(day) if forecast.what_if else None,
    )


def _short(day: date, place: int) -> str:
    if place == 0:
        return _("today")
    return formats.date_format(day, "j M", use_l10n=False).lower()


def _bases(reach: Reach) -> list[Basis]:
    rows = [
        Basis(
            law(ground.pack, ground.rule).label,
            str(BASES.get(ground.basis or "", "")),
            ground.pack.split()[0],
            tuple(by_day[day] for day in POINTS),
        )
        for ground, by_day in reach.by_day.items()
    ]
    return sorted(rows, key=lambda row: -row.people[0])


def _moved_between(changes: Sequence[Change], *, reached: bool) -> int:
    """How many go from reached to not, or the other way."""
    return sum(
        one.people
        for one in changes
        if (one.before.verdict != "deny") is reached and (one.after.verdict != "deny") is not reached
    )


def _moved(changes: Sequence[Change]) -> list[Moved]:
    by_words: Counter[tuple[str, str, str, str]] = Counter()
    for one in changes:
        key = SIGNS[one.before.verdict], SIGNS[one.after.verdict], _label(one.before), _label(one.after)
        by_words[key] += one.people
    return [Moved(*key, people) for key, people in by_words.most_common(12)]


def _label(ground: Ground) -> str:
    return law(ground.pack, ground.rule).label
