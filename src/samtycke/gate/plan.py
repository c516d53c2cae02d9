"""Write a campaign's messages: those that may go, those that wait, and those withheld with their rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import Audience, facts_sql, parameters
from samtycke.gate.lanes import announce, lane_name
from samtycke.gate.situations import Situation, situations
from samtycke.gate.tally import Deltas, bump
from samtycke.gate.verdicts import keep, settings_of
from samtycke.organisations.door import load_sql

_STATE = {"allow": "planned", "hold": "planned", "deny": "withheld"}


def plan(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience,
    *,
    campaign_id: int,
    planned_on: date,
    expires_at: datetime,
    now: datetime,
) -> Counter[str]:
    """Plan a part of a campaign in this transaction. Returns how many messages were written, by state.

    Who has a message of this campaign already is left as they are, so that a repeat is harmless. Who moved into a
    situation that was not decided when it began is met by deciding again; nobody is planned without a verdict.
    """
    settings = settings_of(cursor)
    lane = lane_name(envelope, campaign_id)
    written = Counter[str]()
    for _ in range(3):
        found = situations(cursor, envelope, audience, settings, now)
        ids = keep(cursor, envelope, [one.judgement for one in found], now)
        cursor.execute(
            load_sql(__file__, "plan.sql").replace("{facts}", facts_sql(audience)),
            {
                **parameters(envelope, audience, settings, now),
                **_verdicts(found, ids),
                "envelope": envelope.id,
                "campaign": campaign_id,
                "lane": lane,
                "planned_on": planned_on,
                "expires_at": expires_at,
            },
        )
        deltas: Deltas = Counter()
        for state, rule, n in cursor.fetchall():
            deltas[campaign_id, state, rule if state == "withheld" else ""] += n
            written[state] += n
        bump(cursor, deltas)
        if sum(deltas.values()) + _already(cursor, audience, campaign_id, planned_on, deltas) >= sum(
            one.people for one in found
        ):
            break
    announce(cursor, lane, now)
    return written


def _verdicts(found: Sequence[Situation], ids: Sequence[int]) -> dict[str, list[object]]:
    return {
        "keys": [one.key for one in found],
        "decisions": list(ids),
        "states": [_STATE[one.decision.verdict] for one in found],
        "rules": [one.decision.rule for one in found],
        # A hold without an end waits for an event: an hour at most until it is asked again.
        "due": [one.decision.until if one.decision.verdict == "hold" else None for one in found],
        "held": [one.decision.verdict == "hold" for one in found],
    }


def _already(cursor: CursorWrapper, audience: Audience, campaign_id: int, planned_on: date, deltas: Deltas) -> int:
    """How many of the audience had a message of this campaign before this round."""
    cursor.execute(
        "SELECT count(*) FROM message WHERE organisation_id = current_organisation() "  # noqa: S608
        "AND planned_on = %(on)s AND campaign_id = %(campaign)s AND " + audience.condition("contact_id"),
        {"on": planned_on, "campaign": campaign_id, **audience.parameters},
    )
    return int(cursor.fetchone()[0]) - sum(deltas.values())
