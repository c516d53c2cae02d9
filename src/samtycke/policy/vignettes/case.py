"""The shape of a written case. Whatever is left out takes the safe value; what is not known here is malformed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)


class Malformed(ValueError):
    """A case that cannot be read. Its message names the field, and what would be right."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _instant(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("write an instant with its offset, as 2026-03-10T12:00:00+01:00")
    return value


def _within_living_memory(value: datetime) -> datetime:
    if not 1900 <= value.year < 2200:
        raise ValueError("write a year between 1900 and 2199")
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


Instant = Annotated[AwareDatetime, BeforeValidator(_instant), AfterValidator(_within_living_memory)]
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
    """The text that somebody thinks of sending."""

    kind: Literal["marketing", "service"]
    """What it is; `service` is what a person needs because of a contract or a duty."""
    sender: str
    """Who sends it, by any name you choose: the same name in a consent or a purchase is the same sender."""
    purpose: Slug = None
    """What it is for, by any name you choose: a consent counts for its own purpose only."""
    product_category: Slug = None
    """What goods it is about; `alcohol`, `tobacco` and `gambling` have rules of their own."""
    contains_opt_out: Literal["auto", "missing"] | None = None
    """`auto`: the text has, or will be given, a valid way to say stop. Anything else: it has none."""
    advertising: Flag = False
    """A service text that also advertises is marketing as a whole."""
    goods: Literal["own", "other"] = "own"
    """Whose goods it is about: the sender's own, or somebody else's."""
    sender_name: str | None = "named"
    """Null where it does not show whom the text comes from."""
    charitable: Flag = False
    """It only furthers the charitable purposes of the sender, a charity."""


class Recipient(_Part):
    """Who would get it."""

    type: Literal["consumer", "sole_trader", "company"] | None = None
    """Left out counts as a person."""
    age: int | None = Field(None, ge=0, le=130, strict=True)
    """Where it is known."""
    country: Country | None = None
    """Where the number belongs; the law of `jurisdiction` is the one asked."""


class Consent(_Part):
    """A yes. What is left out is not so."""

    purpose: Slug = None
    """What the yes was to."""
    sender: Slug = None
    """Whom the yes was to."""
    given_at: Instant | None = None
    """When. A yes without an instant cannot be shown."""
    method: Method | None = None
    """How it was given."""
    informed: Flag = False
    """Told beforehand who, for what, and that it can be taken back."""
    evidence: Flag = False
    """It can be shown how, and in which words."""
    withdrawn_at: Instant | None = None
    """When it was taken back."""

    @property
    def at(self) -> datetime:
        """When it was given."""
        return self.given_at or EARLIEST


class Purchase(_Part):
    """A sale, or what the law of some country counts like one. What is left out is not so."""

    at: Instant | None = None
    """When."""
    product_category: Slug = None
    """What was bought."""
    sender: Slug = None
    """Whom it was bought from."""
    number_collected_in_sale: Flag = False
    """The number was given then, and not found elsewhere."""
    informed_of_use: Flag = False
    """Told then that the number would be used for marketing."""
    offered_refusal: Flag = False
    """Could say no to that then, easily and free of charge."""
    refused: Flag = False
    """Said no then."""
    cancelled: Flag = False
    """The sale came to nothing, or all of it was returned."""
    customer_until: Instant | None = None
    """Of a subscription: when it ends."""
    relation: Literal["sale", "negotiation", "support"] = "sale"
    """Talks about a sale and support of a charity count in the United Kingdom only."""

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return self.at or EARLIEST

    @property
    def is_whole(self) -> bool:
        """The number was collected in it, the use told, and a refusal offered."""
        return self.number_collected_in_sale and self.informed_of_use and self.offered_refusal


class Objection(_Part):
    """A no to marketing."""

    at: Instant | None = None
    """When; left out, before everything else."""
    scope: Literal["organisation", "purpose"] = "organisation"
    """All marketing of the sender, or one purpose."""
    purpose: Slug = None
    """Which, where the no was to one purpose."""
    sender: Slug = None
    """Left out: the message's."""


class Suppression(_Part):
    """An entry on a block list."""

    at: Instant | None = None
    """When; left out, before everything else."""
    scope: Literal["platform", "organisation", "purpose"] = "organisation"
    """Whose list it stands on, or for which purpose."""
    purpose: Slug = None
    """Which, where it stands for one purpose."""
    sender: Slug = None
    """Left out: the message's."""


class Told(_Part):
    """What is known of the recipient."""

    consents: tuple[Consent, ...] = ()
    """Every yes."""
    purchases: tuple[Purchase, ...] = ()
    """Every sale."""
    objections: tuple[Objection, ...] = ()
    """Every no."""
    suppressions: tuple[Suppression, ...] = ()
    """Every entry on a block list."""
    restricted: Flag = False
    """Processing of the person's data is restricted (GDPR art. 18)."""
    erased: Flag = False
    """The person's data have been erased (GDPR art. 17)."""
    recent_marketing: tuple[Instant, ...] = ()
    """When the person got marketing from the sender lately."""
    contract: Flag = False
    """A service text is needed for a contract with the person."""
    legal_obligation: Flag = False
    """A service text is required by law."""
    own_request: Flag = False
    """The person has asked for a service text to use their rights: a code to what is held about them."""
    assessment: Slug = None
    """A balancing of interests on file for a service text, by its name."""
    paused_until: Instant | None = None
    """The end of a pause that the person asked for."""
    unread_reply: Flag = False
    """Nobody has read a reply that may be a no."""
    number_confirmed: bool | None = Field(None, strict=True)
    """False where the number is known to be mistyped or somebody else's."""

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        return _without_nulls(value, "consents", "purchases", "objections", "suppressions", "recent_marketing")


class Settings(_Part):
    """What an organisation has set instead of the pack's values. Null is a setting too: no limit."""

    quiet_hours: tuple[Clock, Clock] | None = None
    """From when to when marketing waits, by the recipient's clock."""
    per_24h: int | None = Field(None, ge=0, strict=True)
    """How many marketing texts in 24 hours."""
    per_7d: int | None = Field(None, ge=0, strict=True)
    """How many in seven days."""
    consent_months: int | None = Field(None, ge=1, strict=True)
    """How old a yes may be."""
    customer_months: int | None = Field(None, ge=1, strict=True)
    """For how long a buyer is a customer."""
    similar: tuple[tuple[str, ...], ...] = ()
    """Groups of goods that have been declared similar to each other."""

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


class _Told(_Part):
    message: Message
    """The text."""
    recipient: Recipient = Field(default_factory=lambda: Recipient.model_validate({}))
    """The one who would get it."""
    facts: Told = Field(default_factory=lambda: Told.model_validate({}))
    """What is known of them."""
    settings: Settings = Field(default_factory=lambda: Settings.model_validate({}))
    """What the organisation has set instead of the law's own values."""

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_nothing(cls, value: Any) -> Any:
        return _without_nulls(value, "recipient", "facts", "settings", "title", "text")


class ToldCase(_Told):
    """A case that has an answer: what is known of a text and its recipient, under which law, at which instant."""

    jurisdiction: Country
    now: Instant


class Question(_Told):
    """May this text be sent? A case as somebody tells it, who need not say under which law or when."""

    jurisdiction: Country | None = None
    """Whose law is asked, as a country's two letters; left out, that of the recipient's country."""
    now: Instant | None = None
    """When it would be sent; left out, now."""

    def told(self, *, now: datetime, jurisdiction: str) -> ToldCase:
        """The case, with the instant and the law it takes where none was said."""
        return ToldCase(
            jurisdiction=self.jurisdiction or self.recipient.country or jurisdiction,
            now=self.now or now,
            message=self.message,
            recipient=self.recipient,
            facts=self.facts,
            settings=self.settings,
        )


class Vignette(ToldCase):
    """One case as a lawyer would tell it, with the answer the law gives."""

    id: str
    expect: Expected
    title: str = ""
    text: str = ""
    source: str | None = None
    confidence: Literal["high", "medium", "low"] | None = None


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
