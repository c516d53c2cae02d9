"""Whom a campaign reaches, as pages show it: a sentence, a bar, a row for each basis, hold and rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.gate.door import Group, Preview
from samtycke.ledger.door import Identity, reveal
from samtycke.web.parts.bars import Piece, Share, pieces
from samtycke.web.parts.law import BASES, SIGNS
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import clock, day, number

_PATTERNS = {"waits": "dots", "not": "cross"}


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people in a group, by name or masked number."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """People with one verdict under one rule."""

    verdict: str
    pattern: str
    rule: str
    people: int
    label: str
    note: str
    why: str
    citation: str
    url: str
    mend: str
    people_shown: Sequence[Person]
    more: int


@dataclass(frozen=True, slots=True)
class Reach:
    """May + waits + may not = total, always."""

    may: int
    waits: int
    not_: int
    total: int
    sentence: str
    label: str
    pieces: Sequence[Piece]
    rows: Sequence[Row]


def reach_of(cursor: CursorWrapper, preview: Preview) -> Reach:
    """A preview for the page."""
    may, waits, not_ = (preview.count(verdict) for verdict in SIGNS)
    readable = reveal(cursor, [contact for group in preview.groups for contact in group.sample])
    rows = _rows(preview.groups, readable)
    sentence = _sentence(may, waits, not_, preview.recipients)
    return Reach(
        may,
        waits,
        not_,
        preview.recipients,
        sentence,
        sentence,
        pieces([Share(row.people, row.verdict, row.pattern) for row in rows]),
        rows,
    )


def _sentence(may: int, waits: int, not_: int, total: int) -> str:
    said_of = [
        ngettext("%(n)s of %(total)s gets the text.", "%(n)s of %(total)s get the text.", may)
        % {"n": number(may), "total": number(total)}
    ]
    if waits:
        said_of.append(ngettext("%(n)s gets it later.", "%(n)s get it later.", waits) % {"n": number(waits)})
    if not_:
        said_of.append(ngettext("%(n)s does not get it.", "%(n)s do not get it.", not_) % {"n": number(not_)})
    return " ".join(said_of)


def _rows(groups: Sequence[Group], readable: Mapping[int, Identity]) -> list[Row]:
    rows = []
    bases = 0
    for group in groups:
        verdict = SIGNS[group.verdict]
        pattern = _PATTERNS.get(verdict) or ("solid" if bases % 2 == 0 else "lines")
        bases += verdict == "may"
        people = [_person(contact, readable[contact]) for contact in group.sample if contact in readable]
        rows.append(
            Row(
                verdict,
                pattern,
                group.rule.id,
                group.people,
                said(group.rule.words.label),
                _note(group),
                said(group.explanation),
                group.citation,
                group.rule.url,
                said(group.rule.words.mend),
                people,
                group.people - len(people),
            )
        )
    return rows


def _person(contact_id: int, identity: Identity) -> Person:
    return Person(identity.name or identity.masked, reverse("contact", args=[contact_id]))


def _note(group: Group) -> str:
    if group.verdict == "allow":
        basis = str(BASES.get(group.basis or "", group.basis or ""))
        return f"{basis}, {_lapses(group.until)}" if group.until else basis
    if group.verdict == "hold" and group.until:
        return _("the first at %(time)s") % {"time": clock(group.until)}
    return ""


def _lapses(until: datetime) -> str:
    return _("the first lapses %(day)s") % {"day": day(until)}
