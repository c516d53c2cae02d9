"""How often somebody outside may ask for something: counted in the database, so that all processes count together.

Whoever asks is known by a keyed digest of their address, and forgotten when the window has passed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.database import load_sql
from samtycke.organisations.held_keyring import keyring


class TooMany(Exception):
    """It was asked for as often as may be. ``after``: how long to wait."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(after)
        self.after = after

    @property
    def seconds(self) -> int:
        """The wait in whole seconds, as ``Retry-After`` has it."""
        return int(self.after.total_seconds()) + 1


def limit(cursor: CursorWrapper, what: str, who: str, *, most: int, per: timedelta, now: datetime) -> None:
    """Count one more time that ``who`` asks for ``what``; at most ``most`` in each window of length ``per``.

    Raises:
        TooMany: this is one too many.
    """
    begun = _EPOCH + (now - _EPOCH) // per * per
    values: dict[str, Any] = {"what": what, "who": keyring().mark(who, about=what), "ends_at": begun + per}
    cursor.execute(load_sql(__file__, "limit.sql"), values)
    (times,) = cursor.fetchone()
    if times == 1:
        _forget(cursor, now)
    if times > most:
        raise TooMany(begun + per - now)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_A_TIME = 100


def _forget(cursor: CursorWrapper, now: datetime) -> None:
    """Remove some of what has passed. Each newcomer does, so that the table holds the present windows only."""
    cursor.execute(
        "DELETE FROM asked_lately WHERE ctid = ANY(ARRAY("
        "SELECT ctid FROM asked_lately WHERE ends_at <= %s LIMIT %s FOR UPDATE SKIP LOCKED))",
        [now, _AT_A_TIME],
    )
