"""The logs of acts and of reads, let go of when their time is out: batch by batch, as they were sealed.

The program may write a log and not change it. The database itself lets go of the oldest batches, and of none that was
sealed within the last year; their roots stay, so that the seal of everything else holds.
"""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.canonical import ACTS, READS
from samtycke.organisations.door import Kept, LetGo


def _let_go(log: str) -> LetGo:
    def forget(cursor: CursorWrapper, before: datetime, now: datetime, most: int) -> int:
        cursor.execute("SELECT let_go_of_log(%s, %s, %s)", [log, before, most])
        return int(cursor.fetchone()[0])

    return forget


def _due(log: str, table: str) -> str:
    return (
        f"SELECT t.id::text AS what, s.sealed_at AS at FROM seal s JOIN {table} t "  # noqa: S608 - two tables of ours
        "ON t.organisation_id = s.organisation_id AND t.id = ANY (s.event_ids) "
        f"WHERE s.organisation_id = current_organisation() AND s.log = '{log}' "
        "AND s.sealed_at < least(%(before)s, now() - interval '1 year') AND NOT EXISTS (SELECT FROM batch_let_go l "
        "WHERE l.organisation_id = s.organisation_id AND l.number = s.number)"
    )


KEPT = (
    Kept("trail", ("audit_entry",), _due(ACTS, "audit_entry"), _let_go(ACTS)),
    Kept("reads", ("read_entry",), _due(READS, "read_entry"), _let_go(READS)),
)
