"""What follows from the events of a person: once in SQL, for all that is recorded, and once in Python, to check it.

``project`` writes what ``project.sql`` computes. ``fold`` says the same of one person without a database, in the words
of the law; `samtycke verify` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import load_sql
from samtycke.policy import countries, pack_for

FOR_EVER = datetime.max.replace(tzinfo=UTC)
"""The end of a relation that runs."""
NO_CONSENT = frozenset({"checkbox_preticked", "bundled_terms", "double_opt_in_pending"})
"""Methods that are no consent (GDPR 4(11), 7(2), 7(4)), or none yet."""
COLLECTING = frozenset({"sale", "negotiation", "support"})
"""Events in which a number is collected, and a refusal may be offered and taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an event says that anything can follow from. ``id`` is the order of recording."""

    id: int
    kind: str
    occurred_at: datetime
    fingerprint: bytes
    purpose: str | None = None
    category: str | None = None
    method: str | None = None
    source: str = ""
    value: str | None = None
    informed: bool | None = None
    collected: bool | None = None
    offered: bool | None = None
    refused: bool | None = None
    until: datetime | None = None
    evidenced: bool = False

    @property
    def is_whole_yes(self) -> bool:
        """A consent that meets every condition of its own: an active act, separate, informed, provable."""
        return self.kind == "consent" and self.method not in NO_CONSENT and bool(self.informed) and self.evidenced


@dataclass(frozen=True, slots=True, kw_only=True)
class OfContact:
    """The columns of ``contact`` that follow from events."""

    objected_at: datetime | None = None
    refused_at: datetime | None = None
    consented_at: datetime | None = None
    number_wrong: bool = False
    paused_until: datetime | None = None
    restricted: bool = False
    unread_reply: bool = False
    recipient: str = "unknown"
    minor: bool = False
    child_at: datetime | None = None
    supported_on: date | None = None
    sale_on: date | None = None
    sale_at: datetime | None = None
    sale_category: str | None = None
    sale_collected: bool = False
    sale_informed: bool = False
    sale_offered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPurpose:
    """A row of ``permission``."""

    consent_at: datetime | None = None
    consent_on: date | None = None
    method: str | None = None
    informed: bool = False
    evidenced: bool = False
    withdrawn_at: datetime | None = None
    objected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """All that follows: of the contact, per purpose, and per category the last day as a customer, and of talks."""

    contact: OfContact = field(default_factory=OfContact)
    permissions: dict[str, OfPurpose] = field(default_factory=dict)
    customer_on: dict[str, date] = field(default_factory=dict)
    talked_on: dict[str, date] = field(default_factory=dict)


def project(cursor: CursorWrapper, contact_ids: Sequence[int]) -> None:
    """Compute the projections of some contacts anew from their events. The caller has locked them."""
    if contact_ids:
        # What the planner knows of a table that grows under an import is old, and it would read all of it for each
        # batch. Looking each contact up is right for any number of them here.
        cursor.execute(_JOINS, ["off", "off"])
        cursor.execute(load_sql(__file__, "project.sql"), {"contacts": list(contact_ids), **_proof()})
        cursor.execute(_JOINS, ["on", "on"])


@cache
def _proof() -> dict[str, list[str]]:
    strict = [country for country in countries() if pack_for(country).proof]
    proof = [f"{country} {method}" for country in strict for method in sorted(pack_for(country).proof)]
    return {"strict": strict, "proof": proof}


_JOINS = "SELECT set_config('enable_hashjoin', %s, true), set_config('enable_mergejoin', %s, true)"


def fold(events: Iterable[Told], *, country: str) -> Projection:
    """What follows from all events of one contact, in whatever order they come."""
    told = list(events)
    sales = _sales(told, country)
    refused_at = _latest(e for e in told if e.kind in COLLECTING and e.refused)
    withdrew_all_at = _latest(e for e in told if e.kind == "withdrawal" and e.purpose is None)
    purposes = {e.purpose for e in told if e.kind in ("consent", "objection", "withdrawal") and e.purpose is not None}
    return Projection(
        _of_contact(told, sales, _newest_of(refused_at, withdrew_all_at), country),
        {
            purpose: _of_purpose([e for e in told if e.purpose == purpose], withdrew_all_at, refused_at, country)
            for purpose in purposes
        },
        _customer_on(sales),
        _talked_on(told, country),
    )


def local_day(at: datetime, country: str) -> date:
    """The calendar day where a number's owner is; the twin of the SQL function."""
    if at.year == FOR_EVER.year:
        return date.max
    return at.astimezone(pack_for(country).timezone).date()


@dataclass(frozen=True, slots=True)
class _Sale:
    event: Told
    customer_on: date


def _sales(told: Sequence[Told], country: str) -> list[_Sale]:
    """The sales that were not cancelled, each with the last day of the relation it made.

    A relation that runs is ended by telling the same sale again with its end; the earliest end told is the end.
    """
    cancelled = {(e.source, e.category) for e in told if e.kind == "sale_cancelled" and e.source}
    ends: dict[tuple[object, ...], datetime] = {}
    for e in told:
        if e.kind == "sale" and e.until is not None:
            ends[_same_sale(e)] = min(e.until, ends.get(_same_sale(e), e.until))
    return [
        _Sale(e, local_day(max(e.occurred_at, ends.get(_same_sale(e), e.occurred_at)), country))
        for e in told
        if e.kind == "sale" and not {(e.source, None), (e.source, e.category)} & cancelled
    ]


_same_sale = attrgetter("source", "category", "occurred_at", "collected", "informed", "offered", "refused")


def _of_contact(told: Sequence[Told], sales: Sequence[_Sale], refused_at: datetime | None, country: str) -> OfContact:
    said_yes_at = _latest(e for e in told if e.is_whole_yes)
    sale = max(sales, key=lambda s: (s.event.occurred_at, s.event.fingerprint), default=None)
    restricted = _last(told, "restriction", "restriction_lifted")
    reply = _last(told, "reply_held", "reply_read")
    number = _last(told, "number_wrong", "number_right")
    pause = _last(told, "pause")
    recipient = _last(told, "recipient")
    minor = _last(told, "minor")
    return OfContact(
        objected_at=_latest(e for e in told if e.kind == "objection" and e.purpose is None),
        # A refusal stands until a whole yes of the person's own.
        refused_at=None if said_yes_at and refused_at and said_yes_at > refused_at else refused_at,
        consented_at=_latest(e for e in told if e.kind == "consent"),
        number_wrong=number is not None and number.kind == "number_wrong",
        paused_until=pause.until if pause else None,
        restricted=restricted is not None and restricted.kind == "restriction",
        unread_reply=reply is not None and reply.kind == "reply_held",
        recipient=(recipient and recipient.value) or "unknown",
        minor=minor is not None and minor.value in ("yes", "child"),
        child_at=_latest(e for e in told if e.kind == "minor" and e.value == "child"),
        supported_on=_supported_on(told, country),
        sale_on=sale.customer_on if sale else None,
        # Without a day, where all that was sold was cancelled.
        sale_at=sale.event.occurred_at if sale else _latest(e for e in told if e.kind == "sale"),
        sale_category=sale.event.category if sale else None,
        sale_collected=sale is not None and bool(sale.event.collected),
        sale_informed=sale is not None and bool(sale.event.informed),
        sale_offered=sale is not None and bool(sale.event.offered),
    )


def _of_purpose(
    told: Sequence[Told], withdrew_all_at: datetime | None, refused_at: datetime | None, country: str
) -> OfPurpose:
    withdrew_at = _newest_of(_latest(e for e in told if e.kind == "withdrawal"), withdrew_all_at)
    ended_at = _newest_of(withdrew_at, refused_at)

    def stands(e: Told) -> bool:
        return e.is_whole_yes and (ended_at is None or e.occurred_at > ended_at)

    objected_at = _latest(e for e in told if e.kind == "objection")
    consents = [e for e in told if e.kind == "consent"]
    if not consents:
        return OfPurpose(withdrawn_at=withdrew_at, objected_at=objected_at)
    proof = pack_for(country).proof

    def counts_first(e: Told) -> tuple[bool, datetime, bytes]:
        return stands(e) and (not proof or e.method in proof), e.occurred_at, e.fingerprint

    counts = max(consents, key=counts_first)
    return OfPurpose(
        consent_at=counts.occurred_at,
        consent_on=local_day(counts.occurred_at, country),
        method=counts.method,
        informed=bool(counts.informed),
        evidenced=counts.evidenced,
        withdrawn_at=None if stands(counts) else ended_at,
        objected_at=objected_at,
    )


def _customer_on(sales: Sequence[_Sale]) -> dict[str, date]:
    last: dict[str, date] = {}
    for sale in sales:
        e = sale.event
        if _is_whole(e) and e.category is not None:
            last[e.category] = max(sale.customer_on, last.get(e.category, sale.customer_on))
    return last


def _talked_on(told: Sequence[Told], country: str) -> dict[str, date]:
    last: dict[str, date] = {}
    for e in told:
        if e.kind == "negotiation" and _is_whole(e) and e.category is not None:
            day = local_day(e.occurred_at, country)
            last[e.category] = max(day, last.get(e.category, day))
    return last


def _supported_on(told: Sequence[Told], country: str) -> date | None:
    days = (local_day(e.occurred_at, country) for e in told if e.kind == "support" and _is_whole(e))
    return max(days, default=None)


def _is_whole(e: Told) -> bool:
    """The number was collected then, the use told, and a refusal offered."""
    return bool(e.collected and e.informed and e.offered)


def _last(told: Sequence[Told], *kinds: str) -> Told | None:
    """The newest event of some kinds that we note ourselves as they happen."""
    return max((e for e in told if e.kind in kinds), key=lambda e: (e.occurred_at, e.id), default=None)


def _latest(told: Iterable[Told]) -> datetime | None:
    return max((e.occurred_at for e in told), default=None)


def _newest_of(*instants: datetime | None) -> datetime | None:
    return max((at for at in instants if at is not None), default=None)
