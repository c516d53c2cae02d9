"""Accounts of people who work for no organisation any more.

The account goes: address, password, second steps, sessions, ties to another login. What they did stays where it was
done, under the name they did it by: an approval, an appointment as officer and the log of acts each have a ground and
a time of their own, since an organisation must be able to show who answered for what (GDPR 5(2), 17(3)(e)).
"""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.models import Staff

_SINCE = "coalesce(s.left_at, s.created_at)"
_FROM = f"FROM staff s WHERE {_SINCE} < %(before)s AND NOT EXISTS (SELECT FROM membership m WHERE m.staff_id = s.id)"
LEFT = f"SELECT s.id::text AS what, {_SINCE} AS at {_FROM}"
"""Those who left before an instant; one who never belonged anywhere is counted from when the account was made."""


def forget_left(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Remove accounts of people who left before an instant, the first first. Returns how many."""
    # Somebody who begins somewhere in this moment holds their row, and is left alone.
    cursor.execute(
        f"SELECT s.id {_FROM} ORDER BY {_SINCE} LIMIT %(most)s FOR UPDATE OF s SKIP LOCKED",
        {"before": before, "most": at_most},
    )
    those = [row[0] for row in cursor.fetchall()]
    Staff.objects.filter(pk__in=those).delete()
    return len(those)
