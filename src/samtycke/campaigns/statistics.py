"""How a campaign goes, and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.campaign import Campaign
from samtycke.campaigns.finish import finish_if_done
from samtycke.gate.door import counts

_SENT = ("sent", "delivered", "failed", "expired", "unknown")


@dataclass(frozen=True, slots=True)
class Statistics:
    """Messages by state, the withheld ones by rule, how many people left after it, and how many texts came back.

    ``total`` counts every message that has been planned so far, also the withheld; the states add up to it.
    """

    by_state: Mapping[str, int]
    by_rule: Mapping[str, int]
    opted_out: int
    replies: int
    planning: bool
    per_second: float
    ends_at: datetime | None

    @property
    def total(self) -> int:
        """Everybody who has been decided over."""
        return sum(self.by_state.values())

    @property
    def out(self) -> int:
        """How many have left the house."""
        return sum(self.by_state.get(state, 0) for state in _SENT)

    @property
    def waiting(self) -> int:
        """How many are still to go."""
        return self.by_state.get("planned", 0) + self.by_state.get("leased", 0)


def statistics(cursor: CursorWrapper, campaign: Campaign, *, now: datetime) -> Statistics:
    """The counts of a campaign as they stand. Reads running counts, never messages."""
    by_state, by_rule = counts(cursor, campaign.id)
    opted_out = by_state.pop("opted_out", 0)
    cursor.execute(
        "SELECT EXISTS (SELECT FROM campaign_chunk WHERE organisation_id = current_organisation() "
        "AND campaign_id = %s AND done_at IS NULL)",
        [campaign.id],
    )
    (planning,) = cursor.fetchone()
    if campaign.state == "sending" and not planning:
        finish_if_done(cursor, campaign.id, now=now)
    out = sum(by_state.get(state, 0) for state in _SENT)
    waiting = by_state.get("planned", 0) + by_state.get("leased", 0)
    seconds = ((campaign.finished_at or now) - campaign.started_at).total_seconds() if campaign.started_at else 0.0
    rate = out / seconds if seconds > 1 else 0.0
    ends_at = now + timedelta(seconds=waiting / rate) if rate and waiting and campaign.state == "sending" else None
    return Statistics(by_state, by_rule, opted_out, _replies(cursor, campaign), planning, rate, ends_at)


def _replies(cursor: CursorWrapper, campaign: Campaign) -> int:
    """Texts that came from its recipients while it was the last they had got."""
    if campaign.started_at is None:
        return 0
    cursor.execute(
        "SELECT count(*) FROM inbound_text WHERE organisation_id = current_organisation() AND campaign_id = %s",
        [campaign.id],
    )
    return int(cursor.fetchone()[0])
