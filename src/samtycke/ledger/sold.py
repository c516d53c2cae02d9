"""What people have bought most, category by category."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper


def most_sold(cursor: CursorWrapper) -> str | None:
    """The category most people are, or were, customers of; None where nobody is."""
    cursor.execute(
        "SELECT category FROM customer WHERE organisation_id = (SELECT current_organisation()) "
        "GROUP BY category ORDER BY count(*) DESC, category LIMIT 1"
    )
    row = cursor.fetchone()
    return row[0] if row else None
