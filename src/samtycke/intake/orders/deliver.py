"""A webhook of a shop: whose it is, whether it is signed, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from django.db import connection
from django.db.backends.utils import CursorWrapper

from samtycke.intake.orders import shopify, woocommerce
from samtycke.intake.orders.order import Deleted, Order, Refund, Told, Unreadable, signed
from samtycke.intake.orders.shops import Shop, shop
from samtycke.intake.orders.take import Taken, take_deletion, take_order, take_refund
from samtycke.organisations.door import acting_for, digest, document

PLATFORMS: dict[str, ModuleType] = {"woocommerce": woocommerce, "shopify": shopify}
_KEPT = 200
"""Deliveries that are remembered of a shop."""


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook as it came: ``topic``, ``delivery`` and ``signature`` are headers of it."""

    kind: str
    token: str
    topic: str
    delivery: str
    signature: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook that came, and what came of it."""

    at: datetime
    topic: str
    order_shown: str
    outcome: str
    sales: int
    cancelled: int
    notes: tuple[tuple[str, str], ...]


class NotSigned(RuntimeError):
    """No shop has this address, or its secret signed something else. Which of them is not told."""


def headers_of(kind: str) -> tuple[str, str, str]:
    """The names of the headers with topic, delivery and signature.

    Raises:
        KeyError: there is no such kind of shop.
    """
    platform = PLATFORMS[kind]
    return platform.TOPIC, platform.DELIVERY, platform.SIGNATURE


def is_ping(kind: str, body: bytes) -> bool:
    """Whether it is what a platform sends to see that somebody is there."""
    return kind == "woocommerce" and body.startswith(woocommerce.PING) and body[len(woocommerce.PING) :].isdigit()


def deliver(hook: Hook, *, now: datetime) -> str:
    """Take in a webhook, in a transaction of its own. Returns what came of it, as a stable code.

    Raises:
        NotSigned: it is from nobody we know.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, shop_id FROM shop_door WHERE digest = %s", [digest(hook.token)])
        found = cursor.fetchone()
    if found is None:
        signed(hook.body, hook.signature, "nobody's, so that it takes as long")
        raise NotSigned
    organisation_id, shop_id = found
    with acting_for(organisation_id) as cursor:
        known = shop(cursor, shop_id)
        if known and known.kind == hook.kind and signed(hook.body, hook.signature, known.secret):
            return _take_in(cursor, known, hook, now=now)
        cursor.execute(
            "UPDATE shop SET refused_calls = refused_calls + 1, refused_at = %s "
            "WHERE organisation_id = current_organisation() AND id = %s",
            [now, shop_id],
        )
    raise NotSigned


def deliveries(cursor: CursorWrapper, shop_id: int, *, limit: int = 50) -> list[Delivery]:
    """The latest webhooks of a shop, the newest first."""
    cursor.execute(
        "SELECT at, topic, order_shown, outcome, sales, cancelled, notes FROM shop_delivery "
        "WHERE organisation_id = current_organisation() AND shop_id = %s ORDER BY id DESC LIMIT %s",
        [shop_id, limit],
    )
    return [
        Delivery(*(*columns, tuple((code, detail) for code, detail in document(notes))))
        for *columns, notes in cursor.fetchall()
    ]


def _take_in(cursor: CursorWrapper, shop: Shop, hook: Hook, *, now: datetime) -> str:
    cursor.execute(
        "INSERT INTO shop_delivery (organisation_id, shop_id, delivery, at, topic) "
        "VALUES (current_organisation(), %s, %s, %s, %s) "
        "ON CONFLICT (organisation_id, shop_id, delivery) DO NOTHING RETURNING id",
        # Without an id of its own a webhook is known by what it says.
        [shop.id, hook.delivery[:200] or digest(hook.topic, hook.body).hex(), now, hook.topic[:100]],
    )
    row = cursor.fetchone()
    if row is None:
        return "again"
    try:
        taken = _take(cursor, shop, PLATFORMS[shop.kind].read(hook.topic, hook.body), now=now)
    except Unreadable as error:
        taken = Taken("unreadable", notes=[("where", error.where[:200])])
    cursor.execute(
        "UPDATE shop_delivery SET order_shown = %s, outcome = %s, sales = %s, cancelled = %s, notes = %s "
        "WHERE organisation_id = current_organisation() AND shop_id = %s AND id = %s",
        [
            taken.order_shown[:200],
            taken.outcome,
            taken.sales,
            taken.cancelled,
            json.dumps(taken.notes),
            shop.id,
            row[0],
        ],
    )
    cursor.execute(
        "DELETE FROM shop_delivery WHERE organisation_id = current_organisation() AND shop_id = %s AND id <= "
        "(SELECT id FROM shop_delivery WHERE organisation_id = current_organisation() AND shop_id = %s "
        "ORDER BY id DESC OFFSET %s LIMIT 1)",
        [shop.id, shop.id, _KEPT],
    )
    return taken.outcome


def _take(cursor: CursorWrapper, shop: Shop, told: Told, *, now: datetime) -> Taken:
    match told:
        case Order():
            return take_order(cursor, shop, told, now=now)
        case Refund():
            return take_refund(cursor, shop, told, now=now)
        case Deleted():
            return take_deletion(cursor, shop, told, now=now)
        case None:
            return Taken("ignored")
