"""What a person means by a text they send us. Pure: the same text always means the same.

The order is the law's: what may be a no is looked for before anything that may be a yes (GDPR 7(3), 21). A text that
may be a no, but need not, is ``ambiguous``: marketing waits until a person has read it. Missing a no is the
worst fault here; reading one into an out-of-office reply is the second worst.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml

from samtycke.intake.plain import mended, nearest, plain, unmarked, words_of
from samtycke.policy import countries, pack_for

Intent: TypeAlias = Literal["opt_out", "opt_in", "confirm", "help", "ambiguous", "other"]

_LONGEST_SENTENCE = 14
"""In words: who says no more than stop says it in few."""


@cache
def _read() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return words


def _set(name: str) -> frozenset[str]:
    return frozenset(plain(str(word)) for word in _read()[name])


def _any(name: str) -> re.Pattern[str]:
    """One pattern of all of a list, folded like the texts. Every gap in them is bounded: time is linear."""
    patterns = (re.sub(r"\{([a-z_]+)\}", lambda part: _read()[part[1]], pattern) for pattern in _read()[name])
    return re.compile("|".join(f"(?:{unmarked(pattern)})" for pattern in patterns))


_POLITE = _set("courtesies")
_SAYING = _POLITE | _set("saying")
_GREETINGS = _set("greetings")
_NO = _set("no_words")
_WEAK = _set("weak")
_OTHER_WORDS = _set("not_stop")
_MENDED = _set("mended")
_PHRASES = _any("phrases")
_NOT_STOPPING = _any("not_stopping")
_ELSEWHERE = _any("elsewhere")
_OWN_WORDS = _any("own")
_QUOTED = _any("quoted")
_AWAY = _any("away")
_PERHAPS = _any("perhaps")
_BARE = frozenset(("stop", "stopp"))
_MARKS = " .,!?\n"
_LETTER = re.compile(r"[^\W\d_]")


def intent(text: str, *, country: str = "SE") -> Intent:
    """What the sender of an inbound text means, read with the words of their country first, then of every other."""
    theirs = _QUOTED.sub(" ", plain(text))
    said = _OWN_WORDS.sub(" ", theirs)
    if not words_of(said):
        # Nothing of their own: our sentence alone may be a clumsy no, an empty text or a heart is not.
        return "ambiguous" if _OWN_WORDS.search(theirs) or _PERHAPS.search(theirs) else "other"
    return _means(_ELSEWHERE.sub(" ", said), country)


def is_bare_no(text: str) -> bool:
    """Whether a text is no and nothing more: the answer no to a question, and in doubt a no to more than that."""
    words = [word for word in words_of(_QUOTED.sub(" ", plain(text))) if word not in _GREETINGS]
    return bool(words) and all(word in _NO for word in words)


def one_word(text: str, *, beside: frozenset[str] = frozenset()) -> str | None:
    """The word that a text is, with nothing beside it but greetings and what else may stand there; folded."""
    words = [word for word in words_of(_QUOTED.sub(" ", plain(text))) if word not in _GREETINGS | beside]
    return words[0] if len(words) == 1 else None


def _means(said: str, country: str) -> Intent:
    rest = _NOT_STOPPING.sub(" ", said)
    if rest != said:
        # "Sluta inte": and if the rest says no all the same, a person looks at it.
        return "ambiguous" if _means(rest, country) == "opt_out" else "other"
    opened, bare = _less_greetings(said)
    if _says_stop(said, country) or _says_stop(opened, country):
        return "opt_out"
    spelt = mended(bare, towards=_MENDED, known=_OTHER_WORDS | _SAYING | _WEAK)
    away = _AWAY.search(said) is not None
    if any(_PHRASES.search(way) for way in (spelt, bare, said)):
        return "ambiguous" if away else "opt_out"
    if away:
        return "other"
    return _one_word(said, country) or ("ambiguous" if _may_be_a_no(said, spelt) else "other")


def _less_greetings(said: str) -> tuple[str, str]:
    """A text without the courtesies that open it, and without those that close it either."""
    words = said.split(" ")
    while words and words[0].strip(_MARKS) in _GREETINGS:
        del words[0]
    opened = " ".join(words)
    while words and words[-1].strip(_MARKS) in _GREETINGS:
        del words[-1]
    return opened, " ".join(words) or said


def _may_be_a_no(said: str, spelt: str) -> bool:
    """A doubt is enough; so is a script that nothing here reads."""
    if _PERHAPS.search(spelt) or _PERHAPS.search(said):
        return True
    letters = _LETTER.findall(said)
    return bool(letters) and not any("a" <= letter <= "z" for letter in letters)


def _one_word(said: str, country: str) -> Intent | None:
    """START, JA or HJÄLP, with nothing beside it but courtesies."""
    words = words_of(said)
    meanings: tuple[tuple[str, Intent], ...] = (("start", "opt_in"), ("agree", "confirm"), ("help", "help"))
    for meaning, means in meanings:
        known = _words(meaning, country)
        rest = [word for word in words if word not in _POLITE - {"nej", "no"}]
        if meaning == "agree" and rest and rest[0] in known:
            rest = [word for word in rest if word not in _set("agreeing")]
        if " ".join(words) in known or "".join(words) in known or (len(rest) == 1 and rest[0] in known):
            return means
        if meaning == "help" and len(rest) == 1 and nearest(rest[0], [word for word in known if len(word) > 4]):
            return means
    return None


def _says_stop(said: str, country: str) -> bool:
    """Whether a sentence of the text is nothing but a word for stop, spelt nearly right, and how it is said."""
    stop = _stop_words(country)
    return any(
        _is_stop(words_of(sentence), stop, asked=end == "?")
        for sentence, end in re.findall(r"([^.!?\n,;:]+)([.!?\n,;:]?)", said)
    ) or _in_single_letters(words_of(said), stop)


def _in_single_letters(words: list[str], stop: frozenset[str]) -> bool:
    """S T O P P, S.T.O.P, sto pp."""
    joined = "".join(words)
    return len(words) > 1 and len(joined) >= 4 and max(map(len, words)) < 4 and joined in stop


def _is_stop(words: list[str], stop: frozenset[str], *, asked: bool) -> bool:
    if not words or len(words) > _LONGEST_SENTENCE:
        return False
    if len(words) == 2 and words[0] in _BARE and words[1].isalpha() and words[1] not in _OTHER_WORDS:
        # STOPP SKOR: stop, and a keyword or a name.
        return not asked
    if " ".join(words) in stop:
        return not asked
    rest = [word for word in words if word not in _POLITE]
    if rest and (" ".join(rest) in stop or all(_is_nearly(word, stop) for word in rest)):
        return not asked
    strong = stop - _WEAK
    rest = [word for word in words if word not in _SAYING and not _is_a_number(word)]
    return bool(rest) and all(_is_nearly(word, strong) for word in rest)


def _is_a_number(word: str) -> bool:
    """A telephone number beside STOP. A short one may be anything: a bus stop, an order."""
    return word.isdigit() and len(word) != 5


def _is_nearly(word: str, stop: frozenset[str]) -> bool:
    if word in stop:
        return True
    if word in _OTHER_WORDS | _WEAK or len(word) < 3 or not word.isalpha():
        return False
    return nearest(word, _longer(stop)) is not None


@cache
def _longer(stop: frozenset[str]) -> frozenset[str]:
    """Those that are still known with a slip in them; of a short or a weak word only its own spelling counts."""
    return frozenset(word for word in stop - _WEAK if len(word) > 3 and " " not in word)


@cache
def _stop_words(country: str) -> frozenset[str]:
    """Every country's, for a phone in Malmö or Haparanda writes its neighbour's; but a word that means something else
    at home means that."""
    everywhere = _set("stop") | _WEAK
    for code in countries():
        everywhere |= _of_pack("stop", code)
    elsewise = frozenset[str]().union(*(_of_pack(meaning, country) for meaning in ("start", "agree", "help")))
    return (everywhere - elsewise) | _of_pack("stop", country)


@cache
def _words(meaning: str, country: str) -> frozenset[str]:
    return _set(meaning) | _of_pack(meaning, country)


@cache
def _of_pack(meaning: str, country: str) -> frozenset[str]:
    return frozenset(plain(word) for word in pack_for(country).words.get({"agree": "yes"}.get(meaning, meaning), ()))
