"""Letting go of a person in every room at once, as when they ask for it, but without a block they never asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.door import personal as in_campaigns
from samtycke.gate.door import personal as in_gate
from samtycke.intake.door import personal as in_intake
from samtycke.ledger.door import let_go, lock_inactive
from samtycke.rights import personal as in_rights


def forget_people(cursor: CursorWrapper, before: datetime, now: datetime, at_most: int) -> int:
    """Let go of people of whom nothing is said or permitted since an instant. Returns how many.

    What blocks them stays; the ledger keeps its events, which nobody can read, and a line that says they went.
    """
    gone = lock_inactive(cursor, before=before, at_most=at_most)
    forget(cursor, gone, because="retention", door="system", now=now)
    return len(gone)


def forget(cursor: CursorWrapper, contact_ids: Sequence[int], *, because: str, door: str, now: datetime) -> None:
    """Let go of some people, whom the caller has locked, in every room."""
    for contact_id in contact_ids:
        in_campaigns.erase(cursor, contact_id, by="", door=door, now=now)  # while the number can still be read
    if contact_ids:
        let_go(cursor, contact_ids, because=because, by="", door=door, now=now)
    for contact_id in contact_ids:
        in_gate.erase(cursor, contact_id, by="", door=door, now=now)
        in_intake.erase(cursor, contact_id, by="", door=door, now=now)
        in_rights.erase(cursor, contact_id, by="", door=door, now=now)
