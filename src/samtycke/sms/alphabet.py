"""The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1)."""

from __future__ import annotations

import codecs

# Sixteen characters a row, in the order of their codes; ESC (0x1B) has no character of its own.
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
ESCAPE = 0x1B
EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
CODES = {char: code for code, char in enumerate(_BASIC) if code != ESCAPE}
_OCTETS = {ord(char): bytes((code,)) for char, code in CODES.items()} | {
    ord(char): bytes((ESCAPE, code)) for char, code in EXTENSION.items()
}
_FROM_CODE = _BASIC.replace("\x1b", " ") + " " * 128
_FROM_EXTENSION = {code: char for char, code in EXTENSION.items()}
_ALL = frozenset(CODES) | frozenset(EXTENSION)


def is_gsm7(text: str) -> bool:
    """Whether every character stands in the default alphabet or its extension."""
    return _ALL.issuperset(text)


def septets(char: str) -> int:
    """How many septets a character takes: one, or two behind an escape."""
    return 1 if char in CODES else 2


def encode_gsm7(text: str) -> bytes:
    """One septet in each octet ("unpacked"), as SMPP carries data coding 0.

    Raises:
        UnicodeEncodeError: a character stands in neither table.
    """
    return codecs.charmap_encode(text, "strict", _OCTETS)[0]


def decode_gsm7(octets: bytes) -> str:
    """The text of unpacked septets. What no table knows becomes a space, as the specification asks."""
    if ESCAPE not in octets:
        return codecs.charmap_decode(octets, "strict", _FROM_CODE)[0]
    out, escaped = [], False
    for octet in octets:
        if escaped:
            out.append(_FROM_EXTENSION.get(octet) or _FROM_CODE[octet])
            escaped = False
        elif octet == ESCAPE:
            escaped = True
        else:
            out.append(_FROM_CODE[octet])
    return "".join(out)
