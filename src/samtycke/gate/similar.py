"""Texts that wait are judged by the goods that are similar now: one whose similarity has ended is held to that."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import similar_categories


def take_up_similar(cursor: CursorWrapper) -> int:
    """Let what is planned know which goods are similar today; each text is then judged as it is about to leave.

    What has left is explained by the decision it left on. Returns for how many envelopes it is another.
    """
    cursor.execute(
        "SELECT id, categories FROM envelope e WHERE organisation_id = current_organisation() AND kind = 'marketing' "
        # One made lately may have nothing planned yet: its campaign is about to be.
        "AND similar_goods <> '{}' AND (created_at > now() - interval '1 day' OR EXISTS (SELECT FROM message m "
        "WHERE m.organisation_id = e.organisation_id AND m.envelope_id = e.id AND m.due_at IS NOT NULL)) "
        "FOR NO KEY UPDATE"
    )
    changed = 0
    for envelope_id, goods in cursor.fetchall():
        cursor.execute(
            "UPDATE envelope SET similar_goods = %(now)s WHERE organisation_id = current_organisation() "
            "AND id = %(id)s AND similar_goods <> %(now)s",
            {"now": similar_categories(cursor, goods), "id": envelope_id},
        )
        changed += cursor.rowcount
    return changed
