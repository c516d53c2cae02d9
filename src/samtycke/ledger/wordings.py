"""The exact words people were shown, each kept once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import digest


def wordings(cursor: CursorWrapper, texts: Iterable[str]) -> dict[str, int]:
    """The id of each text, kept where it is new."""
    by_digest = {digest(text): text for text in sorted(set(texts))}
    if not by_digest:
        return {}
    cursor.execute(
        "INSERT INTO wording (organisation_id, digest, text) "
        "SELECT current_organisation(), d, t FROM unnest(%s::bytea[], %s::text[]) AS w(d, t) "
        "ON CONFLICT (organisation_id, digest) DO NOTHING",
        [list(by_digest), list(by_digest.values())],
    )
    cursor.execute(
        "SELECT digest, id FROM wording WHERE organisation_id = current_organisation() AND digest = ANY(%s)",
        [list(by_digest)],
    )
    return {by_digest[bytes(row[0])]: row[1] for row in cursor.fetchall()}


def changed_wordings(cursor: CursorWrapper) -> Iterator[str]:
    """Words that are no longer those that were kept."""
    cursor.execute("SELECT id, digest, text FROM wording WHERE organisation_id = current_organisation() ORDER BY id")
    for wording_id, mark, text in cursor.fetchall():
        if bytes(mark) != digest(text):
            yield f"The words that were shown were changed: wording {wording_id}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that people were shown. ``yeses``: how many said yes to just these; ``first`` and ``last`` when."""

    id: int
    text: str
    yeses: int
    first: datetime | None
    last: datetime | None


def shown_wordings(cursor: CursorWrapper, *, limit: int = 100) -> list[Wording]:
    """The words people have been shown, the newest first, with what came of them."""
    cursor.execute(
        "SELECT w.id, w.text, count(e.id), min(e.occurred_at), max(e.occurred_at) FROM wording w "
        "LEFT JOIN consent_event e ON e.organisation_id = w.organisation_id AND e.wording_id = w.id "
        "AND e.kind IN ('consent', 'confirmation') AND e.method IS DISTINCT FROM 'double_opt_in_pending' "
        "WHERE w.organisation_id = current_organisation() GROUP BY w.id, w.text ORDER BY w.id DESC LIMIT %s",
        [limit],
    )
    return [Wording(*row) for row in cursor.fetchall()]


def wording(cursor: CursorWrapper, wording_id: int) -> str:
    """The words that go by an id; empty where the organisation has none that do."""
    cursor.execute("SELECT text FROM wording WHERE organisation_id = current_organisation() AND id = %s", [wording_id])
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def latest_wordings(cursor: CursorWrapper, *, limit: int = 20) -> list[str]:
    """The wordings that people were shown, the newest first."""
    cursor.execute(
        "SELECT text FROM wording WHERE organisation_id = current_organisation() ORDER BY id DESC LIMIT %s", [limit]
    )
    return [row[0] for row in cursor.fetchall()]
