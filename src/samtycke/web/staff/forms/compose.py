"""The composer: fields left, phone right, and what the law wants where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtycke.intake.door import (
    LANGUAGES,
    WORD_FIELDS,
    Draft,
    Form,
    Page,
    as_slug,
    draft_page,
    is_changed,
    obstacles,
    read_words,
)
from samtycke.organisations.door import can, open_purposes, senders
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.forms.share import address, me_address
from samtycke.web.staff.forms.words import LANGUAGE_NAMES, Remark, remarks


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to write in one language. ``long``: on several lines."""

    name: str
    label: str | Promise
    hint: str | Promise
    value: str
    long: bool = False


_LABELS: dict[str, tuple[str | Promise, str | Promise]] = {
    "title": (_("Heading"), _("Short: what it is.")),
    "sentence": (_("What they get"), _("One sentence of what, and how often.")),
    "often": (_("How often, at most"), _("Stands in the notice: “at most 2 a month”. Promise no more than you keep.")),
    "box": (_("Beside the box"), _("These words are the consent: who, what, and by text. One thing only.")),
    "extra": (_("A line of your own below"), _("If you like: an opening offer needs its terms here.")),
    "more": (
        _("Added to the whole notice"),
        _("If you like. If texts are handled outside the EU, it must stand here."),
    ),
}
_BESIDE_THE_BOX = ("title", "sentence", "often", "box")


@dataclass(frozen=True, slots=True)
class Live:
    """What changes while somebody writes. ``look``: the language on the phone."""

    look: str
    page: Page
    remarks: Sequence[Remark]
    next_version: int
    changed: bool

    @property
    def stopped(self) -> bool:
        """Whether something must be written before it can be published."""
        return any(one.stops for one in self.remarks)


def read_draft(sent: QueryDict, before: Form) -> Draft:
    """What was typed. A form that doesn't send a field leaves it as it was."""
    name = sent.get("name", before.name)
    return Draft(
        name=name,
        purpose=sent.get("purpose", before.purpose),
        sender=sent.get("sender", before.sender),
        confirm=sent.get("confirm", before.confirm),
        colour=sent.get("colour", before.colour).strip().lower() if "own_colour" in sent else "",
        slug=before.slug if before.version else as_slug(sent.get("slug", "")),
        words={
            language: read_words({field: sent.get(f"{language}.{field}", "") for field in WORD_FIELDS})
            for language in LANGUAGES
        },
    )


def live(request: StaffRequest, form: Form) -> Live:
    """Look at a draft as it will be."""
    asked = request.POST.get("look") or request.GET.get("look", "")
    look = asked if asked in LANGUAGES else next((one for one in LANGUAGES if form.draft[one].begun), LANGUAGES[0])
    found = obstacles(request.cursor, form)
    changed = is_changed(request.cursor, form, me=me_address(request.organisation.slug))
    return Live(
        look=look,
        page=draft_page(request.cursor, form, look, me=me_address(request.organisation.slug)),
        remarks=remarks(form, found, organisation=request.organisation.name),
        next_version=form.version + 1 if changed else form.version,
        changed=changed,
    )


def compose_page(request: StaffRequest, form: Form) -> dict[str, object]:
    """All that the composer shows."""
    marketing = [(one.slug, said(one.name)) for one in open_purposes(request.cursor).values()]
    return {
        "form": form,
        "live": live(request, form),
        "purposes": marketing,
        "senders": [(name, name) for name in senders(request.cursor)],
        "languages": [
            (language, LANGUAGE_NAMES[language], _fields(form, language, _BESIDE_THE_BOX)) for language in LANGUAGES
        ],
        "additions": [
            (language, LANGUAGE_NAMES[language], _fields(form, language, ("extra", "more"))) for language in LANGUAGES
        ],
        "address": address(form) if form.version else address(form, slug="…"),
        "slug": form.slug or as_slug(form.name),
        "may_write": can(request.role, "write"),
    }


def _fields(form: Form, language: str, names: Sequence[str]) -> list[Field]:
    words = form.draft[language]
    return [
        Field(
            f"{language}.{name}",
            *_LABELS[name],
            getattr(words, name),
            long=name in ("sentence", "box", "extra", "more"),
        )
        for name in names
    ]
