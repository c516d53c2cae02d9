"""Long texts: parts with a header as they travel, and put together again as they arrive (3GPP TS 23.040, 9.2.3.24)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Generic, TypeVar

from samtycke.carriers.smpp.pdu import ESM_UDHI, TLV_SAR_REF, TLV_SAR_SEQ, TLV_SAR_TOTAL, Sm, pack_tlv

T = TypeVar("T")


def header(reference: int, total: int, number: int) -> bytes:
    """The user data header of one part, with an 8-bit reference."""
    return bytes((5, 0, 3, reference & 0xFF, total, number))


def sar(reference: int, total: int, number: int) -> bytes:
    """The same, said beside the text by optional parameters (SMPP 3.4, 5.3.2.22-24)."""
    return (
        pack_tlv(TLV_SAR_REF, (reference & 0xFFFF).to_bytes(2, "big"))
        + pack_tlv(TLV_SAR_TOTAL, bytes((total,)))
        + pack_tlv(TLV_SAR_SEQ, bytes((number,)))
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part belongs."""

    reference: int
    total: int
    number: int


def placed(sm: Sm) -> tuple[Place | None, bytes]:
    """Where a message belongs if it is a part, and its text without the header. A header that cannot be is none."""
    if sm.esm_class & ESM_UDHI and sm.message and sm.message[0] < len(sm.message):
        length = sm.message[0]
        return _read_header(sm.message[1 : 1 + length]), sm.message[1 + length :]
    if TLV_SAR_TOTAL in sm.tlvs and TLV_SAR_SEQ in sm.tlvs:
        reference, total, number = (
            int.from_bytes(sm.tlvs.get(tag, b"\0"), "big") for tag in (TLV_SAR_REF, TLV_SAR_TOTAL, TLV_SAR_SEQ)
        )
        return _place(reference, total, number), sm.message
    return None, sm.message


def _read_header(elements: bytes) -> Place | None:
    at = 0
    while at + 2 <= len(elements):
        kind, length = elements[at], elements[at + 1]
        value = elements[at + 2 : at + 2 + length]
        if kind == 0x00 and len(value) == 3:
            return _place(value[0], value[1], value[2])
        if kind == 0x08 and len(value) == 4:
            return _place(int.from_bytes(value[:2], "big"), value[2], value[3])
        at += 2 + length
    return None


def _place(reference: int, total: int, number: int) -> Place | None:
    return Place(reference, total, number) if 1 <= number <= total and total > 1 else None


Read = Callable[[bytes, int], str]
"""Octets and their data coding, to text."""


@dataclass(slots=True)
class _Gathering(Generic[T]):
    grown_at: float
    total: int
    parts: dict[int, tuple[bytes, int]] = field(default_factory=dict)
    tokens: list[T] = field(default_factory=list)


class Assembler(Generic[T]):
    """Puts parts together, in any order. Each part brings a token, all of which come back with the whole text.

    The next part is waited for ``patience`` seconds; then what has come is read, which is better than nothing. Octets
    are joined before they are read: some senders cut a character in two.
    """

    def __init__(self, read: Read, patience: float = 20.0) -> None:
        self._read, self._patience = read, patience
        self._open: dict[tuple[str, str, int, int], _Gathering[T]] = {}

    def add(
        self, sender: str, to: str, place: Place, octets: bytes, coding: int, token: T
    ) -> tuple[str, list[T]] | None:
        """Add a part; the whole text and its tokens when it was the last that was missing."""
        key = (sender, to, place.reference, place.total)
        gathering = self._open.setdefault(key, _Gathering(0.0, place.total))
        gathering.grown_at = time.monotonic()
        gathering.parts[place.number] = octets, coding
        gathering.tokens.append(token)
        if len(gathering.parts) < gathering.total:
            return None
        del self._open[key]
        return self._joined(gathering), gathering.tokens

    def overdue(self) -> Iterator[tuple[str, str, str, list[T]]]:
        """Texts whose missing parts are no longer waited for: sender, to, what there is, tokens."""
        limit = time.monotonic() - self._patience
        for key in [key for key, gathering in self._open.items() if gathering.grown_at < limit]:
            gathering = self._open.pop(key)
            yield key[0], key[1], self._joined(gathering), gathering.tokens

    def _joined(self, gathering: _Gathering[T]) -> str:
        in_order = [gathering.parts[number] for number in sorted(gathering.parts)]
        runs = groupby(in_order, key=lambda part: part[1])
        return "".join(self._read(b"".join(octets for octets, _ in run), coding) for coding, run in runs)
