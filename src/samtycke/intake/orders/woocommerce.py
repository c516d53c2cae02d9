"""Orders as WooCommerce's webhooks tell of them (REST API v3; WC_Webhook::generate_signature, get_delivery_headers)."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from samtycke.intake.orders.order import Deleted, Line, Order, State, Text, Told, Unreadable

SIGNATURE, TOPIC, DELIVERY = "X-WC-Webhook-Signature", "X-WC-Webhook-Topic", "X-WC-Webhook-Delivery-ID"
ORDERS = frozenset({"order.created", "order.updated", "order.restored"})
PING = b"webhook_id="
"""What WooCommerce sends, unsigned, when a webhook is saved: it wants to hear 200 and tells nothing."""

_STATES: dict[str, State] = {
    **dict.fromkeys(("processing", "completed"), "sold"),
    **dict.fromkeys(("cancelled", "refunded", "failed", "trash"), "back"),
}
_CHECKOUTS = frozenset({"checkout", "store-api"})


class _Address(BaseModel):
    phone: Text = ""
    country: Text = ""


class _Meta(BaseModel):
    key: Text = ""
    value: Any = None


class _Line(BaseModel):
    id: Text
    name: Text = ""
    product_id: Text = ""
    sku: Text = ""
    quantity: Decimal = Decimal(1)
    total: Decimal = Decimal(0)
    total_tax: Decimal = Decimal(0)
    categories: list[Text] = Field([], description="Not WooCommerce's own: see the snippet in docs/howto.")


class _Refund(BaseModel):
    id: Text
    total: Decimal = Decimal(0)


class _Order(BaseModel):
    id: Text
    number: Text = ""
    status: Text
    created_via: Text = ""
    date_created_gmt: datetime
    date_modified_gmt: datetime | None = None
    billing: _Address = _Address()
    shipping: _Address = _Address()
    line_items: list[_Line] = []
    meta_data: list[_Meta] = []
    refunds: list[_Refund] = []


class _Deleted(BaseModel):
    id: Text


def read(topic: str, body: bytes) -> Told:
    """What a webhook tells.

    Raises:
        Unreadable: the body is not what its topic says.
    """
    try:
        if topic in ORDERS:
            return _order(_Order.model_validate_json(body))
        if topic == "order.deleted":
            return Deleted(_Deleted.model_validate_json(body).id)
    except ValidationError as error:
        raise Unreadable(".".join(str(part) for part in error.errors()[0]["loc"]) or "body") from None
    return None


def _order(told: _Order) -> Order:
    return Order(
        ref=told.id,
        shown=told.number or told.id,
        at=_utc(told.date_created_gmt),
        changed_at=_utc(told.date_modified_gmt or told.date_created_gmt),
        state=_STATES.get(told.status, "open"),
        status=told.status,
        online=told.created_via in _CHECKOUTS,
        phones=(told.billing.phone, told.shipping.phone),
        country=told.billing.country or told.shipping.country,
        lines=tuple(_line(line) for line in told.line_items),
        fields={meta.key: _answer(meta.value) for meta in told.meta_data},
        refunds=tuple(refund.id for refund in told.refunds),
        refunded=sum((abs(refund.total) for refund in told.refunds), Decimal(0)),
    )


def _line(told: _Line) -> Line:
    return Line(
        ref=told.id,
        product=told.product_id,
        name=told.name,
        article=told.sku,
        groups=tuple(told.categories),
        kept=told.quantity,
        total=told.total + told.total_tax,
    )


def _answer(value: object) -> str:
    """A field's value in words; a list or an object is no answer to a box."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""


def _utc(at: datetime) -> datetime:
    """WooCommerce writes UTC without saying so."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
