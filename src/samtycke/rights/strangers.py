"""Numbers that asked what is held about them, and of which nothing is: they leave nothing behind by having asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.door import let_go
from samtycke.organisations.door import load_sql


def strangers(cursor: CursorWrapper, contact_ids: Sequence[int]) -> list[int]:
    """Those of some contacts that nothing but a code has made known, locked."""
    cursor.execute(load_sql(__file__, "strangers.sql"), {"met": list(contact_ids)})
    return [row[0] for row in cursor.fetchall()]


def forget_strangers(cursor: CursorWrapper, contact_ids: Sequence[int], *, now: datetime) -> None:
    """Let go of those of some contacts that nothing but a code has made known."""
    if found := strangers(cursor, contact_ids):
        let_go(cursor, found, because="unconfirmed", by="", door="system", now=now)
