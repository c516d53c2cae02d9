"""Facts that a checklist rests on, counted where they are kept."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import load_sql


def sent_after_no(cursor: CursorWrapper) -> tuple[int, int]:
    """How many have said no to all marketing, and how many marketing texts have left to them since. It should be 0."""
    cursor.execute(load_sql(__file__, "sent_after_no.sql"))
    objected, after = cursor.fetchone()
    return int(objected), int(after)


def standing_consents(cursor: CursorWrapper) -> tuple[int, int]:
    """How many consents stand, and how many of them meet what the law asks and can be shown."""
    cursor.execute(load_sql(__file__, "standing.sql"))
    standing, whole = cursor.fetchone()
    return int(standing), int(whole)
