"""A draft becomes a version: words and notice as they will stand for ever in the proof of every yes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.intake.forms.form import Form, as_slug, read_form
from samtycke.intake.forms.notice import About, Notice, notice
from samtycke.intake.forms.words import LANGUAGES, Words
from samtycke.intake.say import can_be_answered, organisation_of
from samtycke.organisations.door import audit, controller, document, open_purposes, purposes, senders

_SHORTEST = 3
_SELECT = (
    "SELECT form_id, number, purpose, sender, confirm, pages, published_by, published_at FROM form_version "
    "WHERE organisation_id = current_organisation() AND form_id = %s "
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a form can't be published.

    ``field`` is of the form (``name``, ``purpose``, ``sender``, ``confirm``, ``slug``), of the organisation
    (``controller``) or of a language (``sv.box``); ``code``: ``empty``, ``not_declared``, ``no_answer`` (nobody can
    reply to any sender), ``taken``, ``short``.
    """

    field: str
    code: str
    detail: str = ""


class NotPublishable(ValueError):
    """Something must be written first. Carries all of it."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__([one.field for one in obstacles])
        self.obstacles = tuple(obstacles)


@dataclass(frozen=True, slots=True)
class Page:
    """A version in one language, all of it: what a person sees."""

    words: Words
    notice: Notice

    @property
    def wording(self) -> str:
        """The exact words that were shown beside the box, from the heading to the notice."""
        said = self.words
        return "\n\n".join(filter(None, (said.title, said.sentence, said.box, self.notice.short, said.extra)))


@dataclass(frozen=True, slots=True)
class Version:
    """What a form said from one day on."""

    form_id: int
    number: int
    purpose: str
    sender: str
    confirm: str
    pages: Mapping[str, Page]
    published_by: str
    published_at: datetime


def draft_page(cursor: CursorWrapper, form: Form, language: str, *, me: str = "") -> Page:
    """A language of the draft as it would be published now."""
    return Page(form.draft[language], notice(_about(cursor, form, language, me), language))


def obstacles(cursor: CursorWrapper, form: Form) -> list[Obstacle]:
    """What stands in the way of publishing."""
    return [*_of_form(cursor, form), *_of_words(form)]


def publish(cursor: CursorWrapper, form_id: int, *, by: str, now: datetime, me: str = "") -> Version:
    """Make the draft the newest version. A draft that says what the newest says is not made one again.

    Args:
        me: where a person sees what is held about them, to stand in the notice.

    Raises:
        NoSuchForm: there is none.
        NotPublishable: something is missing; carries what.
    """
    cursor.execute(
        "SELECT 1 FROM form WHERE organisation_id = current_organisation() AND id = %s FOR UPDATE", [form_id]
    )
    form = read_form(cursor, form_id)
    if found := obstacles(cursor, form):
        raise NotPublishable(found)
    pages = _pages(cursor, form, me)
    newest = newest_version(cursor, form_id)
    if newest is None or _differs(newest, form, pages):
        _write(cursor, form, pages, by=by, now=now)
    _open(cursor, form)
    made = newest_version(cursor, form_id)
    assert made is not None
    return made


def newest_version(cursor: CursorWrapper, form_id: int) -> Version | None:
    """What the form says today, or None before it was first published."""
    cursor.execute(_SELECT + "ORDER BY number DESC LIMIT 1", [form_id])
    found = cursor.fetchone()
    return _version(found) if found else None


def versions(cursor: CursorWrapper, form_id: int) -> list[Version]:
    """All versions, the newest first."""
    cursor.execute(_SELECT + "ORDER BY number DESC", [form_id])
    return [_version(row) for row in cursor.fetchall()]


def one_version(cursor: CursorWrapper, form_id: int, number: int) -> Version | None:
    """One version."""
    cursor.execute(_SELECT + "AND number = %s", [form_id, number])
    found = cursor.fetchone()
    return _version(found) if found else None


def is_changed(cursor: CursorWrapper, form: Form, *, me: str = "") -> bool:
    """Whether publishing would make a new version: other words, or other facts of the organisation."""
    newest = newest_version(cursor, form.id)
    if newest is None:
        return True
    return _differs(newest, form, _pages(cursor, form, me))


def _pages(cursor: CursorWrapper, form: Form, me: str) -> dict[str, Page]:
    """The languages that are written."""
    return {one: draft_page(cursor, form, one, me=me) for one in LANGUAGES if form.draft[one].begun}


def _differs(newest: Version, form: Form, pages: Mapping[str, Page]) -> bool:
    return (newest.pages, newest.purpose, newest.sender, newest.confirm) != (
        pages, form.purpose, form.sender, form.confirm,
    )  # fmt: skip


def _write(cursor: CursorWrapper, form: Form, pages: Mapping[str, Page], *, by: str, now: datetime) -> None:
    cursor.execute(
        "INSERT INTO form_version (organisation_id, form_id, number, purpose, sender, confirm, pages, published_by, "
        "published_at) VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            form.id,
            form.version + 1,
            form.purpose,
            form.sender,
            form.confirm,
            json.dumps({language: asdict(page) for language, page in pages.items()}),
            by,
            now,
        ],
    )
    audit(cursor, actor=by, act="form.publish", subject=f"form/{form.id}", version=form.version + 1)


def _open(cursor: CursorWrapper, form: Form) -> None:
    """Give it its address, for good."""
    slug = form.slug or as_slug(form.name)
    cursor.execute(
        "INSERT INTO form_route (slug, organisation_id, form_id) VALUES (%s, current_organisation(), %s) "
        "ON CONFLICT (slug) DO NOTHING",
        [slug, form.id],
    )
    if not cursor.rowcount and not _is_ours(cursor, slug, form.id):
        # Taken between the look and the leap.
        raise NotPublishable([Obstacle("slug", "taken", slug)])
    cursor.execute(
        "UPDATE form SET slug = %s, state = CASE WHEN state = 'draft' THEN 'published' ELSE state END "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [slug, form.id],
    )


def _is_ours(cursor: CursorWrapper, slug: str, form_id: int) -> bool:
    cursor.execute("SELECT organisation_id = current_organisation() AND form_id = %s FROM form_route WHERE slug = %s",
                   [form_id, slug])  # fmt: skip
    found = cursor.fetchone()
    return bool(found and found[0])


def _of_form(cursor: CursorWrapper, form: Form) -> Iterator[Obstacle]:
    if not form.name:
        yield Obstacle("name", "empty")
    if form.purpose not in open_purposes(cursor):
        yield Obstacle("purpose", "not_declared")
    if form.sender not in senders(cursor):
        yield Obstacle("sender", "not_declared")
    if form.confirm == "double_opt_in" and not can_be_answered(cursor):
        yield Obstacle("confirm", "no_answer")
    for name in controller(cursor).missing:
        yield Obstacle("controller", "empty", name)
    yield from _of_address(cursor, form)


def _of_address(cursor: CursorWrapper, form: Form) -> Iterator[Obstacle]:
    slug = form.slug or as_slug(form.name)
    if len(slug) < _SHORTEST:
        if form.name:
            yield Obstacle("slug", "short")
        return
    cursor.execute("SELECT 1 FROM form_route WHERE slug = %s", [slug])
    if cursor.fetchone() and not _is_ours(cursor, slug, form.id):
        yield Obstacle("slug", "taken", slug)


def _of_words(form: Form) -> Iterator[Obstacle]:
    begun = [language for language in LANGUAGES if form.draft[language].begun]
    for language in begun or LANGUAGES[:1]:
        for name in form.draft[language].missing:
            yield Obstacle(f"{language}.{name}", "empty")


def _about(cursor: CursorWrapper, form: Form, language: str, me: str) -> About:
    organisation = organisation_of(cursor)
    purpose, sender = purposes(cursor).get(form.purpose), senders(cursor).get(form.sender)
    return About(
        controller=controller(cursor),
        organisation=organisation.name,
        country=organisation.home_country,
        purpose=purpose.name[language] if purpose else "…",
        often=form.draft[language].often or "…",
        inbound=sender.inbound_number if sender else "…",
        me=me,
        more=form.draft[language].more,
    )


def _version(row: tuple[Any, ...]) -> Version:
    pages = document(row[5])
    values = [*row[:5], {one: _page(pages[one]) for one in LANGUAGES if one in pages}, *row[6:]]
    return Version(*values)


def _page(page: Mapping[str, Any]) -> Page:
    whole = tuple((heading, text) for heading, text in page["notice"]["whole"])
    return Page(Words(**page["words"]), Notice(page["notice"]["short"], whole))
