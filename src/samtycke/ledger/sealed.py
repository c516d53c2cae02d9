"""That every event and every line of the logs is sealed and stands as it was sealed, that none is missing, and that the
batches hold together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.canonical import CONSENT, FIELDS, row_leaf
from samtycke.ledger.logs import let_go_too_early, lines, outside_logs, waiting_too_long
from samtycke.ledger.seal import Sealed, batches, canonical_rows
from samtycke.ledger.walk import Walk
from samtycke.ledger.wordings import changed_wordings
from samtycke.organisations.door import load_sql

_ID, _CONTACT = FIELDS.index("id"), FIELDS.index("contact")
ENOUGH = 1000
"""Of one sort. Whoever changes a million rows is found by the first of them."""

Found = tuple[str, int | None, int | None]
"""What is wrong, of which event, of which contact."""


def unsealed(cursor: CursorWrapper) -> Iterator[Found]:
    """What does not stand as it was sealed, in the transaction's organisation."""
    yield from ((what, None, None) for what in changed_wordings(cursor))
    yield from islice(_batches(cursor), ENOUGH)
    yield from islice(_outside(cursor), ENOUGH)
    for of_logs in (outside_logs, waiting_too_long, let_go_too_early):
        yield from ((what, None, None) for what in islice(of_logs(cursor), ENOUGH))


def _batches(cursor: CursorWrapper) -> Iterator[Found]:
    walk, events = Walk(), 0
    for kept in batches(cursor):
        number = kept.batch.number
        for what in walk.follow(kept.batch, kept.leaves, peaks=kept.peaks, head=kept.head):
            yield what, None, None
        events += kept.batch.count if kept.batch.log == CONSENT else 0
        if events != kept.events:
            yield f"Batch {number} says that {kept.events} events are sealed; they are {events}", None, None
            events = kept.events
        if kept.batch.log == CONSENT:
            yield from _events(cursor, kept)
        else:
            yield from ((what, None, None) for what in lines(cursor, kept))


def _events(cursor: CursorWrapper, kept: Sealed) -> Iterator[Found]:
    number = kept.batch.number
    rows = canonical_rows(cursor, kept.event_ids, first=kept.first_at, last=kept.last_at)
    found = {row[_ID]: row for row in rows}
    # Where the lengths differ the walk has said that the batch was changed.
    for event_id, leaf in zip(kept.event_ids, kept.leaves, strict=False):
        row = found.get(event_id)
        if row is None:
            yield f"Event {event_id} is missing; it was sealed in batch {number}", event_id, None
        elif row_leaf(row) != leaf:
            yield f"Event {event_id} was changed after it was sealed in batch {number}", event_id, row[_CONTACT]


_SENTENCES = {
    "stranger": "Event {} was never recorded: it is in no batch and waits for none",
    "twice": "Event {} stands twice in the ledger",
    "sealed_twice": "Event {} is sealed twice",
    "lost": "Event {} is missing; it was recorded and waited for its seal",
}


def _outside(cursor: CursorWrapper) -> Iterator[Found]:
    cursor.execute(load_sql(__file__, "outside.sql"))
    for sort, event_id, contact_id in cursor:
        yield _SENTENCES[sort].format(event_id), event_id, contact_id
