"""Check that the ledger is guarded and as it was sealed, that its proofs open, and that permissions follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.guarded import unguarded
from samtycke.ledger.readable import unreadable
from samtycke.ledger.sealed import unsealed
from samtycke.ledger.strayed import strayed
from samtycke.ledger.unblocked import unblocked

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be."""

    what: str
    contact_id: int | None = None
    event_id: int | None = None

    def __str__(self) -> str:
        return f"{self.what}" + (f" (contact {self.contact_id})" if self.contact_id else "")


def verify(cursor: CursorWrapper) -> list[Finding]:
    """What is wrong with the ledger of the transaction's organisation. Nothing is changed."""
    return [
        *(Finding(what) for what in unguarded(cursor)),
        *(Finding(what, contact_id, event_id) for what, event_id, contact_id in unsealed(cursor)),
        *(
            Finding(what, contact_id)
            for contacts in _in_turn(cursor)
            for check in (strayed, unreadable, unblocked)
            for contact_id, what in check(cursor, contacts)
        ),
    ]


def _in_turn(cursor: CursorWrapper) -> Iterator[list[int]]:
    """Every contact, some thousand at a time, in the order of their ids."""
    after = 0
    while True:
        cursor.execute(
            "SELECT id FROM contact WHERE organisation_id = current_organisation() AND id > %s ORDER BY id LIMIT %s",
            [after, _AT_ONCE],
        )
        contacts = [row[0] for row in cursor.fetchall()]
        if not contacts:
            return
        yield contacts
        after = contacts[-1]
