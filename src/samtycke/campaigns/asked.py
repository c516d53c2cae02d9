"""Approvals that were asked for, and what came of each: kept with its reason, one open at a time for a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.backends.utils import CursorWrapper

Outcome = Literal["approved", "sent_back", "changed"]


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """Somebody asked for a campaign's approval. ``staff_id``: the member who did; None of a program.

    ``outcome`` is None while it waits. ``changed``: what was asked for was changed before anybody had answered, so that
    it has to be asked for anew.
    """

    id: int
    campaign_id: int
    by: str
    staff_id: int | None
    note: str
    at: datetime
    outcome: Outcome | None
    answered_by: str
    answered_at: datetime | None
    reason: str


_COLUMNS = "id, campaign_id, by, staff_id, note, at, outcome, answered_by, answered_at, reason"


def keep_asked(
    cursor: CursorWrapper, campaign_id: int, *, by: str, staff_id: int | None, note: str, now: datetime
) -> ApprovalAsked:
    """Write down that it was asked for. The campaign is locked by the caller, who has seen that nothing waits."""
    cursor.execute(
        "INSERT INTO approval_asked (organisation_id, campaign_id, by, staff_id, note, at) "  # noqa: S608 - our own
        f"VALUES (current_organisation(), %s, %s, %s, %s, %s) RETURNING {_COLUMNS}",
        [campaign_id, by, staff_id, note, now],
    )
    return ApprovalAsked(*cursor.fetchone())


def latest_asked(cursor: CursorWrapper, campaign_id: int) -> ApprovalAsked | None:
    """The last time it was asked for, answered or not."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM approval_asked WHERE organisation_id = current_organisation() "  # noqa: S608 - our own
        "AND campaign_id = %s ORDER BY id DESC LIMIT 1",
        [campaign_id],
    )
    row = cursor.fetchone()
    return ApprovalAsked(*row) if row else None


def one_asked(cursor: CursorWrapper, asked_id: int) -> ApprovalAsked | None:
    """By its id."""
    cursor.execute(
        f"SELECT {_COLUMNS} FROM approval_asked WHERE organisation_id = current_organisation() AND id = %s",  # noqa: S608
        [asked_id],
    )
    row = cursor.fetchone()
    return ApprovalAsked(*row) if row else None


def open_asked(cursor: CursorWrapper) -> list[ApprovalAsked]:
    """Those that wait, the oldest first; of campaigns that are still drafts."""
    cursor.execute(
        f"SELECT {', '.join(f'a.{one}' for one in _COLUMNS.split(', '))} FROM approval_asked a "  # noqa: S608 - our own
        "JOIN campaign c ON c.organisation_id = a.organisation_id AND c.id = a.campaign_id AND c.state = 'draft' "
        "WHERE a.organisation_id = current_organisation() AND a.outcome IS NULL ORDER BY a.id"
    )
    return [ApprovalAsked(*row) for row in cursor.fetchall()]


def close_asked(
    cursor: CursorWrapper, campaign_id: int, outcome: Outcome, *, by: str, reason: str = "", now: datetime
) -> int | None:
    """What came of the one that waits; its id, or None where none does."""
    cursor.execute(
        "UPDATE approval_asked SET outcome = %s, answered_by = %s, answered_at = %s, reason = %s "
        "WHERE organisation_id = current_organisation() AND campaign_id = %s AND outcome IS NULL RETURNING id",
        [outcome, by, now, reason, campaign_id],
    )
    row = cursor.fetchone()
    return int(row[0]) if row else None


def sent_back_to(cursor: CursorWrapper, staff_id: int) -> list[ApprovalAsked]:
    """What came back to somebody who asked, and has not been asked for again; of drafts."""
    cursor.execute(
        f"SELECT {', '.join(f'a.{one}' for one in _COLUMNS.split(', '))} FROM approval_asked a "  # noqa: S608 - our own
        "JOIN campaign c ON c.organisation_id = a.organisation_id AND c.id = a.campaign_id AND c.state = 'draft' "
        "WHERE a.organisation_id = current_organisation() AND a.outcome = 'sent_back' AND a.staff_id = %s "
        "AND NOT EXISTS (SELECT FROM approval_asked n WHERE n.organisation_id = a.organisation_id "
        "AND n.campaign_id = a.campaign_id AND n.id > a.id) ORDER BY a.id DESC LIMIT 5",
        [staff_id],
    )
    return [ApprovalAsked(*row) for row in cursor.fetchall()]
