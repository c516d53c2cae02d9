"""Which texts called service read like advertising, and what does a person say they are?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from samtycke.gate.door import (
    NoSuchText,
    ReadText,
    ReasonMissing,
    Sealed,
    UnreadText,
    judge_text,
    read_texts,
    unread_texts,
)
from samtycke.organisations.door import NotAnswering, can, purposes
from samtycke.policy import Piece, Reading, marked, pack_for, reads_like_advertising, sign_words
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import number
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import approvers, says_why_not


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as the page shows it: in pieces, with the signs that were found and their words."""

    text: UnreadText | ReadText
    pieces: tuple[Piece, ...]
    signs: list[tuple[str, str]]
    purpose: str
    wrong: str = ""


def texts(request: StaffRequest) -> HttpResponse:
    """What waits, then what was decided."""
    return _page(request)


def decide(request: StaffRequest, text_key: str) -> HttpResponse:
    """A person says what a text is, and why."""
    meant = request.POST.get("meant", "")
    if meant not in ("service", "advertising"):
        raise Http404
    try:
        judged = judge_text(
            request.cursor,
            text_key,
            cast(Literal["service", "advertising"], meant),
            reason=request.POST.get("reason", "")[:500],
            by=request.by,
            staff_id=request.staff.pk,
            now=timezone.now(),
        )
    except NotAnswering as refused:
        messages.warning(request, says_why_not(refused), extra_tags="waits")
        return redirect("texts")
    except NoSuchText:
        raise Http404 from None
    except ReasonMissing:
        return _page(request, wrong=text_key)
    messages.success(request, _says(meant, judged.messages), extra_tags="may")
    return redirect("texts")


def _says(meant: str, waiting: int) -> str:
    if meant == "service":
        return ngettext(
            "Noted as service. %(n)s message that waited goes now.",
            "Noted as service. %(n)s messages that waited go now.",
            waiting,
        ) % {"n": number(waiting)}
    return ngettext(
        "Noted as advertising. %(n)s message is judged as marketing now.",
        "Noted as advertising. %(n)s messages are judged as marketing now.",
        waiting,
    ) % {"n": number(waiting)}


def _page(request: StaffRequest, *, wrong: str = "") -> HttpResponse:
    names = {slug: said(one.name) for slug, one in purposes(request.cursor).items()}
    may_decide = can(request.role, "approve")
    page: dict[str, Any] = {
        "waiting": [_shown(one, names, wrong) for one in unread_texts(request.cursor)],
        "decided": [_shown(one, names, wrong) for one in read_texts(request.cursor)],
        "rule": pack_for(request.organisation.home_country).rule("content.unread"),
        "may_decide": may_decide,
        "approvers": [] if may_decide else approvers(request.cursor, request.organisation),
    }
    return render(request, "staff/texts/texts.html", page, status=422 if wrong else 200)


def _shown(text: UnreadText | ReadText, names: dict[str, str], wrong: str) -> Shown:
    envelope = text.envelope
    reading = reads_like_advertising(envelope.body)
    return Shown(
        text,
        marked(envelope.body, reading),
        _signs(envelope, reading),
        names.get(envelope.purpose, envelope.purpose),
        _t("Write why, so that whoever asks later can read it.") if text.key == wrong else "",
    )


def _signs(envelope: Sealed, reading: Reading) -> list[tuple[str, str]]:
    """The signs found, with their words. Of a text that is read otherwise today: those it was stopped for."""
    words: dict[str, list[str]] = {}
    for found in reading.because:
        words.setdefault(said(found.says), []).append(found.words)
    if not words:
        return [(said(sign_words(sign)), "") for sign in envelope.signs]
    return [(says, ", ".join(dict.fromkeys(found))) for says, found in words.items()]
