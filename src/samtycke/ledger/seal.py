"""Seal what has been recorded: a batch of events becomes a Merkle tree, and the batches leaves of a second one.

Three things are sealed, each batch being of one of them: the events of the ledger, the log of acts and the log of
reads. Their batches follow one another in one row, so that one head stands for all three.

Recording waits for none of this. It notes the ids of what it wrote in ``unsealed``, in its own transaction, and a task
takes them from there; so an event is sealed once, whenever its transaction commits, and one that came into the table
any other way never is, which ``verify`` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.ledger.canonical import CONSENT, FIELDS_OF, LINES, VERSION, Batch, row_leaf
from samtycke.ledger.merkle import grow, root_of, root_of_peaks
from samtycke.organisations.door import load_sql

AT_ONCE = 4096
"""A batch takes whole recordings until it holds so many events."""
LINES_WAIT = timedelta(minutes=10)
"""So long the lines of a log gather for a batch. An event's seal is shown to people and is made each minute; a batch of
a log only makes the row of batches longer, and with it the proof of an event."""
HASH = 32
_SQL = {log: f"{log}.sql" for log in LINES} | {CONSENT: "canonical.sql"}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A batch as it is kept. ``events``: how many of the ledger's events are sealed with it and before it."""

    batch: Batch
    event_ids: list[int]
    leaves: list[bytes]
    peaks: tuple[bytes, ...]
    head: bytes
    events: int
    first_at: datetime
    last_at: datetime


def seal(cursor: CursorWrapper, *, now: datetime) -> Batch | None:
    """Seal one batch of the transaction's organisation. Returns None when nothing waits, or another is sealing."""
    cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('seal/' || current_organisation(), 0))")
    if not cursor.fetchone()[0]:
        return None
    return next((batch for log in FIELDS_OF if (batch := _seal(cursor, log, now=now))), None)


def _seal(cursor: CursorWrapper, log: str, *, now: datetime) -> Batch | None:
    recordings = _waiting(cursor, log)
    if log != CONSENT and not _enough(recordings, now):
        return None
    ids = sorted(event_id for _id, _at, some in recordings for event_id in some)
    if not ids:
        return None
    first, last = min(at for _id, at, _ in recordings), max(at for _id, at, _ in recordings)
    rows = canonical_rows(cursor, ids, first=first, last=last, log=log)
    place = FIELDS_OF[log].index("id")
    found = [row[place] for row in rows]
    _no_longer_waiting(cursor, log, recordings, set(found))
    if not found:
        return None
    return _write(cursor, log, found, [row_leaf(row, log) for row in rows], first, last, now)


def _enough(recordings: Sequence[tuple[int, datetime, list[int]]], now: datetime) -> bool:
    """Whether lines have waited long enough, or are as many as a batch takes."""
    waited = any(at <= now - LINES_WAIT for _id, at, _ids in recordings)
    return waited or sum(len(ids) for _id, _at, ids in recordings) >= AT_ONCE


def canonical_rows(
    cursor: CursorWrapper, ids: Sequence[int], *, first: datetime, last: datetime, log: str = CONSENT
) -> list[tuple[Any, ...]]:
    """Events, or lines of a log, as the seal writes them, by id; written between ``first`` and ``last``."""
    found = execute(cursor, load_sql(__file__, _SQL[log]), {"ids": list(ids), "first": first, "last": last})
    return found.fetchall()


def batches(cursor: CursorWrapper, *, after: int = 0) -> Iterator[Sealed]:
    """Every batch as it is kept, in order."""
    while True:
        rows = _kept(cursor, "number > %s ORDER BY number LIMIT 50", [after])
        if not rows:
            return
        yield from rows
        after = rows[-1].batch.number


def last_batch(cursor: CursorWrapper) -> Sealed | None:
    """The newest batch, whose head stands for all that is sealed."""
    return next(iter(_kept(cursor, "true ORDER BY number DESC LIMIT 1", [])), None)


def batch_numbered(cursor: CursorWrapper, number: int) -> Sealed | None:
    """One batch."""
    return next(iter(_kept(cursor, "number = %s", [number])), None)


def instant(at: datetime) -> str:
    """An instant as the seal writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _waiting(cursor: CursorWrapper, log: str) -> list[tuple[int, datetime, list[int]]]:
    """Recordings that wait, the oldest first, until they hold enough events for a batch."""
    cursor.execute(
        "SELECT id, recorded_at, event_ids FROM unsealed WHERE organisation_id = current_organisation() "
        "AND log = %s ORDER BY id LIMIT %s",
        [log, AT_ONCE],
    )
    chosen: list[tuple[int, datetime, list[int]]] = []
    events = 0
    for recording in cursor.fetchall():
        if events >= AT_ONCE:
            break
        chosen.append(recording)
        events += len(recording[2])
    return chosen


def _no_longer_waiting(
    cursor: CursorWrapper, log: str, recordings: Sequence[tuple[int, datetime, list[int]]], found: set[int]
) -> None:
    """Let go of what is being sealed. What is not in the ledger any more stays behind, so that it is missed."""
    missing = [(id_, at, lost) for id_, at, ids in recordings if (lost := [one for one in ids if one not in found])]
    cursor.execute(
        "DELETE FROM unsealed WHERE organisation_id = current_organisation() AND id = ANY(%s)",
        [[id_ for id_, _at, _ids in recordings]],
    )
    for _id, at, lost in missing:
        cursor.execute(
            "INSERT INTO unsealed (organisation_id, log, recorded_at, event_ids) "
            "VALUES (current_organisation(), %s, %s, %s)",
            [log, at, lost],
        )


def _write(
    cursor: CursorWrapper,
    log: str,
    ids: list[int],
    leaves: list[bytes],
    first: datetime,
    last: datetime,
    now: datetime,
) -> Batch:
    before = last_batch(cursor)
    cursor.execute("SELECT current_organisation()")
    batch = Batch(
        organisation=cursor.fetchone()[0],
        number=before.batch.number + 1 if before else 1,
        count=len(ids),
        root=root_of(leaves),
        sealed_at=instant(now),
        log=log,
    )
    peaks = grow(before.peaks if before else (), batch.number - 1, [batch.leaf])
    execute(
        cursor,
        "INSERT INTO seal (organisation_id, number, version, log, event_ids, leaves, root, peaks, head, events, "
        "first_at, last_at, sealed_at) VALUES (current_organisation(), %s, %s, %s, %b::bigint[], %b, %b, %b::bytea[], "
        "%b, %s, %s, %s, %s)",
        [
            batch.number,
            VERSION,
            log,
            ids,
            b"".join(leaves),
            batch.root,
            list(peaks),
            root_of_peaks(peaks),
            (before.events if before else 0) + (len(ids) if log == CONSENT else 0),
            first,
            last,
            now,
        ],
    )
    return batch


def _kept(cursor: CursorWrapper, where: str, params: list[Any]) -> list[Sealed]:
    found = execute(
        cursor,
        "SELECT organisation_id, number, version, log, event_ids, leaves, root, peaks, head, events, first_at, "  # noqa: S608
        f"last_at, sealed_at FROM seal WHERE organisation_id = current_organisation() AND {where}",
        params,
    )
    return [_sealed(*row) for row in found]


def _sealed(
    organisation: int,
    number: int,
    version: int,
    log: str,
    event_ids: list[int],
    leaves: bytes,
    root: bytes,
    peaks: list[bytes],
    head: bytes,
    events: int,
    first_at: datetime,
    last_at: datetime,
    sealed_at: datetime,
) -> Sealed:
    return Sealed(
        batch=Batch(
            organisation=organisation,
            number=number,
            count=len(event_ids),
            root=root,
            sealed_at=instant(sealed_at),
            version=version,
            log=log,
        ),
        event_ids=event_ids,
        leaves=[leaves[at : at + HASH] for at in range(0, len(leaves), HASH)],
        peaks=tuple(peaks),
        head=head,
        events=events,
        first_at=first_at,
        last_at=last_at,
    )
