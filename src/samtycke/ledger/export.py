"""The ledger as lines that can be checked on another machine with nothing but this package, or by a stranger's program.

No number, no name of a person and no evidence stand in it: a person is an id that means nothing. Of the logs of acts
and of reads, which name staff, only the hashes stand in it: enough to see that no batch was changed. The format is
described in docs/reference/proof.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.canonical import CONSENT, FIELDS
from samtycke.ledger.seal import Sealed, batches, canonical_rows, instant

FORMAT = "samtycke-ledger-1"
_ID = FIELDS.index("id")


def export_ledger(cursor: CursorWrapper, *, slug: str, now: datetime) -> Iterator[Mapping[str, Any]]:
    """The ledger of the transaction's organisation, line by line."""
    cursor.execute("SELECT current_organisation()")
    yield {
        "type": "ledger",
        "format": FORMAT,
        "organisation": cursor.fetchone()[0],
        "slug": slug,
        "exported_at": instant(now),
    }
    cursor.execute("SELECT text FROM wording WHERE organisation_id = current_organisation() ORDER BY id")
    for (text,) in cursor.fetchall():
        yield {"type": "wording", "sha256": hashlib.sha256(text.encode()).hexdigest(), "text": text}
    number = 0
    for kept in batches(cursor):
        number = kept.batch.number
        yield from _batch(cursor, kept)
    yield from _waiting(cursor)
    yield {"type": "end", "batches": number}


def _batch(cursor: CursorWrapper, kept: Sealed) -> Iterator[Mapping[str, Any]]:
    yield {
        "type": "batch",
        **kept.batch.as_json(),
        "peaks": [peak.hex() for peak in kept.peaks],
        "head": kept.head.hex(),
    }
    if kept.batch.log != CONSENT:
        for line, leaf in zip(kept.event_ids, kept.leaves, strict=False):
            yield {"type": "line", "id": line, "leaf": leaf.hex()}
        return
    rows = canonical_rows(cursor, kept.event_ids, first=kept.first_at, last=kept.last_at)
    found = {row[_ID]: dict(zip(FIELDS, row, strict=True)) for row in rows}
    for event_id, leaf in zip(kept.event_ids, kept.leaves, strict=False):
        yield {"type": "event", "id": event_id, "leaf": leaf.hex(), "event": found.get(event_id)}


def _waiting(cursor: CursorWrapper) -> Iterator[Mapping[str, Any]]:
    cursor.execute(
        "SELECT recorded_at, event_ids FROM unsealed WHERE organisation_id = current_organisation() AND log = 'consent'"
    )
    for at, ids in cursor.fetchall():
        for row in canonical_rows(cursor, ids, first=at, last=at):
            yield {"type": "waiting", "id": row[_ID], "event": dict(zip(FIELDS, row, strict=True))}
