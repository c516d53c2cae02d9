"""What becomes of a request: taken in, its asker known, extended, refused, answered. Each of it is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from samtycke.ledger.door import find_contact, reveal
from samtycke.organisations.door import audit, document
from samtycke.rights.deadline import deadline
from samtycke.rights.request import (
    CHECKS,
    DOORS,
    KINDS,
    Person,
    Request,
    change,
    keep,
    one_request,
    sealed_person,
    sealed_text,
)

_LONGEST = 10_000
_NEEDS_IDENTITY = frozenset(KINDS) - {"objection"}
"""A no to marketing is obeyed whoever says it: it does nobody harm, and asking for proof would stand in its way."""


class Closed(RuntimeError):
    """The request has been answered: what was told cannot be told otherwise."""


class IdentityUnknown(RuntimeError):
    """Nobody has seen that it is the person: their data go to nobody else (GDPR 12(6))."""


class TooLate(RuntimeError):
    """The month has passed, or it has been extended: the person is told of that within it (GDPR 12(3))."""


class ReasonMissing(ValueError):
    """The person is told why (GDPR 12(3), (4)): there must be something to tell."""


def take_in(
    cursor: CursorWrapper,
    kind: str,
    person: Person,
    *,
    door: str,
    language: str,
    received_at: datetime,
    by: str,
    now: datetime,
) -> int:
    """Write down what somebody asks by letter, e-mail, phone or in person. Returns its id.

    Raises:
        ValueError: there is no such kind or door, it is not yet received, or nothing says whose it is.
    """
    if kind not in KINDS or door not in DOORS or received_at > now or not (person.number or person.name):
        raise ValueError(kind)
    return _keep(cursor, kind, person, door=door, language=language, received_at=received_at, by=by)


def take_in_own(cursor: CursorWrapper, kind: str, person: Person, *, language: str, now: datetime) -> int:
    """What somebody asks on their own page, and a person has to weigh. Their code has shown who it is."""
    request_id = _keep(cursor, kind, person, door="me", language=language, received_at=now, by="")
    change(cursor, request_id, {"identity_how": "code", "identity_by": "", "identity_at": now})
    return request_id


def log_done(
    cursor: CursorWrapper,
    kind: str,
    contact_id: int | None,
    *,
    language: str,
    given: Sequence[str],
    now: datetime,
) -> int:
    """What somebody did themselves on their own page: asked and answered in the same moment."""
    request_id = keep(
        cursor,
        {
            "kind": kind,
            "door": "me",
            "contact_id": contact_id,
            "language": language,
            "received_at": now,
            "due_on": deadline(timezone.localdate(now)).due,
            "identity_how": "code",
            "identity_by": "",
            "identity_at": now,
            "outcome": "granted",
            "answered_at": now,
            "answered_by": "",
            "given": list(given),
        },
    )
    audit(cursor, actor="me", act=f"rights.{kind}", subject=f"rights/{request_id}", given=list(given))
    return request_id


def check_identity(cursor: CursorWrapper, request_id: int, how: str, *, by: str, now: datetime) -> None:
    """Write down how somebody of the staff has seen that it is the person.

    Raises:
        NoSuchRequest, Closed.
        ValueError: there is no such way.
    """
    if how not in CHECKS:
        raise ValueError(how)
    _open(cursor, request_id)
    change(cursor, request_id, {"identity_how": how, "identity_by": by, "identity_at": now})
    audit(cursor, actor=by, act="rights.identity", subject=f"rights/{request_id}", how=how)


def extend(cursor: CursorWrapper, request_id: int, told: str, *, by: str, now: datetime) -> Request:
    """Take two further months, once, and within the first; ``told`` is what the person is told of it, and why.

    Raises:
        NoSuchRequest, Closed, TooLate.
        ReasonMissing: nothing is told.
    """
    found = _open(cursor, request_id)
    words = _words(told)
    if found.extended_at or timezone.localdate(now) > found.due_on:
        raise TooLate
    due = deadline(timezone.localdate(found.received_at), extended=True).due
    change(
        cursor,
        request_id,
        {"extended_at": now, "extended_by": by, "extension": sealed_text(words), "due_on": due},
    )
    audit(cursor, actor=by, act="rights.extend", subject=f"rights/{request_id}", due=due.isoformat())
    return replace(found, extended_at=now, extended_by=by, extension=words, due_on=due)


def refuse(cursor: CursorWrapper, request_id: int, told: str, *, by: str, now: datetime) -> Request:
    """Say no, with the reason and where to complain, in what the person is told (GDPR 12(4)).

    Raises:
        NoSuchRequest, Closed.
        ReasonMissing: nothing is told.
    """
    found = _open(cursor, request_id)
    return _close(cursor, found, "refused", told, given=(), by=by, now=now)


def answer(
    cursor: CursorWrapper, request_id: int, told: str, *, given: Sequence[str], by: str, now: datetime
) -> Request:
    """Grant it; ``told`` is what the person is told, ``given`` what they were handed or what was done.

    Raises:
        NoSuchRequest, Closed, ReasonMissing.
        IdentityUnknown: nobody has seen that it is the person.
    """
    found = _open(cursor, request_id)
    if found.identity is None and found.kind in _NEEDS_IDENTITY:
        raise IdentityUnknown
    return _close(cursor, found, "granted", told, given=given, by=by, now=now)


def number_of(cursor: CursorWrapper, request: Request) -> str:
    """The number it concerns: of the contact, as it is now; else as it was told."""
    known = reveal(cursor, [request.contact_id]) if request.contact_id else {}
    if request.contact_id in known:
        return known[request.contact_id].number
    return request.person.number if request.person else ""


def _keep(
    cursor: CursorWrapper,
    kind: str,
    person: Person,
    *,
    door: str,
    language: str,
    received_at: datetime,
    by: str,
) -> int:
    request_id = keep(
        cursor,
        {
            "kind": kind,
            "door": door,
            "contact_id": find_contact(cursor, person.number) if person.number else None,
            "sealed": sealed_person(person),
            "language": language,
            "received_at": received_at,
            "due_on": deadline(timezone.localdate(received_at)).due,
            "taken_by": by,
        },
    )
    audit(cursor, actor=by or "me", act="rights.received", subject=f"rights/{request_id}", kind=kind, door=door)
    return request_id


def _close(
    cursor: CursorWrapper, found: Request, outcome: str, told: str, *, given: Sequence[str], by: str, now: datetime
) -> Request:
    words = _words(told)
    change(
        cursor,
        found.id,
        {
            "outcome": outcome,
            "answered_at": now,
            "answered_by": by,
            "answer": sealed_text(words),
            "given": list(given),
        },
    )
    late = timezone.localdate(now) > found.due_on
    audit(cursor, actor=by, act=f"rights.{outcome}", subject=f"rights/{found.id}", given=list(given), late=late)
    return replace(found, outcome=outcome, answered_at=now, answered_by=by, answer=words, given=tuple(given))


def _open(cursor: CursorWrapper, request_id: int) -> Request:
    found = one_request(cursor, request_id, lock=True)
    if found.answered_at is not None:
        raise Closed(request_id)
    return found


def _words(told: str) -> str:
    words = told.replace("\0", "").strip()[:_LONGEST]
    if not words:
        raise ReasonMissing
    return words


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what has been done with a request."""

    at: datetime
    actor: str
    act: str
    detail: dict[str, Any]


def log_of(cursor: CursorWrapper, request_id: int) -> list[Step]:
    """Everything that has been done with a request, the latest first."""
    cursor.execute(
        "SELECT at, actor, act, detail FROM audit_entry WHERE organisation_id = current_organisation() "
        "AND subject = %s ORDER BY at DESC, id DESC LIMIT 100",
        [f"rights/{request_id}"],
    )
    return [Step(at, actor, act, document(detail)) for at, actor, act, detail in cursor.fetchall()]


def note_files(cursor: CursorWrapper, request_id: int, form: str, *, by: str) -> None:
    """Write down that somebody of the staff has taken out a copy of the person's data.

    Raises:
        NoSuchRequest: there is none.
        IdentityUnknown: nobody has seen that it is the person.
    """
    found = one_request(cursor, request_id)
    if found.identity is None:
        raise IdentityUnknown
    audit(cursor, actor=by, act="rights.files", subject=f"rights/{request_id}", form=form)
