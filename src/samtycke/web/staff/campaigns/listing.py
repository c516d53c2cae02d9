"""The list of campaigns, grouped by what they ask of the reader."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtycke.campaigns.door import Campaign, Statistics, statistics

TITLES: dict[str, str | Promise] = {
    "going": _("Going out"),
    "ready": _("Approved, not sent"),
    "asked": _("Wait for approval"),
    "drafts": _("Drafts"),
    "sent": _("Sent"),
}
_GROUP_OF = {
    "sending": "going",
    "paused": "going",
    "approved": "ready",
    "draft": "drafts",
    "sent": "sent",
    "cancelled": "sent",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A campaign with its counts; None while it is a draft."""

    campaign: Campaign
    counts: Statistics | None


@dataclass(frozen=True, slots=True)
class GroupOf:
    """Campaigns under one heading."""

    title: str | Promise
    members: Sequence[Listed]


def listing(
    cursor: CursorWrapper, found: Sequence[Campaign], *, waiting: Container[int] = (), now: datetime
) -> list[GroupOf]:
    """Groups that have somebody in them, in the order of the titles. ``waiting``: those whose approval is asked for."""
    members: dict[str, list[Listed]] = {}
    for campaign in found:
        counted = None if campaign.is_open else statistics(cursor, campaign, now=now)
        group = "asked" if campaign.state == "draft" and campaign.id in waiting else _GROUP_OF[campaign.state]
        members.setdefault(group, []).append(Listed(campaign, counted))
    return [GroupOf(title, members[name]) for name, title in TITLES.items() if name in members]
