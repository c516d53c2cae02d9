"""When an old data key may go: when nothing carries it, and nothing can come to carry it any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection

from samtycke.ops.keys.alone import writers_are_done
from samtycke.ops.keys.carried import carried
from samtycke.organisations.door import Keyring

REST = timedelta(hours=24)
"""How long the key that seals has done so before an older one may go: links of sign-ups hold so long, and whatever was
sealed in a process's memory is kept long before."""
_WRITERS = 60.0


class NotRetired(RuntimeError):
    """An old key has to stay. Says why, and what to do."""


def may_retire(connection: Connection[Any], ring: Keyring, id_: int, *, now: datetime) -> None:
    """Return when a data key may go.

    Raises:
        NotRetired: it may not.
    """
    if id_ not in ring.data:
        raise NotRetired(f"There is no data key {id_} in the keyring.")
    if id_ in (ring.seals, max(ring.data)):
        raise NotRetired(f"Data key {id_} is in use: rotate first (samtycke keys rotate).")
    _carries_nothing(connection, id_)
    if ring.sealing_since and now < ring.sealing_since + REST:
        since, until = (at.astimezone() for at in (ring.sealing_since, ring.sealing_since + REST))
        raise NotRetired(
            f"Data key {ring.seals} has sealed since {since:%Y-%m-%d %H:%M}, and key {id_} may go a day later. "
            f"Run this again after {until:%Y-%m-%d %H:%M}."
        )
    # Who began to write before the count is not in it.
    if not writers_are_done(connection, within=_WRITERS):
        raise NotRetired(
            "A transaction has been open for a minute and may still write. Run this again when it is over."
        )
    _carries_nothing(connection, id_)


def _carries_nothing(connection: Connection[Any], id_: int) -> None:
    where = carried(connection).get(id_)
    if where:
        told = "\n".join(f"  {name}: {count}" for name, count in sorted(where.items()))
        raise NotRetired(
            f"{sum(where.values())} values are still sealed by data key {id_}:\n{told}\n"
            "Seal them anew first: samtycke keys rotate."
        )
