"""Numbers are read as people write them, and what cannot be texted is refused with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.sms import Number, NumberRefused, parse_number
from samtycke.sms.numbers import _NOISE, _parse_slowly


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
        "070\u20111740605",
        "070/174.06.05",
        "(070) 174 06 05",
        "0046 (0)70-174 06 05",
        "46701740605.0",
        "701740605.0",
        "tel:+46701740605",
        "Tel 070-174 06 05",
        "'0701740605",
        "0701740605;",
        "\t070-174 06 05\n",
        "０７０１７４０６０５",
    ],
)
def test_one_number_is_read_in_every_way_it_is_written(raw):
    number = parse_number(raw)
    assert (number.e164, number.country) == ("+46701740605", "SE")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [("", "empty"), ("  ", "empty"), ("ring inte", "unreadable"), ("08-465 004 06", "landline"), ("0701", "unreadable"),
     ("070 1740 6055555", "impossible"), ("1234567", "impossible"), ("71000", "impossible"), ("112", "unreadable"),
     ("070174FLOW", "unreadable"), ("0701740605 Anna", "unreadable"), ("0701740605 ankn 3", "unreadable"),
     ("4.6701740605E+10", "unreadable"), ("4,67017E+10", "unreadable"), ("070-174 06 05, 070-174 06 06", "impossible"),
     ("0701740605/0701740606", "impossible"), ("+4646701740605", "impossible"), ("46701740605.5", "impossible"),
     ("+46 8 465 00 40", "landline"), ("0740 12 34 56", "landline"), ("900123456", "landline")],
)  # fmt: skip
def test_what_cannot_be_texted_is_refused_with_its_reason(raw, reason):
    with pytest.raises(NumberRefused) as refused:
        parse_number(raw)
    assert refused.value.reason == reason


def test_a_number_of_another_country_keeps_its_own():
    assert parse_number("+47 406 12 345").country == "NO"
    assert parse_number("+45 20 12 34 56").country == "DK"


@st.composite
def swedish_mobile_numbers(draw):
    """The national number, and one of the ways people write it."""
    national = "7" + draw(st.sampled_from("02369")) + draw(st.from_regex(r"[0-9]{7}", fullmatch=True))
    prefix = draw(st.sampled_from(["0", "", "+46", "46", "0046", "+460", "+46(0)", "+46 (0) ", "0046-(0)", "+46-"]))
    between = st.sampled_from(["", "", "", " ", "-", "\u00a0", "–", " - "])
    return national, prefix + "".join(digit + draw(between) for digit in national)


@given(swedish_mobile_numbers())
def test_the_fast_path_reads_as_the_library_does(number):
    national, raw = number
    slow = _parse_slowly(raw.strip(), _NOISE.sub("", raw), "SE")
    assert parse_number(raw) == slow == Number(f"+46{national}", "SE")


@given(st.from_regex(r"(\+46|0046|46|0)?0?[1-9][0-9]{5,10}", fullmatch=True))
def test_no_number_is_read_in_two_ways(raw):
    """With or without the fast path, the same number or the same refusal."""

    def slowly(raw):
        try:
            return _parse_slowly(raw, raw, "SE")
        except NumberRefused as refused:
            return refused.reason

    try:
        assert parse_number(raw) == slowly(raw)
    except NumberRefused as refused:
        assert refused.reason == slowly(raw)  # noqa: PT017


@given(st.from_regex(r"[0-9]{6,9}", fullmatch=True), st.sampled_from(["NO", "DK", "FI", "DE", "GB"]))
def test_what_is_read_is_read_the_same_from_its_own_form(digits, country):
    try:
        number = parse_number(digits, country)
    except NumberRefused:
        return
    assert parse_number(number.e164) == number


@pytest.mark.parametrize("country", ["SE", "NO", "DK", "FI", "DE", "US"])
def test_a_refusal_shows_what_would_be_right(country):
    with pytest.raises(NumberRefused) as refused:
        parse_number("hej", country)
    assert parse_number(refused.value.right, country).country in {country, "CA"}


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_is_refused(raw):
    """No text crashes the reader, and a refusal always has one of its reasons."""
    assert read_or_refused(raw) in {"number", "empty", "unreadable", "impossible", "landline"}


def read_or_refused(raw: str) -> str:
    try:
        return "number" if parse_number(raw).e164.startswith("+") else "no number"
    except NumberRefused as refused:
        return refused.reason
