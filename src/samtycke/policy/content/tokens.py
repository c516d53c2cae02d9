"""A text as words, prices, shares, links and ends of sentences: what an offer is made of, however it is written.

Every pattern is one that can be followed without going back: the time it takes grows as the text does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CURRENCY_AFTER = r"(?:kronor|kr|sek|nok|dkk|euros?|eur|usd|gbp|pund|pounds?|dollars?|:-|,-|[$€£](?!\d))"
_CURRENCY_BEFORE = r"(?:[$€£]|(?:SEK|EUR|USD|GBP|NOK|DKK)\s?)"
_NUMBER = r"(?:\d{1,3}(?:[ \u00a0.,]\d{3})+(?!\d)|\d+)(?:[.,:]\d{1,2}(?!\d))?"
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
      (?P<link>   (?:https?://|www\.)\S+ | (?<![\w-])[\w-]+(?:\.[\w-]+)+(?:/\S*)? )
    | (?P<price>  {_CURRENCY_BEFORE}{_NUMBER} | {_NUMBER}\s?{_CURRENCY_AFTER}(?!\w) )
    | (?P<share>  {_NUMBER}\s?(?:%|procent(?!\w)|percent(?!\w)|pct(?!\w)) )
    | (?P<masked> (?<!\w)(?:[A-ZÅÄÖ][ ]){{2,}}[A-ZÅÄÖ](?!\w)
                | (?<!\w)(?:[a-zåäö][ ]){{2,}}[a-zåäö](?!\w)
                | (?<!\w)(?:{_LETTER}[-_*·.]){{2,}}{_LETTER}(?!\w) )
    | (?P<code>   (?<!\w)[A-ZÅÄÖ]{{2,}}\d{{1,4}}(?!\w) | (?<!\w)[A-ZÅÄÖ]{{4,}}(?!\w) )
    | (?P<number> {_NUMBER} )
    | (?P<word>   {_LETTER}+(?:['’]{_LETTER}+)* )
    | (?P<loud>   !+ )
    | (?P<asks>   \?+ )
    | (?P<end>    [.]+(?=\s|$) | [\n;•|] )
    | (?P<emoji>  [\u2600-\u27bf\u2b50\U0001f300-\U0001faff] )
    """,
    re.VERBOSE,
)
_TLD = re.compile(
    r"\.(?:se|nu|com|net|org|info|shop|store|io|co|app|tv|eu|uk|ie|no|dk|fi|de|fr|ly|me|gl|gg|sale|biz|online|site|us)"
    r"(?=$|[/.:?!,)])",
    re.IGNORECASE,
)
_ABBREVIATED = frozenset(
    {"kl", "ord", "st", "nr", "no", "ca", "tel", "v", "inkl", "exkl", "dr", "mr", "mrs", "ms", "m", "t", "f", "avg"}
)
_FIGURES = re.compile(r"\d(?:[ .,:/-]?\d)*")
_PERSONAL = re.compile(r"(?<=/)[^/\s]*[\dA-Z][^/\s]*")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe0f]")
# Letters of other alphabets that look the same, with which a word is hidden from whoever looks for it.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456"
    "\u0410\u0415\u041e\u0420\u0421\u0425\u0406\u0412\u041d\u041a\u041c\u0422"
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03bf",
    "aeopcyxiAEOPCXIBHKMTABEHIKMNOPTXo",
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text: its kind, what it says in small letters, and where it stands in the cleaned text."""

    kind: str
    says: str
    start: int
    end: int
    loud: bool = False
    """Written in capitals, as a code to give at the till."""


def cleaned(text: str) -> str:
    """The text as it is read and marked: composed, in plain letters, without what cannot be seen."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return seen if seen.isascii() else "".join(map(_plain, seen))


def _plain(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


def wording(text: str) -> str:
    """The words of a text without its figures: the same of a template on another day, of another amount.

    The last part of a link counts as a figure where it holds figures or capitals, as those made for one person do.
    """
    words = _PERSONAL.sub("0", unicodedata.normalize("NFKC", cleaned(text)))
    return " ".join(_FIGURES.sub("0", words).casefold().split())


def sentences(text: str) -> list[list[Token]]:
    """The tokens of a cleaned text, sentence by sentence."""
    found: list[list[Token]] = [[]]
    for token in _tokens(text):
        if token.kind == "end":
            if not _is_abbreviation(text, token, found[-1]):
                found.append([])
            continue
        found[-1].append(token)
        if token.kind in ("loud", "asks"):
            found.append([])
    return [sentence for sentence in found if sentence]


def _tokens(text: str) -> list[Token]:
    plain = text.translate(_ALIKE)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(plain):
        kind, says = str(match.lastgroup), match.group()
        if kind == "link" and not _is_link(says):
            tokens.extend(_within(match))
            continue
        if kind == "masked":
            kind, says = "word", says[::2]
        capitals = kind == "code"
        tokens.append(
            Token("word" if capitals else kind, says.casefold().replace("’", "'"), match.start(), match.end(), capitals)
        )
    return tokens


_WORDS = re.compile(
    rf"(?P<masked>(?<!\w)(?:{_LETTER}\.){{2,}}{_LETTER}(?!\w))|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>{_LETTER}+)"
)


def _within(match: re.Match[str]) -> list[Token]:
    """Words with stops between them that are no address, as t.o.m. or a sentence begun without a space."""
    found = []
    for one in _WORDS.finditer(match.group()):
        kind, says = str(one.lastgroup), one.group().casefold()
        start = match.start() + one.start()
        if kind == "masked":
            kind, says = "word", says[::2]
        found.append(Token(kind, says, start, start + len(one.group())))
    return found


def _is_link(says: str) -> bool:
    if says.casefold().startswith(("http", "www.")):
        return True
    return _TLD.search(says) is not None and not says[0].isdigit()


def _is_abbreviation(text: str, end: Token, before: list[Token]) -> bool:
    """Whether a stop ends no sentence, as after kl. or ord."""
    return text[end.start] == "." and bool(before) and before[-1].says in _ABBREVIATED
