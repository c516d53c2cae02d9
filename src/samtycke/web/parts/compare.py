"""Two texts side by side, word by word: what was taken out, what was put in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both (``same``), only before (``gone``) or only after (``new``)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A named text before and after."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        """Whether nothing was changed."""
        return all(piece.kind == "same" for piece in (*self.before, *self.after))


def compare(name: str, before: str, after: str) -> Compared:
    """Compare two texts by words."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if was := "".join(old[a:b]):
            left.append(Piece("same" if tag == "equal" else "gone", was))
        if became := "".join(new[c:d]):
            right.append(Piece("same" if tag == "equal" else "new", became))
    return Compared(name, tuple(left), tuple(right))
