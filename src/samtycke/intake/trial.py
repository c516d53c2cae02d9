"""What an import would do, without doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from samtycke.intake.parts import each_part
from samtycke.intake.refusal import Refusal
from samtycke.intake.rows import Entry
from samtycke.intake.run import add_warnings, read_rows, setting
from samtycke.ledger.door import record

_EXACT_ROWS = 20_000
"""Above this, what is new or blocked is told when the import has run: a page should not wait for it."""
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class RefusalGroup:
    """Refusals for one reason: how many, and the first of them."""

    field: str
    reason: str
    count: int
    first: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """``unchanged`` are already known, ``blocked`` remain blocked; both None for a file too long to try."""

    rows: int
    accepted: int
    refused: int
    groups: tuple[RefusalGroup, ...]
    unchanged: int | None
    blocked: int | None
    warnings: tuple[dict[str, Any], ...]


def dry_run(cursor: CursorWrapper, import_id: int, *, now: datetime) -> DryRun:
    """Read every row of a draft as the import will, and change nothing."""
    where, who = setting(cursor, import_id, now=now)
    rows = accepted = duplicates = 0
    refused: dict[tuple[str, str], list[Refusal]] = {}
    counts: dict[tuple[str, str], int] = {}
    warnings: list[dict[str, Any]] = []
    entries: list[Entry] = []
    seen: set[bytes] = set()
    for part in each_part(cursor, import_id):
        read = read_rows(part, where, who, seen=seen)
        rows, accepted = rows + len(part), accepted + read.accepted
        duplicates += len(read.duplicates)
        warnings = add_warnings(warnings, read)
        if rows <= _EXACT_ROWS:
            entries.extend(read.entries)
        for refusal in read.refusals:
            reason = refusal.field, refusal.reason
            counts[reason] = counts.get(reason, 0) + 1
            if len(refused.setdefault(reason, [])) < _EXAMPLES:
                refused[reason].append(refusal)
    groups = tuple(
        RefusalGroup(*reason, count, tuple(refused[reason]))
        for reason, count in sorted(counts.items(), key=lambda item: -item[1])
    )
    unchanged = blocked = None
    if rows <= _EXACT_ROWS:
        unchanged, blocked = _try(cursor, entries, now=now)
        unchanged = min(accepted, unchanged + duplicates)
    return DryRun(rows, accepted, rows - accepted, groups, unchanged, blocked, tuple(warnings))


def _try(cursor: CursorWrapper, entries: Sequence[Entry], *, now: datetime) -> tuple[int, int]:
    """Record for real, see what happened, and take it back."""
    before = transaction.savepoint()
    try:
        recorded = record(cursor, entries, now=now)
    finally:
        transaction.savepoint_rollback(before)
    return recorded.unchanged, recorded.blocked
