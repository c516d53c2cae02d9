"""The shape of a written case. Whatever is left out takes the safe value; what is not known here is malformed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator


class Malformed(ValueError):
    """A case that cannot be read. Its message names the field, and what would be right."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _instant(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("write an instant with its offset, as 2026-03-10T12:00:00+01:00")
    return value


def _country(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError('write the code in quotes: YAML reads NO as false, "NO" as Norway')
    return value


def _clock(value: Any) -> Any:
    """YAML reads 21:00 as the number 1260: minutes of the day."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    return value


def _yes_or_no(value: Any) -> Any:
    """Nothing said is no; a word that only looks like an answer is none."""
    if value is None:
        return False
    if not isinstance(value, bool):
        raise ValueError("write true or false")
    return value


def _without_nulls(value: Any, *names: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {name: one for name, one in value.items() if one is not None or name not in names}


Instant = Annotated[AwareDatetime, BeforeValidator(_instant)]
Flag = Annotated[bool, BeforeValidator(_yes_or_no)]
Country = Annotated[str, BeforeValidator(_country), Field(pattern="^[A-Z]{2}$")]
Clock = Annotated[time, BeforeValidator(_clock)]
Slug = str | None
Method = Literal[
    "web_form", "checkbox_unticked", "checkbox_preticked", "keyword_sms", "paper", "verbal", "double_opt_in",
    "double_opt_in_pending", "bundled_terms",
]  # fmt: skip
EARLIEST = datetime.min.replace(tzinfo=UTC)
"""An instant that is not told lies before all others."""


class Message(_Part):
    kind: Literal["marketing", "service"]
    sender: str
    purpose: Slug = None
    product_category: Slug = None
    contains_opt_out: Literal["auto", "missing"] | None = None
    advertising: Flag = False
    goods: Literal["own", "other"] = "own"
    sender_name: str | None = "named"
    charitable: Flag = False


class Recipient(_Part):
    type: Literal["consumer", "sole_trader", "company"] | None = None
    age: int | None = Field(None, ge=0, le=130, strict=True)
    country: Country | None = None


class Consent(_Part):
    purpose: Slug = None
    sender: Slug = None
    given_at: Instant | None = None
    method: Method | None = None
    informed: Flag = False
    evidence: Flag = False
    withdrawn_at: Instant | None = None

    @property
    def at(self) -> datetime:
        """When it was given."""
        return self.given_at or EARLIEST


class Purchase(_Part):
    at: Instant | None = None
    product_category: Slug = None
    sender: Slug = None
    number_collected_in_sale: Flag = False
    informed_of_use: Flag = False
    offered_refusal: Flag = False
    refused: Flag = False
    cancelled: Flag = False
    customer_until: Instant | None = None
    relation: Literal["sale", "negotiation", "support"] = "sale"

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return self.at or EARLIEST

    @property
    def is_whole(self) -> bool:
        """The number was collected in it, the use told, and a refusal offered."""
        return self.number_collected_in_sale and self.informed_of_use and self.offered_refusal


class Objection(_Part):
    at: Instant | None = None
    scope: Literal["organisation", "purpose"] = "organisation"
    purpose: Slug = None
    sender: Slug = None


class Suppression(_Part):
    at: Instant | None = None
    scope: Literal["platform", "organisation", "purpose"] = "organisation"
    purpose: Slug = None
    sender: Slug = None


class Told(_Part):
    """What is known of the recipient."""

    consents: tuple[Consent, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    objections: tuple[Objection, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    restricted: Flag = False
    erased: Flag = False
    recent_marketing: tuple[Instant, ...] = ()
    contract: Flag = False
    legal_obligation: Flag = False
    assessment: Slug = None
    paused_until: Instant | None = None
    unread_reply: Flag = False
    number_confirmed: bool | None = Field(None, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        return _without_nulls(value, "consents", "purchases", "objections", "suppressions", "recent_marketing")


class Settings(_Part):
    """What an organisation has set instead of the pack's values."""

    quiet_hours: tuple[Clock, Clock] | None = None
    per_24h: int | None = Field(None, ge=0, strict=True)
    per_7d: int | None = Field(None, ge=0, strict=True)
    consent_months: int | None = Field(None, ge=1, strict=True)
    customer_months: int | None = Field(None, ge=1, strict=True)
    similar: tuple[tuple[str, ...], ...] = ()

    @property
    def changed(self) -> dict[str, Any]:
        """What was set, as an organisation keeps it; null is a setting too: no limit."""
        told = {name: getattr(self, name) for name in self.model_fields_set - {"similar"}}
        if told.get("quiet_hours"):
            told["quiet_hours"] = [clock.isoformat() for clock in told["quiet_hours"]]
        if told.get("customer_months", 0) is None:
            del told["customer_months"]
        return told


class Expected(_Part):
    decision: Literal["allow", "hold", "deny"]
    basis: (
        Literal["consent", "soft_opt_in", "contract", "legal_obligation", "legitimate_interest", "company"] | None
    ) = None
    because: str | None = None
    until: Instant | None = None


class Vignette(_Part):
    """One case as a lawyer would tell it, with the answer the law gives."""

    id: str
    jurisdiction: Country
    now: Instant
    message: Message
    expect: Expected
    title: str = ""
    text: str = ""
    recipient: Recipient = Field(default_factory=lambda: Recipient.model_validate({}))
    facts: Told = Field(default_factory=lambda: Told.model_validate({}))
    settings: Settings = Field(default_factory=lambda: Settings.model_validate({}))
    source: str | None = None
    confidence: Literal["high", "medium", "low"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_nothing(cls, value: Any) -> Any:
        return _without_nulls(value, "recipient", "facts", "settings", "title", "text")


def vignette_of(data: Any) -> Vignette:
    """A case from what stands in a file.

    Raises:
        Malformed: naming each field that cannot be read.
    """
    if not isinstance(data, Mapping):
        raise Malformed("a case is a mapping of fields")
    try:
        return Vignette.model_validate(dict(data))
    except ValidationError as error:
        raise Malformed("; ".join(_told(one) for one in error.errors())) from None


def _told(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "case"
    if error["type"] == "extra_forbidden":
        return f"{place}: no such field"
    if error["type"] == "missing":
        return f"{place}: required"
    return f"{place}: {error['msg'].removeprefix('Value error, ')}"
