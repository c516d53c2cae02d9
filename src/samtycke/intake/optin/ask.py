"""Ask whether somebody meant it (GDPR 7(1)): once, without advertising, within a day of their asking.

Whoever has said no is never asked by us. They may ask us: by a text, or a form.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import decide_one
from samtycke.intake.optin.question import question
from samtycke.intake.optin.requests import OptInRequest, expire_requests, keep_request, requests_of
from samtycke.intake.say import A_DAY, can_be_answered, organisation_of, owed, say
from samtycke.ledger.door import Consent, blocks_on, meet, record
from samtycke.organisations.door import NotDeclared, digest, open_purposes
from samtycke.sms import Number

VALID = timedelta(days=7)
"""An answer counts for so long."""
_AGAIN_BY_FORM = timedelta(days=30)
"""Anybody can write anybody's number in a form: after a question that led to nothing it asks no sooner than this."""
_THEIR_OWN = frozenset({"sms", "form"})
_LETTERS = string.ascii_letters + string.digits

Reason = Literal["objected", "blocked", "waits", "unanswered", "too_late", "withheld"]


class NotAsked(RuntimeError):
    """The question may not be asked.

    ``reason``: ``objected`` (they said no, and they don't ask now), ``blocked`` (on a list of ours or the platform's),
    ``waits`` (it has been asked and waits), ``unanswered`` (it was asked once and led to nothing), ``too_late`` (they
    asked more than a day ago), ``withheld`` (erased, restricted: ``rule`` says by which rule).
    """

    def __init__(self, reason: Reason, rule: str = "") -> None:
        super().__init__(reason, rule)
        self.reason, self.rule = reason, rule


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is on its way."""

    request_id: int
    contact_id: int
    message_id: int
    question: str
    expires_at: datetime


def ask(
    cursor: CursorWrapper,
    number: Number,
    *,
    purpose: str,
    wording: str,
    door: str,
    method: str,
    evidence: Mapping[str, str],
    now: datetime,
    attributes: Mapping[str, str] | None = None,
    requested_at: datetime | None = None,
    by: str = "",
    source: str = "",
    often: str = "",
    to: str = "",
    carrier: str = "",
    answer_by: Literal["reply", "link"] = "reply",
    kind: Literal["asked", "start"] = "asked",
) -> Asked:
    """Record that they asked, and send the question.

    Args:
        wording: the exact words they were shown when they asked; empty: they were shown none but the question.
        door: sms or form, where they ask themselves; api, staff, import where somebody says that they did.
        method: how they asked: keyword_sms, web_form, paper …
        requested_at: when they asked; left out: now.
        often: how often they would hear from us, as it was said to them.
        answer_by: what the question asks for; a link in any case where nobody can be replied to.
        to, carrier: the number they wrote to, and by whom it came.

    Raises:
        NotAsked: it may not be asked; carries why.
        NotDeclared: the organisation has no such marketing purpose, or no sender.
    """
    requested_at = requested_at or now
    known = open_purposes(cursor)
    if purpose not in known:
        raise NotDeclared("purpose", purpose, list(known))
    left = A_DAY - (now - requested_at)
    if left <= timedelta(0):
        raise NotAsked("too_late")
    contact_id = meet(cursor, number)
    expire_requests(cursor, now=now)
    _refuse_blocked(cursor, number, purpose, door)
    _refuse_again(requests_of(cursor, contact_id, purpose=purpose), door, now)
    answerable = can_be_answered(cursor)
    by_link = answer_by == "link" or not answerable
    code = "".join(secrets.choice(_LETTERS) for _ in range(12)) if by_link else ""
    words = question(
        organisation_of(cursor),
        known[purpose],
        often=often,
        kind=kind if not by_link else "link" if answerable else "link_only",
        link=f"{settings.URL.rstrip('/')}/c/{code}",
    )
    spec = owed(cursor, words, purpose="double_opt_in", to=to, carrier=carrier)
    decision = decide_one(cursor, spec, number, now=now)
    if decision.verdict == "deny":
        raise NotAsked("withheld", decision.rule)
    sent = say(cursor, spec, number, now=now, valid_for=left)
    request = OptInRequest(
        id=0,
        contact_id=contact_id,
        purpose=purpose,
        wording=wording or words,
        question=words,
        method=method,
        door=door,
        by=by,
        evidence=dict(evidence),
        requested_at=requested_at,
        asked_at=now,
        expires_at=now + VALID,
        message_id=sent.id,
        state="asked",
        answered_at=None,
    )
    request = replace(request, id=keep_request(cursor, request))
    if code:
        cursor.execute("INSERT INTO optin_code VALUES (%s, current_organisation(), %s)", [digest(code), request.id])
    _note(cursor, number, request, source=source, attributes=attributes or {}, now=now)
    return Asked(request.id, contact_id, sent.id, words, request.expires_at)


def _note(
    cursor: CursorWrapper,
    number: Number,
    request: OptInRequest,
    *,
    source: str,
    attributes: Mapping[str, str],
    now: datetime,
) -> None:
    """That they asked stands in the ledger; it is no consent yet (`consent.pending`)."""
    pending = Consent(
        number=number,
        occurred_at=request.requested_at,
        door=request.door,
        by=request.by,
        source=source,
        attributes=attributes,
        purpose=request.purpose,
        method="double_opt_in_pending",
        wording=request.wording,
        informed=True,
        evidence={**request.evidence, "asked_by": request.method, "question": request.question},
    )
    record(cursor, [pending], now=now)


def _refuse_blocked(cursor: CursorWrapper, number: Number, purpose: str, door: str) -> None:
    for block in blocks_on(cursor, number.e164):
        if block.purpose not in ("", purpose):
            continue
        if block.by_staff or block.scope == "platform":
            raise NotAsked("blocked")
        if door not in _THEIR_OWN:
            raise NotAsked("objected")


def _refuse_again(earlier: list[OptInRequest], door: str, now: datetime) -> None:
    for request in earlier:
        if request.state == "asked":
            raise NotAsked("waits")
        if request.state == "confirmed" or door == "sms":
            continue
        if door != "form" or request.asked_at > now - _AGAIN_BY_FORM:
            raise NotAsked("unanswered")


def written(at: datetime) -> str:
    """An instant as evidence writes it."""
    return at.astimezone(UTC).isoformat()
