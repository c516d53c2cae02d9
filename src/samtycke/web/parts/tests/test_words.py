"""Figures, money and days read as the reader's language has them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from samtycke.web.parts import icons, words


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [("sv", 12431, "12\u00a0431"), ("en", 12431, "12,431"), ("sv", 7, "7"), ("en", 1000000, "1,000,000")],
)
def test_thousands_stand_apart(language, value, written):
    """With a space that does not break in Swedish, with a comma in English."""
    with override(language):
        assert words.number(value) == written


@pytest.mark.parametrize(
    ("language", "minor", "written"),
    [
        ("sv", 497240, "4\u00a0972\u00a0kr"),
        ("en", 497240, "4,972\u00a0kr"),
        ("sv", 40, "0,40\u00a0kr"),
        ("en", 40, "0.40\u00a0kr"),
        ("sv", 1000, "10\u00a0kr"),
        ("sv", 99950, "1\u00a0000\u00a0kr"),
        ("sv", 0, "0\u00a0kr"),
    ],
)
def test_money_says_the_ore_only_where_they_matter(language, minor, written):
    """A campaign is priced in kronor, a text in öre."""
    with override(language):
        assert words.money(minor) == written


def test_days_are_written_in_words():
    """5 januari 2026 in Swedish, 5 January 2026 in English."""
    with override("sv"):
        assert words.day(date(2026, 1, 5)) == "5 januari 2026"
    with override("en"):
        assert words.day(date(2026, 1, 5)) == "5 January 2026"


def test_a_moment_is_local_and_names_its_year_when_it_is_another():
    """22:30 UTC in July is half past midnight in Stockholm, the next day."""
    with override("sv"):
        assert words.moment(datetime(2020, 7, 1, 22, 30, tzinfo=UTC)) == "2 jul 2020 00:30"


@pytest.mark.parametrize("name", sorted(icons.NAMES))
def test_signs_are_decoration(name):
    """The word stands beside it, so it is hidden from screen readers, and draws with the text's colour."""
    drawn = icons.draw(name)
    assert 'aria-hidden="true"' in drawn
    assert "currentColor" in drawn
