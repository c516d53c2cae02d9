"""A no: the event, the block and what follows, in one transaction.

Only `gate` may call this, so that an opt-out always takes the planned messages with it (promise 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.append import Said, append_events, fingerprint, known_facts
from samtycke.ledger.evidence import seal_evidence
from samtycke.ledger.people import Person, known_numbers, people_of, write_identities
from samtycke.ledger.project import project
from samtycke.ledger.suppress import locked, suppress_own
from samtycke.organisations.door import keyring
from samtycke.sms import Number


def withdraw(
    cursor: CursorWrapper,
    number: Number,
    *,
    purpose: str | None,
    kind: str,
    because: str,
    door: str,
    by: str,
    evidence: Mapping[str, str],
    occurred_at: datetime,
    now: datetime,
) -> int:
    """Record an objection or a withdrawal by a number, known or not, and block it. Returns the contact.

    The same no told twice is one event; it blocks each time.

    Args:
        purpose: what the no covers; None is all marketing.
        kind: ``objection`` or ``withdrawal``.

    Raises:
        ValueError: the kind is neither.
    """
    people = people_of(cursor, {number.e164: number.country})
    person = people[number.e164]
    write_identities(cursor, [person], {})
    _say_no(
        cursor,
        [person],
        purpose=purpose,
        kind=kind,
        because=because,
        door=door,
        by=by,
        evidence=evidence,
        occurred_at=occurred_at,
        now=now,
    )
    suppress_own(cursor, [person.number_key], purpose=purpose, since=occurred_at, because=because, door=door, by=by)
    return person.id


def withdraw_listed(
    cursor: CursorWrapper,
    numbers: Sequence[Number],
    *,
    purpose: str | None,
    because: str,
    door: str,
    by: str,
    source: str,
    evidence: Mapping[str, str],
    occurred_at: datetime,
    now: datetime,
) -> tuple[int, ...]:
    """Record the objections that a list tells of, and block every number on it. Returns those who are contacts.

    Whoever is none is blocked and not made one: of them nothing is known, and nothing more needs to be.
    """
    ring = keyring()
    keys = {number.e164: ring.number_keys(number.e164) for number in numbers}
    known = known_numbers(cursor, keys)
    people = people_of(cursor, {number.e164: number.country for number in numbers if number.e164 in known})
    write_identities(cursor, people.values(), {})
    _say_no(
        cursor,
        list(people.values()),
        purpose=purpose,
        kind="objection",
        because=because,
        door=door,
        by=by,
        evidence=evidence,
        occurred_at=occurred_at,
        now=now,
    )
    going_by = [people[e164].number_key if e164 in people else of[0] for e164, of in keys.items()]
    suppress_own(cursor, going_by, purpose=purpose, since=occurred_at, because=because, door=door, by=by, source=source)
    return tuple(sorted(person.id for person in people.values()))


def withdraw_again(
    cursor: CursorWrapper,
    number_keys: Sequence[bytes],
    *,
    purpose: str | None,
    since: datetime,
    because: str,
    door: str,
    by: str,
    now: datetime,
) -> tuple[int, ...]:
    """Record the noes of people who are known by their number keys alone, as a journal tells of them.

    Returns those who are contacts. Said again, it changes nothing.
    """
    people = [Person(contact_id, "", key) for key, contact_id in locked(cursor, number_keys).items()]
    _say_no(
        cursor,
        people,
        purpose=purpose,
        kind="objection",
        because=because,
        door=door,
        by=by,
        evidence={},
        occurred_at=since,
        now=now,
    )
    suppress_own(cursor, number_keys, purpose=purpose, since=since, because=because, door=door, by=by)
    return tuple(sorted(person.id for person in people))


def _say_no(
    cursor: CursorWrapper,
    people: Sequence[Person],
    *,
    purpose: str | None,
    kind: str,
    because: str,
    door: str,
    by: str,
    evidence: Mapping[str, str],
    occurred_at: datetime,
    now: datetime,
) -> None:
    """Append the no of each who has not said it before, and what follows."""
    if kind not in ("objection", "withdrawal"):
        raise ValueError(kind)
    mark = fingerprint(kind, occurred_at.astimezone(UTC).isoformat(), purpose, door)
    known = known_facts(cursor, [(person.id, mark) for person in people])
    said = [
        Said(
            contact_id=person.id,
            fingerprint=mark,
            kind=kind,
            occurred_at=occurred_at,
            purpose=purpose,
            source=because,
            door=door,
            by=by,
            evidence=seal_evidence(person.evidence_key, evidence, fingerprint=mark)
            if person.evidence_key and evidence
            else None,
        )
        for person in people
        if (person.id, mark) not in known
    ]
    append_events(cursor, said, now=now)
    project(cursor, [one.contact_id for one in said])
