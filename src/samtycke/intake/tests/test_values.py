"""Cells as shops export them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from samtycke.intake.values import Unreadable, parse_method, parse_when, parse_yes_no

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", datetime(2026, 3, 1, 23, tzinfo=UTC)),
        ("2026-03-02 14:12", datetime(2026, 3, 2, 13, 12, tzinfo=UTC)),
        ("2026-07-02 14:12:30", datetime(2026, 7, 2, 12, 12, 30, tzinfo=UTC)),
        ("2026-03-02T13:12:00Z", datetime(2026, 3, 2, 13, 12, tzinfo=UTC)),
        ("2026-03-02T14:12:00.123+01:00", datetime(2026, 3, 2, 13, 12, tzinfo=UTC)),
        ("2026-03-02 kl 14.12", datetime(2026, 3, 2, 13, 12, tzinfo=UTC)),
        ("20260302", datetime(2026, 3, 1, 23, tzinfo=UTC)),
        ("2026/3/2", datetime(2026, 3, 1, 23, tzinfo=UTC)),
        ("2 mars 2026", datetime(2026, 3, 1, 23, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_as_swedish_systems_write_it(text, expected):
    assert parse_when(text, STOCKHOLM) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("02/03/2026", "ambiguous_date"),
        ("2.3.2026", "ambiguous_date"),
        ("31/12/26", "ambiguous_date"),
        ("1899-12-30", "too_old"),
        ("2026-02-30", "unreadable"),
        ("46083", "unreadable"),
        ("i våras", "unreadable"),
        ("2026-03-02 25:00", "unreadable"),
        ("2026-03-02 eftermiddag", "unreadable"),
        ("2026030214", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_a_date_that_is_not_certain_is_not_guessed(text, code):
    with pytest.raises(Unreadable) as refused:
        parse_when(text, STOCKHOLM)
    assert refused.value.code == code


def test_yes_and_no_are_words_and_silence_is_neither():
    assert [parse_yes_no(text) for text in ("Ja", "x", "1", "TRUE", "ja ")] == [True] * 5
    assert [parse_yes_no(text) for text in ("Nej", "0", "false", "no")] == [False] * 4
    for silence in ("", "kanske"):
        with pytest.raises(Unreadable):
            parse_yes_no(silence)


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("Webbformulär", "web_form"),
        ("web_form", "web_form"),
        ("Kryssruta i kassan", "checkbox_unticked"),
        ("checkbox_unticked", "checkbox_unticked"),
        ("ej förkryssad ruta", "checkbox_unticked"),
        ("Förkryssad ruta", "checkbox_preticked"),
        ("checkbox_preticked", "checkbox_preticked"),
        ("pre-ticked box", "checkbox_preticked"),
        ("Papper", "paper"),
        ("pappersformulär", "paper"),
        ("Muntligt", "verbal"),
        ("verbal", "verbal"),
        ("keyword_sms", "keyword_sms"),
        ("SMS", "keyword_sms"),
        ("double_opt_in", "double_opt_in"),
        ("Köpvillkor", "bundled_terms"),
        ("bundled_terms", "bundled_terms"),
    ],
)
def test_a_way_of_consenting_is_known_by_its_words(text, method):
    assert parse_method(text) == method


def test_a_way_nobody_knows_is_refused():
    with pytest.raises(Unreadable):
        parse_method("telepati")
