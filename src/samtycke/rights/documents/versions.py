"""The registers and documents of an organisation: live, as drafts, and as the versions that were kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import audit, document
from samtycke.rights.documents.agreement import AGREEMENT
from samtycke.rights.documents.assessment import ASSESSMENT
from samtycke.rights.documents.impact import IMPACT
from samtycke.rights.documents.known import Known
from samtycke.rights.documents.notice import NOTICE
from samtycke.rights.documents.record import RECORD
from samtycke.rights.documents.section import LANGUAGES, Document, Section, steady

DOCUMENTS = {one.kind: one for one in (RECORD, NOTICE, ASSESSMENT, AGREEMENT, IMPACT)}
"""Every kind, in the order they are needed."""
_MOST = 20_000


class NotWhole(ValueError):
    """Something is missing; carries the sections. Nothing was kept."""

    def __init__(self, lacking: tuple[Section, ...]) -> None:
        super().__init__([one.key for one in lacking])
        self.lacking = lacking


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it reads in a language: what the program filled in, and what was written."""

    key: str
    title: str
    citation: str
    known: tuple[str, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A version, as it stood: whole, in each language."""

    kind: str
    number: int
    pages: Mapping[str, tuple[Part, ...]]
    public: bool
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Live:
    """A document as it reads today.

    Attributes:
        texts: what the organisation has written: section -> language -> text.
        lacking: sections without what they need.
        newest: the last version; None before there is one.
        changed: whether today's text says otherwise than that; one person more is not otherwise.
    """

    document: Document
    pages: Mapping[str, tuple[Part, ...]]
    texts: Mapping[str, Mapping[str, str]]
    lacking: tuple[Section, ...]
    newest: Kept | None
    changed: bool


def live(cursor: CursorWrapper, kind: str, known: Known, *, language: str) -> Live:
    """A document today. ``language``: the organisation's own, in which it has to be whole.

    Raises:
        KeyError: there is no such kind.
    """
    of = DOCUMENTS[kind]
    texts = _texts(cursor, kind)
    pages = {each: _page(of, known, texts, each) for each in LANGUAGES}
    lacking = tuple(one for one in of.sections if _lacks(one, known, texts, language))
    newest = next(iter(kept_versions(cursor, kind, limit=1)), None)
    return Live(of, pages, texts, lacking, newest, newest is not None and _says(newest.pages) != _says(pages))


def save_texts(
    cursor: CursorWrapper, kind: str, said: Mapping[str, str], *, language: str, by: str, now: datetime
) -> None:
    """Keep what is written in one language, section by section, as a draft. What isn't named stays.

    Raises:
        KeyError: there is no such kind, or no such section.
    """
    asked = {one.key for one in DOCUMENTS[kind].sections if one.ask}
    texts = {key: dict(each) for key, each in _texts(cursor, kind).items()}
    for key, text in said.items():
        if key not in asked:
            raise KeyError(key)
        texts.setdefault(key, {})[language] = text.strip().replace("\r\n", "\n")[:_MOST]
    cursor.execute(
        "INSERT INTO document_draft (organisation_id, kind, texts, saved_by, saved_at) VALUES "
        "(current_organisation(), %s, %s, %s, %s) ON CONFLICT (organisation_id, kind) DO UPDATE SET texts = "
        "excluded.texts, saved_by = excluded.saved_by, saved_at = excluded.saved_at",
        [kind, json.dumps(texts, ensure_ascii=False), by, now],
    )


def keep_version(
    cursor: CursorWrapper,
    kind: str,
    known: Known,
    *,
    language: str,
    public: bool,
    why: str,
    by: str,
    now: datetime,
) -> Kept:
    """Keep a document as it reads now, for ever. ``public``: anyone may read it, until a newer one is kept public.

    Raises:
        NotWhole: it lacks something.
        KeyError: there is no such kind.
    """
    today = live(cursor, kind, known, language=language)
    if today.lacking:
        raise NotWhole(today.lacking)
    number = (today.newest.number if today.newest else 0) + 1
    kept = Kept(kind, number, today.pages, public and today.document.street, why.strip(), by, now)
    pages = {each: [_written(part) for part in parts] for each, parts in kept.pages.items()}
    cursor.execute(
        "INSERT INTO document_version (organisation_id, kind, number, pages, public, why, by, at) VALUES "
        "(current_organisation(), %s, %s, %s, %s, %s, %s, %s)",
        [kind, number, json.dumps(pages, ensure_ascii=False), kept.public, kept.why, by, now],
    )
    audit(cursor, actor=by, act="document.keep", subject=f"{kind}/{number}", public=kept.public)
    return kept


def kept_versions(cursor: CursorWrapper, kind: str, *, limit: int = 50) -> list[Kept]:
    """The versions of a document, the newest first."""
    return _read(cursor, "kind = %s ORDER BY number DESC LIMIT %s", [kind, limit])


def kept_version(cursor: CursorWrapper, kind: str, number: int) -> Kept | None:
    """One version."""
    return next(iter(_read(cursor, "kind = %s AND number = %s", [kind, number])), None)


def public_notice(cursor: CursorWrapper) -> Kept | None:
    """The privacy notice as anyone may read it; None before one is published."""
    return next(iter(_read(cursor, "kind = 'notice' AND public ORDER BY number DESC LIMIT 1", [])), None)


def _read(cursor: CursorWrapper, where: str, values: list[Any]) -> list[Kept]:
    cursor.execute(
        "SELECT kind, number, pages, public, why, by, at FROM document_version "  # noqa: S608 - one of the above
        f"WHERE organisation_id = current_organisation() AND {where}",
        values,
    )
    return [
        Kept(kind, number, {each: tuple(map(_part, parts)) for each, parts in document(pages).items()}, *rest)
        for kind, number, pages, *rest in cursor.fetchall()
    ]


def _texts(cursor: CursorWrapper, kind: str) -> dict[str, dict[str, str]]:
    cursor.execute(
        "SELECT texts FROM document_draft WHERE organisation_id = current_organisation() AND kind = %s", [kind]
    )
    row = cursor.fetchone()
    found: dict[str, dict[str, str]] = document(row[0]) if row else {}
    return found


def _page(of: Document, known: Known, texts: Mapping[str, Mapping[str, str]], language: str) -> tuple[Part, ...]:
    """A document in one language; where nothing is written in it, what is written in the other stands."""
    parts = []
    for one in of.sections:
        written = texts.get(one.key, {})
        own = written.get(language) or next(filter(None, written.values()), "")
        tells = tuple(one.tells(known, language)) if one.tells else ()
        parts.append(Part(one.key, one.title[language], one.citation, tells, own))
    return tuple(parts)


def _lacks(one: Section, known: Known, texts: Mapping[str, Mapping[str, str]], language: str) -> bool:
    if one.lacks and one.lacks(known):
        return True
    return one.needed and not texts.get(one.key, {}).get(language, "").strip()


def _says(pages: Mapping[str, tuple[Part, ...]]) -> dict[str, list[tuple[str, str, str]]]:
    """What a document says, leaving out how many people there are today."""
    return {
        language: [(part.title, steady("\n".join(part.known)), part.own) for part in parts]
        for language, parts in pages.items()
    }


def _written(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "citation": part.citation,
        "known": list(part.known),
        "own": part.own,
    }


def _part(kept: Mapping[str, Any]) -> Part:
    return Part(kept["key"], kept["title"], kept["citation"], tuple(kept["known"]), kept["own"])
