"""What may be written is bounded by the window, the rate, and what the carrier's refusals taught."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.carriers.smpp.valve import PAUSE_SECONDS, Valve


@given(
    tps=st.floats(0.5, 500),
    texts=st.lists(st.tuples(st.floats(0, 0.2), st.integers(1, 6)), min_size=1, max_size=200),
)
def test_no_more_segments_leave_than_the_rate_allows(tps, texts):
    """Over any stretch from the start: what the rate gives, a tenth of a second in hand, and one text that borrowed."""
    valve, now, written = Valve(10_000, tps), 0.0, 0
    for pause, segments in texts:
        now += pause
        if valve.open(0, now):
            valve.take(segments)
            written += segments
        assert written <= tps * now + max(1.0, tps / 10) + 6


def test_a_rate_is_reached_and_not_only_kept_below():
    valve, now, written = Valve(50, 100.0), 0.0, 0
    while now < 10:
        if valve.open(0, now):
            valve.take(2)
            written += 2
        else:
            assert valve.opens_in(now) > 0
            now += valve.opens_in(now)
    assert written == pytest.approx(1000, rel=0.03)


@given(st.integers(1, 500), st.integers(0, 600))
def test_a_full_window_is_shut_until_an_answer_comes(window, unanswered):
    valve = Valve(window, None)
    assert valve.open(unanswered, 0.0) is (unanswered < window)
    assert valve.opens_in(0.0) == 0.0


def test_a_throttling_carrier_is_left_alone_then_offered_half_and_slowly_more():
    valve = Valve(40, None)
    for _ in range(40):  # a whole window refused at once is one refusal
        valve.throttled(100.0)
    assert not valve.open(0, 100.5)
    assert valve.opens_in(100.5) == pytest.approx(PAUSE_SECONDS - 0.5)
    assert valve.open(19, 101.0)
    assert not valve.open(20, 101.0)
    for _ in range(2000):
        valve.answered()
    assert valve.open(39, 102.0)
    assert not valve.open(40, 102.0)


def test_however_often_it_throttles_one_text_at_a_time_is_offered():
    valve, now = Valve(50, None), 0.0
    for _ in range(50):
        now += PAUSE_SECONDS
        assert valve.open(0, now)
        valve.throttled(now)
    assert valve.room == 1.0
