"""One text to one person: sent through the gate, looked up, explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import P, QueryEx, Router, Schema
from pydantic import Field

from samtycke.campaigns.door import NoSuchCampaign, read_campaign
from samtycke.gate.door import MessageState, Sent, Spec, explain, latest_messages, message_state, send
from samtycke.ledger.door import reveal
from samtycke.web.api import pages
from samtycke.web.api.acting import acting
from samtycke.web.api.answer import Answer
from samtycke.web.api.bearer import ApiRequest, Bearer, number_of, only_service
from samtycke.web.api.problem import MEDIA_TYPE, FieldError, Problem, invalid
from samtycke.web.api.shapes import (
    LISTED,
    LOOKED_FOR,
    REFUSED,
    Asked,
    Both,
    Categories,
    DecisionOut,
    Kind,
    ProblemOut,
    PurposeSlug,
    SenderName,
    To,
    WithheldOut,
)

router = Router(tags=["messages"])

OfCampaign = QueryEx[int | None, P(description="Only those of one campaign.")]

_STATES = "planned, leased, sent, delivered, failed, expired, unknown, withheld or cancelled"


class MessageIn(Asked):
    """A text to one person."""

    to: To
    text: str = Field(
        min_length=1,
        max_length=4000,
        description="May use {{attributes}} of the person. Marketing gets its way out added by us.",
        examples=["Höstens skor är här."],
    )
    kind: Kind = "marketing"
    purpose: PurposeSlug
    categories: Categories = []
    sender: SenderName = ""
    advertising: bool = Field(
        default=False,
        description="A service text that you say also advertises: it is judged as marketing as a whole.",
    )


class SentOut(Schema):
    """A message that has been written durably: it leaves by itself."""

    id: int
    state: str = Field(description="planned, also while it is held.")
    test: bool = Field(description="Whether it ends at the simulator.")
    decision: DecisionOut


class Instant(Schema):
    """A state, and when it began."""

    state: str
    at: datetime


class MessageOut(Schema):
    """A message: where it is, and what has become of it."""

    id: int
    to: str | None = Field(description="E.164; null when the person has been erased.")
    kind: str
    purpose: str
    categories: list[str]
    sender: str
    text: str = Field(description="As sent, the way out included.")
    state: str = Field(description=f"One of {_STATES}.")
    rule: str = Field(description="The rule that settled the latest decision.")
    campaign: int | None
    parts: int | None = Field(description="Null until it has been leased.")
    attempts: int
    carrier_code: str | None = Field(description="What the carrier said when it refused or failed.")
    due_at: datetime | None = Field(description="When it may leave; null when it is not in the queue.")
    history: list[Instant]


class MessagesOut(Schema):
    """A page of messages, the newest first."""

    items: list[MessageOut]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class AskedOut(Schema):
    """A rule that was asked, in the words it had then."""

    rule: str
    outcome: str = Field(description="passes, denies, allows, holds or fails.")
    because: str | None = Field(description="The condition of a basis that was not met.")
    label: Both
    condition: Both | None = Field(description="`because` in words; null where there is none.")
    citation: str
    url: str
    saw: dict[str, Any] = Field(description="The facts, parameters and parts of the text it looked at.")


class ReasonsOut(Schema):
    """What a decision was made on."""

    facts: dict[str, Any] = Field(description="What was known of the person, as far as it was looked at.")
    settings: dict[str, Any] = Field(description="Parameters of the law, with your settings, as in force then.")
    rules: list[AskedOut] = Field(description="Every rule that was asked, in order.")


class NowOut(ReasonsOut):
    """What it would be decided on now."""

    at: datetime


class ChangedOut(Schema):
    """Something that is otherwise now. Null: not asked, or not looked at."""

    name: str
    then: Any
    now: Any


class DifferencesOut(Schema):
    """What is otherwise now."""

    decided: bool = Field(description="The verdict, or the rule that settles, is another.")
    pack: bool = Field(description="The law is another version.")
    rules: list[ChangedOut]
    facts: list[ChangedOut]
    settings: list[ChangedOut]


class ExplanationOut(ReasonsOut):
    """Why a text went, waits or was withheld: as it was decided then, and as it would be now."""

    id: int
    state: str
    kind: str
    purpose: str
    categories: list[str]
    sender: str
    decided_at: datetime
    decision: DecisionOut
    facts_query: str = Field(description="Which text of the query read the facts.")
    now: DecisionOut
    now_reasons: NowOut
    differences: DifferencesOut


@router.post(
    "/messages",
    auth=Bearer("messages:send"),
    response={201: SentOut, **REFUSED, 422: WithheldOut | ProblemOut},
    summary="Send one text, through the gate",
)
@acting
def create_message(request: ApiRequest, body: MessageIn) -> Answer:
    """Send a text. One that may not go is recorded as withheld and answered with 422, type `withheld`.

    A held one is answered with 201: it waits until it may go, and is decided again then.

    A text of kind `service` is read. One that reads like advertising (an offer beside a reminder, say) is held with
    the rule `content.unread` and without an end, until a member of your staff has read it and decided on the page
    "Texts to read": said to be service it goes; said to be advertising it is judged as marketing as a whole, way out
    and all, and is usually withheld. The same words with other figures need no second reading. If you know that it
    advertises, say so with `advertising`.
    """
    if not body.text.strip():
        raise invalid(FieldError("text", "empty", _("This may not be empty.")))
    only_service(request, "marketing" if body.advertising else body.kind)
    spec = Spec(body.kind, body.purpose, body.text, tuple(body.categories), body.sender, request.auth.test)
    spec = replace(spec, advertising=body.advertising)
    sent = send(request.cursor, spec, number_of(request, body.to, field="to"), now=request.now)
    if sent.state == "withheld":
        return _withheld(sent)
    return Answer(
        201, {"id": sent.id, "state": sent.state, "test": request.auth.test, "decision": sent.decision.as_json()}
    )


def _withheld(sent: Sent) -> Answer:
    """Answered rather than raised: that it was withheld is committed."""
    decision = sent.decision
    problem = Problem(
        "withheld",
        decision.explanation["en" if (get_language() or "sv").startswith("en") else "sv"],
        more={
            "id": sent.id,
            "message_id": sent.id,
            "rule": decision.rule,
            "citation": decision.citation,
            "explanation": decision.explanation,
            "decision": decision.as_json(),
        },
    )
    return Answer(422, problem.as_json(), MEDIA_TYPE)


@router.get(
    "/messages", auth=Bearer("messages:read"), response={200: MessagesOut, **LISTED}, summary="Messages, newest first"
)
@acting
def list_messages(
    request: ApiRequest,
    cursor: pages.Cursor = "",
    limit: pages.Limit = 50,
    campaign: OfCampaign = None,
) -> Answer:
    """The messages of the organisation in pages; the withheld ones too."""
    before = _place(cursor)
    of = _planned(request, campaign) if campaign is not None else None
    if campaign is not None and of is None:
        return Answer(200, {"items": [], "next": None})
    found, last = latest_messages(request.cursor, before=before, campaign=of, limit=limit)
    numbers = _numbers(request, found)
    return Answer(
        200,
        {
            "items": [_message(one, numbers.get(one.contact_id)) for one in found],
            "next": pages.written(*last) if last else None,
        },
    )


def _planned(request: ApiRequest, campaign_id: int) -> tuple[int, date] | None:
    """A campaign and the day it was planned on; None where it has no messages yet, or is none of the organisation's."""
    try:
        planned_on = read_campaign(request.cursor, campaign_id).planned_on
    except NoSuchCampaign:
        return None
    return (campaign_id, planned_on) if planned_on else None


def _place(cursor: str) -> tuple[date, int] | None:
    if not cursor:
        return None
    day, message_id = pages.read(cursor, parts=2)
    try:
        return date.fromisoformat(day), pages.place_id(message_id)
    except ValueError:
        raise pages.unreadable() from None


@router.get(
    "/messages/{int:message_id}",
    auth=Bearer("messages:read"),
    response={200: MessageOut, **LOOKED_FOR},
    summary="One message",
)
@acting
def get_message(request: ApiRequest, message_id: int) -> Answer:
    """Where a message is, and when it came there."""
    message = message_state(request.cursor, message_id)
    return Answer(200, _message(message, _numbers(request, [message]).get(message.contact_id)))


@router.get(
    "/messages/{int:message_id}/explanation",
    auth=Bearer("messages:read"),
    response={200: ExplanationOut, **LOOKED_FOR},
    summary="Why it went, waits or was withheld",
)
@acting
def get_explanation(request: ApiRequest, message_id: int) -> Answer:
    """The decision as it was made, with the facts it was made on and every rule that was asked."""
    return Answer(200, explain(request.cursor, message_id, now=request.now).as_json())


def _numbers(request: ApiRequest, messages: Sequence[MessageState]) -> dict[int, str]:
    known = reveal(request.cursor, list({one.contact_id for one in messages}))
    return {contact_id: identity.number for contact_id, identity in known.items()}


def _message(message: MessageState, number: str | None) -> dict[str, Any]:
    envelope = message.envelope
    return {
        "id": message.id,
        "to": number,
        "kind": envelope.kind,
        "purpose": envelope.purpose,
        "categories": list(envelope.categories),
        "sender": envelope.sender,
        "text": message.text,
        "state": message.state,
        "rule": message.rule,
        "campaign": message.campaign_id,
        "parts": message.parts,
        "attempts": message.attempts,
        "carrier_code": message.carrier_code,
        "due_at": message.due_at,
        "history": _history(message),
    }


def _history(message: MessageState) -> list[dict[str, Any]]:
    """What is known of when: a message withheld at once was never planned."""
    passed: list[tuple[str, datetime | None]] = [
        ("planned", message.planned_at),
        ("leased", message.leased_at),
        ("sent", message.sent_at),
    ]
    if message.final_at is not None and message.state not in ("planned", "leased", "sent"):
        passed.append((message.state, message.final_at))
        if message.state == "withheld" and message.final_at == message.planned_at:
            passed = passed[-1:]
    return [{"state": state, "at": at} for state, at in passed if at is not None]
