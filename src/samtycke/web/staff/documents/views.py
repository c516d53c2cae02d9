"""Registers and documents: filled in by the program, written in by the organisation, kept as versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samtycke.organisations.door import can
from samtycke.rights.door import (
    DOCUMENTS,
    Kept,
    Live,
    NotWhole,
    Part,
    Section,
    breaches,
    keep_version,
    kept_version,
    kept_versions,
    known,
    live,
    recipients,
    save_texts,
)
from samtycke.web.parts.compare import compare
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import advisers
from samtycke.web.staff.documents.paper import document_paper

_LANGUAGES = (("sv", "Svenska"), ("en", "English"))


@dataclass(frozen=True, slots=True)
class Row:
    """A section on the page: as it reads, what it asks for, and what it lacks."""

    section: Section
    part: Part
    written: str
    start: str
    lacks: bool
    mend: str


def all_documents(request: StaffRequest) -> HttpResponse:
    """Every document, how it stands, and the registers beside them."""
    facts = known(request.cursor, request.organisation, now=timezone.now())
    language = request.organisation.language
    rows = [live(request.cursor, kind, facts, language=language) for kind in DOCUMENTS]
    found, now = breaches(request.cursor), timezone.now()
    return render(
        request,
        "staff/documents/all.html",
        {
            "rows": [{"one": one, "verdict": verdict(one)} for one in rows],
            "recipients": len(recipients(request.cursor)),
            "open_breaches": sum(not one.closed for one in found),
            "overdue": sum(one.is_overdue(now) for one in found),
            "privacy_url": facts.privacy_url,
        },
    )


def verdict(one: Live) -> str:
    """How a document stands: ``may`` is kept and true today, ``waits`` has changed since, ``not`` is missing."""
    if one.newest is None or (one.document.street and not one.newest.public):
        return "not"
    return "waits" if one.changed or one.lacking else "may"


def show(request: StaffRequest, kind: str) -> HttpResponse:
    """A document, to read and to write in."""
    return _page(request, _kind(kind))


def save(request: StaffRequest, kind: str) -> HttpResponse:
    """Keep what was written as a draft; or take a sentence to begin with, or keep all of it as a version."""
    language = _language(request)
    asked = {one.key for one in DOCUMENTS[_kind(kind)].sections if one.ask}
    said = {key: request.POST[f"own_{key}"] for key in asked if f"own_{key}" in request.POST}
    if (key := request.POST.get("use", "")) in asked:
        said[key] = _start(request, kind, key, language)
    save_texts(request.cursor, kind, said, language=language, by=request.by, now=timezone.now())
    if request.POST.get("act") == "keep":
        return _keep(request, kind)
    messages.success(request, _("Saved as a draft."), extra_tags="may")
    return redirect(f"{reverse('document', args=[kind])}?lang={language}{'#' + key if key else ''}")


def _keep(request: StaffRequest, kind: str) -> HttpResponse:
    try:
        kept = keep_version(
            request.cursor,
            kind,
            known(request.cursor, request.organisation, now=timezone.now()),
            language=request.organisation.language,
            public=request.POST.get("public") == "yes",
            why=request.POST.get("why", ""),
            by=request.by,
            now=timezone.now(),
        )
    except NotWhole:
        return _page(request, kind, refused=True, status=422)
    said = {"number": kept.number}
    if kept.public:
        messages.success(request, _("Version %(number)s is published.") % said, extra_tags="may")
    else:
        messages.success(request, _("Version %(number)s is kept.") % said, extra_tags="may")
    return redirect("document", kind)


def show_versions(request: StaffRequest, kind: str) -> HttpResponse:
    """Two versions side by side."""
    found = kept_versions(request.cursor, _kind(kind))
    if not found:
        raise Http404
    after = _picked(found, request.GET.get("b"), found[0])
    before = _picked(found, request.GET.get("a"), found[min(1, len(found) - 1)])
    language = _language(request)
    return render(
        request,
        "staff/documents/versions.html",
        {
            "document": DOCUMENTS[kind],
            "versions": found,
            "before": before,
            "after": after,
            "language": language,
            "languages": _LANGUAGES,
            "parts": _compared(before, after, language),
        },
    )


def show_version(request: StaffRequest, kind: str, number: int) -> HttpResponse:
    """One version, as it stood."""
    kept = kept_version(request.cursor, _kind(kind), number)
    if kept is None:
        raise Http404
    language = _language(request)
    return render(
        request,
        "staff/documents/version.html",
        {
            "document": DOCUMENTS[kind],
            "kept": kept,
            "parts": kept.pages[language],
            "language": language,
            "languages": _LANGUAGES,
        },
    )


def as_pdf(request: StaffRequest, kind: str, number: int = 0) -> HttpResponse:
    """A version on paper; without a number, as it reads today."""
    language = _language(request)
    now = timezone.now()
    _kind(kind)
    kept = kept_version(request.cursor, kind, number) if number else None
    if number and kept is None:
        raise Http404
    if kept is None:
        facts = known(request.cursor, request.organisation, now=now)
        kept = Kept(kind, 0, live(request.cursor, kind, facts, language=language).pages, False, "", request.by, now)
    with override(language):
        content = document_paper(DOCUMENTS[kind], kept, organisation=request.organisation.name, language=language)
    name = f"{kind}-{f'v{number}' if number else now.date().isoformat()}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(request: StaffRequest, kind: str, *, refused: bool = False, status: int = 200) -> HttpResponse:
    language = _language(request)
    facts = known(request.cursor, request.organisation, now=timezone.now())
    one = live(request.cursor, kind, facts, language=request.organisation.language)
    lacking = {section.key for section in one.lacking}
    parts = one.pages[language]
    rows = [
        Row(
            section,
            part,
            one.texts.get(section.key, {}).get(language, ""),
            " ".join(section.start(facts, language)) if section.start else "",
            section.key in lacking,
            reverse(section.mend) if section.mend and section.key in lacking else "",
        )
        for section, part in zip(one.document.sections, parts, strict=True)
    ]
    return render(
        request,
        "staff/documents/document.html",
        {
            "document": one.document,
            "live": one,
            "verdict": verdict(one),
            "rows": rows,
            "lacking": [row for row in rows if row.lacks],
            "versions": kept_versions(request.cursor, kind, limit=10),
            "language": language,
            "languages": _LANGUAGES,
            "refused": refused,
            "privacy_url": facts.privacy_url,
            "writes": any(section.ask for section in one.document.sections),
            "may_save": can(request.role, "advise"),
            "savers": advisers(request.organisation),
        },
        status=status,
    )


def _compared(before: Kept, after: Kept, language: str) -> list[Any]:
    old, new = _texts(before, language), _texts(after, language)
    return [compare(title, old.get(title, ""), new.get(title, "")) for title in dict.fromkeys([*new, *old])]


def _texts(kept: Kept, language: str) -> dict[str, str]:
    return {part.title: "\n".join([*part.known, part.own]).strip() for part in kept.pages.get(language, ())}


def _picked(found: Sequence[Kept], asked: str | None, otherwise: Kept) -> Kept:
    return next((one for one in found if str(one.number) == asked), otherwise)


def _start(request: StaffRequest, kind: str, key: str, language: str) -> str:
    """The sentence to begin with, after what is written already."""
    section = next(one for one in DOCUMENTS[kind].sections if one.key == key)
    facts = known(request.cursor, request.organisation, now=timezone.now())
    start = " ".join(section.start(facts, language)) if section.start else ""
    return f"{request.POST.get(f'own_{key}', '').strip()}\n{start}".strip()


def _kind(kind: str) -> str:
    if kind not in DOCUMENTS:
        raise Http404
    return kind


def _language(request: StaffRequest) -> str:
    """The language a document is read and written in: chosen, else the reader's own."""
    asked = request.POST.get("lang") or request.GET.get("lang") or (get_language() or "sv")[:2]
    return asked if asked in dict(_LANGUAGES) else "sv"
