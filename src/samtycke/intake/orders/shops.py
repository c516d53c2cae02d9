"""Which web shops tell of their orders, each by an address and a secret of its own."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import audit, digest, keyring

ABOUT = b"shop"
"""What binds sealed secrets to being a shop's."""
KINDS = ("woocommerce", "shopify")


@dataclass(frozen=True, slots=True)
class Shop:
    """``everything``: the category of goods that nothing else says anything of. ``refused_calls``: not signed by it."""

    id: int
    kind: str
    name: str
    everything: str | None
    refused_calls: int
    refused_at: datetime | None
    by: str
    created_at: datetime
    closed_at: datetime | None
    token: str
    secret: str


class ShopRefused(ValueError):
    """It cannot be so. ``reason``: ``kind``, ``name`` (none), ``taken``, ``secret``, ``words``, ``consent``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_shop(cursor: CursorWrapper, *, kind: str, name: str, by: str) -> int:
    """Connect a shop. It has an address of its own from now on; nothing is recorded before its goods are mapped.

    Raises:
        ShopRefused: there is no such kind, it has no name, or there is one of that name.
    """
    if kind not in KINDS:
        raise ShopRefused("kind")
    if not (name := name.strip()[:200]):
        raise ShopRefused("name")
    cursor.execute("SELECT 1 FROM shop WHERE organisation_id = current_organisation() AND name = %s", [name])
    if cursor.fetchone():
        raise ShopRefused("taken")
    token = secrets.token_urlsafe(24)
    # WooCommerce takes the secret we make; Shopify has made one of its own, which is entered later.
    secret = secrets.token_urlsafe(32) if kind == "woocommerce" else ""
    cursor.execute(
        "INSERT INTO shop (organisation_id, kind, name, sealed, by) VALUES (current_organisation(), %s, %s, %s, %s) "
        "RETURNING id, organisation_id",
        [kind, name, _sealed(token, secret), by],
    )
    shop_id, organisation_id = cursor.fetchone()
    cursor.execute("INSERT INTO shop_door VALUES (%s, %s, %s)", [digest(token), organisation_id, shop_id])
    audit(cursor, actor=by, act="shop.open", subject=f"shop/{shop_id}", kind=kind)
    return int(shop_id)


def set_secret(cursor: CursorWrapper, shop: Shop, secret: str, *, by: str) -> None:
    """Say by what secret its webhooks are signed.

    Raises:
        ShopRefused: it is too short to be one.
    """
    if len(secret := secret.strip()) < 16:
        raise ShopRefused("secret")
    cursor.execute(
        "UPDATE shop SET sealed = %s WHERE organisation_id = current_organisation() AND id = %s",
        [_sealed(shop.token, secret), shop.id],
    )
    audit(cursor, actor=by, act="shop.secret", subject=f"shop/{shop.id}")


def close_shop(cursor: CursorWrapper, shop: Shop, *, by: str, now: datetime) -> None:
    """Let its address lead nowhere. What was recorded stands."""
    cursor.execute("DELETE FROM shop_door WHERE digest = %s", [digest(shop.token)])
    cursor.execute(
        "UPDATE shop SET closed_at = coalesce(closed_at, %s) "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [now, shop.id],
    )
    audit(cursor, actor=by, act="shop.close", subject=f"shop/{shop.id}")


_SELECT = (
    "SELECT id, kind, name, everything, refused_calls, refused_at, by, created_at, closed_at, sealed FROM shop "
    "WHERE organisation_id = current_organisation() "
)


def shops(cursor: CursorWrapper) -> list[Shop]:
    """Every shop, the open ones first."""
    cursor.execute(_SELECT + "ORDER BY closed_at IS NOT NULL, name")
    return [_shop(row) for row in cursor.fetchall()]


def shop(cursor: CursorWrapper, shop_id: int) -> Shop | None:
    """One, or None where the organisation has none with this id."""
    cursor.execute(_SELECT + "AND id = %s", [shop_id])
    row = cursor.fetchone()
    return _shop(row) if row else None


def _shop(row: Sequence[Any]) -> Shop:
    *columns, sealed = row
    opened = json.loads(keyring().open(sealed, about=ABOUT))
    return Shop(*(*columns, opened["token"], opened["secret"]))


def _sealed(token: str, secret: str) -> bytes:
    return keyring().seal(json.dumps({"token": token, "secret": secret}).encode(), about=ABOUT)
