"""A text is cut where the specification cuts it, and never through a character."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samtycke.sms import decode_gsm7, encode, segment
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


@given(gsm_text)
def test_a_text_takes_as_many_septets_as_it_is_octets_unpacked(text):
    assert segment(text).units == len(encode(text, "gsm7"))


@given(any_text, any_text)
def test_a_longer_text_is_never_cheaper(text, more):
    assert segment(text + more).segments >= segment(text).segments


@given(any_text)
def test_no_part_could_have_taken_one_character_more(text):
    """The parts are as few as walking allows: each is full, or the next character would not have fit."""
    counted = segment(text)
    room = {"gsm7": 153, "ucs2": 67}[counted.encoding]
    for part, following in pairwise(counted.parts):
        octets = encode(part + following[0], counted.encoding)
        assert len(octets) // (1 if counted.encoding == "gsm7" else 2) > room


def test_the_alphabet_is_the_specifications():
    """Spot checks against the table of 3GPP TS 23.038, 6.2.1, read by row and column."""
    known = {"@": 0x00, "£": 0x01, "å": 0x0F, "Å": 0x0E, "Δ": 0x10, "_": 0x11, "É": 0x1F, " ": 0x20, "¤": 0x24,
             "0": 0x30, "¡": 0x40, "A": 0x41, "Ä": 0x5B, "Ö": 0x5C, "Ñ": 0x5D, "Ü": 0x5E, "§": 0x5F, "¿": 0x60,
             "a": 0x61, "ä": 0x7B, "ö": 0x7C, "ñ": 0x7D, "ü": 0x7E, "à": 0x7F, "é": 0x05, "Ç": 0x09}  # fmt: skip
    assert {char: encode(char, "gsm7")[0] for char in known} == known
    assert encode("€^{}\\[~]|", "gsm7") == bytes.fromhex("1b65 1b14 1b28 1b29 1b2f 1b3c 1b3d 1b3e 1b40")
    assert len(CODES) == 127
    assert not set(CODES) & set(EXTENSION)


@pytest.mark.parametrize("char", ["ç", "á", "`", "”", "\t", "\x1b", "😀"])
def test_what_is_not_in_the_alphabet_is_not_encoded(char):
    assert segment(char).encoding == "ucs2"
    with pytest.raises(UnicodeEncodeError):
        encode(char, "gsm7")


@given(st.binary(max_size=200))
def test_any_octets_can_be_read(octets):
    assert isinstance(decode_gsm7(octets), str)
