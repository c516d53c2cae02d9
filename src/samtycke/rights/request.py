"""A request of somebody's by their rights, as it is kept: who, what, by which door, and how it was answered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import keyring

KINDS = (
    "access",
    "portability",
    "rectification",
    "erasure",
    "restriction",
    "restriction_lifted",
    "objection",
    "objection_other",
)
"""``objection`` is to marketing, and holds at once; ``objection_other`` is to be weighed (GDPR 21(1))."""
DOORS = ("letter", "email", "phone", "visit")
"""How it reaches the staff. What people do themselves comes by ``me``."""
CHECKS = ("called_back", "shown_id", "signed", "known")
"""How the staff has seen that it is the person; ``code`` is the page's own way."""


class NoSuchRequest(LookupError):
    """The organisation has none with this id."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as far as they told. ``reach``: where the answer goes; ``says``: what they ask, in their words."""

    number: str = ""
    name: str = ""
    reach: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """How it was seen that it is the person, by whom, and when."""

    how: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One request. ``person`` is None once they have been erased. ``outcome``: granted, refused, moot, or None."""

    id: int
    kind: str
    door: str
    contact_id: int | None
    person: Person | None
    language: str
    received_at: datetime
    due_on: date
    taken_by: str
    identity: Identity | None
    extended_at: datetime | None
    extended_by: str | None
    extension: str | None
    outcome: str | None
    answered_at: datetime | None
    answered_by: str | None
    answer: str | None
    given: tuple[str, ...] = field(default=())


_COLUMNS = (
    "id, kind, door, contact_id, sealed, language, received_at, due_on, taken_by, identity_how, identity_by, "
    "identity_at, extended_at, extended_by, extension, outcome, answered_at, answered_by, answer, given"
)
ABOUT = b"rights_request"


def waiting(cursor: CursorWrapper, *, limit: int = 200) -> list[Request]:
    """Those that wait for an answer, the one that is due first at the top."""
    return _read(cursor, "answered_at IS NULL ORDER BY due_on, id LIMIT %s", [limit])


def answered(cursor: CursorWrapper, *, limit: int = 50) -> list[Request]:
    """Those that have been answered, the latest first."""
    return _read(cursor, "answered_at IS NOT NULL ORDER BY answered_at DESC, id DESC LIMIT %s", [limit])


def requests_by(cursor: CursorWrapper, contact_id: int) -> list[Request]:
    """What one person has asked, the latest first."""
    return _read(cursor, "contact_id = %s ORDER BY received_at DESC, id DESC", [contact_id])


def one_request(cursor: CursorWrapper, request_id: int, *, lock: bool = False) -> Request:
    """One request.

    Raises:
        NoSuchRequest: there is none.
    """
    found = _read(cursor, "id = %s" + (" FOR UPDATE" if lock else ""), [request_id])
    if not found:
        raise NoSuchRequest(request_id)
    return found[0]


def count_due(cursor: CursorWrapper, *, until: date) -> tuple[int, date | None]:
    """How many wait whose last day is not after one, and the earliest of all that wait."""
    cursor.execute(
        "SELECT count(*) FILTER (WHERE due_on <= %s), min(due_on) FROM rights_request "
        "WHERE organisation_id = current_organisation() AND answered_at IS NULL",
        [until],
    )
    count, first = cursor.fetchone()
    return int(count), first


def keep(cursor: CursorWrapper, values: dict[str, Any]) -> int:
    """Write a request. Returns its id."""
    cursor.execute(
        f"INSERT INTO rights_request (organisation_id, {', '.join(values)}) "  # noqa: S608 - our own names
        f"VALUES (current_organisation(){', %s' * len(values)}) RETURNING id",
        list(values.values()),
    )
    return int(cursor.fetchone()[0])


def change(cursor: CursorWrapper, request_id: int, values: dict[str, Any]) -> None:
    """Write what has become of a request. The caller has locked it."""
    cursor.execute(
        f"UPDATE rights_request SET {', '.join(f'{name} = %s' for name in values)} "  # noqa: S608 - our own names
        "WHERE organisation_id = current_organisation() AND id = %s",
        [*values.values(), request_id],
    )


def sealed_person(person: Person) -> bytes:
    """Who asks, sealed."""
    return sealed_text(json.dumps(asdict(person), ensure_ascii=False))


def sealed_text(text: str) -> bytes:
    """What was told to the person, sealed."""
    return keyring().seal(text.encode(), about=ABOUT)


def _read(cursor: CursorWrapper, where: str, values: Sequence[Any]) -> list[Request]:
    cursor.execute(
        f"SELECT {_COLUMNS} FROM rights_request WHERE organisation_id = current_organisation() AND {where}",  # noqa: S608
        values,
    )
    return [_request(row) for row in cursor.fetchall()]


def _request(row: tuple[Any, ...]) -> Request:
    id_, kind, door, contact_id, sealed, language, received, due, taken, how, who, at, *rest = row
    extended_at, extended_by, extension, outcome, answered_at, answered_by, answer, given = rest
    return Request(
        id_,
        kind,
        door,
        contact_id,
        Person(**json.loads(_opened(sealed))) if sealed else None,
        language,
        received,
        due,
        taken,
        Identity(how, who, at) if how else None,
        extended_at,
        extended_by,
        _opened(extension) if extension else None,
        outcome,
        answered_at,
        answered_by,
        _opened(answer) if answer else None,
        tuple(given),
    )


def _opened(sealed: bytes) -> str:
    return keyring().open(bytes(sealed), about=ABOUT).decode()
