"""What texts are for: all of it, a new one, and one with its words, who is asked for it, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import Use, uses_of
from samtycke.ledger.door import count_given
from samtycke.organisations.door import (
    OWN_TEST,
    NotDeclared,
    Purpose,
    PurposeRefused,
    PurposeWords,
    archive_purpose,
    can,
    declare_purpose,
    purpose_versions,
    purposes,
    reopen_purpose,
    reword_purpose,
)
from samtycke.web.parts.law import BASES
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import those_who_may

_FIELDS = ("name_sv", "name_en", "about_sv", "about_en", "often_sv", "often_en")
_LONGEST = {"name_sv": 60, "name_en": 60}
_LONG = 500


def all_purposes(request: StaffRequest) -> HttpResponse:
    """Each with what it rests on, how many said yes, and whether it is still used."""
    rows = [
        {"purpose": one, "basis": BASES.get(one.legal_basis or "", ""), "given": _given(request, one)}
        for one in sorted(
            purposes(request.cursor).values(), key=lambda one: (one.archived_at is not None, said(one.name))
        )
    ]
    return render(request, "staff/purposes/all.html", {"rows": rows, "may_write": can(request.role, "write")})


def new(request: StaffRequest) -> HttpResponse:
    """Declare one."""
    if request.method != "POST":
        return _new_page(request, {"kind": "marketing"})
    sent = request.POST
    try:
        slug = declare_purpose(
            request.cursor,
            _words(sent),
            kind=sent.get("kind", ""),
            legal_basis=sent.get("legal_basis", ""),
            assessment=_typed(sent, "assessment"),
            by=request.by,
            now=timezone.now(),
        )
    except PurposeRefused as refused:
        return _new_page(request, sent, wrong={refused.field: _why(refused)}, status=422)
    messages.success(request, _("Declared. Forms, keywords and campaigns can be for it now."), extra_tags="may")
    return redirect("purpose", slug=slug)


def show(request: StaffRequest, slug: str) -> HttpResponse:
    """One of them."""
    return _page(request, _found(request, slug), {})


def reword(request: StaffRequest, slug: str) -> HttpResponse:
    """Other words for the same."""
    one = _found(request, slug)
    if slug == OWN_TEST:
        raise Http404
    try:
        reword_purpose(
            request.cursor,
            slug,
            _words(request.POST),
            given=_given(request, one) or 0,
            reason=_typed(request.POST, "reason"),
            by=request.by,
            now=timezone.now(),
        )
    except PurposeRefused as refused:
        return _page(request, one, request.POST, wrong={refused.field: _why(refused)}, status=422)
    messages.success(request, _("Saved. The words before stand with those who said yes to them."), extra_tags="may")
    return redirect("purpose", slug=slug)


def archive(request: StaffRequest, slug: str) -> HttpResponse:
    """Nothing new for it, once nobody is asked for it any more."""
    _found(request, slug)
    if uses_of(request.cursor, slug):
        messages.warning(
            request, _("People are still asked for it. Pause those first: they are listed below."), extra_tags="waits"
        )
    else:
        archive_purpose(request.cursor, slug, by=request.by, now=timezone.now())
        messages.success(request, _("Archived. What people said stands as it is."), extra_tags="may")
    return redirect("purpose", slug=slug)


def reopen(request: StaffRequest, slug: str) -> HttpResponse:
    """Use it again."""
    _found(request, slug)
    reopen_purpose(request.cursor, slug, by=request.by)
    return redirect("purpose", slug=slug)


def _found(request: StaffRequest, slug: str) -> Purpose:
    one = purposes(request.cursor).get(slug)
    if one is None:
        raise Http404
    return one


def _given(request: StaffRequest, one: Purpose) -> int | None:
    """How many yeses stand on it; None of a service purpose, which rests on none."""
    return count_given(request.cursor, one.slug)[0] if one.kind == "marketing" else None


def _page(
    request: StaffRequest,
    one: Purpose,
    sent: Mapping[str, Any],
    *,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    try:
        found = purpose_versions(request.cursor, one.slug)
    except NotDeclared:
        raise Http404 from None
    newest = found[0].words
    counts = count_given(request.cursor, one.slug, [version.at for version in reversed(found)])
    # Who said yes before the first words were kept here said it under those all the same.
    by_version = [counts[0] + counts[1], *counts[2:]]
    return render(
        request,
        "staff/purposes/purpose.html",
        {
            "purpose": one,
            "basis": BASES.get(one.legal_basis or "", ""),
            "values": {name: sent.get(name, getattr(newest, name)) for name in _FIELDS},
            "reason": sent.get("reason", ""),
            "given": _given(request, one),
            "versions": list(zip(found, reversed(by_version), strict=True)) if one.kind == "marketing" else [],
            "uses": [(use, _address(use)) for use in uses_of(request.cursor, one.slug)],
            "own": one.slug == OWN_TEST,
            "may_write": can(request.role, "write"),
            "writers": those_who_may(request.organisation, "write"),
            "wrong": wrong or {},
        },
        status=status,
    )


def _new_page(
    request: StaffRequest, sent: Mapping[str, Any], *, wrong: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    page = {
        "values": sent,
        "bases": [(key, BASES[key]) for key in ("contract", "legal_obligation", "legitimate_interest")],
        "wrong": wrong or {},
    }
    return render(request, "staff/purposes/new.html", page, status=status)


def _address(use: Use) -> str:
    if use.kind == "form":
        return reverse("form-share", args=[use.id])
    return reverse("shop", args=[use.id]) if use.kind == "shop" else reverse("keywords")


def _words(sent: Mapping[str, Any]) -> PurposeWords:
    return PurposeWords(*(_typed(sent, name) for name in _FIELDS))


def _typed(sent: Mapping[str, Any], name: str) -> str:
    return " ".join(str(sent.get(name, "")).replace("\0", "").split())[: _LONGEST.get(name, _LONG)]


def _why(refused: PurposeRefused) -> str:
    return {
        "taken": _("You have a purpose of that name."),
        "means-the-same": _(
            "People have said yes to it as it was worded. Say why this means the same; else make a new purpose."
        ),
    }.get(refused.reason, _("Fill this in."))
