"""A block list that is shared within a group of companies, where each is its own controller.

What is shared is a person's own no to all marketing: its seal travels, the number never does. Each direction is an
agreement of its own: offered by a named person with a reason, accepted by another, ended by either. What came stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper
from procrastinate.contrib.django import app

from samtycke.organisations.door import audit, keyring
from samtycke.sms import Number


class SharingRefused(ValueError):
    """It cannot be so. ``reason``: ``unknown`` (no such organisation), ``gone`` (it doesn't stand), ``reason``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Sharing:
    """An agreement as one of the two sees it. ``gives``: this organisation is the giver; ``other`` is the other's name.

    ``state``: offered, standing, ended. ``copied`` is None until what was there at the beginning has come over.
    """

    id: int
    gives: bool
    other: str
    offered_by: str
    offered_reason: str
    offered_at: datetime
    accepted_by: str | None
    accepted_reason: str | None
    accepted_at: datetime | None
    ended_by: str | None
    ended_reason: str | None
    ended_at: datetime | None
    ended_here: bool
    copied: int | None

    @property
    def state(self) -> str:
        return "ended" if self.ended_at else "standing" if self.accepted_at else "offered"


def sharings(cursor: CursorWrapper) -> list[Sharing]:
    """What this organisation has offered and been offered, the newest first."""
    cursor.execute(
        "SELECT s.id, s.giver_id = current_organisation(), o.name, s.offered_by, s.offered_reason, s.offered_at, "
        "s.accepted_by, s.accepted_reason, s.accepted_at, s.ended_by, s.ended_reason, s.ended_at, "
        "coalesce(s.ended_for = current_organisation(), false), s.copied FROM block_sharing s "
        "JOIN organisation o ON o.id IN (s.giver_id, s.taker_id) AND o.id <> current_organisation() "
        "WHERE current_organisation() IN (s.giver_id, s.taker_id) ORDER BY s.ended_at IS NOT NULL, s.id DESC"
    )
    return [Sharing(*row) for row in cursor.fetchall()]


def offer_blocks(cursor: CursorWrapper, slug: str, *, reason: str, by: str, now: datetime) -> None:
    """Offer the list to the organisation with this short name. Offering it again changes nothing.

    Raises:
        SharingRefused: there is none, or there is no reason, without which nobody could answer for it.
    """
    _needed(reason)
    cursor.execute(
        "SELECT id FROM organisation WHERE slug = %s AND id <> current_organisation()", [slug.strip().lower()]
    )
    row = cursor.fetchone()
    if row is None:
        raise SharingRefused("unknown")
    cursor.execute(
        "INSERT INTO block_sharing (giver_id, taker_id, offered_by, offered_reason, offered_at) "
        "VALUES (current_organisation(), %s, %s, %s, %s) "
        "ON CONFLICT (giver_id, taker_id) WHERE ended_at IS NULL DO NOTHING",
        [row[0], by, reason.strip(), now],
    )
    audit(cursor, actor=by, act="blocks.offer")


def accept_blocks(cursor: CursorWrapper, sharing_id: int, *, reason: str, by: str, now: datetime) -> None:
    """Accept an offer. What the other's list holds comes over, and what is said to them from now on.

    Raises:
        SharingRefused: there is no such offer to this organisation, or there is no reason.
    """
    _needed(reason)
    cursor.execute(
        "UPDATE block_sharing SET accepted_by = %s, accepted_reason = %s, accepted_at = %s "
        "WHERE id = %s AND taker_id = current_organisation() AND accepted_at IS NULL AND ended_at IS NULL "
        "RETURNING giver_id, taker_id",
        [by, reason.strip(), now, sharing_id],
    )
    row = cursor.fetchone()
    if row is None:
        raise SharingRefused("gone")
    audit(cursor, actor=by, act="blocks.accept", subject=f"block_sharing/{sharing_id}")
    giver_id, taker_id = row
    # In the open transaction, and by its name: the task calls this file.
    app.configure_task("gate.copy_blocks", allow_unknown=False, lock=f"block_sharing/{sharing_id}").defer(
        sharing_id=sharing_id, giver_id=giver_id, taker_id=taker_id
    )


def end_sharing(cursor: CursorWrapper, sharing_id: int, *, reason: str, by: str, now: datetime) -> None:
    """End an agreement, or decline an offer, from either side. What came over stays: a no stands.

    Raises:
        SharingRefused: this organisation has no such agreement that stands, or there is no reason.
    """
    _needed(reason)
    cursor.execute(
        "UPDATE block_sharing SET ended_by = %s, ended_reason = %s, ended_at = %s, ended_for = current_organisation() "
        "WHERE id = %s AND current_organisation() IN (giver_id, taker_id) AND ended_at IS NULL",
        [by, reason.strip(), now, sharing_id],
    )
    if not cursor.rowcount:
        raise SharingRefused("gone")
    audit(cursor, actor=by, act="blocks.end", subject=f"block_sharing/{sharing_id}")


def share_noes(cursor: CursorWrapper, numbers: Sequence[Number], *, since: datetime) -> None:
    """Tell a no to all marketing on to those who have agreed to hear it, when this transaction commits."""
    cursor.execute(
        "SELECT id, giver_id, taker_id FROM block_sharing WHERE giver_id = current_organisation() "
        "AND accepted_at IS NOT NULL AND ended_at IS NULL ORDER BY id"
    )
    takers = cursor.fetchall()
    if not takers:
        return
    ring = keyring()
    # Seals only: no number is told.
    noes: list[Any] = [[key.hex(), since.isoformat()] for number in numbers for key in ring.number_keys(number.e164)]
    for sharing_id, giver_id, taker_id in takers:
        app.configure_task("gate.share_blocks", allow_unknown=False).defer(
            sharing_id=sharing_id, giver_id=giver_id, taker_id=taker_id, noes=noes
        )


def standing_sharing(cursor: CursorWrapper, sharing_id: int) -> tuple[str, str] | None:
    """For the taker: the giver's name, and who agreed to it here; None when it has ended."""
    cursor.execute(
        "SELECT o.name, s.accepted_by FROM block_sharing s JOIN organisation o ON o.id = s.giver_id "
        "WHERE s.id = %s AND s.taker_id = current_organisation() AND s.accepted_at IS NOT NULL AND s.ended_at IS NULL",
        [sharing_id],
    )
    row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def _needed(reason: str) -> None:
    if not reason.strip():
        raise SharingRefused("reason")
