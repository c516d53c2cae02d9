"""The signs of advertising and of service, and where a text shows them. What they are is data: ``signs.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from samtycke.policy.content.tokens import Token

_APART = 5
"""So many words may stand between two that belong together."""
_STEM = 3
"""Terms are looked up by the first letters of their first word."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What a text shows. ``service``: it tells of a service text and weighs against advertising."""

    id: str
    says: dict[str, str]
    service: bool
    but: frozenset[str]


@dataclass(frozen=True, slots=True)
class Term:
    """Words in order that show a sign, and how much they weigh."""

    sign: Sign
    weight: int
    parts: tuple[tuple[str, ...], ...]
    """Alternatives for each word; the empty tuple lets a few others stand between."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sign that is shown by some tokens."""

    sign: Sign
    weight: int
    first: Token
    last: Token


def sign_words(id_: str) -> dict[str, str]:
    """What a sign is called, in Swedish and English."""
    return dict(_lexicon().signs[id_].says)


def threshold() -> int:
    """The weight from which a text reads like advertising."""
    return _lexicon().threshold


def bare() -> int:
    """The weight of a text in which nothing tells of service."""
    return _lexicon().bare


def hits(sentence: Sequence[Token]) -> Iterator[Hit]:
    """Every term that a sentence shows."""
    for at, token in enumerate(sentence):
        for term in _beginning(token.kind, token.says, token.loud):
            last = _follows(term.parts, sentence, at, term.sign.but)
            if last is not None:
                yield Hit(term.sign, term.weight, token, sentence[last])


def _follows(parts: tuple[tuple[str, ...], ...], sentence: Sequence[Token], at: int, but: frozenset[str]) -> int | None:
    """Where the parts end, if they all stand from here on in their order."""
    last = at
    for number, part in enumerate(parts):
        reach = _APART if number and not parts[number - 1] else 0
        if not part:
            continue
        found = next((i for i in range(at, min(at + reach + 1, len(sentence))) if _is(sentence[i], part, but)), None)
        if found is None:
            return None
        last, at = found, found + 1
    return last


def _is(token: Token, part: tuple[str, ...], but: frozenset[str]) -> bool:
    return any(_one(token, way, but) for way in part)


def _one(token: Token, way: str, but: frozenset[str]) -> bool:
    if way[0] == "<":
        return token.kind == way[1:-1] or (way == "<code>" and token.loud) or way == "<any>"
    if "*" not in way or token.kind == "link":
        return token.says == way
    stem = way.strip("*")
    if token.says in but:
        return False
    if way[0] != "*":
        return token.says.startswith(stem)
    return stem in token.says if way[-1] == "*" else token.says.endswith(stem)


class _Lexicon:
    """All terms, by what the first of their words begins with."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.threshold, self.bare = int(told["threshold"]), int(told["bare"])
        self.signs: dict[str, Sign] = {}
        self._by_word: dict[str, list[Term]] = {}
        self._by_stem: dict[str, list[Term]] = {}
        self._by_kind: dict[str, list[Term]] = {}
        self._anywhere: list[Term] = []
        for sign in told["signs"]:
            made = Sign(
                sign["id"],
                {"sv": sign["sv"], "en": sign["en"]},
                sign.get("service", False),
                frozenset(sign.get("but", ())),
            )
            self.signs[made.id] = made
            for weight, terms in sign["terms"].items():
                for term in terms:
                    self._add(Term(made, int(weight), _parts(str(term))))

    def _add(self, term: Term) -> None:
        for way in term.parts[0]:
            if way[0] == "<":
                self._by_kind.setdefault(way[1:-1], []).append(term)
            elif way[0] == "*" or ("*" in way and len(way) <= _STEM):
                self._anywhere.append(term)
            elif "*" in way:
                self._by_stem.setdefault(way[:_STEM], []).append(term)
            else:
                self._by_word.setdefault(way, []).append(term)

    def beginning(self, token: Token) -> Iterator[Term]:
        """Terms that may begin with this token, by its first letters or its kind."""
        yield from self._by_word.get(token.says, ())
        yield from self._by_kind.get(token.kind, ())
        if token.kind == "word":
            yield from self._by_stem.get(token.says[:_STEM], ())
            yield from self._anywhere
            if token.loud:
                yield from self._by_kind.get("code", ())


@lru_cache(maxsize=8192)
def _beginning(kind: str, says: str, loud: bool) -> tuple[Term, ...]:
    """Terms that begin with this token. Words recur, from text to text."""
    token = Token(kind, says, 0, 0, loud)
    return tuple(term for term in _lexicon().beginning(token) if _is(token, term.parts[0], term.sign.but))


def _parts(term: str) -> tuple[tuple[str, ...], ...]:
    return tuple(() if part == ".." else tuple(part.split("|")) for part in term.split())


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon(yaml.safe_load(Path(__file__).with_name("signs.yaml").read_text(encoding="utf-8")))
