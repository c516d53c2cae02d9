"""May this text be sent? Asked without sending or recording anything: over a contact, or over a case that is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Router
from pydantic import AwareDatetime, Discriminator, Field, Tag

from samtycke.gate.door import Spec, decide_one
from samtycke.ledger.door import find_contact, note_read
from samtycke.organisations.door import ApiKey
from samtycke.policy import Question, answer
from samtycke.web.api.acting import acting
from samtycke.web.api.answer import JSON, Answer, dumped
from samtycke.web.api.bearer import ApiRequest, Bearer, number_of, reader
from samtycke.web.api.body import read_json
from samtycke.web.api.problem import Problem
from samtycke.web.api.shapes import (
    REFUSED,
    Asked,
    Categories,
    DecisionOut,
    Kind,
    ProblemOut,
    PurposeSlug,
    SenderName,
    StepOut,
    To,
)
from samtycke.web.frame.callers import count_call

router = Router(tags=["decisions"])

MOST, PER = 60, timedelta(minutes=1)
"""So many questions without a key, from one address."""
_LARGEST = 64 * 1024
_HOME = "SE"

_EXAMPLE = {
    "message": {
        "kind": "marketing",
        "purpose": "offers",
        "product_category": "tents",
        "sender": "the shop",
        "contains_opt_out": "auto",
    },
    "recipient": {"type": "consumer", "country": "SE"},
    "facts": {
        "purchases": [
            {
                "at": "2026-06-01T14:00:00+02:00",
                "product_category": "tents",
                "sender": "the shop",
                "number_collected_in_sale": True,
                "informed_of_use": True,
                "offered_refusal": True,
            }
        ]
    },
    "now": "2026-10-12T12:00:00+02:00",
}


class DecisionIn(Asked):
    """A text somebody thinks of sending to a contact of the organisation."""

    to: To
    kind: Kind = "marketing"
    purpose: PurposeSlug
    categories: Categories = []
    sender: SenderName = ""
    at: AwareDatetime | None = Field(None, description="Decide as if it were then, on what is known now.")


class CaseIn(Question):
    """A case that is told: nobody's number is named, and nothing is looked up."""


class DecisionAnswer(DecisionOut):
    """What the law says, and of a case that was told every rule that was asked."""

    consulted: list[StepOut] | None = Field(None, description="Of a case only: every rule that was asked, in order.")


class Anybody:
    """Whoever tells a case without a key."""


class BearerOrCase(Bearer):
    """A key; or none, where the body tells a case and asks nothing of anybody's contacts."""

    def __call__(self, request: HttpRequest) -> ApiKey | Anybody | None:
        if "Authorization" in request.headers:
            return super().__call__(request)
        count_call(request, "decisions", most=MOST, per=PER)
        # What is too large is not even read.
        length = request.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _LARGEST:
            raise Problem("too-large", _("Without a key a case may be 64 kB."))
        if _shape(read_json(request.body)) == "<case>":
            return Anybody()
        raise Problem("unauthorised", _("Without a key, tell a case: message, recipient, facts."))


def _shape(body: Any) -> Literal["<case>", "<contact>"]:
    told = isinstance(body, Question) or (isinstance(body, dict) and "to" not in body and bool(body.keys() & _OF_CASE))
    return "<case>" if told else "<contact>"


_OF_CASE = frozenset(Question.model_fields)
_Either = Annotated[
    Annotated[DecisionIn, Tag("<contact>")] | Annotated[CaseIn, Tag("<case>")],
    Discriminator(_shape),
]


@router.post(
    "/decisions",
    auth=BearerOrCase("decisions:read"),
    response={200: DecisionAnswer, **REFUSED, 413: ProblemOut, 429: ProblemOut},
    summary="Decide over a text without sending it",
    openapi_extra={
        "requestBody": {"content": {"application/json": {"example": _EXAMPLE}}},
        # By either, or, where a case is told, by none.
        "security": [{}],
    },
)
def decide(request: HttpRequest, body: Body[_Either]) -> HttpResponse:
    """Ask the law whether a text may go, now or at another time. Nothing is recorded.

    With `to` it is asked over a contact of the organisation, on what the ledger knows. With `message` it is asked over
    a **case** that is told, in the format of written cases of law; that needs no key, but then there is a limit to how
    often. What is left out of a case counts as a no. `jurisdiction` is the recipient's country where it is left out,
    else the organisation's, else Sweden.
    """
    if isinstance(body, CaseIn) and isinstance(request.auth, Anybody):  # type: ignore[attr-defined]
        return HttpResponse(dumped(_answer(body, _HOME)), content_type=JSON)
    return _with_key(request, body=body)


@acting
def _with_key(request: ApiRequest, body: DecisionIn | CaseIn) -> Answer:
    if isinstance(body, CaseIn):
        return Answer(200, _answer(body, request.auth.home_country))
    spec = Spec(body.kind, body.purpose, "", tuple(body.categories), body.sender, request.auth.test)
    number = number_of(request, body.to, field="to")
    known = find_contact(request.cursor, number.e164)
    note_read(request.cursor, reader(request), "decision", [known] if known else [], subject="decide")
    return Answer(200, decide_one(request.cursor, spec, number, now=body.at or request.now).as_json())


def _answer(body: Question, home: str) -> dict[str, Any]:
    decision = answer(body.told(now=timezone.now(), jurisdiction=home))
    return decision.as_json() | {"consulted": decision.steps_as_json()}
