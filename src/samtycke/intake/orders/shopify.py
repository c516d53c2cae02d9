"""Orders as Shopify's webhooks tell of them (REST Admin API, Order and Refund)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from pydantic import AwareDatetime, BaseModel, ValidationError

from samtycke.intake.orders.order import Line, Order, Refund, ShopConsent, State, Text, Told, Unreadable

SIGNATURE, TOPIC, DELIVERY = "X-Shopify-Hmac-Sha256", "X-Shopify-Topic", "X-Shopify-Webhook-Id"
ORDERS = frozenset({"orders/create", "orders/paid", "orders/updated", "orders/edited", "orders/cancelled"})
OWN_CONSENT = "sms_marketing_consent"
"""The name of Shopify's own field for a yes to texts. ``buyer_accepts_marketing`` is one to email, and is not read."""

_STATES: dict[str, State] = {
    **dict.fromkeys(("authorized", "paid", "partially_paid", "partially_refunded"), "sold"),
    **dict.fromkeys(("refunded", "voided"), "back"),
}


class _Address(BaseModel):
    phone: Text = ""
    country_code: Text = ""


class _Attribute(BaseModel):
    name: Text = ""
    value: Text = ""


class _Line(BaseModel):
    id: Text
    product_id: Text = ""
    title: Text = ""
    vendor: Text = ""
    sku: Text = ""
    quantity: Decimal = Decimal(1)
    current_quantity: Decimal | None = None
    price: Decimal = Decimal(0)


class _RefundLine(BaseModel):
    line_item_id: Text
    quantity: Decimal = Decimal(0)


class _Refund(BaseModel):
    id: Text
    order_id: Text
    created_at: AwareDatetime
    refund_line_items: list[_RefundLine] = []


class _SmsConsent(BaseModel):
    state: Text = ""
    opt_in_level: Text = ""
    consent_updated_at: AwareDatetime | None = None
    consent_collected_from: Text = ""


class _Customer(BaseModel):
    phone: Text = ""
    sms_marketing_consent: _SmsConsent | None = None


class _Order(BaseModel):
    id: Text
    name: Text = ""
    created_at: AwareDatetime
    updated_at: AwareDatetime | None = None
    cancelled_at: datetime | None = None
    financial_status: Text = ""
    source_name: Text = ""
    test: bool = False
    phone: Text = ""
    billing_address: _Address | None = None
    shipping_address: _Address | None = None
    customer: _Customer | None = None
    line_items: list[_Line] = []
    note_attributes: list[_Attribute] = []
    refunds: list[_Refund] = []


def read(topic: str, body: bytes) -> Told:
    """What a webhook tells.

    Raises:
        Unreadable: the body is not what its topic says.
    """
    try:
        if topic in ORDERS:
            return _order(_Order.model_validate_json(body))
        if topic == "refunds/create":
            return _refund(_Refund.model_validate_json(body))
    except ValidationError as error:
        raise Unreadable(".".join(str(part) for part in error.errors()[0]["loc"]) or "body") from None
    return None


def _order(told: _Order) -> Order:
    billing, shipping = told.billing_address or _Address(), told.shipping_address or _Address()
    returned = _returned(told.refunds)
    return Order(
        ref=told.id,
        shown=told.name or told.id,
        at=told.created_at,
        changed_at=told.updated_at or told.created_at,
        state=_state(told),
        status="test" if told.test else told.financial_status,
        online=told.source_name == "web",
        phones=(told.phone, billing.phone, shipping.phone),
        country=billing.country_code or shipping.country_code,
        lines=tuple(_line(line, returned) for line in told.line_items),
        fields={one.name: one.value for one in told.note_attributes},
        refunds=tuple(refund.id for refund in told.refunds),
        consent=_consent(told.customer),
    )


def _state(told: _Order) -> State:
    if told.cancelled_at:
        return "back"
    return "open" if told.test else _STATES.get(told.financial_status, "open")


def _line(told: _Line, returned: dict[str, Decimal]) -> Line:
    kept = told.quantity - returned[told.id] if told.current_quantity is None else told.current_quantity
    return Line(
        ref=told.id,
        product=told.product_id,
        name=told.title,
        article=told.sku,
        groups=(told.vendor,) if told.vendor else (),
        kept=kept,
        total=told.price * told.quantity,
    )


def _returned(refunds: list[_Refund]) -> dict[str, Decimal]:
    returned: dict[str, Decimal] = defaultdict(Decimal)
    for refund in refunds:
        for line in refund.refund_line_items:
            returned[line.line_item_id] += line.quantity
    return returned


def _refund(told: _Refund) -> Refund:
    return Refund(ref=told.id, order=told.order_id, at=told.created_at, lines=dict(_returned([told])))


def _consent(customer: _Customer | None) -> ShopConsent | None:
    """A yes that the person gave to Shopify themselves, at a known instant; or that they took back."""
    told = customer.sms_marketing_consent if customer else None
    if customer is None or told is None or told.consent_updated_at is None:
        return None
    given = told.state == "subscribed"
    if not given and told.state != "unsubscribed":
        return None
    if given and (told.consent_collected_from != "SHOPIFY" or told.opt_in_level not in _LEVELS):
        return None
    return ShopConsent(
        given=given,
        at=told.consent_updated_at,
        phone=customer.phone,
        confirmed=told.opt_in_level == "confirmed_opt_in",
    )


_LEVELS = frozenset({"single_opt_in", "confirmed_opt_in"})
"""How it was given; ``unknown`` is no proof of anything."""
