"""A campaign is sent when every one of its messages is in a final state; never because a fetch came back empty."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import counts
from samtycke.organisations.door import load_sql


def finish_if_done(cursor: CursorWrapper, campaign_id: int, *, now: datetime) -> bool:
    """Mark a campaign sent if it is: all planned, none waiting, none in a gateway's hands. Returns whether."""
    cursor.execute(
        "SELECT 1 FROM campaign_chunk WHERE organisation_id = current_organisation() AND campaign_id = %s "
        "AND done_at IS NULL LIMIT 1",
        [campaign_id],
    )
    if cursor.fetchone():
        return False
    by_state, _ = counts(cursor, campaign_id)
    if by_state.get("planned", 0) or by_state.get("leased", 0):
        return False
    cursor.execute(
        "UPDATE campaign SET state = 'sent', finished_at = %s "
        "WHERE organisation_id = current_organisation() AND id = %s AND state = 'sending'",
        [now, campaign_id],
    )
    if not cursor.rowcount:
        return False
    cursor.execute(load_sql(__file__, "cost.sql"), {"campaign": campaign_id})
    return True
