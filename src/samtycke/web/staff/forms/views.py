"""Ask for consent so that it holds: the forms, their composer, their versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.intake.door import (
    LANGUAGES,
    Form,
    NoSuchForm,
    NotPublishable,
    Version,
    conversions,
    create_form,
    forms,
    pause_form,
    publish,
    read_form,
    resume_form,
    save_form,
    versions,
)
from samtycke.organisations.door import can, open_purposes, purposes, senders
from samtycke.web.parts.colours import colour_sheet
from samtycke.web.parts.compare import compare
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.forms.compose import compose_page, live, read_draft
from samtycke.web.staff.forms.diff import parts_of
from samtycke.web.staff.forms.share import address, me_address
from samtycke.web.staff.forms.words import LANGUAGE_NAMES, STATES


def all_forms(request: StaffRequest) -> HttpResponse:
    """Every form, with what came of it."""
    names = {slug: said(one.name) for slug, one in purposes(request.cursor).items()}
    rows = [_row(request, form, names) for form in forms(request.cursor)]
    return render(request, "staff/forms/all.html", {"rows": rows, "may_write": can(request.role, "write")})


def new(request: StaffRequest) -> HttpResponse:
    """Begin a form; one that was begun and never named is taken up again."""
    for one in forms(request.cursor, limit=20):
        if one.state == "draft" and one.created_by == request.by and not one.name:
            return redirect("form-compose", form_id=one.id)
    marketing = list(open_purposes(request.cursor).values())
    form = create_form(
        request.cursor,
        organisation=request.organisation.name,
        purpose=next((one for one in marketing if one.slug == "offers"), marketing[0] if marketing else None),
        sender=next(iter(senders(request.cursor)), ""),
        by=request.by,
        now=timezone.now(),
    )
    return redirect("form-compose", form_id=form.id)


def compose(request: StaffRequest, form_id: int) -> HttpResponse:
    """Write it."""
    form = found(request, form_id)
    return render(request, "staff/forms/compose.html", compose_page(request, form))


def write(request: StaffRequest, form_id: int) -> HttpResponse:
    """Keep what was typed. While somebody types, answer with what is alive; else do what the button says."""
    form = save_form(request.cursor, form_id, read_draft(request.POST, found(request, form_id)), now=timezone.now())
    if request.headers.get("HX-Request"):
        return render(request, "staff/forms/live.html", {"form": form, "live": live(request, form), "alive": True})
    if "publish" not in request.POST:
        messages.success(request, _("The draft is saved. Nobody sees it before it is published."), extra_tags="may")
        return render(request, "staff/forms/compose.html", compose_page(request, form))
    try:
        version = publish(
            request.cursor, form_id, by=request.by, now=timezone.now(), me=me_address(request.organisation.slug)
        )
    except NotPublishable:
        messages.warning(request, _("Something is still missing: look at the marked lines."), extra_tags="waits")
        return render(request, "staff/forms/compose.html", compose_page(request, found(request, form_id)))
    messages.success(request, _("Version %(n)s is published.") % {"n": version.number}, extra_tags="may")
    return redirect("form-share", form_id=form_id)


def pause(request: StaffRequest, form_id: int) -> HttpResponse:
    """Take in nobody for a while."""
    found(request, form_id)
    pause_form(request.cursor, form_id, by=request.by)
    messages.info(request, _("The form is paused. Its page says so, and nothing is taken in."))
    return redirect("form-share", form_id=form_id)


def resume(request: StaffRequest, form_id: int) -> HttpResponse:
    """Open again."""
    found(request, form_id)
    resume_form(request.cursor, form_id, by=request.by)
    messages.success(request, _("The form is open again."), extra_tags="may")
    return redirect("form-share", form_id=form_id)


def show_versions(request: StaffRequest, form_id: int) -> HttpResponse:
    """Two versions side by side, and what came of each."""
    form = found(request, form_id)
    made = versions(request.cursor, form_id)
    if not made:
        return redirect("form-compose", form_id=form_id)
    after = _asked(request, "b", made) or made[0]
    before = _asked(request, "a", made) or next((one for one in made if one.number == after.number - 1), after)
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else next(iter(after.pages))
    return render(
        request,
        "staff/forms/versions.html",
        {
            "form": form,
            "versions": made,
            "before": before,
            "after": after,
            "language": language,
            "languages": [(one, LANGUAGE_NAMES[one]) for one in LANGUAGES],
            "parts": _compared(before, after, language),
            "conversions": conversions(request.cursor, form_id),
        },
    )


def show_colour(request: StaffRequest, form_id: int) -> HttpResponse:
    """The colour the composer's phone has, before it is published."""
    return HttpResponse(colour_sheet(found(request, form_id).colour), content_type="text/css; charset=utf-8")


def found(request: StaffRequest, form_id: int) -> Form:
    """The form, or a page that says there is none."""
    try:
        return read_form(request.cursor, form_id)
    except NoSuchForm:
        raise Http404 from None


def _row(request: StaffRequest, form: Form, names: dict[str, str]) -> dict[str, Any]:
    came = conversions(request.cursor, form.id)
    sums = {name: sum(getattr(one, name) for one in came) for name in ("viewed", "sent", "confirmed", "left")}
    sign, colour, word = STATES[form.state]
    return {
        "form": form,
        "purpose": names.get(form.purpose, form.purpose),
        "address": address(form) if form.version else "",
        "sign": sign,
        "colour": colour,
        "word": word,
        "sums": sums,
        "share": round(100 * sums["confirmed"] / sums["viewed"]) if sums["viewed"] else None,
    }


def _asked(request: StaffRequest, name: str, made: list[Version]) -> Version | None:
    number = request.GET.get(name, "")
    return next((one for one in made if str(one.number) == number), None)


def _compared(before: Version, after: Version, language: str) -> list[Any]:
    names = {
        "title": _("Heading"),
        "sentence": _("What they get"),
        "box": _("Beside the box"),
        "notice": _("The notice"),
        "extra": _("A line of your own below"),
    }
    old, new_ = parts_of(before.pages.get(language)), parts_of(after.pages.get(language))
    keys = [*new_, *(key for key in old if key not in new_)]
    found_ = (compare(str(names.get(key, key)), old.get(key, ""), new_.get(key, "")) for key in keys)
    return [one for one in found_ if one.before or one.after]
