"""People about whom nothing is said and by whom nothing is permitted any longer: their names go, later they do.

A standing consent is kept as long as it is used, and so is a customer (GDPR 5(1)(e), 7(1)). Who is let go of is not
blocked by it; who was blocked stays so.
"""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.numbers import reveal, sealed_identity
from samtycke.organisations.door import load_sql

INACTIVE = load_sql(__file__, "expired.sql")
NAMED = f"SELECT what, at FROM ({INACTIVE}) named WHERE NOT bare"  # noqa: S608 - our own


def lock_inactive(cursor: CursorWrapper, *, before: datetime, at_most: int, named: bool = False) -> list[int]:
    """Contacts whose last instant is before another, longest ago first, locked; those somebody records about are left.

    ``named``: only those of whom more than the number is kept.
    """
    wanted = NAMED if named else INACTIVE
    cursor.execute(
        "SELECT c.id FROM contact c WHERE c.organisation_id = current_organisation() AND c.id IN "  # noqa: S608 - our own
        f"(SELECT what::bigint FROM ({wanted}) due ORDER BY at, what LIMIT %(most)s) "
        "ORDER BY c.number_key FOR UPDATE SKIP LOCKED",
        {"before": before, "most": at_most},
    )
    locked = [row[0] for row in cursor.fetchall()]
    # What was recorded before the lock was ours is seen by a statement of its own.
    cursor.execute(
        f"SELECT what::bigint FROM ({wanted}) due WHERE what::bigint = ANY(%(ids)s) ORDER BY 1",  # noqa: S608
        {"before": before, "ids": locked},
    )
    return [row[0] for row in cursor.fetchall()]


def forget_names(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Keep nothing but the number of people who are inactive since an instant: with it goes what no proof needs."""
    ids = lock_inactive(cursor, before=before, at_most=at_most, named=True)
    known = reveal(cursor, ids)
    for contact_id, identity in known.items():
        cursor.execute(
            "UPDATE identity SET sealed = %s, bare = true "
            "WHERE organisation_id = current_organisation() AND contact_id = %s",
            [sealed_identity(contact_id, identity.number, {}), contact_id],
        )
    return len(known)


def last_instant(cursor: CursorWrapper, contact_id: int) -> datetime | None:
    """The last instant at which anything was said or permitted by a person; None where something still is, or where
    nothing may go (a restriction, a reply that nobody has read).
    """
    cursor.execute(
        f"SELECT at FROM ({INACTIVE}) one WHERE what = %(id)s",  # noqa: S608
        {"before": "9999-01-01T00:00:00Z", "id": str(contact_id)},
    )
    row = cursor.fetchone()
    return row[0] if row else None
