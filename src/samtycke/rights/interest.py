"""Somebody wants to know more: who, and what they write, sealed, for the organisation that runs the installation.

Whoever asked holds a link by which they take it back. It is let go of after a year, by the same task as all else.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.door import opened_strangers
from samtycke.organisations.door import acting_for, audit, digest, keyring

STATES = ("new", "talking", "done")


class NoSuchInterest(LookupError):
    """There is none, or it is no longer kept."""


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody said of themselves."""

    name: str
    email: str
    organisation: str
    says: str


@dataclass(frozen=True, slots=True)
class Interested:
    """It as it is kept. ``state``: new, talking or done."""

    id: int
    said: Interest
    language: str
    at: datetime
    state: str
    handled_by: str
    handled_at: datetime | None


def show_interest(organisation_id: int, said: Interest, *, language: str, now: datetime) -> str:
    """Keep it. Returns the code by which it is taken back, for the only time."""
    code = f"{organisation_id:x}-{secrets.token_urlsafe(24)}"
    with acting_for(organisation_id) as cursor:
        cursor.execute(
            "INSERT INTO interest (organisation_id, code, sealed, language, at) "
            "VALUES (current_organisation(), %s, %s, %s, %s)",
            [digest(code), _sealed(said), language, now],
        )
    return code


def forget_interest(code: str) -> None:
    """Take it back, by whoever showed it.

    Raises:
        NoSuchInterest: there is none.
    """
    with acting_for(_organisation_of(code)) as cursor:
        cursor.execute(
            "DELETE FROM interest WHERE organisation_id = current_organisation() AND code = %s RETURNING id",
            [digest(code)],
        )
        row = cursor.fetchone()
        if row is None:
            raise NoSuchInterest
        audit(cursor, actor="asker", act="interest.withdrawn", subject=str(row[0]))


def interests(cursor: CursorWrapper, *, limit: int = 200) -> list[Interested]:
    """Those nobody has answered first, the oldest of them first; then the rest, the latest first."""
    cursor.execute(
        "SELECT id, sealed, language, at, state, handled_by, handled_at FROM interest "
        "WHERE organisation_id = current_organisation() "
        "ORDER BY state <> 'new', CASE WHEN state = 'new' THEN at END, at DESC LIMIT %s",
        [limit],
    )
    return [_read(row) for row in cursor.fetchall()]


def waiting_interests(cursor: CursorWrapper) -> int:
    """How many nobody has answered."""
    cursor.execute("SELECT count(*) FROM interest WHERE organisation_id = current_organisation() AND state = 'new'")
    return int(cursor.fetchone()[0])


def follow_up(cursor: CursorWrapper, interest_id: int, state: str, *, by: str, now: datetime) -> None:
    """Say how far it has come.

    Raises:
        NoSuchInterest: there is none with this id, or no such state.
    """
    if state not in STATES:
        raise NoSuchInterest(state)
    cursor.execute(
        "UPDATE interest SET state = %s, handled_by = %s, handled_at = %s "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [state, by, now, interest_id],
    )
    if not cursor.rowcount:
        raise NoSuchInterest(interest_id)
    audit(cursor, actor=by, act="interest.followed", subject=str(interest_id), state=state)


ABOUT = b"interest"


def _sealed(said: Interest) -> bytes:
    return keyring().seal(json.dumps(asdict(said), ensure_ascii=False).encode(), about=ABOUT)


def _read(row: tuple[Any, ...]) -> Interested:
    id_, sealed, language, at, state, by, handled_at = row
    opened_strangers()
    said = Interest(**json.loads(keyring().open(sealed, about=ABOUT)))
    return Interested(id_, said, language, at, state, by, handled_at)


def _organisation_of(code: str) -> int:
    try:
        organisation_id = int(code.split("-", 1)[0], 16)
    except ValueError:
        raise NoSuchInterest from None
    if not 0 < organisation_id < 2**63:
        raise NoSuchInterest
    return organisation_id
