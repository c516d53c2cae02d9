"""A campaign under way, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.campaigns.door import Campaign, Statistics, statistics
from samtycke.gate.door import messages_in
from samtycke.web.parts.bars import Piece, Share, pieces
from samtycke.web.parts.law import Law, law
from samtycke.web.parts.words import clock, number


@dataclass(frozen=True, slots=True)
class Withheld:
    """People a rule kept the text from."""

    rule: str
    people: int
    law: Law


@dataclass(frozen=True, slots=True)
class Job:
    """How far it has come."""

    sentence: str
    label: str
    pieces: Sequence[Piece]
    detail: str
    tenth: int


def running_page(cursor: CursorWrapper, campaign: Campaign, *, now: datetime) -> dict[str, Any]:
    """What the template shows, while it goes and afterwards."""
    counts = statistics(cursor, campaign, now=now)
    state = counts.by_state
    return {
        "campaign": campaign,
        "goes": campaign.state in ("sending", "paused"),
        "counts": counts,
        "job": _job(campaign, counts),
        "delivered": state.get("delivered", 0),
        "with_carrier": state.get("sent", 0) + state.get("leased", 0),
        "failed": state.get("failed", 0) + state.get("expired", 0),
        "unknown": state.get("unknown", 0),
        "cancelled": state.get("cancelled", 0),
        "withheld": state.get("withheld", 0),
        "rows": [
            Withheld(rule, people, law("SE", rule))
            for rule, people in sorted(counts.by_rule.items(), key=lambda item: -item[1])
        ],
        "text": _text(cursor, campaign),
    }


def _job(campaign: Campaign, counts: Statistics) -> Job:
    state = counts.by_state
    reach = counts.out + counts.waiting
    sentence = _sentence(campaign, counts, reach)
    shares = [
        Share(state.get("delivered", 0), "accent"),
        Share(state.get("sent", 0) + state.get("leased", 0), "accent", "lines"),
        Share(state.get("failed", 0) + state.get("expired", 0), "not", "cross"),
        Share(state.get("unknown", 0), "quiet", "unknown"),
    ]
    detail = (
        ""
        if campaign.state in ("sent", "cancelled")
        else _("%(delivered)s delivered, %(with)s with the carrier.")
        % {
            "delivered": number(state.get("delivered", 0)),
            "with": number(state.get("sent", 0) + state.get("leased", 0)),
        }
    )
    tenth = 10 * round(10 * counts.out / reach) if reach else 0
    return Job(sentence, sentence, pieces(shares, of=max(reach, 1)), detail, tenth)


def _sentence(campaign: Campaign, counts: Statistics, reach: int) -> str:
    values = {"out": number(counts.out), "all": number(reach), "name": campaign.name or _("The campaign")}
    if campaign.state == "paused":
        return _("%(name)s is paused. %(out)s of %(all)s have left.") % values
    if campaign.state == "cancelled":
        return _("%(name)s was cancelled. %(out)s had left.") % values
    if campaign.state == "sent":
        return ngettext("%(name)s went to %(all)s person.", "%(name)s went to %(all)s people.", counts.out) % {
            **values,
            "all": number(counts.out),
        }
    if counts.planning:
        return _("%(name)s is being planned. %(out)s have left so far.") % values
    if counts.ends_at:
        return _("%(name)s is going out. %(out)s of %(all)s have left, done about %(time)s.") % {
            **values,
            "time": clock(counts.ends_at),
        }
    return _("%(name)s is going out. %(out)s of %(all)s have left.") % values


def _text(cursor: CursorWrapper, campaign: Campaign) -> str:
    """The text as one of the people had it."""
    for state in ("delivered", "sent", "planned"):
        for message in messages_in(cursor, campaign.id, state=state, limit=1):
            return message.text
    return campaign.text
