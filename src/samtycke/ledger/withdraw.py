"""A no: the event, the block and what follows, in one transaction.

Only `gate` may call this, so that an opt-out always takes the planned messages with it (promise 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.append import Said, append_events, fingerprint, known_facts
from samtycke.ledger.evidence import seal_evidence
from samtycke.ledger.people import people_of, write_identities
from samtycke.ledger.project import project
from samtycke.ledger.suppress import suppress_own
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
    if kind not in ("objection", "withdrawal"):
        raise ValueError(kind)
    people = people_of(cursor, {number.e164: number.country})
    person = people[number.e164]
    write_identities(cursor, [person], {})
    own = person.evidence_key
    mark = fingerprint(kind, occurred_at.astimezone(UTC).isoformat(), purpose, door)
    if not known_facts(cursor, [(person.id, mark)]):
        said = Said(
            contact_id=person.id,
            fingerprint=mark,
            kind=kind,
            occurred_at=occurred_at,
            purpose=purpose,
            source=because,
            door=door,
            by=by,
            evidence=seal_evidence(own, evidence, fingerprint=mark) if own and evidence else None,
        )
        append_events(cursor, [said], now=now)
        project(cursor, [person.id])
    suppress_own(cursor, person.number_key, purpose=purpose, since=occurred_at, because=because, door=door)
    return person.id
