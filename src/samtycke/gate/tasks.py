"""Background work of this room: a no goes from one company of a group to another, acting for each in turn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from procrastinate.contrib.django import app

from samtycke.gate.optout import withhold_for
from samtycke.gate.share import standing_sharing
from samtycke.ledger.door import SharedNo, shareable, suppress_shared
from samtycke.organisations.door import PATIENTLY, acting_for

_AT_ONCE = 5_000


@app.task(name="gate.share_blocks", queue="import", retry=PATIENTLY)
def share_blocks_task(*, sharing_id: int, giver_id: int, taker_id: int, noes: list[list[str]]) -> None:
    """Enter at the taker what was just said to the giver."""
    told = [SharedNo(bytes.fromhex(key), datetime.fromisoformat(since)) for key, since in noes]
    with acting_for(taker_id) as cursor:
        _enter(cursor, sharing_id, told)


@app.task(name="gate.copy_blocks", queue="import", retry=PATIENTLY)
def copy_blocks_task(*, sharing_id: int, giver_id: int, taker_id: int) -> None:
    """Enter at the taker all that the giver's list held when they agreed. Doing it again changes nothing."""
    after: bytes | None = b""
    copied = 0
    while after is not None:
        with acting_for(giver_id) as cursor:
            told, after = shareable(cursor, after=after, limit=_AT_ONCE)
        with acting_for(taker_id) as cursor:
            if not _enter(cursor, sharing_id, told):
                return
        copied += len(told)
    with acting_for(taker_id) as cursor:
        cursor.execute("UPDATE block_sharing SET copied = %s WHERE id = %s", [copied, sharing_id])


def _enter(cursor: CursorWrapper, sharing_id: int, told: Sequence[SharedNo]) -> bool:
    """Whether the agreement still stands."""
    found = standing_sharing(cursor, sharing_id)
    if found is None:
        return False
    source, by = found
    withhold_for(cursor, suppress_shared(cursor, told, source=source, by=by), purpose=None, now=timezone.now())
    return True
