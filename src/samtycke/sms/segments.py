"""How a text becomes parts (3GPP TS 23.040, 9.2.3.24.1): 160 or 153 septets, 70 or 67 UTF-16 units.

Parts are found by walking, not by division: an escape and its character, or the two halves of a surrogate pair, are
never cut apart, so a part may end a unit early.
"""

from __future__ import annotations

from dataclasses import dataclass

from samtycke.sms.alphabet import encode_gsm7, is_gsm7, septets


@dataclass(frozen=True, slots=True)
class Segments:
    """A text as it will travel. ``units`` is septets (gsm7) or UTF-16 code units (ucs2) of the whole text."""

    encoding: str
    units: int
    parts: tuple[str, ...]

    @property
    def segments(self) -> int:
        """How many texts are sent and paid for."""
        return len(self.parts)


def segment(text: str) -> Segments:
    """Cut a text into the parts it will be sent as. An empty text is one empty part."""
    if is_gsm7(text):
        encoding, single, several, size = "gsm7", 160, 153, septets
        units = len(encode_gsm7(text))
    else:
        encoding, single, several, size = "ucs2", 70, 67, _utf16_units
        units = sum(map(size, text))
    parts = (text,) if units <= single else tuple(_walk(text, [size(char) for char in text], several))
    return Segments(encoding, units, parts)


def _utf16_units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


def _walk(text: str, sizes: list[int], room: int) -> list[str]:
    parts, start, used = [], 0, 0
    for position, size in enumerate(sizes):
        if used + size > room:
            parts.append(text[start:position])
            start, used = position, 0
        used += size
    return [*parts, text[start:]]


def encode(part: str, encoding: str) -> bytes:
    """A part as octets: unpacked septets, or UTF-16 big-endian."""
    return encode_gsm7(part) if encoding == "gsm7" else part.encode("utf-16-be", "surrogatepass")
