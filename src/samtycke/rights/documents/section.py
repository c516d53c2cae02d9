"""What a document is made of: sections that the program fills in, and that the organisation writes in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from samtycke.rights.documents.known import Known

Said: TypeAlias = dict[str, str]
Tells: TypeAlias = Callable[[Known, str], Sequence[str]]
"""Paragraphs of what is known, in a language."""
Lacks: TypeAlias = Callable[[Known], bool]

LANGUAGES = ("sv", "en")


def said(sv: str, en: str) -> Said:
    """The same in both languages."""
    return {"sv": sv, "en": en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading of a document.

    Attributes:
        tells: what the program fills in, anew each time it is read.
        ask: what the organisation has to write, where only it can know.
        start: a sentence to begin with.
        needed: without a text of the organisation's own the document is not whole.
        lacks: whether what the program must know for it is missing, and ``mend`` says which page mends it.
    """

    key: str
    title: Said
    citation: str
    tells: Tells | None = None
    ask: Said | None = None
    start: Tells | None = None
    needed: bool = False
    lacks: Lacks | None = None
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A register or a document. ``street``: it is made to be read by anyone."""

    kind: str
    name: Said
    what: Said
    citation: str
    sections: tuple[Section, ...]
    street: bool = False
    accepted: bool = False
    """It is an agreement: a version is kept by accepting it."""


def listed(texts: Sequence[str], language: str) -> str:
    """a, b och c."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {'and' if language == 'en' else 'och'} {texts[-1]}"


def counted(number: int, one: str, many: str) -> str:
    """1 person, 12 431 personer, held together by spaces that do not break: ``steady`` knows a count by them."""
    return f"{number:,}\u00a0{one if number == 1 else many}".replace(",", "\u00a0")


_COUNT = re.compile(r"\d[\d\u00a0]*\u00a0\S+")


def steady(text: str) -> str:
    """A text without its counts: what it says is the same tomorrow, when there is one person more."""
    return _COUNT.sub("#", text)
