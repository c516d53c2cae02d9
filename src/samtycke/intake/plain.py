"""A text as it is compared: folded letters, single spaces, nothing unseen; and its words, with slips mended.

Every phone writes its own way: capitals, marks left out (``avanmal``), marks broken on the way (``avanm?l``), a letter
too many. What is left here is what they have in common. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from rapidfuzz.distance import OSA

_LETTERS = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "ł": "l", "đ": "d", "ı": "i", "’": "'", "`": "'", "´": "'"})
_BROKEN = re.compile(r"(?<=[^\W\d_])[?¤\ufffd](?=[^\W\d_])")
"""A letter that a carrier could not write: it becomes the likeliest, and the mending of slips does the rest."""
_SPACES = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"[\w']+")


def plain(text: str) -> str:
    """Lower case, no marks over letters, single spaces; lines stay lines."""
    folded = unmarked(unicodedata.normalize("NFKC", _whole(text)).casefold())
    seen = "".join(char for char in folded if char == "\n" or unicodedata.category(char) not in ("Cf", "Cc"))
    return _SPACES.sub(" ", _BROKEN.sub("a", seen)).strip()


def unmarked(text: str) -> str:
    """Without marks over letters: å, ä and à are a."""
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in apart if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(text)


def mended(text: str, *, towards: frozenset[str], known: frozenset[str]) -> str:
    """A folded text whose words stand spelt right where they are a slip away from one of ``towards``."""
    return _WORD.sub(lambda word: _mended(word[0], towards, known), text)


@lru_cache(maxsize=8192)
def _mended(word: str, towards: frozenset[str], known: frozenset[str]) -> str:
    if len(word) < 4 or word in towards or word in known or not word.isalpha():
        return word
    return nearest(word, towards) or word


def nearest(word: str, among: Collection[str]) -> str | None:
    """The word of ``among`` that is a slip of the finger away: a letter too many, too few, wrong or swapped; two slips
    in a long word. None when there is none, or when the word is too short to tell."""
    slips = sorted(
        (OSA.distance(word, known, score_cutoff=_slips(known)), known) for known in among if _may_be(word, known)
    )
    squeezed = squeeze(word)
    return next(
        (known for distance, known in slips if distance <= _slips(known)),
        next((known for known in sorted(among) if len(known) > 3 and squeeze(known) == squeezed), None),
    )


def squeeze(word: str) -> str:
    """Less the letters that somebody leaned on: ``stoooopp`` is ``stop``."""
    return re.sub(r"(.)\1+", r"\1", word)


def _may_be(word: str, known: str) -> bool:
    return len(known) >= 5 or (len(known) == 4 and word[0] == known[0])


def _slips(known: str) -> int:
    return 2 if len(known) >= 7 else 1


def _whole(text: str) -> str:
    """Less the damage of a text that was read as Windows-1252 on its way (``avanmÃ¤l``)."""
    if "Ã" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
