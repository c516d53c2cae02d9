"""What somebody said or did, on its way into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from samtycke.sms import Number

RELATIONS = frozenset({"sale", "negotiation", "support"})
OWN_DOORS = frozenset({"form", "sms", "link"})
"""Doors by which a person speaks for themselves: only a yes by one of these lifts their own block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry says: whose number, when it happened, by which door it came and who recorded it.

    ``source`` is where it was collected (a till, a form, an order number). ``evidence`` is kept sealed under the
    person's own key. ``attributes`` (a name, a shop) describe the person and may be used in texts.
    """

    number: Number
    occurred_at: datetime
    door: str
    by: str = ""
    source: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Entry):
    """A yes to one purpose: how it was given, shown which exact words (GDPR 4(11), 7)."""

    purpose: str
    method: str
    wording: str
    informed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale(Entry):
    """A sale by this organisation, and what was said in it (MFL 19 § 2 st.).

    ``relation``: ``sale``; or what some countries count like one, ``negotiation`` for a sale, ``support`` of a charity
    (PECR reg. 22(3), (3A)). Where they don't, it makes no customer.

    ``until``: when a running relation ended; ``datetime.max`` while it runs; None for a single sale. ``wording``: the
    exact words by which they were told and offered to refuse, where they are known.
    """

    category: str
    collected: bool
    informed: bool
    offered: bool
    refused: bool
    until: datetime | None = None
    relation: str = "sale"
    wording: str = ""

    def __post_init__(self) -> None:
        """A relation of another name is none."""
        if self.relation not in RELATIONS:
            raise ValueError(self.relation)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleCancelled(Entry):
    """A sale that came to nothing; ``source`` is the one of the sale.

    ``category``: only what was bought of it came back, the rest of the order was kept; empty for the whole order.
    """

    category: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of a batch. ``contact_ids`` is aligned with the entries.

    ``unchanged`` were in the ledger already; ``blocked`` concern numbers on a block list, and stay blocked.
    """

    contact_ids: tuple[int, ...]
    new: int
    unchanged: int
    blocked: int
