"""A step curve says of each day what was so on it."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from samtycke.web.parts.curves import SIDE, Series, curve, round_ticks


@given(st.integers(0, 10**9))
def test_ticks_are_round_few_and_reach_over_the_most(most):
    ticks = round_ticks(most)
    step = ticks[1] - ticks[0]
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert ticks[-1] - step < max(most, 1)
    assert len(ticks) <= 6
    assert {b - a for a, b in pairwise(ticks)} == {step}
    assert re.fullmatch(r"(1|2|25|5)0*", str(step))


@given(st.lists(st.integers(0, 5000), min_size=2, max_size=60))
def test_the_line_is_at_each_place_as_high_as_its_figure(values):
    drawn = curve([Series(values)])
    top = drawn.levels[0].value * 1.06
    heights = read(drawn.lines[0].path, len(values))
    assert all(abs(SIDE * (1 - v / top) - height) < 0.01 for v, height in zip(values, heights, strict=True))


def read(path: str, places: int) -> list[float]:
    """How high the line is from each place on."""
    heights, y, x = [], 0.0, 0
    for command, value in re.findall(r"([MHV])([\d. ]+)", path):
        if command == "M":
            y = float(value.split()[1])
        elif command == "H":
            reached = round(float(value) / SIDE * (places - 1))
            heights += [y] * (reached - x)
            x = reached
        else:
            y = float(value)
    return [*heights, y]


def test_what_is_supposed_is_dashed_and_marked_as_such():
    drawn = curve([Series([4, 2]), Series([3, 1], dashed=True)], dots=(1, 9))
    assert [line.dashed for line in drawn.lines] == [False, True]
    assert [(dot.x, dot.dashed) for dot in drawn.dots] == [("100%", False), ("100%", True)]


def test_nought_is_the_lowest_level():
    assert curve([Series([0, 0])]).levels[-1].y == "100%"
