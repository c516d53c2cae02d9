"""Where there is work: one row per queue, read before the organisation is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed


@dataclass(frozen=True, slots=True)
class Lane:
    """A queue of one organisation at one carrier: service, marketing, or one campaign's."""

    organisation_id: int
    name: str


def lane_name(envelope: Sealed, campaign_id: int | None) -> str:
    """A campaign has a lane of its own, so that it can be halted by one row, and none waits behind another."""
    return f"{envelope.lane}/{campaign_id}" if campaign_id is not None else envelope.lane


def announce(cursor: CursorWrapper, lane: str, due_at: datetime) -> None:
    """Say that a lane has something due; gateways wake when this transaction commits."""
    cursor.execute(
        "INSERT INTO lane (organisation_id, name, next_due) VALUES (current_organisation(), %s, %s) "
        "ON CONFLICT (organisation_id, name) DO UPDATE SET next_due = least(lane.next_due, excluded.next_due) "
        "RETURNING pg_notify('work', '')",
        [lane, due_at],
    )


def move(cursor: CursorWrapper, old: str, new: str, due_at: datetime) -> None:
    """Say that messages of one lane are due in another. Of a halted campaign it is halted too."""
    cursor.execute(
        "INSERT INTO lane (organisation_id, name, next_due, halted) "
        "SELECT current_organisation(), %(new)s, %(due)s, coalesce(bool_or(halted), false) FROM lane "
        "WHERE organisation_id = current_organisation() AND name = %(old)s "
        "ON CONFLICT (organisation_id, name) DO UPDATE SET next_due = least(lane.next_due, excluded.next_due), "
        "halted = lane.halted OR excluded.halted RETURNING pg_notify('work', '')",
        {"old": old, "new": new, "due": due_at},
    )


def due_lanes(cursor: CursorWrapper, carrier: str, kind: str, now: datetime) -> list[Lane]:
    """The lanes of a carrier with something due, of all organisations. ``kind``: service or marketing.

    There are none of marketing while a database that was put back waits for its journal, see due.sql.
    """
    cursor.execute(
        "SELECT organisation_id, name FROM lane WHERE NOT halted AND next_due <= %s "
        "AND (name = %s OR name LIKE %s) "
        "AND (%s <> 'marketing' OR NOT EXISTS (SELECT FROM database_life WHERE settled_at IS NULL)) "
        "ORDER BY next_due, organisation_id, name",
        [now, f"{carrier}/{kind}", f"{carrier}/{kind}/%", kind],
    )
    return [Lane(*row) for row in cursor.fetchall()]


def rest(cursor: CursorWrapper, lane: str) -> None:
    """Let a lane in which nothing was due sleep until its next message is.

    The row is locked first: who plans meanwhile announces after us, and is not overwritten.
    """
    cursor.execute("SELECT 1 FROM lane WHERE organisation_id = current_organisation() AND name = %s FOR UPDATE", [lane])
    cursor.execute(
        "UPDATE lane SET next_due = coalesce((SELECT min(due_at) FROM message "
        "WHERE organisation_id = current_organisation() AND lane = %(lane)s AND due_at IS NOT NULL), 'infinity') "
        "WHERE organisation_id = current_organisation() AND name = %(lane)s",
        {"lane": lane},
    )


def halt(cursor: CursorWrapper, campaign_id: int) -> None:
    """Lease nothing more of a campaign: at once, by one row a lane."""
    _halted(cursor, campaign_id, True)


def resume(cursor: CursorWrapper, campaign_id: int) -> None:
    """Lease a campaign's messages again."""
    _halted(cursor, campaign_id, False)
    cursor.execute("NOTIFY work")


def _halted(cursor: CursorWrapper, campaign_id: int, halted: bool) -> None:
    cursor.execute(
        "UPDATE lane SET halted = %s WHERE organisation_id = current_organisation() AND name LIKE %s",
        [halted, f"%/%/{campaign_id}"],
    )
