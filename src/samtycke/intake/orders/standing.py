"""How an order stood when we last heard of it: lines and how many are kept, nobody's number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.backends.utils import CursorWrapper

from samtycke.intake.orders.shops import Shop
from samtycke.organisations.door import document


@dataclass(frozen=True, slots=True)
class Standing:
    """``source``: what its sales are recorded under. ``kept``: line to its category, and how many.

    ``refunds``: those that are counted in it.
    """

    source: str
    changed_at: datetime
    kept: dict[str, tuple[str | None, Decimal]]
    refunds: frozenset[str]


def standing(cursor: CursorWrapper, shop: Shop, ref: str) -> Standing | None:
    """How the order stood; others who hear of the same shop wait until we are done."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"shop/{shop.id}/{ref}", shop.id])
    cursor.execute(
        "SELECT source, changed_at, kept, refunds FROM shop_order WHERE organisation_id = current_organisation() "
        "AND shop_id = %s AND ref = %s",
        [shop.id, ref],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    source, changed_at, kept, refunds = row
    return Standing(
        source,
        changed_at,
        {line: (category, Decimal(left)) for line, (category, left) in document(kept).items()},
        frozenset(refunds),
    )


def keep(cursor: CursorWrapper, shop: Shop, ref: str, known: Standing) -> None:
    lines = {line: [category, str(left)] for line, (category, left) in known.kept.items()}
    cursor.execute(
        "INSERT INTO shop_order (organisation_id, shop_id, ref, source, changed_at, kept, refunds) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s) "
        "ON CONFLICT (organisation_id, shop_id, ref) DO UPDATE SET changed_at = excluded.changed_at, "
        "kept = excluded.kept, refunds = excluded.refunds",
        [shop.id, ref, known.source, known.changed_at, json.dumps(lines), sorted(known.refunds)],
    )
