"""Check the ledger, and keep what was found, so that a page can say when it was last looked at."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.seal import last_batch
from samtycke.ledger.verify import Finding, verify
from samtycke.organisations.door import document

_KEPT = 200
"""So many findings are kept of a check: the first ones, and how many there were."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the whole ledger: when, over how many sealed events, what it found (the first of it), how much."""

    checked_at: datetime
    events: int
    findings: tuple[Finding, ...]
    found: int


@dataclass(frozen=True, slots=True)
class SealState:
    """The seals in short. ``since``: the first, or the first after a check that found something; None before any."""

    batches: int
    events: int
    waiting: int
    since: datetime | None
    head: bytes | None
    sealed_at: datetime | None
    last: Check | None


def check(cursor: CursorWrapper, *, now: datetime) -> Check:
    """Verify the ledger of the transaction's organisation and keep the result."""
    newest = last_batch(cursor)
    findings = verify(cursor)
    done = Check(now, newest.events if newest else 0, tuple(findings[:_KEPT]), len(findings))
    cursor.execute(
        "INSERT INTO seal_check (organisation_id, checked_at, events, findings, found) "
        "VALUES (current_organisation(), %s, %s, %s, %s)",
        [now, done.events, json.dumps([asdict(one) for one in done.findings]), done.found],
    )
    return done


def seal_state(cursor: CursorWrapper) -> SealState:
    """How it stands with the seals of the transaction's organisation."""
    newest = last_batch(cursor)
    cursor.execute(
        "SELECT coalesce((SELECT sum(cardinality(event_ids)) FROM unsealed "
        "WHERE organisation_id = current_organisation() AND log = 'consent'), 0), "
        "(SELECT min(checked_at) FROM seal_check WHERE organisation_id = current_organisation() AND checked_at > "
        "(SELECT max(checked_at) FROM seal_check WHERE organisation_id = current_organisation() AND found > 0)), "
        "(SELECT sealed_at FROM seal WHERE organisation_id = current_organisation() ORDER BY number LIMIT 1)"
    )
    waiting, since_broken, first = cursor.fetchone()
    return SealState(
        batches=newest.batch.number if newest else 0,
        events=newest.events if newest else 0,
        waiting=int(waiting),
        since=since_broken or first,
        head=newest.head if newest else None,
        sealed_at=datetime.fromisoformat(newest.batch.sealed_at) if newest else None,
        last=_last_check(cursor),
    )


def _last_check(cursor: CursorWrapper) -> Check | None:
    cursor.execute(
        "SELECT checked_at, events, findings, found FROM seal_check WHERE organisation_id = current_organisation() "
        "ORDER BY id DESC LIMIT 1"
    )
    row = cursor.fetchone()
    if row is None:
        return None
    checked_at, events, findings, found = row
    return Check(checked_at, events, tuple(Finding(**one) for one in document(findings)), found)
