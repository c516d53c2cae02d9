"""What several calls take and answer. The schemas are the documentation: /api/v1/docs is made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

Kind = Annotated[
    Literal["marketing", "service"],
    Field(description="`marketing` rests on each person's own consent or purchase, `service` on its purpose's."),
]
PurposeSlug = Annotated[
    str, Field(min_length=1, description="One of the organisation's purposes.", examples=["offers"])
]
Categories = Annotated[
    list[str],
    Field(description="The goods it is about, of the organisation's categories.", examples=[["shoes"]]),
]
SenderName = Annotated[str, Field(description="One of the organisation's senders; may be left out where there is one.")]
To = Annotated[str, Field(description="A mobile number, E.164.", examples=["+46701740605"])]


class Asked(BaseModel):
    """A body of a call. A field nobody knows is refused, so that a misspelling is not silence."""

    model_config = ConfigDict(extra="forbid")


class Both(Schema):
    """The same in Swedish and English."""

    sv: str
    en: str


class DecisionOut(Schema):
    """What the law says of a text to a person, and why."""

    verdict: Literal["allow", "hold", "deny"]
    basis: str | None = Field(
        description="What it rests on: consent, soft_opt_in, contract …; null where it may not go."
    )
    rule: str = Field(description="The rule that settled it, as `mfl19.consent`. Ids are permanent.")
    citation: str = Field(description="Where the law says so.")
    explanation: Both
    until: datetime | None = Field(
        description="When a hold ends (null: nobody knows), or when a permission lapses by itself."
    )
    pack: str = Field(description="Country and version of the rules.", examples=["SE 2026.1"])


class StepOut(Schema):
    """A rule that was asked."""

    rule: str
    outcome: Literal["passes", "denies", "allows", "holds", "fails"] = Field(
        description="`fails`: of a basis, a condition is not met."
    )
    saw: dict[str, Any] = Field(description="The facts it looked at.")
    because: str | None = Field(description="The condition that a basis failed on.")


class ErrorOut(Schema):
    """One field to correct."""

    field: str = Field(examples=["purpose"])
    reason: str = Field(description="A stable code.", examples=["not_declared"])
    message: str = Field(description="What would be right, in the language of Accept-Language.")


class ProblemOut(Schema):
    """An error, by RFC 9457 (application/problem+json)."""

    type: str = Field(description="A stable name for programs.", examples=["invalid"])
    title: str
    status: int
    detail: str
    errors: list[ErrorOut] | None = Field(None, description="Only where fields must be corrected.")


class WithheldOut(ProblemOut):
    """The text is withheld, and recorded with its reasons."""

    id: int = Field(description="The message: it has a page, a state and an explanation like any other.")
    message_id: int = Field(description="The same as `id`.")
    rule: str
    citation: str
    explanation: Both
    decision: DecisionOut


REFUSED = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 415: ProblemOut, 422: ProblemOut}
"""What any call with a body may answer besides."""
LOOKED_FOR = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut}
LISTED = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 422: ProblemOut}
