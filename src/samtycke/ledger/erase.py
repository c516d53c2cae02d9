"""Erasure (GDPR 17): nothing about the person can be read again, the ledger stays whole, the number stays blocked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.append import Said, append_events, fingerprint
from samtycke.ledger.people import lock
from samtycke.ledger.suppress import suppress_own


def erase(cursor: CursorWrapper, contact_id: int, *, by: str, door: str, now: datetime) -> None:
    """Erase a person who asked for it. Doing it again changes nothing.

    A block on all marketing stays behind, as a keyed HMAC, so that the number is blocked if a file brings it back.

    Raises:
        NoSuchContact: the organisation has no such contact.
    """
    number_key = lock(cursor, contact_id)
    if number_key is None:
        return
    suppress_own(cursor, [number_key], purpose=None, since=now, because="erasure", door=door)
    let_go(cursor, [contact_id], because="", by=by, door=door, now=now)


def let_go(
    cursor: CursorWrapper, contact_ids: Sequence[int], *, because: str, by: str, door: str, now: datetime
) -> None:
    """Destroy the one row of each that can be read, and with it the key to their evidence; and cut the number.

    What blocks there are stay. That a number is a stranger's, or a child's, is known of the contact only: what is
    forgotten there stays as a block, which staff may lift. The caller has locked them.
    """
    _keep_blocked(cursor, contact_ids, because=because or "erasure", by=by, door=door, now=now)
    mark = fingerprint("erasure", now.isoformat())
    said = [
        Said(
            contact_id=contact_id,
            fingerprint=mark,
            kind="erasure",
            occurred_at=now,
            source=because,
            door=door,
            by=by,
        )
        for contact_id in contact_ids
    ]
    append_events(cursor, said, now=now)
    cursor.execute(
        "DELETE FROM identity WHERE organisation_id = current_organisation() AND contact_id = ANY(%s)",
        [list(contact_ids)],
    )
    cursor.execute(
        "UPDATE contact SET number_key = NULL, erased = true "
        "WHERE organisation_id = current_organisation() AND id = ANY(%s)",
        [list(contact_ids)],
    )


def _keep_blocked(
    cursor: CursorWrapper, contact_ids: Sequence[int], *, because: str, by: str, door: str, now: datetime
) -> None:
    cursor.execute(
        "INSERT INTO suppression (organisation_id, number_key, purpose, since, because, door, own_doing, by_staff, by) "
        "SELECT c.organisation_id, c.number_key, '', %s, "
        "CASE WHEN c.number_wrong THEN 'number_wrong' ELSE 'minor' END, %s, false, true, %s "
        "FROM contact c WHERE c.organisation_id = current_organisation() AND c.id = ANY(%s) "
        "AND (c.number_wrong OR c.minor) AND c.number_key IS NOT NULL "
        "ON CONFLICT (organisation_id, number_key, purpose) DO UPDATE SET by_staff = true",
        [now, door, by or because, list(contact_ids)],
    )
