"""How many yeses stand on a purpose, by the words that people were told of it at the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper


def count_given(cursor: CursorWrapper, purpose: str, since: Sequence[datetime] = ()) -> list[int]:
    """Yeses that stand, told apart by instants in order: those before the first, before the second, and so on.

    Pending ones count: who has been asked may still say yes to it.
    """
    cursor.execute(
        "SELECT width_bucket(consent_at, %s::timestamptz[]), count(*) FROM permission "
        "WHERE organisation_id = current_organisation() AND purpose = %s AND consent_at IS NOT NULL "
        "AND withdrawn_at IS NULL GROUP BY 1",
        [list(since) or ["-infinity"], purpose],
    )
    found = dict(cursor.fetchall())
    if not since:
        return [sum(found.values())]
    return [found.get(place, 0) for place in range(len(since) + 1)]
