"""Whom a campaign may reach, before anything leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.campaigns.audience import audience_of
from samtycke.campaigns.campaign import Campaign
from samtycke.gate.door import Group, Preview, decide_one, draft_envelope
from samtycke.gate.door import preview as preview_envelope
from samtycke.policy import pack_for
from samtycke.sms import Number


def preview(cursor: CursorWrapper, campaign: Campaign, *, now: datetime) -> Preview:
    """Decide over the audience of a campaign. A number nobody has met counts too: it has permitted nothing.

    Raises:
        NotDeclared: purpose, category or sender is none of the organisation's.
        AudienceRefused: the audience describes nobody there is.
    """
    described = audience_of(cursor, campaign)
    known = preview_envelope(cursor, draft_envelope(cursor, campaign.spec), described.known, now=now)
    if not described.strangers:
        return known
    groups = list(known.groups)
    for group in _strangers(cursor, campaign, described.strangers, now):
        same = next((one for one in groups if (one.verdict, one.rule.id) == (group.verdict, group.rule.id)), None)
        if same is None:
            groups.append(group)
        else:
            groups[groups.index(same)] = replace(same, people=same.people + group.people)
    return replace(known, recipients=known.recipients + len(described.strangers), groups=tuple(groups))


def _strangers(cursor: CursorWrapper, campaign: Campaign, numbers: Sequence[Number], now: datetime) -> list[Group]:
    """One group for each country: of strangers nothing else is known."""
    of_country = {number.country: number for number in numbers}
    people = Counter(number.country for number in numbers)
    groups = []
    for country, number in of_country.items():
        decision = decide_one(cursor, campaign.spec, number, now=now)
        groups.append(
            Group(
                decision.verdict,
                decision.basis,
                pack_for(country).rule(decision.rule),
                people[country],
                decision.explanation,
                decision.citation,
                (),
                decision.until,
            )
        )
    return groups
