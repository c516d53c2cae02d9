"""What this room keeps that names somebody: answers to programs, and who did what."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.kept import Kept, deleted

_TRAIL = (
    "SELECT id::text AS what, at FROM audit_entry WHERE organisation_id = current_organisation() AND at < %(before)s"
)


def forget_trail(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Let go of lines of the audit trail from before an instant. Returns how many.

    The program may write that log and not change it; the database itself lets go of the oldest lines, and of none that
    is younger than a year.
    """
    cursor.execute("SELECT let_go_of_audit(%s, %s)", [before, at_most])
    return int(cursor.fetchone()[0])


KEPT = (
    deleted("answers", "idempotency", at="t.at", key=("key",)),
    deleted("invitations", "invitation", at="t.expires_at"),
    Kept("trail", ("audit_entry",), _TRAIL, forget_trail),
)
TABLES = tuple(dict.fromkeys(table for one in KEPT for table in one.tables))
