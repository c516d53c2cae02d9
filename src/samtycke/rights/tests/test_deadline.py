"""A month is a calendar month, it never ends in a weekend, and it never ends early."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.rights.door import days_left, deadline, urgency

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("received", "ends", "due"),
    [
        ("2026-03-05", "2026-04-05", "2026-04-06"),  # a Sunday: the Monday after
        ("2026-01-31", "2026-02-28", "2026-03-02"),  # no 31 February, and a Saturday
        ("2024-01-31", "2024-02-29", "2024-02-29"),  # a leap year
        ("2026-08-31", "2026-09-30", "2026-09-30"),
        ("2026-12-15", "2027-01-15", "2027-01-15"),  # over the turn of the year
        ("2026-11-26", "2026-12-26", "2026-12-28"),
    ],
)
def test_the_month_ends_on_the_same_day_or_the_last_and_never_in_a_weekend(received, ends, due):
    found = deadline(date.fromisoformat(received))
    assert (found.ends.isoformat(), found.due.isoformat()) == (ends, due)
    assert found.moved == (ends != due)


def test_extended_it_is_three_months_from_the_first_day():
    assert deadline(date(2026, 11, 30), extended=True).ends == date(2027, 2, 28)
    assert deadline(date(2026, 11, 30), extended=True).due == date(2027, 3, 1)


@given(DAYS)
def test_it_is_a_working_day_of_the_week_at_most_two_days_after_the_month_ends(received):
    found = deadline(received)
    assert found.due.weekday() < 5
    assert timedelta(0) <= found.due - found.ends <= timedelta(days=2)
    assert 28 <= (found.ends - received).days <= 31
    assert (found.ends.month - received.month) % 12 == 1


@given(DAYS)
def test_an_extension_never_shortens(received):
    assert deadline(received, extended=True).due > deadline(received).due


@given(DAYS, st.integers(1, 40))
def test_what_came_later_is_never_due_before(received, later):
    assert deadline(received).due <= deadline(received + timedelta(days=later)).due


def test_on_the_last_day_there_is_still_time_and_the_day_after_it_is_late():
    due = date(2026, 4, 6)
    assert [days_left(due, due - timedelta(days=n)) for n in (8, 0, -1)] == [8, 0, -1]
    assert [urgency(due, due - timedelta(days=n)) for n in (8, 7, 0, -1)] == ["may", "waits", "waits", "not"]
