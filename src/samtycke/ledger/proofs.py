"""That an event is in the ledger as it was sealed: the paths from it to its batch and on to the head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.ledger.bundle import opened
from samtycke.ledger.canonical import FIELDS, Batch
from samtycke.ledger.evidence import EvidenceKey
from samtycke.ledger.heads import Head, batch_leaves, heads
from samtycke.ledger.merkle import inclusion
from samtycke.ledger.seal import Sealed, batch_numbered, canonical_rows
from samtycke.organisations.door import SealBroken


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event is sealed."""

    batch: int
    sealed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """An event as the seal has it, and its way to the head.

    ``event`` are the fields of canonical.py. ``batch`` is None while it waits for its seal. ``words`` are those that
    were shown; ``evidence`` as it is kept, encrypted, with the key to it alone: None once the person is erased.
    """

    event: Mapping[str, Any]
    leaf: bytes | None
    batch: Batch | None
    index: int
    path: tuple[bytes, ...]
    batch_path: tuple[bytes, ...]
    words: str | None
    evidence: bytes | None
    evidence_key: bytes | None

    @property
    def opened(self) -> Any:
        """The evidence, as a stranger opens it by its key; None where there is none, or no longer a key."""
        if not self.evidence or not self.evidence_key:
            return None
        return opened(self.evidence, self.evidence_key.hex(), self.event["fingerprint"])


def places(cursor: CursorWrapper, events: Sequence[tuple[int, datetime]]) -> dict[int, Place]:
    """Where events are sealed, by id; given with when they were recorded. Those that wait are left out."""
    if not events:
        return {}
    rows = execute(
        cursor,
        "SELECT t.id, s.number, s.sealed_at FROM unnest(%b::bigint[], %b::timestamptz[]) AS t(id, at) "
        "CROSS JOIN LATERAL (SELECT number, sealed_at FROM seal WHERE organisation_id = current_organisation() "
        "AND log = 'consent' "
        "AND last_at >= t.at AND first_at <= t.at AND event_ids @> ARRAY[t.id] ORDER BY last_at LIMIT 1) s",
        [list(column) for column in zip(*events, strict=True)],
    )
    return {event_id: Place(number, sealed_at) for event_id, number, sealed_at in rows}


def prove(cursor: CursorWrapper, events: Sequence[tuple[int, datetime]]) -> tuple[list[Proven], Head | None]:
    """Events with all that shows that they are as they were sealed, by id, and the head their paths lead to."""
    if not events:
        return [], None
    newest = next(iter(heads(cursor, limit=1)), None)
    times = [at for _id, at in events]
    rows = canonical_rows(cursor, [event_id for event_id, _at in events], first=min(times), last=max(times))
    where = places(cursor, events)
    kept = {number: batch_numbered(cursor, number) for number in {place.batch for place in where.values()}}
    tree = batch_leaves(cursor) if kept else []
    beside = _beside(cursor, events)
    proven = []
    for row in rows:
        event = dict(zip(FIELDS, row, strict=True))
        place = where.get(event["id"])
        batch = kept[place.batch] if place else None
        proven.append(_proven(event, batch, tree, *beside[event["id"]]))
    return proven, newest


def _proven(
    event: Mapping[str, Any],
    kept: Sealed | None,
    tree: Sequence[bytes],
    words: str | None,
    evidence: bytes | None,
    key: bytes | None,
) -> Proven:
    index = kept.event_ids.index(event["id"]) if kept else 0
    return Proven(
        event=event,
        leaf=kept.leaves[index] if kept else None,
        batch=kept.batch if kept else None,
        index=index,
        path=tuple(inclusion(kept.leaves, index)) if kept else (),
        batch_path=tuple(inclusion(tree, kept.batch.number - 1)) if kept else (),
        words=words,
        evidence=evidence,
        evidence_key=key,
    )


def _beside(
    cursor: CursorWrapper, events: Sequence[tuple[int, datetime]]
) -> dict[int, tuple[str | None, bytes | None, bytes | None]]:
    """What enters the seal by its digest only: the words, the evidence and the key that opens it."""
    ids, times = [list(column) for column in zip(*events, strict=True)]
    rows = execute(
        cursor,
        "SELECT e.id, e.contact_id, w.text, e.evidence, e.fingerprint, i.evidence_key FROM consent_event e "
        "LEFT JOIN wording w ON w.organisation_id = e.organisation_id AND w.id = e.wording_id "
        "LEFT JOIN identity i ON i.organisation_id = e.organisation_id AND i.contact_id = e.contact_id "
        "WHERE e.organisation_id = current_organisation() AND e.recorded_at = ANY(%b::timestamptz[]) "
        "AND e.id = ANY(%b::bigint[])",
        [times, ids],
    )
    return {
        event_id: (words, evidence, _key(contact_id, wrapped, fingerprint) if evidence else None)
        for event_id, contact_id, words, evidence, fingerprint, wrapped in rows
    }


def _key(contact_id: int, wrapped: bytes | None, fingerprint: bytes) -> bytes | None:
    if wrapped is None:
        return None
    try:
        return EvidenceKey(contact_id, wrapped).of(fingerprint)
    except SealBroken:
        return None
