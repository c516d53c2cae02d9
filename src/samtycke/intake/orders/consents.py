"""A yes of its own that a checkout asks for, in a box beside; and a no that the shop keeps."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out
from samtycke.intake.orders.order import Order
from samtycke.intake.orders.shopify import OWN_CONSENT
from samtycke.intake.orders.shops import Shop
from samtycke.intake.orders.terms import Terms
from samtycke.intake.values import Unreadable, parse_yes_no
from samtycke.ledger.door import Consent, Entry
from samtycke.sms import Number, NumberRefused, parse_number

DOOR = "shop"


def consents(
    cursor: CursorWrapper, shop: Shop, order: Order, number: Number, terms: Terms, *, now: datetime
) -> tuple[list[Entry], str]:
    """The consent in an order, if there is one, and a code for it. One that was taken back is recorded at once."""
    if not terms.consent_field:
        return [], ""
    if terms.consent_field == OWN_CONSENT:
        return _kept_by_the_shop(cursor, shop, order, number, terms, now=now)
    if not order.online or not ticked(order, terms.consent_field, silence=False):
        return [], ""
    return [_consent(shop, order, number, terms, method="checkbox_unticked", at=min(order.at, now))], "consent"


def ticked(order: Order, name: str, *, silence: bool) -> bool | None:
    """Whether a box was ticked; None where the order doesn't tell.

    ``silence``: one that was left alone leaves no field. What is no answer to a box counts as ticked.
    """
    if not name:
        return None
    if name not in order.fields:
        return False if silence and order.online else None
    told = order.fields[name].strip()
    if not told:
        return False
    try:
        return parse_yes_no(told)
    except Unreadable:
        return True


def _kept_by_the_shop(
    cursor: CursorWrapper, shop: Shop, order: Order, number: Number, terms: Terms, *, now: datetime
) -> tuple[list[Entry], str]:
    own = order.consent
    if own is None or not _same(own.phone, number, order.country):
        return [], ""
    at = min(own.at, now)
    if not own.given:
        opt_out(
            cursor,
            number,
            purpose=terms.consent_purpose,
            kind="withdrawal",
            because=shop.name,
            door=DOOR,
            by=shop.name,
            occurred_at=at,
            now=now,
        )
        return [], "withdrawn"
    if terms.since is None or at < terms.since:
        return [], "consent_before_terms"  # nobody has told us what was asked then
    method = "double_opt_in" if own.confirmed else "checkbox_unticked"
    return [_consent(shop, order, number, terms, method=method, at=at)], "consent"


def _consent(shop: Shop, order: Order, number: Number, terms: Terms, *, method: str, at: datetime) -> Consent:
    return Consent(
        number=number,
        occurred_at=at,
        door=DOOR,
        by=shop.name,
        source=shop.name,
        evidence={"shop": shop.name, "order": order.shown, "field": terms.consent_field},
        purpose=terms.consent_purpose,
        method=method,
        wording=terms.consent_words,
        informed=True,
    )


def _same(phone: str, number: Number, country: str) -> bool:
    try:
        return parse_number(phone, country or number.country).e164 == number.e164
    except NumberRefused:
        return False
