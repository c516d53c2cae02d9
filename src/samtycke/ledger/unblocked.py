"""That every no that stands has its block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.entries import OWN_DOORS
from samtycke.ledger.project import NO_CONSENT
from samtycke.organisations.door import load_sql


def unblocked(cursor: CursorWrapper, contact_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Contacts who said no and no own yes later, and who are missing from the block list."""
    cursor.execute(
        load_sql(__file__, "unblocked.sql"),
        {"contacts": list(contact_ids), "own_doors": sorted(OWN_DOORS), "no_consent": sorted(NO_CONSENT)},
    )
    for contact_id, purpose in cursor.fetchall():
        yield contact_id, "A no has no block" + (f" for {purpose}" if purpose else "")
