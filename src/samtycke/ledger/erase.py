"""Erasure (GDPR 17): nothing about the person can be read again, the ledger stays whole, the number stays blocked."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.record import append_events, fingerprint


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> None:
    """Destroy the one row that can be read and the key to the person's evidence, and cut the number.

    A block on all marketing stays behind, as a keyed HMAC, so that the number is blocked if a file brings it back.
    """
    event = {
        "contact_id": contact_id,
        "kind": "erasure",
        "occurred_at": now,
        "door": door,
        "by": by,
        "fingerprint": fingerprint("erasure", now.isoformat()),
    }
    append_events(cursor, [event], now=now)
    cursor.execute(
        "INSERT INTO suppression (organisation_id, number_key, since, because, door, own_doing) "
        "SELECT organisation_id, number_key, %s, 'erasure', %s, true FROM contact "
        "WHERE organisation_id = current_organisation() AND id = %s AND number_key IS NOT NULL "
        "ON CONFLICT (organisation_id, number_key, purpose) DO NOTHING",
        [now, door, contact_id],
    )
    cursor.execute(
        "DELETE FROM identity WHERE organisation_id = current_organisation() AND contact_id = %s", [contact_id]
    )
    cursor.execute(
        "UPDATE contact SET number_key = NULL, erased = true "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [contact_id],
    )
