"""The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1)."""

from __future__ import annotations

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
_FROM_CODE = {code: char for char, code in CODES.items()}
_FROM_EXTENSION = {code: char for char, code in EXTENSION.items()}


def is_gsm7(text: str) -> bool:
    """Whether every character stands in the default alphabet or its extension."""
    return all(char in CODES or char in EXTENSION for char in text)


def septets(char: str) -> int:
    """How many septets a character takes: one, or two behind an escape."""
    return 1 if char in CODES else 2


def encode_gsm7(text: str) -> bytes:
    """One septet in each octet ("unpacked"), as SMPP carries data coding 0.

    Raises:
        KeyError: a character stands in neither table.
    """
    out = bytearray()
    for char in text:
        code = CODES.get(char)
        if code is None:
            out.append(ESCAPE)
            code = EXTENSION[char]
        out.append(code)
    return bytes(out)


def decode_gsm7(octets: bytes) -> str:
    """The text of unpacked septets. What no table knows becomes a space, as the specification asks."""
    out, escaped = [], False
    for octet in octets:
        if escaped:
            out.append(_FROM_EXTENSION.get(octet) or _FROM_CODE.get(octet, " "))
            escaped = False
        elif octet == ESCAPE:
            escaped = True
        else:
            out.append(_FROM_CODE.get(octet, " "))
    return "".join(out)
