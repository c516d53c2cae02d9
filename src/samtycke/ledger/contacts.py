"""Who there is: contacts as a list, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.numbers import Identity, reveal

_SELECT = (
    "SELECT id, country, recipient, erased, restricted, unread_reply, objected_at, consented_at, sale_on, created_at "
    "FROM contact WHERE organisation_id = current_organisation() "
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact and the state of it that is not per purpose. ``identity`` is None once erased."""

    id: int
    country: str
    recipient: str
    erased: bool
    restricted: bool
    unread_reply: bool
    objected_at: datetime | None
    consented_at: datetime | None
    sale_on: date | None
    created_at: datetime
    identity: Identity | None


def contacts(cursor: CursorWrapper, *, before: int | None = None, limit: int = 50) -> list[Contact]:
    """The newest contacts; ``before`` is the id of the last one seen."""
    cursor.execute(
        _SELECT + "AND id < coalesce(%s, 9223372036854775807) ORDER BY id DESC LIMIT %s",
        [before, limit],
    )
    return _known(cursor)


def contact(cursor: CursorWrapper, contact_id: int) -> Contact | None:
    """One contact, or None when the organisation has none with this id."""
    cursor.execute(_SELECT + "AND id = %s", [contact_id])
    return next(iter(_known(cursor)), None)


def any_contact(cursor: CursorWrapper) -> bool:
    """Whether the organisation has met anybody yet."""
    cursor.execute("SELECT 1 FROM contact WHERE organisation_id = current_organisation() LIMIT 1")
    return cursor.fetchone() is not None


def _known(cursor: CursorWrapper) -> list[Contact]:
    rows = cursor.fetchall()
    readable = reveal(cursor, [row[0] for row in rows])
    return [Contact(*(*row, readable.get(row[0]))) for row in rows]
