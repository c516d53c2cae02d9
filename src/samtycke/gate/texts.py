"""Service texts that read like advertising: which wait for a person, what was decided of them, and deciding.

A decision is on the words of a text, whatever its figures: the same reminder of another day needs no second reading. It
is never changed; a later one on the same words is a new row, and counts instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed, read_envelopes
from samtycke.gate.lanes import move
from samtycke.organisations.door import audit, load_sql, must_answer

Meant = Literal["service", "advertising"]

_LANE = {"service": "service", "advertising": "marketing"}


@dataclass(frozen=True, slots=True)
class UnreadText:
    """Words that wait for a person: one of the texts with them, how many messages wait, and since when."""

    key: str
    envelope: Sealed
    waiting: int
    since: datetime


@dataclass(frozen=True, slots=True)
class ReadText:
    """Words that a person has decided on: the newest decision, who made it and why."""

    key: str
    envelope: Sealed
    verdict: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """How many messages were planned with the words, and will be decided again at once."""

    messages: int


class NoSuchText(LookupError):
    """No text of the organisation that reads like advertising has these words."""


class ReasonMissing(ValueError):
    """A decision without a reason is none."""


def unread_texts(cursor: CursorWrapper) -> list[UnreadText]:
    """What waits to be read, the longest first."""
    cursor.execute(load_sql(__file__, "unread.sql"))
    rows = cursor.fetchall()
    envelopes = read_envelopes(cursor, [row[3] for row in rows])
    return [UnreadText(bytes(words).hex(), envelopes[id_], n, since) for words, n, since, id_ in rows]


def read_texts(cursor: CursorWrapper, *, limit: int = 50) -> list[ReadText]:
    """What was decided, newest first: of each text the decision that counts."""
    cursor.execute(load_sql(__file__, "judged.sql"), {"limit": limit})
    rows = cursor.fetchall()
    envelopes = read_envelopes(cursor, [row[5] for row in rows])
    return [
        ReadText(bytes(words).hex(), envelopes[id_], verdict, reason, by, at)
        for words, verdict, reason, by, at, id_ in rows
    ]


def judge_text(
    cursor: CursorWrapper,
    key: str,
    meant: Meant,
    *,
    reason: str,
    by: str,
    staff_id: int | None = None,
    now: datetime,
) -> Judged:
    """A person has read a text and says what it is. All that is planned with its words is decided again at once.

    Args:
        key: of the words, as ``unread_texts`` gives it.
        by: the name of whoever decides.

    Raises:
        NotAnswering: an officer who is away, or no longer authorised.
        NoSuchText: there is no such text.
        ReasonMissing: no reason was given.
    """
    must_answer(cursor, staff_id, now=now)
    if not reason.strip():
        raise ReasonMissing
    words = _words(key)
    cursor.execute(
        "SELECT id FROM envelope WHERE organisation_id = current_organisation() AND words = %s AND signs <> '{}' "
        "ORDER BY id DESC",
        [words],
    )
    ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        raise NoSuchText(key)
    were = read_envelopes(cursor, ids[:1])[ids[0]].judged
    cursor.execute(
        "INSERT INTO content_reading (organisation_id, words, verdict, reason, decided_by, decided_at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s)",
        [words, meant, reason.strip(), by, now],
    )
    audit(cursor, actor=by, act=f"text.is-{meant}", subject=key, staff=staff_id)
    cursor.execute(
        load_sql(__file__, "rejudge.sql"),
        {"envelopes": ids, "were": _LANE[were or "service"], "are": _LANE[meant], "now": now},
    )
    moved = cursor.fetchall()
    for old, new, _ in moved:
        move(cursor, old, new, now)
    return Judged(sum(row[2] for row in moved))


def _words(key: str) -> bytes:
    try:
        return bytes.fromhex(key)
    except ValueError:
        raise NoSuchText(key) from None
