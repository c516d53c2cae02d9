"""Where the approval of a draft stands."""

from __future__ import annotations

from samtycke.campaigns.door import Campaign, latest_asked
from samtycke.web.staff.access import StaffRequest


def standing(request: StaffRequest, campaign: Campaign) -> dict[str, object]:
    """The last time it was asked for, and whether it waits, came back, or fell since the draft was changed."""
    asked = latest_asked(request.cursor, campaign.id) if campaign.state == "draft" else None
    return {
        "asked": asked,
        "waits": asked is not None and asked.outcome is None,
        "came_back": asked is not None and asked.outcome == "sent_back",
        "fell": asked is not None and asked.outcome == "changed",
    }
