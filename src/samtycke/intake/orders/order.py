"""An order as a shop tells of it, whichever program the shop runs."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator

Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]
"""As a shop writes it: a number too, or nothing at all."""
State: TypeAlias = Literal["sold", "open", "back"]
"""Sold; not sold yet (nobody has paid, or it is a draft); or come to nothing."""


class Unreadable(ValueError):
    """The body is no order. ``where`` names the field, never what it held."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Goods in an order. ``groups``: what the shop calls their kind (its categories, a brand). ``kept``: how many are
    not sent back; ``total``: what they cost, where money is all that says what came back."""

    ref: str
    product: str
    name: str
    article: str
    groups: tuple[str, ...]
    kept: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopConsent:
    """A yes or a no to texts that the shop itself keeps: given or taken back by this number at this instant."""

    given: bool
    at: datetime
    phone: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order at one instant.

    ``ref`` never changes, ``shown`` is what people call it. ``online``: the customer made it at the checkout, so that
    its words were shown and the number was given there. ``fields``: what the checkout added. ``refunded``: money that
    went back without it being told for which lines.
    """

    ref: str
    shown: str
    at: datetime
    changed_at: datetime
    state: State
    status: str
    online: bool
    phones: tuple[str, ...]
    country: str
    lines: tuple[Line, ...]
    fields: Mapping[str, str]
    refunds: tuple[str, ...] = ()
    refunded: Decimal = Decimal(0)
    consent: ShopConsent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Lines of an order that came back: line to how many."""

    ref: str
    order: str
    at: datetime
    lines: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deleted:
    """The shop no longer has the order."""

    order: str


Told: TypeAlias = Order | Refund | Deleted | None
"""What a webhook tells; None where it is nothing to us."""


def signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether a body was signed by a secret: base64 of HMAC-SHA-256, as both platforms do. Takes as long either way."""
    right = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256))
    return bool(secret) and hmac.compare_digest(right, signature.strip().encode("utf-8", "replace"))
