"""What makes a text dear is named, with what could stand instead; what nothing can stand for is left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.sms import plain, segment, unusual_characters
from samtycke.sms.alphabet import is_gsm7
from samtycke.sms.characters import _SAME

any_text = st.text(max_size=300)


def test_typographic_characters_are_named_once_with_what_could_stand_instead():
    assert unusual_characters("”Hej” – 😀 ”") == (("”", '"'), ("–", "-"), ("😀", None))
    assert plain("”Hej” – å\u00a0ä… 😀") == '"Hej" - å ä... 😀'


def test_swedish_letters_are_not_unusual():
    assert unusual_characters("Åsa åt två köttbullar på Öland, idé §5 €499 [50 %]") == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Zoë och Renée", "Zoe och Renée"),
        ("garçon", "garcon"),
        ("5 m²", "5 m2"),
        ("½ priset", "1/2 priset"),
        ("ﬁn", "fin"),
        ("it’s", "it's"),
        ("mel\u00adlan\u200b", "mellan"),
        ("Łódź", "Łodz"),  # no letter is taken for another: an Ł is no L with an accent
        ("Привет α", "Привет α"),
        ("★ ✓ ¨", "★ ✓ ¨"),
    ],
)
def test_what_says_the_same_is_written_plainly_and_the_rest_is_left(written, said):
    assert plain(written) == said


def test_letters_taken_apart_are_put_together():
    """As macOS writes them in the names of files, and so in what is pasted from there."""
    apart = unicodedata.normalize("NFD", "Räksmörgås på ön")
    assert segment(apart).encoding == "ucs2"
    assert plain(apart) == "Räksmörgås på ön"
    assert unusual_characters(apart) == (("a\u0308", "ä"), ("o\u0308", "ö"), ("a\u030a", "å"))


@pytest.mark.parametrize("sign", _SAME, ids=lambda sign: f"U+{ord(sign):04X}")
def test_each_suggestion_is_in_the_alphabet_and_what_it_replaces_is_not(sign):
    assert not is_gsm7(sign)
    assert is_gsm7(_SAME[sign])


@given(any_text)
def test_a_plain_text_is_plain_already(text):
    once = plain(text)
    assert plain(once) == once
    assert all(instead is None for _, instead in unusual_characters(once))


@given(any_text)
def test_a_text_all_of_whose_unusual_characters_can_be_replaced_travels_as_gsm(text):
    if all(instead is not None for _, instead in unusual_characters(text)):
        assert segment(plain(text)).encoding == "gsm7"
