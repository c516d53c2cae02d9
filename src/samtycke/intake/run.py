"""An import runs: part after part, each in one transaction with its counts, so that a crash repeats none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db.backends.utils import CursorWrapper
from procrastinate.contrib.django import app

from samtycke.intake.known import known
from samtycke.intake.parts import take_part
from samtycke.intake.refusal import Refusal
from samtycke.intake.refusals import keep_refusals
from samtycke.intake.rows import Entry, Known, Layout, layout, parse
from samtycke.intake.table import Row
from samtycke.ledger.door import Recorded, record
from samtycke.organisations.door import document

CONSECUTIVE = 50
"""So many numbers in a row, one after another, were made by a machine rather than given by people."""
_LINES_NAMED = 10


@dataclass(frozen=True, slots=True)
class Read:
    """Rows that were read: what they say, which were refused, and what is odd about them."""

    entries: list[Entry]
    accepted: int
    refusals: list[Refusal]
    duplicates: list[int]
    longest_run: int
    seen: set[bytes] = field(repr=False)


def start_import(cursor: CursorWrapper, import_id: int) -> None:
    """Queue a draft, in this transaction. Starting one that is queued, running or done changes nothing."""
    cursor.execute(
        "UPDATE import_file SET state = 'queued' WHERE organisation_id = current_organisation() AND id = %s "
        "AND state = 'draft' RETURNING organisation_id",
        [import_id],
    )
    if found := cursor.fetchone():
        _later(found[0], import_id)


def _later(organisation_id: int, import_id: int) -> None:
    """Enqueue, in the open transaction. By its name: the task calls this file."""
    app.configure_task("intake.run_import", allow_unknown=False, lock=f"import/{organisation_id}/{import_id}").defer(
        organisation_id=organisation_id, import_id=import_id
    )


def run_part(cursor: CursorWrapper, import_id: int, *, now: datetime) -> bool:
    """Record the next part and remove it. Returns whether there was one."""
    rows = take_part(cursor, import_id)
    if rows is None:
        _finish(cursor, import_id, now=now)
        return False
    where, who = setting(cursor, import_id, now=now)
    read = read_rows(rows, where, who)
    recorded = record(cursor, read.entries, now=now)
    keep_refusals(cursor, import_id, read.refusals, rows)
    _count(cursor, import_id, read, recorded, rows=len(rows))
    return True


def setting(cursor: CursorWrapper, import_id: int, *, now: datetime) -> tuple[Layout, Known]:
    """How an import's rows are to be read."""
    cursor.execute(
        "SELECT columns, mapping, defaults, name, by FROM import_file "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [import_id],
    )
    columns, mapping, defaults, name, by = cursor.fetchone()
    mapping, defaults = document(mapping), document(defaults)
    who = known(cursor, now=now, door="import", by=by, evidence={"file": name})
    return layout(columns, mapping, defaults), who


def read_rows(rows: Sequence[Row], where: Layout, who: Known, *, seen: set[bytes] | None = None) -> Read:
    """Read rows. A row that says what an earlier one said is accepted, and named among the duplicates."""
    read = Read([], 0, [], [], 0, set() if seen is None else seen)
    accepted, numbers = 0, []
    for row in rows:
        parsed = parse(row.line, row.cells, where, who)
        if isinstance(parsed, Refusal):
            read.refusals.append(parsed)
            continue
        accepted += 1
        numbers.append(parsed[0].number.e164)
        said = _said(parsed)
        if said in read.seen:
            read.duplicates.append(row.line)
            continue
        read.seen.add(said)
        read.entries.extend(parsed)
    return Read(read.entries, accepted, read.refusals, read.duplicates, _longest_run(numbers), read.seen)


def _said(entries: Sequence[Entry]) -> bytes:
    return blake2b(repr(entries).encode(), digest_size=12).digest()


def _longest_run(numbers: Sequence[str]) -> int:
    """How many numbers stand one after another without a gap, at most."""
    longest = run = 0
    before = None
    for number in sorted({int(e164[1:]) for e164 in numbers}):
        run = run + 1 if before is not None and number == before + 1 else 1
        longest, before = max(longest, run), number
    return longest


def _count(cursor: CursorWrapper, import_id: int, read: Read, recorded: Recorded, *, rows: int) -> None:
    cursor.execute(
        "SELECT warnings FROM import_file WHERE organisation_id = current_organisation() AND id = %s FOR UPDATE",
        [import_id],
    )
    warnings = add_warnings(document(cursor.fetchone()[0]), read)
    cursor.execute(
        "UPDATE import_file SET state = 'running', done = done + %s, accepted = accepted + %s, "
        "refused = refused + %s, unchanged = unchanged + %s, blocked = blocked + %s, warnings = %s "
        "WHERE organisation_id = current_organisation() AND id = %s",
        [
            rows,
            read.accepted,
            len(read.refusals),
            min(read.accepted, recorded.unchanged + len(read.duplicates)),
            recorded.blocked,
            json.dumps(warnings),
            import_id,
        ],
    )


def add_warnings(warnings: list[dict[str, Any]], read: Read) -> list[dict[str, Any]]:
    """What a person should look at, by code: duplicate_rows, consecutive_numbers."""
    by_code = {warning["code"]: dict(warning) for warning in warnings}
    if read.duplicates:
        named = by_code.setdefault("duplicate_rows", {"code": "duplicate_rows", "count": 0, "lines": []})
        named["count"] += len(read.duplicates)
        named["lines"] = (named["lines"] + read.duplicates)[:_LINES_NAMED]
    if read.longest_run >= CONSECUTIVE:
        run = by_code.setdefault("consecutive_numbers", {"code": "consecutive_numbers", "count": 0})
        run["count"] = max(run["count"], read.longest_run)
    return list(by_code.values())


def _finish(cursor: CursorWrapper, import_id: int, *, now: datetime) -> None:
    cursor.execute(
        "UPDATE import_file SET state = 'done', finished_at = %s "
        "WHERE organisation_id = current_organisation() AND id = %s AND state IN ('queued', 'running')",
        [now, import_id],
    )
