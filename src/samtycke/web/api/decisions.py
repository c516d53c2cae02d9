"""May this text be sent? Asked without sending or recording anything."""

from __future__ import annotations

from ninja import Router
from pydantic import AwareDatetime, Field

from samtycke.gate.door import Spec, decide_one
from samtycke.web.api.acting import acting
from samtycke.web.api.answer import Answer
from samtycke.web.api.bearer import ApiRequest, number_of
from samtycke.web.api.shapes import (
    REFUSED,
    Asked,
    Categories,
    DecisionOut,
    Kind,
    PurposeSlug,
    SenderName,
    To,
)

router = Router(tags=["decisions"])


class DecisionIn(Asked):
    """A text somebody thinks of sending."""

    to: To
    kind: Kind = "marketing"
    purpose: PurposeSlug
    categories: Categories = []
    sender: SenderName = ""
    at: AwareDatetime | None = Field(None, description="Decide as if it were then, on what is known now.")


@router.post("/decisions", response={200: DecisionOut, **REFUSED}, summary="Decide over a text without sending it")
@acting
def decide(request: ApiRequest, body: DecisionIn) -> Answer:
    """Ask the law whether this text may go to this person, now or at another time. Nothing is recorded."""
    spec = Spec(body.kind, body.purpose, "", tuple(body.categories), body.sender, request.auth.test)
    number = number_of(request, body.to, field="to")
    return Answer(200, decide_one(request.cursor, spec, number, now=body.at or request.now).as_json())
