"""Figures through time as step curves: scales and round ticks for an SVG whose lines stretch and whose words do not.

A step holds until the next one, as a permission does: nothing is drawn between two days that was not so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

SIDE = 1000
"""How wide and high the drawing is, in its own units; the page stretches it."""
_STEPS = (1, 2, 2.5, 5, 10)
_HEADROOM = 1.06
"""So that a line along the top is not cut in half."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a figure for each place from left to right. ``dashed``: it is only supposed."""

    values: Sequence[int]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A series as SVG: its line, and the surface under it."""

    path: str
    area: str
    dashed: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A round figure on the upright axis, and where its rule goes."""

    value: int
    y: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A place that the text speaks of, in per cent of the drawing."""

    x: str
    y: str
    dashed: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """All that ``parts/curve.html`` draws. Levels stand from the top down, the last is nought."""

    lines: tuple[Line, ...]
    levels: tuple[Level, ...]
    dots: tuple[Dot, ...]


def curve(series: Sequence[Series], *, dots: Sequence[int] = ()) -> Curve:
    """Lay series of the same length over each other, from nought up. ``dots``: places to mark on each."""
    ticks = round_ticks(max((value for one in series for value in one.values), default=0))
    top = ticks[-1] * _HEADROOM
    return Curve(
        lines=tuple(_line(one, top) for one in series),
        levels=tuple(Level(tick, _per_cent(100 * (1 - tick / top))) for tick in reversed(ticks)),
        dots=tuple(
            Dot(
                _per_cent(100 * place / (len(one.values) - 1)),
                _per_cent(100 * (1 - one.values[place] / top)),
                one.dashed,
            )
            for one in series
            for place in dots
            if place < len(one.values)
        ),
    )


def round_ticks(most: int, *, about: int = 4) -> list[int]:
    """Round figures from nought to at least ``most``, about so many steps apart.

    >>> round_ticks(12431)
    [0, 5000, 10000, 15000]
    >>> round_ticks(3)
    [0, 1, 2, 3]
    >>> round_ticks(0)
    [0, 1]
    """
    size = 1
    while size * 10 * about <= most:
        size *= 10
    steps = [int(size * step) for step in _STEPS if size * step == int(size * step)]
    step = next(step for step in (*steps, size * 10) if step * about >= most)
    return [step * place for place in range(max(1, -(-most // step)) + 1)]


def _line(series: Series, top: float) -> Line:
    values = series.values
    last = max(1, len(values) - 1)
    drawn = [f"M0 {_y(values[0], top)}"]
    for place, (before, value) in enumerate(pairwise(values), start=1):
        if value != before:
            drawn.append(f"H{_number(SIDE * place / last)}V{_y(value, top)}")
    drawn.append(f"H{SIDE}")
    path = "".join(drawn)
    return Line(path, f"{path}V{SIDE}H0Z", series.dashed)


def _y(value: int, top: float) -> str:
    return _number(SIDE * (1 - value / top))


def _per_cent(value: float) -> str:
    return f"{_number(value)}%"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
