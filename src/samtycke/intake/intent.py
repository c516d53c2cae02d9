"""What a person means by a text they send us. Pure: the same text always means the same.

The order is the law's: what may be a no is looked for before anything that may be a yes (GDPR 7(3), 21). A text that
may be a no, but need not, is ``ambiguous``: marketing waits until a person has read it. Missing a no is the
worst fault here; reading one into an out-of-office reply is the second worst.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml
from rapidfuzz.distance import OSA

from samtycke.policy import pack_for

Intent: TypeAlias = Literal["opt_out", "opt_in", "confirm", "help", "ambiguous", "other"]

_PACK = "SE"
"""Whose words are read; other countries' words join as their packs come."""


@cache
def _read() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return words


def _set(name: str) -> frozenset[str]:
    return frozenset(_read().get(name, ()))


def _any(name: str) -> re.Pattern[str]:
    patterns = (pattern.replace("{object}", _read()["object"]) for pattern in _read()[name])
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_POLITE = _set("courtesies")
_OTHER_WORDS = _set("not_stop")
_PHRASES = _any("phrases")
_NOT_STOPPING = _any("not_stopping")
_OWN_WORDS = _any("own")
_AWAY = _any("away")
_PERHAPS = _any("perhaps")


def intent(text: str, *, country: str = _PACK) -> Intent:
    """What the sender of an inbound text means. Words come from the country's pack, and from its neighbours'."""
    plain = _plain(text)
    said = _OWN_WORDS.sub(" ", _without_quotes(plain))
    if not _letters(said):
        # Nothing of their own: our sentence alone may be a clumsy no, an empty text or a heart is not.
        return "ambiguous" if _OWN_WORDS.search(plain) or _PERHAPS.search(plain) else "other"
    if _says_stop(said, _words("stop", country)):
        return "opt_out"
    if not _NOT_STOPPING.search(said) and _PHRASES.search(said):
        return "ambiguous" if _AWAY.search(said) else "opt_out"
    if _AWAY.search(said):
        return "other"
    return _what_else(said, country)


def _what_else(said: str, country: str) -> Intent:
    words = [word for word in _letters(said) if word not in _POLITE - {"nej", "no"}]
    if len(words) == 1:
        if words[0] in _words("start", country):
            return "opt_in"
        if words[0] in _words("agree", country):
            return "confirm"
        if words[0] in _words("help", country):
            return "help"
    return "ambiguous" if not _NOT_STOPPING.search(said) and _PERHAPS.search(said) else "other"


def _says_stop(said: str, stop: frozenset[str]) -> bool:
    """Whether a sentence of the text, less its courtesies, is nothing but a word for stop, spelt nearly right."""
    for sentence in re.split(r"[.!?\n,;:]+", said):
        words = _letters(sentence)
        if " ".join(words) in stop:
            return True
        rest = [word for word in words if word not in _POLITE]
        if rest and len(words) <= 8 and (" ".join(rest) in stop or all(_is_nearly(word, stop) for word in rest)):
            return True
        # S T O P P, one letter at a time.
        if len(words) >= 4 and all(len(word) == 1 for word in words) and "".join(words) in stop:
            return True
    return False


@cache
def _is_nearly(word: str, stop: frozenset[str]) -> bool:
    """One slip of the finger from a word for stop, two in a long one: a letter too many, too few, wrong or swapped."""
    if word in stop:
        return True
    if word in _OTHER_WORDS or len(word) < 3 or not word.isalpha():
        return False
    squeezed = _squeeze(word)
    if any(squeezed == _squeeze(known) for known in stop if len(known) > 3):
        return True
    for known in stop:
        if " " in known or len(known) < 4:
            continue
        slips = 2 if len(known) >= 7 else 1
        if word[0] != known[0] and len(known) < 5:
            continue
        if OSA.distance(word, known, score_cutoff=slips) <= slips:
            return True
    return False


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def _words(meaning: str, country: str) -> frozenset[str]:
    own = pack_for(country).words.get({"agree": "yes"}.get(meaning, meaning), ())
    return _set(meaning) | {_plain(word) for word in own}


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("`", "'")
    visible = "".join(char for char in folded if unicodedata.category(char) not in ("Cf", "Cc") or char == "\n")
    return re.sub(r"[^\S\n]+", " ", visible).strip()


def _without_quotes(plain: str) -> str:
    """Less the lines somebody quoted, and the signature a phone adds."""
    lines = [line for line in plain.split("\n") if not line.lstrip().startswith(">")]
    said = "\n".join(lines)
    return re.sub(r"\b(?:skickat från min|sent from my|m\.?v\.?h|med vänlig\w* häls\w*|hälsningar)\b.*", "", said)


def _letters(text: str) -> list[str]:
    return re.findall(r"[\w']+", text)
