"""The form at an address, in the reader's language: one of ours, or within somebody's page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from samtycke.intake.door import Form, FormAddress, Page, Version, newest_version, one_version, read_form
from samtycke.organisations.door import Organisation
from samtycke.rights.door import public_notice


@dataclass(frozen=True, slots=True)
class Shown:
    """What is looked at. ``who`` and ``slug``: the organisation.

    ``embedded``: in a frame on another site; then every page of the way may be.
    """

    where: FormAddress
    form: Form
    version: Version
    language: str
    who: str
    slug: str
    country: str
    embedded: bool
    privacy: str = ""
    """Where the organisation's whole privacy notice is read, once it has published one."""

    @property
    def page(self) -> Page:
        """The version in that language."""
        return self.version.pages[self.language]

    @property
    def url(self) -> str:
        """The form's own address, in this language and this frame."""
        return self.at("form")

    def at(self, name: str, *, language: str = "", **query: str) -> str:
        """A page of the way, in the same frame."""
        asked = {"lang": language or self.language, **({"embed": "1"} if self.embedded else {}), **query}
        return f"{reverse(name, args=[self.form.slug])}?{urlencode(asked)}"


def look(
    cursor: CursorWrapper, request: HttpRequest, where: FormAddress, *, number: int = 0, language: str = ""
) -> Shown:
    """The form as this person sees it: the newest version, or the one with a number, which they have seen already."""
    organisation = Organisation.objects.get(pk=where.organisation_id)
    form = read_form(cursor, where.form_id)
    version = one_version(cursor, form.id, number) if number else newest_version(cursor, form.id)
    assert version is not None  # an address is given out with the first
    return Shown(
        where=where,
        form=form,
        version=version,
        language=_language(request, version, language),
        who=organisation.name,
        slug=organisation.slug,
        country=organisation.home_country,
        embedded=request.GET.get("embed") == "1",
        privacy=reverse("privacy", args=[organisation.slug]) if public_notice(cursor) else "",
    )


def _language(request: HttpRequest, version: Version, given: str) -> str:
    """The one given, asked for, or of the browser; else the first that the form has."""
    wishes = (given, request.GET.get("lang", ""), (get_language() or "")[:2])
    return next((wish for wish in wishes if wish in version.pages), next(iter(version.pages)))
