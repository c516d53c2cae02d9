"""Sales by what they were recorded under: an order number, most often."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, slots=True)
class Sold:
    """Somebody bought something. ``contact_id`` may be of a person who has been erased since."""

    contact_id: int
    category: str


def sold_under(cursor: CursorWrapper, source: str, *, limit: int = 100) -> list[Sold]:
    """What was sold under a source, to whom. A till's name may stand under many sales, an order number under one."""
    cursor.execute(
        "SELECT DISTINCT contact_id, category FROM consent_event WHERE organisation_id = current_organisation() "
        "AND kind = 'sale' AND source <> '' AND source = %s ORDER BY 1, 2 LIMIT %s",
        [source, limit],
    )
    return [Sold(*row) for row in cursor.fetchall()]
