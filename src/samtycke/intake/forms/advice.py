"""What a lawyer would say of a form's words while they are written: by signs that can be named; a person decides.

A consent is one clear yes, to one thing, from one sender, apart from other terms (GDPR 4(11), 7(2), 7(4)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samtycke.intake.forms.words import Words


@dataclass(frozen=True, slots=True)
class Advice:
    """``code``: ``bundled``, ``conditional``, ``negative``, ``others``, ``channels``, ``no_yes``, ``no_sender``,
    ``no_channel`` or ``no_often``; ``found`` is the words that gave it away; ``cites`` the law.
    """

    code: str
    field: str
    cites: str
    found: str = ""


def _words(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{form})" for form in forms), re.IGNORECASE)


_BUNDLED = _words(
    r"(?:köp|medlems|användar)?villkor\w*", r"integritetspolicy\w*", r"(?:godkänner|accepterar)\s+\w+",
    r"terms(?: and conditions)?\b", r"privacy policy", r"(?:accept|agree to)\s+(?:the|our)\b",
)  # fmt: skip
_CONDITIONAL = _words(
    r"för att (?:delta|tävla|få köpa|handla|bli medlem)", r"krävs för", r"villkor för att",
    r"to (?:take part|enter|win)\b",     r"required (?:to|for)\b", r"in order to (?:buy|order|join)",
)  # fmt: skip
_NEGATIVE = _words(
    r"nej tack", r"bocka ur", r"kryssa ur", r"vill inte", r"om du inte vill", r"untick", r"uncheck", r"opt out",
    r"do not want", r"don't want", r"unless you",
)  # fmt: skip
_OTHERS = _words(
    r"(?:samarbets)?partner\w*", r"tredje part\w*", r"koncern\w*", r"andra företag", r"utvalda företag",
    r"third part\w+", r"affiliate\w*", r"other companies", r"selected companies", r"group companies",
)  # fmt: skip
_CHANNELS = _words(
    r"e-?post\w*", r"mejl\w*", r"mail\w*", r"telefonsamtal", r"ringa\b", r"e-?mail\w*", r"phone calls?", r"brev\b"
)
_YES = _words(
    r"ja\b", r"jag (?:vill|samtycker|tackar ja)", r"yes\b", r"i (?:want|would like|consent)", r"skicka mig", r"text me"
)
_TEXTS = _words(r"sms", r"texts?\b", r"text messages?")


def advice(words: Words, *, sender: str) -> list[Advice]:
    """What to look at in one language, the gravest first."""
    return [*_said(words), *_unsaid(words, sender)] if words.box else []


def _said(words: Words) -> Iterator[Advice]:
    for code, signs, cites in (
        ("negative", _NEGATIVE, "GDPR art. 4(11); C-673/17 Planet49"),
        ("bundled", _BUNDLED, "GDPR art. 7(2)"),
        ("conditional", _CONDITIONAL, "GDPR art. 7(4)"),
        ("others", _OTHERS, "GDPR art. 4(11), 26"),
        ("channels", _CHANNELS, "GDPR art. 4(11), 5(1)(b)"),
    ):
        if found := signs.search(words.box):
            yield Advice(code, "box", cites, found.group())


def _unsaid(words: Words, sender: str) -> Iterator[Advice]:
    if not _YES.search(words.box):
        yield Advice("no_yes", "box", "GDPR art. 4(11)")
    if sender and sender.casefold() not in words.box.casefold():
        yield Advice("no_sender", "box", "GDPR art. 4(11); MFL 9 §")
    if not _TEXTS.search(words.box):
        yield Advice("no_channel", "box", "GDPR art. 5(1)(b)")
    if words.often and words.often.casefold() not in f"{words.box} {words.sentence}".casefold():
        yield Advice("no_often", "box", "GDPR art. 13(1)(c)", words.often)
