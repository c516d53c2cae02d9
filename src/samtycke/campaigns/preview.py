"""Whom a campaign may reach, before anything leaves."""

from __future__ import annotations

from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.audience import audience_of
from samtycke.campaigns.campaign import Campaign
from samtycke.gate.door import Preview, draft_envelope
from samtycke.gate.door import preview as preview_envelope


def preview(cursor: CursorWrapper, campaign: Campaign, *, now: datetime) -> Preview:
    """Decide over the audience of a campaign.

    Raises:
        NotDeclared: purpose, category or sender is none of the organisation's.
        AudienceRefused: the audience describes nothing there is.
    """
    audience = audience_of(cursor, campaign.audience)
    return preview_envelope(cursor, draft_envelope(cursor, campaign.spec), audience, now=now)
