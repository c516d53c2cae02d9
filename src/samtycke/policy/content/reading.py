"""Whether a text reads like advertising, and by which of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samtycke.policy.content.signs import Hit, bare, hits, sign_words, threshold
from samtycke.policy.content.tokens import cleaned, sentences


@dataclass(frozen=True, slots=True)
class Found:
    """A sign of advertising: its id, the words that show it, and where they stand in the cleaned text."""

    sign: str
    words: str
    start: int
    end: int

    @property
    def says(self) -> dict[str, str]:
        """What the sign is called, in Swedish and English."""
        return sign_words(self.sign)


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether a text reads like advertising, and because of which signs, in the order they stand."""

    advertising: bool
    because: tuple[Found, ...]

    def explained(self, language: str) -> str:
        """The signs and their words in one line: ``offer words: "erbjudande"; a price: "99 kr"``."""
        words: dict[str, list[str]] = {}
        for one in self.because:
            words.setdefault(one.says[language], []).append(f'"{one.words}"')
        return "; ".join(f"{says}: {', '.join(dict.fromkeys(found))}" for says, found in words.items())


def reads_like_advertising(text: str) -> Reading:
    """Read a text that is called service.

    A sentence that advertises makes the whole text do so, whatever else it tells (`kind.mixed`: MFL 3 §, CJEU
    C-102/20). Signs of service weigh against the signs beside them, in their own sentence; over the whole text they
    weigh against what its sentences only hint at together. A text that shows next to none is half told already. No
    sign is named of a text that does not advertise.
    """
    clean = cleaned(text)
    by_sentence = [_strongest(hits(sentence)) for sentence in sentences(clean)]
    whole = _strongest(hit for found in by_sentence for hit in found)
    service = sum(hit.weight for hit in whole if hit.sign.service)
    telling = [found for found in _windows(by_sentence) if _weight(found) >= threshold()]
    if not telling and _weight(whole) + (bare() if service <= bare() else 0) < threshold():
        return Reading(False, ())
    shown = {_found(clean, hit) for found in telling or [whole] for hit in found if not hit.sign.service}
    return Reading(True, tuple(_outermost(sorted(shown, key=lambda one: (one.start, -one.end)))))


def _outermost(found: Iterable[Found]) -> Iterator[Found]:
    """Those that stand in no other: of 20 % rabatt, the word alone tells nothing more."""
    end = 0
    for one in found:
        if one.end > end:
            yield one
            end = one.end


def _windows(by_sentence: Sequence[Sequence[Hit]]) -> Iterator[Sequence[Hit]]:
    """Every sentence, and every two that follow each other: an offer is often asked in one and priced in the next."""
    yield from by_sentence
    for one, next_one in pairwise(by_sentence):
        yield _strongest((*one, *next_one))


def _strongest(found: Iterable[Hit]) -> Sequence[Hit]:
    """Each sign once, by what shows it most."""
    strongest: dict[str, Hit] = {}
    for hit in found:
        if hit.sign.id not in strongest or hit.weight > strongest[hit.sign.id].weight:
            strongest[hit.sign.id] = hit
    return tuple(strongest.values())


def _weight(found: Sequence[Hit]) -> int:
    return sum(-hit.weight if hit.sign.service else hit.weight for hit in found)


def _found(clean: str, hit: Hit) -> Found:
    return Found(hit.sign.id, clean[hit.first.start : hit.last.end], hit.first.start, hit.last.end)
