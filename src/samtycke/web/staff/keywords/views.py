"""Keywords: a word on a poster that is a yes when somebody texts it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.intake.door import (
    KeywordRefused,
    NewKeyword,
    declare_keyword,
    keyword,
    keywords,
    retire_keyword,
    suggested,
)
from samtycke.organisations.door import NotDeclared, Purpose, can, open_purposes, purposes, senders
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest

REFUSED: dict[str, str | Promise] = {
    "no_word": gettext_lazy("One word of 2 to 20 letters and digits, as SKOR."),
    "means_else": gettext_lazy("That word means something already when it is texted, as STOPP does. Choose another."),
    "taken": gettext_lazy("Another organisation uses that word on this number. Choose another."),
    "not_informed": gettext_lazy("It must name you and say how to leave, with the word STOPP."),
    "advertising": gettext_lazy("The reply is a confirmation and may not advertise. Take the offer out."),
    "too_long": gettext_lazy("That is more than two parts. Shorten it."),
}
_EMPTY = NewKeyword(word="", inbound_number="", purpose="")


def all_keywords(request: StaffRequest) -> HttpResponse:
    """Every word, and what it is a yes to."""
    names = {slug: said(one.name) for slug, one in purposes(request.cursor).items()}
    rows = [{"one": one, "purpose": names.get(one.purpose, one.purpose)} for one in keywords(request.cursor)]
    return render(request, "staff/keywords/keywords.html", {"rows": rows, "may_write": can(request.role, "write")})


def new(request: StaffRequest) -> HttpResponse:
    """Write one: first the word and what it is for, then the words of the poster and of the reply."""
    marketing = open_purposes(request.cursor)
    numbers = sorted({one.inbound_number for one in senders(request.cursor).values() if one.inbound_number})
    told, wrong = _EMPTY, {}
    if request.method == "POST":
        told = _read(request)
        if "look" not in request.POST:
            try:
                keyword_id = declare_keyword(request.cursor, told, by=request.by, now=timezone.now())
            except KeywordRefused as error:
                wrong = {error.field: REFUSED[error.reason]}
            except NotDeclared as error:
                wrong = {error.field: _("Choose one of: %(known)s.") % {"known": ", ".join(error.known)}}
            else:
                messages.success(request, _("The word is in use. Print the line for the poster."), extra_tags="may")
                return redirect("keyword-poster", keyword_id=keyword_id)
    wording, reply = _words(request, marketing, told)
    return render(
        request,
        "staff/keywords/new.html",
        {
            "told": told,
            "wording": wording,
            "reply": reply,
            "wrong": wrong,
            "purposes": [(slug, said(one.name)) for slug, one in marketing.items()],
            "numbers": [(number, number) for number in numbers],
        },
        status=422 if wrong else 200,
    )


def retire(request: StaffRequest, keyword_id: int) -> HttpResponse:
    """Take a word out of use."""
    if not retire_keyword(request.cursor, keyword_id, by=request.by, now=timezone.now()):
        raise Http404
    messages.success(request, _("The word is out of use. The yeses it brought stand."))
    return redirect("keywords")


def poster(request: StaffRequest, keyword_id: int) -> HttpResponse:
    """The line to print, word for word as it is kept as evidence."""
    found = keyword(request.cursor, keyword_id)
    if found is None:
        raise Http404
    return render(
        request,
        "staff/keywords/poster.html",
        {
            "one": found,
            "may_write": can(request.role, "write"),
        },
    )


def _read(request: StaffRequest) -> NewKeyword:
    sent = request.POST
    return NewKeyword(
        word=sent.get("word", "").strip(),
        inbound_number=sent.get("inbound_number", "").strip(),
        purpose=sent.get("purpose", ""),
        often=sent.get("often", "").strip(),
        wording=sent.get("wording", "").strip(),
        reply=sent.get("reply", "").strip(),
        asks_first="asks_first" in sent,
    )


def _words(request: StaffRequest, marketing: dict[str, Purpose], told: NewKeyword) -> tuple[str, str]:
    """What stands in the two fields: what was written there, else what we suggest once there is a word."""
    if told.purpose not in marketing or not told.word:
        return told.wording, told.reply
    wording, reply = suggested(request.organisation, marketing[told.purpose], told)
    return told.wording or wording, told.reply or reply
