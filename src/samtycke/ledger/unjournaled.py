"""What waits for the journal is written there, and let go of here once the disk has it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.journal import Journal

PLATFORM = 0
"""Stands for an organisation where the platform's own lists are meant."""
_AT_ONCE = 5_000


def drain(cursor: CursorWrapper, journal: Journal, *, now: datetime) -> int:
    """Write what waits of the transaction's organisation, at most some thousand lines. Returns how many.

    Should this transaction fail after the disk has them they are written twice, which says nothing new.

    Raises:
        OSError: the journal cannot be written; everything waits on.
    """
    cursor.execute(
        "SELECT u.id, kind, contact_id, number_key, purpose, since, own_doing, by_staff, xact::text, "
        "current_organisation() AS of, (SELECT l.id::text FROM database_life l ORDER BY begun_at DESC LIMIT 1) "
        "FROM unjournaled u WHERE organisation_id = current_organisation() ORDER BY u.id LIMIT %s "
        "FOR UPDATE SKIP LOCKED",
        [_AT_ONCE],
    )
    rows = cursor.fetchall()
    if not rows:
        return 0
    journal.append([_line(*row[1:]) for row in rows], now=now)
    cursor.execute(
        "DELETE FROM unjournaled WHERE organisation_id = current_organisation() AND id = ANY(%s)",
        [[row[0] for row in rows]],
    )
    return len(rows)


def _line(
    kind: str,
    contact_id: int | None,
    number_key: bytes,
    purpose: str,
    since: datetime,
    own_doing: bool,
    by_staff: bool,
    xact: str,
    organisation: int,
    life: str,
) -> dict[str, object]:
    return {
        "kind": kind,
        "organisation": organisation,
        "contact": contact_id,
        "key": bytes(number_key).hex(),
        "purpose": purpose,
        "since": since.astimezone(UTC).isoformat(),
        "own": own_doing,
        "staff": by_staff,
        "xact": xact,
        "life": life,
    }
