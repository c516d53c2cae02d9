"""Texts to a number nobody here owns: they belong to no organisation, and the house lets go of them."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

UNROUTED = "SELECT id::text AS what, received_at AS at FROM unrouted_text WHERE received_at < %(before)s"


def forget_unrouted(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Let go of those that came before an instant. Returns how many."""
    cursor.execute(
        f"DELETE FROM unrouted_text WHERE id IN (SELECT what::bigint FROM ({UNROUTED}) u "  # noqa: S608 - our own
        "ORDER BY at LIMIT %(most)s)",
        {"before": before, "most": at_most},
    )
    return int(cursor.rowcount)
