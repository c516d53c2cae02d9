"""A text is cut where the specification cuts it, and never through a character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.sms import decode_gsm7, encode, plain, segment, unusual_characters
from samtycke.sms.alphabet import CODES, EXTENSION

gsm_text = st.text(st.sampled_from([*CODES, *EXTENSION]), max_size=700)
any_text = st.text(max_size=400)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "gsm7", 0, 1),
        ("Hej på dig, åäöÅÄÖé", "gsm7", 19, 1),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("a" * 152 + "€" + "a" * 152, "gsm7", 306, 3),
        ("”" + "a" * 69, "ucs2", 70, 1),
        ("”" + "a" * 70, "ucs2", 71, 2),
        ("a" * 66 + "😀" + "a" * 66, "ucs2", 134, 3),
    ],
    ids=lambda value: str(value)[:12],
)
def test_known_texts_are_counted_as_handsets_count_them(text, encoding, units, segments):
    counted = segment(text)
    assert (counted.encoding, counted.units, counted.segments) == (encoding, units, segments)


@given(any_text)
def test_the_parts_are_the_text(text):
    assert "".join(segment(text).parts) == text


@given(any_text)
def test_no_part_is_too_long_and_each_can_be_read_alone(text):
    counted = segment(text)
    several = counted.segments > 1
    room = {"gsm7": 153 if several else 160, "ucs2": 67 if several else 70}[counted.encoding]
    for part in counted.parts:
        octets = encode(part, counted.encoding)
        assert len(octets) // (1 if counted.encoding == "gsm7" else 2) <= room
        if counted.encoding == "ucs2":
            assert octets.decode("utf-16-be", "surrogatepass") == part


@given(gsm_text)
def test_the_alphabet_reads_back_what_it_writes(text):
    assert decode_gsm7(encode(text, "gsm7")) == text


@given(st.binary(max_size=200))
def test_any_octets_can_be_read(octets):
    assert isinstance(decode_gsm7(octets), str)


def test_typographic_characters_are_named_with_what_could_stand_instead():
    assert unusual_characters("”Hej” – 😀") == (("”", '"'), ("–", "-"), ("😀", None))
    assert plain("”Hej” – å\u00a0ä") == '"Hej" - å ä'


@given(any_text)
def test_a_plain_text_is_never_dearer(text):
    assert segment(plain(text)).segments <= max(segment(text).segments, 1) + text.count("…")
