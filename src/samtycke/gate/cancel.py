"""Take a campaign's messages out of the queue, because a person said so."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.tally import bump


def cancel_planned(cursor: CursorWrapper, campaign_id: int, *, limit: int, now: datetime) -> int:
    """Cancel up to ``limit`` planned messages of a halted campaign. Returns how many; nothing is left at 0."""
    cursor.execute(
        "WITH planned AS (SELECT planned_on, id FROM message WHERE organisation_id = current_organisation() "
        "AND lane LIKE %s AND due_at IS NOT NULL AND state = 'planned' LIMIT %s FOR UPDATE SKIP LOCKED) "
        "UPDATE message m SET state = 'cancelled', due_at = NULL, final_at = %s FROM planned p "
        "WHERE m.organisation_id = current_organisation() AND m.planned_on = p.planned_on AND m.id = p.id",
        [f"%/%/{campaign_id}", limit, now],
    )
    cancelled = int(cursor.rowcount)
    bump(cursor, Counter({(campaign_id, "planned", ""): -cancelled, (campaign_id, "cancelled", ""): cancelled}))
    return cancelled
