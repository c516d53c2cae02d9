"""The dry run: what would go if retention ran now, and from when. Nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import due
from samtycke.rights.retention.kinds import timed
from samtycke.rights.retention.period import Period
from samtycke.rights.retention.periods import InForce


@dataclass(frozen=True, slots=True)
class Going:
    """What would go of one kind: what is older than ``before``; how many, the oldest, and the first of them."""

    kind: str
    before: datetime
    count: int
    oldest: datetime | None
    first: tuple[tuple[str, datetime], ...] = ()


def would_go(
    cursor: CursorWrapper, one: InForce, *, period: Period | None = None, now: datetime, limit: int = 0
) -> Going | None:
    """What would go of a kind by the period that holds, or by another. None where nothing goes by time.

    ``limit``: so many of them are named, oldest first.
    """
    lasts = period or one.period
    holders = timed(one.policy.kind)
    if lasts is None or not holders:
        return None
    before = lasts.before(now)
    found = [due(cursor, kept, before=before, limit=limit) for kept, _ in holders]
    return Going(
        one.policy.kind,
        before,
        sum(each.count for each in found),
        min((each.oldest for each in found if each.oldest), default=None),
        tuple(sorted((named for each in found for named in each.first), key=lambda named: named[1])[:limit]),
    )
