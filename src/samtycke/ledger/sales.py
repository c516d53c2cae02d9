"""Sales: how many have bought what, and what was sold under a source (an order number, most often)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, slots=True)
class Sold:
    """Somebody bought something. ``contact_id`` may be of a person who has been erased since."""

    contact_id: int
    category: str


def count_customers(cursor: CursorWrapper) -> dict[str, int]:
    """How many people have bought of each category of goods; those that nobody has bought are left out."""
    cursor.execute(
        "SELECT category, count(*) FROM customer WHERE organisation_id = current_organisation() "
        "AND customer_on IS NOT NULL GROUP BY 1"
    )
    return dict(cursor.fetchall())


def sold_under(cursor: CursorWrapper, source: str, *, limit: int = 100) -> list[Sold]:
    """What was sold under a source, to whom. A till's name may stand under many sales, an order number under one."""
    cursor.execute(
        "SELECT DISTINCT contact_id, category FROM consent_event WHERE organisation_id = current_organisation() "
        "AND kind = 'sale' AND source <> '' AND source = %s ORDER BY 1, 2 LIMIT %s",
        [source, limit],
    )
    return [Sold(*row) for row in cursor.fetchall()]
