"""A block list as others export it: a number or a hash a line, in whatever column."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

from samtycke.sms import NumberRefused, parse_number

_HEX = re.compile(r"[0-9a-fA-F]{64}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{43}=?")
_CELLS = re.compile(r"[;,\t|]")


@dataclass(slots=True)
class ReadList:
    """``numbers`` in E.164, ``hashes`` in hex, and the lines that held neither (a first one is a header)."""

    numbers: list[str] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)


def read_list(content: bytes, *, country: str) -> ReadList:
    """Read a file or what somebody pasted. A number without a country code belongs to ``country``."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("windows-1252", "replace")
    found = ReadList()
    numbers: dict[str, None] = {}
    hashes: dict[str, None] = {}
    for line, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        cells = [cell.strip().strip('"') for cell in _CELLS.split(written)]
        if hash_ := next(filter(None, map(_hash, cells)), None):
            hashes[hash_] = None
        elif number := next(filter(None, (_number(cell, country) for cell in cells)), None):
            numbers[number] = None
        elif line > 1:
            found.unread.append(line)
    found.numbers, found.hashes = list(numbers), list(hashes)
    return found


def _hash(cell: str) -> str | None:
    """SHA-256 as hex or base64, in hex."""
    if _HEX.fullmatch(cell):
        return cell.lower()
    if _BASE64.fullmatch(cell):
        try:
            octets = base64.urlsafe_b64decode(cell.replace("+", "-").replace("/", "_").rstrip("=") + "=")
        except binascii.Error:
            return None
        return octets.hex() if len(octets) == 32 else None
    return None


def _number(cell: str, country: str) -> str | None:
    try:
        return parse_number(cell, country).e164
    except NumberRefused:
        return None
