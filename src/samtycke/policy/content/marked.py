"""A text in pieces, those that show a sign of advertising apart: for a page to mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samtycke.policy.content.reading import Found, Reading
from samtycke.policy.content.tokens import cleaned


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text, and the sign it shows, if any."""

    text: str
    found: Found | None = None


def marked(text: str, reading: Reading) -> tuple[Piece, ...]:
    """The whole text as pieces in order; none is empty."""
    return tuple(piece for piece in _pieces(cleaned(text), reading) if piece.text)


def _pieces(clean: str, reading: Reading) -> Iterator[Piece]:
    at = 0
    for found in reading.because:
        if found.start >= at:
            yield Piece(clean[at : found.start])
            yield Piece(clean[found.start : found.end], found)
            at = found.end
    yield Piece(clean[at:])
