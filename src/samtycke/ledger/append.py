"""Append events to the ledger, each fact once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.binary import execute
from samtycke.organisations.door import digest, load_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event on its way into ``consent_event``. Its fields are that table's columns, in the order of append.sql."""

    contact_id: int
    fingerprint: bytes
    kind: str
    occurred_at: datetime
    door: str
    by: str = ""
    source: str = ""
    purpose: str | None = None
    category: str | None = None
    method: str | None = None
    wording_id: int | None = None
    informed: bool | None = None
    collected: bool | None = None
    offered: bool | None = None
    refused: bool | None = None
    until: datetime | None = None
    value: str | None = None
    evidence: bytes | None = None


def fingerprint(*parts: str | bytes | None) -> bytes:
    """What makes two events the same fact."""
    return digest(*parts)


def known_facts(cursor: CursorWrapper, marks: Sequence[tuple[int, bytes]]) -> set[tuple[int, bytes]]:
    """Which of some facts, as (contact id, fingerprint), the ledger already holds.

    Ask once the contacts are locked: then the answer stays true.
    """
    if not marks:
        return set()
    rows = execute(
        cursor,
        # LIMIT keeps it a look-up by index for each fact, whatever the planner believes of a table that grows.
        "SELECT t.c, t.f FROM unnest(%b::bigint[], %b::bytea[]) AS t(c, f) "
        "CROSS JOIN LATERAL (SELECT FROM consent_event e WHERE e.organisation_id = (SELECT current_organisation()) "
        "AND e.contact_id = t.c AND e.fingerprint = t.f LIMIT 1) e",
        [list(column) for column in zip(*marks, strict=True)],
    )
    return {(contact_id, mark) for contact_id, mark in rows}


def append_events(cursor: CursorWrapper, said: Sequence[Said], *, now: datetime) -> None:
    """Write events that the ledger does not hold, in this order."""
    if said:
        columns = [[getattr(one, name) for one in said] for name in Said.__slots__]
        execute(cursor, load_sql(__file__, "append.sql"), [now, *columns])
