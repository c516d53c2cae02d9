"""What is handed out: the share page, the QR code, the poster."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from samtycke.intake.door import Form, Version, conversions, keywords, newest_version
from samtycke.organisations.door import can
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.forms.poster import poster
from samtycke.web.staff.forms.share import address, form_line, frame_line, qr_png, qr_svg
from samtycke.web.staff.forms.views import found
from samtycke.web.staff.forms.words import LANGUAGE_NAMES, STATES


def share(request: StaffRequest, form_id: int) -> HttpResponse:
    """How people find it, and what came of it."""
    form = found(request, form_id)
    version = newest_version(request.cursor, form_id)
    if version is None:
        return redirect("form-compose", form_id=form_id)
    asked = request.GET.get("lang", "")
    language = asked if asked in version.pages else next(iter(version.pages))
    sign, colour, word = STATES[form.state]
    return render(
        request,
        "staff/forms/share.html",
        {
            "form": form,
            "version": version,
            "sign": sign,
            "colour": colour,
            "word": word,
            "language": language,
            "languages": [(one, LANGUAGE_NAMES[one]) for one in version.pages],
            "address": address(form),
            "frame": frame_line(form, version, language),
            "plain": form_line(form, version, language),
            "conversions": conversions(request.cursor, form_id),
            "may_write": can(request.role, "write"),
        },
    )


def qr_as_svg(request: StaffRequest, form_id: int) -> HttpResponse:
    """The QR code, to print at any size."""
    form, _ = _published(request, form_id)
    return _file(qr_svg(form), "image/svg+xml", f"{form.slug}.svg", inline="look" in request.GET)


def qr_as_png(request: StaffRequest, form_id: int) -> HttpResponse:
    """The QR code, for what takes no drawings."""
    form, _ = _published(request, form_id)
    return _file(qr_png(form), "image/png", f"{form.slug}.png")


def poster_as_pdf(request: StaffRequest, form_id: int) -> HttpResponse:
    """The poster for the shop."""
    form, version = _published(request, form_id)
    asked = request.GET.get("lang", "")
    language = asked if asked in version.pages else next(iter(version.pages))
    sheet = poster(
        form,
        version.pages[language],
        who=request.organisation.name,
        language=language,
        keyword=_keyword(request, version),
    )
    return _file(sheet, "application/pdf", f"{form.slug}-{language}.pdf")


def _keyword(request: StaffRequest, version: Version) -> tuple[str, str] | None:
    """A word by which the same yes is said by text, and where to."""
    for one in keywords(request.cursor):
        if one.retired_at is None and one.purpose == version.purpose:
            return one.shown, one.inbound_number
    return None


def _published(request: StaffRequest, form_id: int) -> tuple[Form, Version]:
    form, version = found(request, form_id), newest_version(request.cursor, form_id)
    if version is None:
        raise Http404
    return form, version


def _file(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    shown = "inline" if inline else "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{shown}; filename="{name}"'})
