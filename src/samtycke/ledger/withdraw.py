"""A no: the event, the block and what follows, in one transaction.

Only `gate` may call this, so that an opt-out always takes the planned messages with it (promise 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.numbers import number_key
from samtycke.ledger.record import append_events, fingerprint, people_of, project, sealed_evidence, write_identities
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

    Args:
        purpose: what the no covers; None is all marketing.
        kind: ``objection`` or ``withdrawal``.
    """
    people = people_of(cursor, {number.e164: number.country})
    person = people[number.e164]
    write_identities(cursor, people, {number.e164: {}})
    event = {
        "contact_id": person.id,
        "kind": kind,
        "occurred_at": occurred_at,
        "purpose": purpose,
        "source": because,
        "door": door,
        "by": by,
        "evidence": sealed_evidence(person, evidence),
        "fingerprint": fingerprint(kind, occurred_at.isoformat(), purpose, door),
    }
    append_events(cursor, [event], now=now)
    cursor.execute(
        "INSERT INTO suppression (organisation_id, number_key, purpose, since, because, door, own_doing) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, true) "
        "ON CONFLICT (organisation_id, number_key, purpose) "
        "DO UPDATE SET since = greatest(suppression.since, excluded.since)",
        [number_key(number.e164), purpose or "", occurred_at, because, door],
    )
    project(cursor, [person.id])
    return person.id
