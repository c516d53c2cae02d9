"""What a person said or did, one fact at a time, each with its provenance: consents, withdrawals, objections, sales."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import AliasChoices, AwareDatetime, BaseModel, ConfigDict, Field

from samtycke.gate.door import OptedOut
from samtycke.intake.door import (
    Asked as OptInAsked,
)
from samtycke.intake.door import (
    report_cancellation,
    report_consent,
    report_objection,
    report_request,
    report_sale,
    report_withdrawal,
)
from samtycke.ledger.door import Recorded
from samtycke.web.api.acting import acting
from samtycke.web.api.answer import Answer
from samtycke.web.api.bearer import ApiRequest, Bearer, by, number_of
from samtycke.web.api.shapes import REFUSED, Asked

router = Router(tags=["people"])

Mobile = Annotated[
    str,
    Field(
        validation_alias=AliasChoices("number", "to"),
        description="A mobile number, E.164.",
        examples=["+46701740605"],
    ),
]


class _Fact(BaseModel):
    """What every fact says. Any other field is an attribute of the person, which texts may use as {{field}}."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    number: Mobile
    name: str = Field("", description="The person's name, for {{name}}.")
    source: str = Field("", description="Where it was collected: a till, a form, an order number.")
    attributes: dict[str, str | int | float | bool | None] = Field({}, description="For {{placeholders}} in texts.")

    def fields(self) -> dict[str, object]:
        """As a row of a file would say it."""
        extra = {name: value for name, value in (self.__pydantic_extra__ or {}).items() if _is_plain(value)}
        named = {name: getattr(self, name) for name in type(self).model_fields if name != "attributes"}
        return {**named, "attributes": {**extra, **self.attributes}}


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool)


class ConsentIn(_Fact):
    """A yes to one purpose, and the proof of it (GDPR 4(11), 7(1))."""

    purpose: str = Field("", description="One of the organisation's marketing purposes.", examples=["offers"])
    method: str = Field(
        "",
        description="How: web_form, checkbox_unticked, keyword_sms, paper, verbal or double_opt_in. "
        "A pre-ticked box or bundled terms are no consent, and are refused.",
        examples=["web_form"],
    )
    consented_at: str = Field(
        "",
        validation_alias=AliasChoices("consented_at", "at"),
        description="When. A day counts as its beginning.",
        examples=["2026-03-02T10:00:00+01:00"],
    )
    wording: str = Field(
        "",
        description="The exact words the person was shown.",
        examples=["Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden."],
    )
    informed: bool = Field(True, description="Whether the words told what it means, and how to take it back.")
    double_opt_in: bool = Field(
        False,
        description="Ask the person by a text first: it is a consent only when they reply JA within 7 days. "
        "The question is asked once, within 24 hours of `consented_at`; nobody who has said no is asked.",
    )

    answer_by: Literal["reply", "link"] = Field(
        "reply", description="How a double opt-in is confirmed: by the reply JA, or by a link with one button."
    )

    def fields(self) -> dict[str, object]:
        """As a row of a file would say it."""
        ours = ("double_opt_in", "answer_by")
        return {name: value for name, value in super().fields().items() if name not in ours}


class PurchaseIn(_Fact):
    """A sale by the organisation, and what was said in it (MFL 19 § 2 st.)."""

    category: str = Field("", description="What was sold: one of the organisation's categories.", examples=["shoes"])
    sold_at: str = Field(
        "",
        validation_alias=AliasChoices("sold_at", "at"),
        description="When.",
        examples=["2026-03-02T10:00:00+01:00"],
    )
    collected_in_sale: bool | None = Field(
        None, description="Whether the number was given in this very sale.", examples=[True]
    )
    informed: bool | None = Field(
        None, description="Whether they were told it would be used for offers.", examples=[True]
    )
    offered_refusal: bool | None = Field(
        None, description="Whether they could decline then, free and simply.", examples=[True]
    )
    refused: bool = Field(False, description="Whether they declined.")
    customer_until: str = Field("", description="For a running relation: the day it ends, or `running`.")
    relation: str = Field(
        "sale",
        description="`sale`; or what the United Kingdom counts like one: `negotiation` for a sale, `support` of a "
        "charity.",
    )


class WithdrawalIn(Asked):
    """A consent is taken back. Without a purpose, all of them are."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    number: Mobile
    purpose: str | None = Field(None, description="What is taken back; left out: every consent.")
    at: AwareDatetime | None = Field(None, description="When it was said; left out: now.")
    because: str = Field("", max_length=500, description="Where or how it was said.")


class ObjectionIn(WithdrawalIn):
    """A person objects to marketing (GDPR 21(2)). Without a purpose, to all of it."""

    purpose: str | None = Field(None, description="What is objected to; left out: all marketing.")


class CancellationIn(Asked):
    """An order came back, whole or in part: cancelled sales count for nothing."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: str = Field("", max_length=500, description="What the sale was recorded under: the order number.")
    number: str | None = Field(
        None,
        validation_alias=AliasChoices("number", "to"),
        description="Whose; needed only where several people bought under this source, or it is told before the sale.",
        examples=["+46701740605"],
    )
    category: str = Field("", description="Only what was bought of this category came back; left out: all of it.")
    at: AwareDatetime | None = Field(None, description="When it came back; left out: now.")


class RecordedOut(Schema):
    """The fact is in the ledger."""

    contact: int
    recorded: bool = Field(description="False when the ledger held this very fact already.")
    blocked: bool = Field(description="The number is on a block list and stays there: a no is not undone by this.")


class AskedOut(Schema):
    """The question is on its way. It is no consent until the person confirms it."""

    contact: int
    message: int = Field(description="The text with the question.")
    question: str
    expires_at: datetime = Field(description="An answer after this counts for nothing, and we don't ask again.")


class CancelledOut(Schema):
    """The sale counts for nothing."""

    contact: int | None = Field(description="null where the person has been erased since.")
    recorded: bool = Field(description="False when the ledger held this cancellation already.")
    categories: list[str] = Field(description="What was sold under this source.")


class LeftOut(Schema):
    """The no is in the ledger and on the block list."""

    contact: int
    withheld: int = Field(description="Planned texts that were taken back at once.")


@router.post(
    "/consents",
    auth=Bearer("contacts:write"),
    response={201: RecordedOut, 202: AskedOut, **REFUSED},
    summary="Record a consent",
)
@acting
def create_consent(request: ApiRequest, body: ConsentIn) -> Answer:
    """Record one consent with its proof. The same consent told twice is one.

    With `double_opt_in` nothing is a consent yet: the person is asked (202), and their JA makes it one. Where it may
    not be asked the answer is 422 `not-asked`, with the reason: `objected`, `blocked`, `waits`, `unanswered`,
    `too_late` or `withheld`.
    """
    if body.double_opt_in:
        asked = report_request(
            request.cursor, body.fields(), answer_by=body.answer_by, door="api", by=by(request), now=request.now
        )
        return _asked(asked)
    return _recorded(report_consent(request.cursor, body.fields(), door="api", by=by(request), now=request.now))


@router.post(
    "/purchases", auth=Bearer("contacts:write"), response={201: RecordedOut, **REFUSED}, summary="Record a sale"
)
@acting
def create_purchase(request: ApiRequest, body: PurchaseIn) -> Answer:
    """Record one sale with what was said in it: it may let you text the customer about similar goods."""
    return _recorded(report_sale(request.cursor, body.fields(), door="api", by=by(request), now=request.now))


@router.post(
    "/purchases/cancel", auth=Bearer("contacts:write"), response={201: CancelledOut, **REFUSED}, summary="Cancel a sale"
)
@acting
def cancel_purchase(request: ApiRequest, body: CancellationIn) -> Answer:
    """Record that what was sold came back. What was bought besides, under other orders or of other goods, stands."""
    cancelled = report_cancellation(
        request.cursor,
        body.source,
        number=number_of(request, body.number, field="number") if body.number else None,
        category=body.category,
        at=body.at,
        door="api",
        by=by(request),
        now=request.now,
    )
    return Answer(
        201, {"contact": cancelled.contact_id, "recorded": cancelled.new, "categories": list(cancelled.goods)}
    )


@router.post(
    "/withdrawals", auth=Bearer("withdrawals:write"), response={201: LeftOut, **REFUSED}, summary="Take back a consent"
)
@acting
def create_withdrawal(request: ApiRequest, body: WithdrawalIn) -> Answer:
    """Record that a consent was withdrawn. What is planned and rests on it is taken back in the same instant."""
    return _left(report_withdrawal(request.cursor, body.number, body.purpose, **_said(request, body)))


@router.post(
    "/objections", auth=Bearer("withdrawals:write"), response={201: LeftOut, **REFUSED}, summary="Record an objection"
)
@acting
def create_objection(request: ApiRequest, body: ObjectionIn) -> Answer:
    """Record that somebody wants no marketing. What is planned is taken back in the same instant."""
    return _left(report_objection(request.cursor, body.number, body.purpose, **_said(request, body)))


def _said(request: ApiRequest, body: WithdrawalIn) -> dict[str, Any]:
    return {"because": body.because, "door": "api", "by": by(request), "now": request.now, "at": body.at}


def _asked(asked: OptInAsked) -> Answer:
    return Answer(
        202,
        {
            "contact": asked.contact_id,
            "message": asked.message_id,
            "question": asked.question,
            "expires_at": asked.expires_at,
        },
    )


def _recorded(recorded: Recorded) -> Answer:
    return Answer(
        201,
        {"contact": recorded.contact_ids[0], "recorded": recorded.new > 0, "blocked": recorded.blocked > 0},
    )


def _left(left: OptedOut) -> Answer:
    return Answer(201, {"contact": left.contact_id, "withheld": left.withheld})
