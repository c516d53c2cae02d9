"""What can be taken along: the proof of a message, the receipt of a consent. Taking one is noted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from samtycke.gate.door import NoSuchMessage, proof
from samtycke.ledger.door import NoSuchConsent, receipt
from samtycke.organisations.door import audit, categories, purposes
from samtycke.web.parts.receipt import receipt_paper
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.proofs.paper import proof_paper


def message_json(request: StaffRequest, message_id: int) -> HttpResponse:
    """The proof of a message for a program."""
    return _json(_proof(request, message_id), f"bevis-{message_id}")


def message_pdf(request: StaffRequest, message_id: int) -> HttpResponse:
    """The proof of a message for people."""
    found = _proof(request, message_id)
    names = {slug: said(one.name) for slug, one in purposes(request.cursor).items()}
    goods = {slug: said(one.name) for slug, one in categories(request.cursor).items()}
    return _pdf(proof_paper(found, purposes=names, categories=goods), f"bevis-{message_id}")


def receipt_json(request: StaffRequest, contact_id: int, event_id: int) -> HttpResponse:
    """The receipt of a consent for a program."""
    return _json(_receipt(request, contact_id, event_id), f"kvitto-{event_id}")


def receipt_pdf(request: StaffRequest, contact_id: int, event_id: int) -> HttpResponse:
    """The receipt of a consent for people."""
    return _pdf(receipt_paper(_receipt(request, contact_id, event_id)), f"kvitto-{event_id}")


def _proof(request: StaffRequest, message_id: int) -> dict[str, Any]:
    try:
        found = proof(request.cursor, message_id, now=timezone.now())
    except NoSuchMessage:
        raise Http404 from None
    audit(request.cursor, actor=request.by, act="message.proof", subject=f"message/{message_id}")
    return found


def _receipt(request: StaffRequest, contact_id: int, event_id: int) -> dict[str, Any]:
    try:
        found = receipt(request.cursor, contact_id, event_id, now=timezone.now())
    except NoSuchConsent:
        raise Http404 from None
    audit(request.cursor, actor=request.by, act="consent.receipt", subject=f"contact/{contact_id}")
    return found


def _json(found: Mapping[str, Any], name: str) -> HttpResponse:
    return _file(json.dumps(found, ensure_ascii=False, indent=1).encode(), "application/json", f"{name}.json")


def _pdf(content: bytes, name: str) -> HttpResponse:
    return _file(content, "application/pdf", f"{name}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
