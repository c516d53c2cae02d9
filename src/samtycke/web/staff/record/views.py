"""What a person said on paper or by word of mouth, written into the ledger by whoever heard it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.intake.door import AttachmentRefused, RowRefused, Told, open_attachment, take_told_no, take_told_yes
from samtycke.ledger.door import latest_wordings, reveal
from samtycke.organisations.door import open_purposes
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest

METHODS = (("paper", gettext_lazy("On paper")), ("verbal", gettext_lazy("By word of mouth")))
NOES = (
    ("objection", gettext_lazy("No more marketing")),
    ("withdrawal", gettext_lazy("Takes back a yes")),
)
HOW = (("phone", gettext_lazy("By phone or in person")), ("letter", gettext_lazy("By letter or email")))
SCAN: dict[str, str | Promise] = {
    "kind": gettext_lazy("A scan is a PDF, a JPEG or a PNG. Choose another file."),
    "size": gettext_lazy("The file is larger than 10 MB. Scan it at a lower resolution."),
}
_FIELDS = {"consented_at": "at"}


def record(request: StaffRequest, contact_id: int | None = None) -> HttpResponse:
    """The form: what was said, when, who heard it, and the paper."""
    wrong: dict[str, str | Promise] = {}
    number = _number(request, contact_id)
    if request.method == "POST":
        try:
            return _recorded(request, number)
        except RowRefused as refused:
            _line, _colon, words = refused.refusal.message.partition(": ")
            field = _FIELDS.get(refused.refusal.field, refused.refusal.field)
            wrong = {field: words[:1].upper() + words[1:]}
        except AttachmentRefused as refused:
            wrong = {"scan": SCAN[refused.reason]}
        except ValueError:
            wrong = {"at": _("Write the day and the time, as 2026-03-02 14:30.")}
    return render(
        request, "staff/record/record.html", _page(request, contact_id, number, wrong), status=422 if wrong else 200
    )


def scan(request: StaffRequest, attachment_id: int) -> HttpResponse:
    """A scan, as a file to keep apart from the browser; that it was opened is noted."""
    opened = open_attachment(request.cursor, attachment_id, by=request.by)
    if opened is None:
        raise Http404
    return HttpResponse(
        opened.content,
        content_type=opened.media_type,
        headers={"Content-Disposition": f'attachment; filename="{opened.name}"', "X-Content-Type-Options": "nosniff"},
    )


def _recorded(request: StaffRequest, number: str) -> HttpResponse:
    sent, now = request.POST, timezone.now()
    file = request.FILES.get("scan")
    told = Told(
        number=number or sent.get("number", ""),
        at=_instant(sent.get("at", "")),
        heard_by=sent.get("heard_by", ""),
        note=sent.get("note", "")[:500],
        scan=file.read(_MOST) if file else b"",
    )
    if sent.get("says") == "no":
        left = take_told_no(
            request.cursor,
            told,
            purpose=sent.get("no_purpose") or None,
            kind="withdrawal" if sent.get("kind") == "withdrawal" else "objection",
            how="letter" if sent.get("how") == "letter" else "phone",
            by=request.by,
            now=now,
        )
        messages.success(request, _("Noted as a no. Nothing more is sent."), extra_tags="may")
        return redirect("contact", contact_id=left.contact_id)
    recorded = take_told_yes(
        request.cursor,
        told,
        purpose=sent.get("purpose", ""),
        method="verbal" if sent.get("method") == "verbal" else "paper",
        wording=sent.get("wording", "") or sent.get("earlier", ""),
        by=request.by,
        now=now,
    )
    if recorded.blocked:
        messages.warning(
            request,
            _("Recorded. Their own no stands all the same: only a yes by text, form or link of their own lifts it."),
            extra_tags="waits",
        )
    else:
        messages.success(request, _("Recorded."), extra_tags="may")
    return redirect("contact", contact_id=recorded.contact_ids[0])


_MOST = 10 * 1024 * 1024 + 1
"""One byte more than a scan may have: enough to tell that it is too large."""


def _instant(raw: str) -> datetime:
    """What an ``<input type=datetime-local>`` sends, or somebody typed, where the organisation is."""
    at = datetime.fromisoformat(raw.strip().replace(" ", "T"))
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _number(request: StaffRequest, contact_id: int | None) -> str:
    if contact_id is None:
        return ""
    known = reveal(request.cursor, [contact_id]).get(contact_id)
    if known is None:
        raise Http404
    return known.number


def _page(
    request: StaffRequest, contact_id: int | None, number: str, wrong: dict[str, str | Promise]
) -> dict[str, Any]:
    marketing = [(slug, said(one.name)) for slug, one in open_purposes(request.cursor).items()]
    sent = request.POST
    return {
        "identity": reveal(request.cursor, [contact_id])[contact_id] if contact_id else None,
        "contact_id": contact_id,
        "wrong": wrong,
        "sent": sent,
        "at": sent.get("at") or timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "heard_by": sent.get("heard_by", request.by),
        "says_no": (sent.get("says") or request.GET.get("says")) == "no",
        "methods": METHODS,
        "noes": NOES,
        "hows": HOW,
        "purposes": marketing,
        "no_purposes": [("", _("all marketing")), *marketing],
        "wordings": latest_wordings(request.cursor),
    }
