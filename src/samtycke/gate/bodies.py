"""The words of texts as people got them, and the texts themselves, let go of when their time is out."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

# A campaign's own words name nobody and stay; what was written to one person goes with its text.
BODIES = """
SELECT m.id::text AS what, m.final_at AS at, m.planned_on, m.envelope_id, m.campaign_id
FROM message m JOIN envelope e ON e.organisation_id = m.organisation_id AND e.id = m.envelope_id
WHERE m.organisation_id = current_organisation() AND m.final_at < %(before)s
  AND (m.body IS NOT NULL OR (m.campaign_id IS NULL AND e.body IS NOT NULL))
"""
# One whose receipt never came is over when it was sent; one that waits, or is in a gateway's hands, is not.
MESSAGES = """
SELECT m.id::text AS what, coalesce(m.final_at, m.sent_at) AS at, m.planned_on, m.carrier_ref, m.envelope_id
FROM message m
WHERE m.organisation_id = current_organisation() AND m.planned_on < %(before)s::timestamptz
  AND m.due_at IS NULL AND coalesce(m.final_at, m.sent_at) < %(before)s
"""


def forget_bodies(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Let go of the words of texts that ended before an instant. Returns of how many."""
    cursor.execute(
        "WITH due AS MATERIALIZED ("  # noqa: S608 - our own
        f"SELECT * FROM ({BODIES}) b ORDER BY at LIMIT %(most)s), "
        "single AS (UPDATE envelope e SET body = NULL FROM due d WHERE e.organisation_id = current_organisation() "
        "AND e.id = d.envelope_id AND d.campaign_id IS NULL) "
        "UPDATE message m SET body = NULL FROM due d WHERE m.organisation_id = current_organisation() "
        "AND m.planned_on = d.planned_on AND m.id = d.what::bigint",
        {"before": before, "most": at_most},
    )
    return int(cursor.rowcount)


def forget_messages(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Let go of texts that ended before an instant. How many there were stays in the tallies. Returns how many."""
    cursor.execute(
        "WITH due AS MATERIALIZED ("  # noqa: S608 - our own
        f"SELECT * FROM ({MESSAGES}) b ORDER BY at LIMIT %(most)s), "
        "told AS (DELETE FROM sent_ref r USING due d, envelope e WHERE e.organisation_id = current_organisation() "
        "AND e.id = d.envelope_id AND r.carrier = e.carrier AND r.ref = d.carrier_ref "
        "AND r.organisation_id = e.organisation_id) "
        "DELETE FROM message m USING due d WHERE m.organisation_id = current_organisation() "
        "AND m.planned_on = d.planned_on AND m.id = d.what::bigint",
        {"before": before, "most": at_most},
    )
    return int(cursor.rowcount)
