"""That the lines of the logs stand as they were sealed, and that none went before its time."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.canonical import ACTS, FIELDS_OF, READS, row_leaf
from samtycke.ledger.seal import Sealed, canonical_rows
from samtycke.organisations.door import load_sql

_CALLED = {ACTS: "the log of acts", READS: "the log of reads"}
_SENTENCES = {
    "stranger": "Line {} of {} was written past the program: it is in no batch and waits for none",
    "sealed_twice": "Line {} of {} is sealed twice",
    "lost": "Line {} of {} is missing; it waited for its seal",
}


def lines(cursor: CursorWrapper, kept: Sealed) -> Iterator[str]:
    """Where the lines of a batch differ from what was sealed. Of a batch that has been let go of none may be left."""
    log, number = kept.batch.log, kept.batch.number
    rows = canonical_rows(cursor, kept.event_ids, first=kept.first_at, last=kept.last_at, log=log)
    place = FIELDS_OF[log].index("id")
    found = {row[place]: row for row in rows}
    if _is_let_go(cursor, number):
        yield from (
            f"Line {line} of {_CALLED[log]} is there, though its batch {number} was let go of" for line in found
        )
        return
    # Where the lengths differ the walk has said that the batch was changed.
    for line, leaf in zip(kept.event_ids, kept.leaves, strict=False):
        row = found.get(line)
        if row is None:
            yield f"Line {line} of {_CALLED[log]} is missing; it was sealed in batch {number}"
        elif row_leaf(row, log) != leaf:
            yield f"Line {line} of {_CALLED[log]} was changed after it was sealed in batch {number}"


def outside_logs(cursor: CursorWrapper) -> Iterator[str]:
    """Lines that the seals do not account for."""
    cursor.execute(load_sql(__file__, "outside_logs.sql"))
    for log, sort, line in cursor.fetchall():
        yield _SENTENCES[sort].format(line, _CALLED[log])


def waiting_too_long(cursor: CursorWrapper) -> Iterator[str]:
    """Logs whose lines have waited for their seal for more than a day: until then nobody would see them changed."""
    cursor.execute(
        "SELECT log, sum(cardinality(event_ids)), min(recorded_at)::date FROM unsealed "
        "WHERE organisation_id = current_organisation() AND log <> 'consent' "
        "AND recorded_at < now() - interval '1 day' GROUP BY log ORDER BY log"
    )
    for log, count, since in cursor.fetchall():
        yield f"{count} lines of {_CALLED[log]} have waited for their seal since {since}: does the worker run?"


def let_go_too_early(cursor: CursorWrapper) -> Iterator[str]:
    """Batches said to be let go of that were sealed less than a year before: the database lets go of none such."""
    cursor.execute(
        "SELECT number, log FROM batch_let_go l JOIN seal s USING (organisation_id, number) "
        "WHERE l.organisation_id = current_organisation() "
        "AND (l.at < s.sealed_at + interval '1 year' OR l.at > now() OR s.log = 'consent') ORDER BY number"
    )
    for number, log in cursor.fetchall():
        yield f"Batch {number} of {_CALLED.get(log, 'the ledger')} was let go of before its time"


def _is_let_go(cursor: CursorWrapper, number: int) -> bool:
    cursor.execute("SELECT FROM batch_let_go WHERE organisation_id = current_organisation() AND number = %s", [number])
    return cursor.fetchone() is not None
