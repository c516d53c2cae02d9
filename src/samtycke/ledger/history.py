"""What the ledger says of a person, and of everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.ledger.evidence import EvidenceKey, open_evidence
from samtycke.ledger.reads import opened
from samtycke.organisations.door import SealBroken


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger, opened.

    ``evidence`` is None where there is none, where it has been erased, and where it cannot be opened: that last is
    for ``verify`` to say, a page must still be shown. ``value`` is what is known by a ``recipient`` or ``minor``.
    """

    id: int
    contact_id: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    purpose: str | None
    category: str | None
    method: str | None
    wording: str | None
    source: str
    door: str
    by: str
    informed: bool | None
    collected: bool | None
    offered: bool | None
    refused: bool | None
    until: datetime | None
    value: str | None
    evidence: dict[str, str] | None


_SELECT = (
    "SELECT e.id, e.contact_id, e.kind, e.occurred_at, e.recorded_at, e.purpose, e.category, e.method, w.text, "
    "e.source, e.door, e.by, e.informed, e.collected, e.offered, e.refused, "
    "CASE WHEN e.until < '9999-01-01' THEN e.until END, e.value, "
    "e.evidence, e.fingerprint, i.evidence_key "
    "FROM consent_event e "
    "LEFT JOIN wording w ON w.organisation_id = e.organisation_id AND w.id = e.wording_id "
    "LEFT JOIN identity i ON i.organisation_id = e.organisation_id AND i.contact_id = e.contact_id "
    "WHERE e.organisation_id = current_organisation() "
)


def history(cursor: CursorWrapper, contact_id: int, *, limit: int = 500) -> list[Event]:
    """The events of one contact, newest first."""
    cursor.execute(_SELECT + "AND e.contact_id = %s ORDER BY e.occurred_at DESC, e.id DESC LIMIT %s",
                   [contact_id, limit])  # fmt: skip
    return list(_opened(cursor.fetchall()))


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events are looked for; what is left empty is not asked."""

    kinds: tuple[str, ...] = ()
    purpose: str = ""
    method: str = ""
    wording: int | None = None
    """The id of the words that were shown."""


def latest_events(
    cursor: CursorWrapper, *, sought: Sought | None = None, before: int | None = None, limit: int = 50
) -> list[Event]:
    """The events recorded last, of all contacts; ``before`` is the id of the last one seen."""
    asked = sought or Sought()
    conditions = {
        "e.id < %s": before,
        "e.kind = ANY(%s)": list(asked.kinds),
        "e.purpose = %s": asked.purpose,
        "e.method = %s": asked.method,
        "e.wording_id = %s": asked.wording,
    }
    given = {condition: value for condition, value in conditions.items() if value}
    cursor.execute(
        _SELECT + "".join(f"AND {condition} " for condition in given) + "ORDER BY e.id DESC LIMIT %s",
        [*given.values(), limit],
    )
    return list(_opened(cursor.fetchall()))


def _opened(rows: list[Any]) -> Iterator[Event]:
    opened(row[1] for row in rows)
    for *columns, evidence, fingerprint, key in rows:
        yield Event(*(*columns, _open(columns[1], key, evidence, fingerprint)))


def _open(contact_id: int, key: bytes | None, evidence: bytes | None, fingerprint: bytes) -> dict[str, str] | None:
    if evidence is None or key is None:
        return None
    try:
        return open_evidence(EvidenceKey(contact_id, bytes(key)), bytes(evidence), fingerprint=bytes(fingerprint))
    except SealBroken:
        return None
