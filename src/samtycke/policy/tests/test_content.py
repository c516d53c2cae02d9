"""What is marketing: how well texts called service are read, measured on texts that the reading was not made on."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.policy.content import Measured, marked, measured, reads_like_advertising, sign_words, wording
from samtycke.policy.content.signs import _lexicon
from samtycke.policy.content.tokens import cleaned

TEXTS = Path(__file__).with_name("texts")


def test_on_texts_it_was_not_made_on_it_finds_95_of_100_advertisements_and_is_right_95_times_of_100():
    found = measured([TEXTS / "measure.yaml"])
    assert found.recall >= 0.95
    assert found.precision >= 0.95


def test_the_texts_it_was_made_on_stay_learnt():
    found = measured([TEXTS / "tune.yaml"])
    assert found.recall >= 0.98
    assert found.precision >= 0.98


def test_no_text_measures_what_was_made_on_it():
    assert not _texts("tune.yaml") & _texts("measure.yaml")


def _texts(name: str) -> set[str]:
    return {line.strip() for line in (TEXTS / name).read_text().splitlines() if line.startswith("  - ")}


@pytest.mark.parametrize(
    "text",
    [
        "Din tid är 3 maj kl 10. REA i helgen",
        "Din tid är 3 maj kl 10. R-E-A i helgen",
        "Din tid är 3 maj kl 10. R E A i helgen",
        "Din tid är 3 maj kl 10. r\u200bea i helgen",
        "Din tid är 3 maj kl 10. Just nu 20% på allt",
        "Din tid är 3 maj kl 10. Just nu 20 procent på allt",
        "Din tid är 3 maj kl 10. Nu halva priset på färg",
        "Din tid är 3 maj kl 10. Ta 2 för 1 på schampo",
        "Din tid är 3 maj kl 10. \U0001f525 3 för 2 på schampo",
        "Din tid är 3 maj kl 10. Schampo bara 99:- i dag",
        "Your cut is booked for 3 May. Shampoo now only \u00a39, was \u00a315",
        "Din tid a\u0308r 3 maj. Missa inte sommarra\u0308an: nu 50 % pa\u030a allt",
        "Your cut is booked for 3 May. S\u0410LE starts today",
    ],
)
def test_an_offer_in_a_reminder_is_found_however_it_is_written(text):
    assert reads_like_advertising(text).advertising


@pytest.mark.parametrize(
    "text",
    [
        "Klart. Du får inga fler erbjudanden från Skobutiken.",
        "Skobutiken: Du bad om våra erbjudanden via SMS, högst 2 i månaden. Svara JA om det stämmer, annars skickar vi "
        "inget. Du kan alltid avsluta med STOPP.",
        "Din kod till Skobutiken: 482 913. Gäller i 10 minuter. Dela den inte med någon.",
        "Din faktura på 1 249 kr förfaller 30 april.",
        "",
        "   ",
        "\U0001f600",
    ],
)
def test_a_service_text_is_let_by(text):
    assert not reads_like_advertising(text).advertising
    assert reads_like_advertising(text).because == ()


def test_it_says_by_which_words_in_both_languages():
    reading = reads_like_advertising("Din tid är 3 maj. Just nu 20 % på allt")
    assert '"20 % på allt"' in reading.explained("sv")
    assert reading.explained("sv").startswith("bråttom")
    assert reading.explained("en").startswith("hurry")


def test_the_words_found_are_marked_and_nothing_is_lost():
    text = "Din tid är 3 maj. Just nu 20 % på allt, hälsar vi."
    pieces = marked(text, reads_like_advertising(text))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.found] == ["Just nu", "20 % på allt"]


def test_the_same_words_with_other_figures_are_the_same_wording():
    one = wording("Din tid är 3 maj kl 10.30. Faktura 1 249 kr, tid.se/a8K2")
    assert one == wording("Din tid är 14 maj  kl 9. Faktura 89,50 kr, tid.se/Xp9")
    assert one != wording("Din tid är 3 juni kl 10.30. Faktura 1 249 kr, tid.se/a8K2")


def test_every_sign_has_words_for_people_in_both_languages():
    for sign in _lexicon().signs.values():
        assert sign_words(sign.id).keys() == {"sv", "en"}
        assert all(sign_words(sign.id).values())


@given(st.text(max_size=2000) | st.lists(st.sampled_from(["rea ", "1 000 ", "kr", "%", "a.", "-", "_", "!", "R E A "]),
                                         max_size=700).map("".join))  # fmt: skip
def test_any_text_is_read_fast_and_never_fails(text):
    began = perf_counter()
    reading = reads_like_advertising(text)
    assert perf_counter() - began < 0.5
    assert bool(reading.because) == reading.advertising
    assert "".join(piece.text for piece in marked(text, reading)) == cleaned(text)


@given(st.text(alphabet="rea SALE%20kr!.\u00e5", max_size=200), st.text(alphabet="0123456789", min_size=1, max_size=3))
def test_wording_has_no_figures_but_one(text, figures):
    assert set(wording(text + figures)) & set("123456789") == set()


def test_a_file_of_another_shape_is_refused_with_its_name(tmp_path):
    (tmp_path / "odd.yaml").write_text("- Rea!\n")
    with pytest.raises(ValueError, match=r"odd\.yaml"):
        measured([tmp_path / "odd.yaml"])


def test_nothing_measured_is_no_division_by_nothing():
    assert Measured(0, 0, 0, 0).recall == 0
