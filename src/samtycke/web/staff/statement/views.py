"""A statement to an authority on one person's texts: drafted from the ledger, changed by a person, with its proofs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from samtycke.gate.door import MessageState, messages_of, proof
from samtycke.ledger.door import Event, blocks_on, contact, history, reveal
from samtycke.organisations.door import audit, categories, controller, purposes
from samtycke.policy import pack_for
from samtycke.rights.door import BODIES, Line, Matter, SentText, statement, unfinished
from samtycke.web.parts.law import METHODS
from samtycke.web.parts.letter import letter_paper
from samtycke.web.parts.words import full_moment
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.proofs.paper import proof_paper

MOST = 50
"""So many texts go along at most, the newest of them: an authority that asks for more names a time."""
_LANGUAGES = (("sv", "Svenska"), ("en", "English"))


def show(request: StaffRequest, contact_id: int) -> HttpResponse:
    """The draft, for whom and in which language it was asked for."""
    body, language = request.GET.get("to", "imy"), _language(request.GET.get("lang"))
    reference = " ".join(request.GET.get("reference", "").split())[:80]
    if body not in BODIES:
        body = "imy"
    sent = _sent_to(request, contact_id)
    text = statement(_matter(request, contact_id, sent, body=body, reference=reference, language=language), language)
    audit(request.cursor, actor=request.by, act="contact.statement", subject=f"contact/{contact_id}")
    return _page(request, contact_id, sent, {"to": body, "lang": language, "reference": reference, "text": text})


def bundle(request: StaffRequest, contact_id: int) -> HttpResponse:
    """The letter as it was left, as PDF and as text, with the proof of each text: one file to send."""
    language = _language(request.POST.get("lang"))
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    sent = _sent_to(request, contact_id)
    if unfinished(text):
        values = {"to": request.POST.get("to", "imy"), "lang": language, "text": text}
        return _page(request, contact_id, sent, values, wrong=True, status=422)
    audit(
        request.cursor, actor=request.by, act="contact.statement.sent", subject=f"contact/{contact_id}", texts=len(sent)
    )
    with override(language):
        content = _zip(request, text, sent, language)
    name = f"yttrande-{contact_id}.zip" if language == "sv" else f"statement-{contact_id}.zip"
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(
    request: StaffRequest,
    contact_id: int,
    sent: Sequence[MessageState],
    values: Mapping[str, str],
    *,
    wrong: bool = False,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "staff/statement/statement.html",
        {
            "contact_id": contact_id,
            "values": values,
            "bodies": [(key, one.name[values["lang"]]) for key, one in BODIES.items()],
            "languages": _LANGUAGES,
            "texts": len(sent),
            "most": MOST,
            "wrong": wrong,
        },
        status=status,
    )


def _zip(request: StaffRequest, text: str, sent: Sequence[MessageState], language: str) -> bytes:
    out, now = io.BytesIO(), timezone.now()
    name = request.organisation.name
    title, enclosed = _("Statement"), _("enclosure")
    letter = letter_paper(text, title=title, author=name, about=f"{name} · {full_moment(now)}", language=language)
    names = {slug: one.name[language] for slug, one in purposes(request.cursor).items()}
    goods = {slug: one.name[language] for slug, one in categories(request.cursor).items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(f"{title.lower()}.pdf", letter)
        files.writestr(f"{title.lower()}.txt", text + "\n")
        for one in sent:
            found = proof(request.cursor, one.id, now=now)
            kept = json.dumps(found, ensure_ascii=False, indent=1)
            files.writestr(f"{enclosed}-{one.id}.json", kept)
            files.writestr(f"{enclosed}-{one.id}.pdf", proof_paper(found, purposes=names, categories=goods))
    return out.getvalue()


def _matter(
    request: StaffRequest, contact_id: int, sent: Sequence[MessageState], *, body: str, reference: str, language: str
) -> Matter:
    cursor = request.cursor
    identity = reveal(cursor, [contact_id]).get(contact_id)
    told = history(cursor, contact_id, limit=1000)
    now = timezone.now()
    names = {slug: one.name[language] for slug, one in purposes(cursor).items()}
    goods = {slug: one.name[language] for slug, one in categories(cursor).items()}
    with override(language):
        lines = [_line(event, names, goods, erased=identity is None) for event in told]
    return Matter(
        body=BODIES[body],
        reference=reference,
        on=timezone.localdate(now),
        controller=controller(cursor),
        organisation=request.organisation.name,
        by=request.by,
        number=identity.number if identity else "",
        zone=pack_for(request.organisation.home_country).timezone,
        lines=lines,
        texts=[_text(proof(cursor, one.id, now=now), one, names) for one in sent],
        erased_at=next((event.occurred_at for event in told if event.kind == "erasure"), None),
        blocked_since=_blocked_since(request, identity.number if identity else ""),
    )


def _sent_to(request: StaffRequest, contact_id: int) -> list[MessageState]:
    """The texts that left for a person, the newest first."""
    if contact(request.cursor, contact_id) is None:
        raise Http404
    return [one for one in messages_of(request.cursor, contact_id, limit=10 * MOST) if one.sent_at][:MOST]


def _blocked_since(request: StaffRequest, number: str) -> datetime | None:
    standing = blocks_on(request.cursor, number) if number else ()
    return min((one.since for one in standing), default=None)


def _line(event: Event, names: Mapping[str, str], goods: Mapping[str, str], *, erased: bool) -> Line:
    about = names.get(event.purpose or "", "") or goods.get(event.category or "", "")
    return Line(
        at=event.occurred_at,
        kind=event.kind,
        way=str(METHODS.get(event.method or "", "")),
        words=event.wording or "",
        about=about,
        shown=not erased or event.kind == "erasure",
    )


def _text(found: Mapping[str, Any], one: MessageState, names: Mapping[str, str]) -> SentText:
    decision = found["decision"]
    assert one.sent_at is not None
    return SentText(
        id=one.id,
        at=one.sent_at,
        state=one.state,
        marketing=one.envelope.policy.is_marketing,
        purpose=names.get(one.envelope.purpose, one.envelope.purpose),
        basis=decision["basis"] or "",
        citation=decision["citation"],
        text=one.text.replace("\n", " "),
    )


def _language(asked: str | None) -> str:
    language = asked or (get_language() or "sv")[:2]
    return language if language in dict(_LANGUAGES) else "sv"
