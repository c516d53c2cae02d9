"""Whose a text to a number is."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper


def route_answers(cursor: CursorWrapper, carrier: str, inbound_number: str) -> None:
    """Let what is texted to a number, by a carrier, come to the organisation that acts."""
    cursor.execute(
        "INSERT INTO inbound_route (carrier, inbound_number, keyword, organisation_id) "
        "VALUES (%s, %s, '', current_organisation()) ON CONFLICT DO NOTHING",
        [carrier, inbound_number],
    )
