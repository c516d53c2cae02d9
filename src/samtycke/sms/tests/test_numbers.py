"""Numbers are read as people write them, and what cannot be texted is refused with its reason."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.sms import NumberRefused, parse_number
from samtycke.sms.numbers import _parse_slowly


@pytest.mark.parametrize(
    "raw",
    [
        "070-174 06 05",
        "+46 70 174 06 05",
        "0046701740605",
        "46701740605",
        "701740605",
        "+46 (0)70 174 06 05",
        "070\u00a0174\u00a006\u00a005",
        "070–1740605",
    ],
)
def test_one_number_is_read_in_every_way_it_is_written(raw):
    number = parse_number(raw)
    assert (number.e164, number.country) == ("+46701740605", "SE")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [("", "empty"), ("  ", "empty"), ("ring inte", "unreadable"), ("08-465 004 06", "landline"), ("0701", "unreadable"),
     ("070 1740 6055555", "impossible"), ("1234567", "impossible")],
)  # fmt: skip
def test_what_cannot_be_texted_is_refused_with_its_reason(raw, reason):
    with pytest.raises(NumberRefused) as refused:
        parse_number(raw)
    assert refused.value.reason == reason


def test_a_number_of_another_country_keeps_its_own():
    assert parse_number("+47 406 12 345").country == "NO"
    assert parse_number("+45 20 12 34 56").country == "DK"


@given(st.from_regex(r"(\+46|0046|46)?0?7[02369][0-9]{7}", fullmatch=True))
def test_the_fast_path_reads_as_the_library_does(raw):
    compact = raw
    slow = phonenumbers.format_number(phonenumbers.parse("+46" + parse_number(raw).e164[3:]), 0)
    assert parse_number(raw).e164 == slow
    try:
        library = _parse_slowly(raw, compact, "SE").e164
    except NumberRefused:
        return  # the library's tables leave out a few ranges that are not handed out
    assert library == parse_number(raw).e164


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_is_refused(raw):
    """No text crashes the reader, and a refusal always has one of its reasons."""
    assert read_or_refused(raw) in {"number", "empty", "unreadable", "impossible", "landline"}


def read_or_refused(raw: str) -> str:
    try:
        return "number" if parse_number(raw).e164.startswith("+") else "no number"
    except NumberRefused as refused:
        return refused.reason
