"""A form and its draft: what the next version will say."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.intake.forms.words import LANGUAGES, Words, first_words, read_words
from samtycke.organisations.door import Purpose, audit, document

_SELECT = (
    "SELECT f.id, f.slug, f.name, f.purpose, f.sender, f.confirm, f.state, f.colour, f.draft, f.created_by, "
    "f.saved_at, coalesce((SELECT max(number) FROM form_version v WHERE v.organisation_id = f.organisation_id "
    "AND v.form_id = f.id), 0) FROM form f WHERE f.organisation_id = current_organisation() "
)
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class NoSuchForm(LookupError):
    """The organisation has no form with this id."""


@dataclass(frozen=True, slots=True)
class Form:
    """``state``: draft, published or paused. ``confirm``: by ``code`` or ``double_opt_in``. ``version``: the newest
    that was published, 0 for none. ``slug`` may be empty until then.
    """

    id: int
    slug: str
    name: str
    purpose: str
    sender: str
    confirm: str
    state: str
    colour: str
    draft: Mapping[str, Words]
    created_by: str
    saved_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written in the composer. ``slug`` counts only until the first version."""

    name: str
    purpose: str
    sender: str
    confirm: str
    colour: str
    slug: str
    words: Mapping[str, Words]


def create_form(
    cursor: CursorWrapper, *, organisation: str, purpose: Purpose | None, sender: str, by: str, now: datetime
) -> Form:
    """Begin a form with words that hold as they stand."""
    words = {
        language: first_words(language, organisation=organisation, purpose=purpose.name[language])
        for language in LANGUAGES
        if purpose is not None
    }
    cursor.execute(
        "INSERT INTO form (organisation_id, name, purpose, sender, draft, created_by, created_at, saved_at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s) RETURNING id",
        ["", purpose.slug if purpose else "", sender, _kept(words), by, now, now],
    )
    return read_form(cursor, int(cursor.fetchone()[0]))


def read_form(cursor: CursorWrapper, form_id: int) -> Form:
    """One form.

    Raises:
        NoSuchForm: there is none.
    """
    cursor.execute(_SELECT + "AND f.id = %s", [form_id])
    found = cursor.fetchone()
    if found is None:
        raise NoSuchForm(form_id)
    return _form(found)


def forms(cursor: CursorWrapper, *, limit: int = 100) -> list[Form]:
    """The newest forms, the last first."""
    cursor.execute(_SELECT + "ORDER BY f.id DESC LIMIT %s", [limit])
    return [_form(row) for row in cursor.fetchall()]


def save_form(cursor: CursorWrapper, form_id: int, draft: Draft, *, now: datetime) -> Form:
    """Keep what was written. It is shown to nobody until it is published.

    Raises:
        NoSuchForm: there is none.
    """
    cursor.execute(
        "UPDATE form SET name = %s, purpose = %s, sender = %s, confirm = %s, colour = %s, draft = %s, saved_at = %s, "
        "slug = CASE WHEN state = 'draft' THEN %s ELSE slug END "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [
            " ".join(draft.name.split())[:80],
            draft.purpose,
            draft.sender,
            draft.confirm if draft.confirm in ("code", "double_opt_in") else "code",
            draft.colour if _COLOUR.fullmatch(draft.colour) else "",
            _kept({language: draft.words.get(language, Words()) for language in LANGUAGES}),
            now,
            as_slug(draft.slug),
            form_id,
        ],
    )
    return read_form(cursor, form_id)


def pause_form(cursor: CursorWrapper, form_id: int, *, by: str) -> Form:
    """Take in no more people; the address says so."""
    return _turn(cursor, form_id, "published", "paused", by=by, act="form.pause")


def resume_form(cursor: CursorWrapper, form_id: int, *, by: str) -> Form:
    """Take in people again, by the newest version."""
    return _turn(cursor, form_id, "paused", "published", by=by, act="form.resume")


def _turn(cursor: CursorWrapper, form_id: int, was: str, becomes: str, *, by: str, act: str) -> Form:
    cursor.execute(
        "UPDATE form SET state = %s WHERE organisation_id = current_organisation() AND id = %s AND state = %s",
        [becomes, form_id, was],
    )
    if cursor.rowcount:
        audit(cursor, actor=by, act=act, subject=f"form/{form_id}")
    return read_form(cursor, form_id)


def as_slug(text: str) -> str:
    """Words as they may stand in an address: ``Klubben på Söder`` is ``klubben-pa-soder``."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:40].strip("-")


def _kept(words: Mapping[str, Words]) -> str:
    return json.dumps({language: asdict(said) for language, said in words.items()})


def _form(row: tuple[Any, ...]) -> Form:
    draft = document(row[8])
    words = {language: read_words(draft.get(language, {})) for language in LANGUAGES}
    values = [*row[:8], words, *row[9:]]
    return Form(*values)
