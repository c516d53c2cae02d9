"""The opt-in form as the public meets it: read, send, confirm, done. Without an account, a cookie or a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from samtycke.intake.door import (
    Entry,
    FormAddress,
    begin_entry,
    confirm_entry,
    form_at,
    read_entry,
    send_again,
    tally,
)
from samtycke.organisations.door import NotDeclared, TooMany, acting_for, senders
from samtycke.web.frame.callers import count_call
from samtycke.web.parts.colours import colour_sheet
from samtycke.web.parts.words import tail
from samtycke.web.public.forms.received import Refused, received
from samtycke.web.public.forms.shown import Shown, look
from samtycke.web.public.forms.tokens import entry_named, name_entry, seen, show

_HOUR = timedelta(hours=1)
_SENDS, _TRIES = 60, 150
"""How often in an hour one address may send a form and try a code: a shop's customers may share one."""
_LANGUAGES = {"sv": "Svenska", "en": "English"}
_POLICY = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors {}"

View = Callable[[HttpRequest, FormAddress], HttpResponse]


def _street(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page of the form: found by its address; framed by others only where it is asked for so.

    No session is used and nothing is known of who asks, so another site can do no more in somebody's name than they
    could themselves: the CSRF check would have nothing to keep, and a frame elsewhere could not pass it.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def asked(request: HttpRequest, slug: str) -> HttpResponse:
        where = form_at(slug)
        if where is None:
            raise Http404
        response = view(request, where)
        embedded = request.GET.get("embed") == "1"
        response.headers["Content-Security-Policy"] = _POLICY.format("*" if embedded else "'none'")
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        if embedded:
            response.xframe_options_exempt = True  # Django's own name for it
        return response

    return asked


@_street
def form(request: HttpRequest, where: FormAddress) -> HttpResponse:
    """Read it, or send it. What comes without the word of a page of ours is only a wish to see one."""
    before = seen(request.POST.get("token", "")) if request.method == "POST" else None
    before = before if before and before.form_id == where.form_id else None
    with acting_for(where.organisation_id) as cursor:
        shown = look(
            cursor,
            request,
            where,
            number=before.version if before else 0,
            language=before.language if before else request.POST.get("lang", ""),
        )
        if shown.form.state != "published":
            return _paused(request, shown)
        if before is None:
            if request.method != "HEAD" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
                tally(cursor, shown.form.id, shown.version.number, "viewed", now=timezone.now())
            stale = request.method == "POST" and "token" in request.POST
            return _page(request, shown, Refused(form=_stale()) if stale else Refused())
    with override(shown.language):
        got = received(request, shown, before, now=timezone.now())
    if isinstance(got, Refused):
        return _page(request, shown, got, token=got.token)
    try:
        count_call(request, "form", most=_SENDS, per=_HOUR)
        with acting_for(where.organisation_id) as cursor:
            entry_id = begin_entry(cursor, shown.form, shown.version, got, now=timezone.now())
    except TooMany as refused:
        return _wait(request, shown, refused)
    except NotDeclared:
        return _paused(request, shown)
    return HttpResponseRedirect(shown.at("form-code", t=name_entry(shown.form.id, entry_id)), status=303)


@_street
def code(request: HttpRequest, where: FormAddress) -> HttpResponse:
    """Type the code that came, or ask for another."""
    entry_id = entry_named(request.GET.get("t", ""), where.form_id)
    try:
        if request.method == "POST":
            count_call(request, "form code", most=_TRIES, per=_HOUR)
        with acting_for(where.organisation_id) as cursor:
            entry = read_entry(cursor, entry_id or 0, now=timezone.now())
            shown = look(cursor, request, where, number=entry.version.number if entry else 0)
            if entry_id is None or entry is None:
                return _gone(request, shown)
            if request.method == "POST" and "again" in request.POST:
                return _again(request, cursor, shown, entry)
            outcome = confirm_entry(cursor, entry_id, request.POST.get("code", ""), now=timezone.now()) if (
                request.method == "POST"
            ) else ""  # fmt: skip
    except TooMany as refused:
        return _wait(request, look_again(request, where), refused)
    if outcome == "confirmed" or entry.confirmed_at:
        return HttpResponseRedirect(shown.at("form-done", t=request.GET["t"]), status=303)
    return _code_page(request, shown, entry, outcome=outcome)


@_street
def done(request: HttpRequest, where: FormAddress) -> HttpResponse:
    """What was said yes to, and how to leave."""
    entry_id = entry_named(request.GET.get("t", ""), where.form_id)
    with acting_for(where.organisation_id) as cursor:
        entry = read_entry(cursor, entry_id or 0, now=timezone.now())
        shown = look(cursor, request, where, number=entry.version.number if entry else 0)
        if entry is None or entry.confirmed_at is None:
            return _gone(request, shown)
        sender = senders(cursor).get(shown.version.sender)
    return _render(
        request,
        shown,
        "done.html",
        {"inbound": sender.inbound_number if sender else shown.version.sender, "me": _me(shown)},
    )


@require_safe
def colour(request: HttpRequest, slug: str) -> HttpResponse:
    """The form's own colour, as a stylesheet."""
    where = form_at(slug)
    if where is None:
        raise Http404
    with acting_for(where.organisation_id) as cursor:
        sheet = colour_sheet(look(cursor, request, where).form.colour)
    return HttpResponse(
        sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
    )


def look_again(request: HttpRequest, where: FormAddress) -> Shown:
    """The form, after a transaction that was given up."""
    with acting_for(where.organisation_id) as cursor:
        return look(cursor, request, where)


def _page(request: HttpRequest, shown: Shown, refused: Refused, *, token: str = "") -> HttpResponse:
    others = [
        (language, _LANGUAGES[language], shown.at("form", language=language))
        for language in shown.version.pages
        if language != shown.language
    ]
    said = {
        "token": token or show(shown.form.id, shown.version.number, shown.language, now=timezone.now()),
        "others": others,
        "number": request.POST.get("number", "")[:40],
        "wrong_number": refused.number,
        "wrong_box": refused.box,
        "wrong_form": refused.form,
    }
    return _render(request, shown, "form.html", said, status=422 if refused.any else 200)


def _code_page(request: HttpRequest, shown: Shown, entry: Entry, *, outcome: str = "", said: str = "") -> HttpResponse:
    with override(shown.language):
        wrong = {
            "wrong": _("That is not the code. Look at the text again."),
            "too_late": _("The code is too old. Ask for a new one."),
            "spent": _("The code has been tried five times and is worth nothing now. Ask for a new one."),
        }.get(outcome, "")
    values = {
        "by_reply": shown.version.confirm == "double_opt_in",
        "number": tail(entry.number.e164) if entry.number else "",
        "wrong": wrong,
        "said": said,
    }
    return _render(request, shown, "code.html", values, status=422 if wrong else 200)


def _again(request: HttpRequest, cursor: Any, shown: Shown, entry: Entry) -> HttpResponse:
    """A new code. Too soon is no error worth a page of its own."""
    now = timezone.now()
    if now < entry.again_at:
        wait = int((entry.again_at - now).total_seconds()) + 1
        with override(shown.language):
            said = ngettext(
                "A code is on its way. You can ask for another in %(n)s second.",
                "A code is on its way. You can ask for another in %(n)s seconds.",
                wait,
            ) % {"n": wait}
        return _code_page(request, shown, entry, said=said)
    send_again(cursor, entry.id, now=now)
    with override(shown.language):
        return _code_page(request, shown, entry, said=_("A new code is on its way. The old one no longer works."))


def _me(shown: Shown) -> str:
    """Where a person sees what is held about them."""
    return reverse("me", args=[shown.slug])


def _stale() -> str:
    return _("The page had been open for long. Tick the box again and send.")


def _paused(request: HttpRequest, shown: Shown) -> HttpResponse:
    with override(shown.language):
        said = {
            "title": _("Closed for now"),
            "says": _("%(who)s takes in nobody by this form just now. Nothing was saved.") % {"who": shown.who},
        }
    return _render(request, shown, "told.html", said)


def _gone(request: HttpRequest, shown: Shown) -> HttpResponse:
    with override(shown.language):
        said = {
            "title": _("Begin again"),
            "says": _("This page is no longer valid. A number that isn't confirmed within a day is forgotten."),
            "again": True,
        }
    return _render(request, shown, "told.html", said, status=410)


def _wait(request: HttpRequest, shown: Shown, refused: TooMany) -> HttpResponse:
    minutes = -(-refused.seconds // 60)
    with override(shown.language):
        says = ngettext(
            "It has been asked for too often just now. Try again in %(n)s minute.",
            "It has been asked for too often just now. Try again in %(n)s minutes.",
            minutes,
        ) % {"n": minutes}
        said = {"title": _("Wait a little"), "says": says, "again": True}
    response = _render(request, shown, "told.html", said, status=429)
    response.headers["Retry-After"] = str(refused.seconds)
    return response


def _render(
    request: HttpRequest, shown: Shown, template: str, values: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    with override(shown.language):
        said = {"shown": shown, "who": shown.who, **values}
        response = render(request, f"public/forms/{template}", said, status=status)
    response.headers["Content-Language"] = shown.language
    return response
