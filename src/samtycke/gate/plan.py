"""Write a campaign's messages: those that may go, those that wait, and those withheld with their rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.arrays import listed
from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS, DAYS, Audience, facts_sql, parameters
from samtycke.gate.judge import Judge, Judgement
from samtycke.gate.lanes import announce, lane_name
from samtycke.gate.situations import BROAD, SITUATION_KEY, SituationsCollided
from samtycke.gate.tally import Deltas, bump
from samtycke.gate.verdicts import Verdicts, keep, settings_of
from samtycke.organisations.door import load_sql

_STATE = {"allow": "planned", "hold": "planned", "deny": "withheld"}
_COLUMNS = ", ".join(COLUMNS)
_OTHERS = ", ".join(name for name in COLUMNS if name not in DAYS)
_FIRST = ", ".join(f"min({name})" if name in DAYS else name for name in COLUMNS)
_CUSTOMER_ON, _SALE_ON = COLUMNS.index("customer_on"), COLUMNS.index("sale_on")


_VERDICTS = Verdicts()
"""One part of a campaign after the other meets the same situations."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What holds for a situation; ``by_day``: for those of it only who bought on these days."""

    key: int
    judgement: Judgement
    by_day: bool = False
    customer_on: date | None = None
    sale_on: date | None = None


def plan(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience,
    *,
    campaign_id: int,
    planned_on: date,
    expires_at: datetime,
    now: datetime,
    verdicts: Verdicts | None = None,
) -> Counter[str]:
    """Plan a part of a campaign in this transaction. Returns how many messages were written, by state.

    Facts are read once, and every message is written from what was decided on them. Who has a message of this campaign
    already is left as they are, so that a repeat is harmless. ``verdicts`` is what the process remembers of the parts
    before this one.
    """
    settings = settings_of(cursor)
    judge = (verdicts or _VERDICTS).of(envelope, settings, now)
    cursor.execute(BROAD)
    cursor.execute(
        load_sql(__file__, "read.sql")
        .replace("{key}", SITUATION_KEY)
        .replace("{columns}", _COLUMNS)
        .replace("{facts}", facts_sql(audience)),
        parameters(envelope, audience, settings, now),
    )
    found = _verdicts(cursor, judge)
    lane = lane_name(envelope, campaign_id)
    cursor.execute(
        load_sql(__file__, "plan.sql"),
        {
            **_arrays(found, keep(cursor, envelope, [one.judgement for one in found], now)),
            "envelope": envelope.id,
            "campaign": campaign_id,
            "lane": lane,
            "planned_on": planned_on,
            "expires_at": expires_at,
            "now": now,
        },
    )
    deltas: Deltas = Counter()
    written = Counter[str]()
    for state, rule, n in cursor.fetchall():
        deltas[campaign_id, state, rule if state == "withheld" else ""] += n
        written[state] += n
    cursor.execute("DROP TABLE reading")
    bump(cursor, deltas)
    announce(cursor, lane, now)
    return written


def _verdicts(cursor: CursorWrapper, judge: Judge) -> list[_Verdict]:
    """The verdicts on all who were read; where one turns on the day of a purchase, one for each day."""
    found, by_day = [], {}
    for key, row in _situations(cursor).items():
        judgement = judge.judge(row)
        if judgement.by_day:
            by_day[key] = row
        else:
            found.append(_Verdict(key, judgement))
    cursor.execute("SELECT DISTINCT key, customer_on, sale_on FROM reading WHERE key = ANY(%s)", [list(by_day)])
    for key, customer_on, sale_on in cursor.fetchall():
        of_day = list(by_day[key])
        of_day[_CUSTOMER_ON], of_day[_SALE_ON] = customer_on, sale_on
        found.append(_Verdict(key, judge.judge(of_day), True, customer_on, sale_on))
    return found


def _situations(cursor: CursorWrapper) -> dict[int, tuple[Any, ...]]:
    """The facts of one person of each situation that was read, by its key.

    Raises:
        SituationsCollided: never, as far as anybody will see.
    """
    cursor.execute(
        f"SELECT key, {_FIRST} FROM reading GROUP BY key, {_OTHERS}"  # noqa: S608
    )
    rows = cursor.fetchall()
    found = {row[0]: row[1:] for row in rows}
    if len(found) != len(rows):
        raise SituationsCollided
    return found


def _arrays(found: Sequence[_Verdict], decisions: Sequence[int]) -> dict[str, str]:
    made = [one.judgement.decision for one in found]
    return {
        "keys": listed(one.key for one in found),
        "by_day": listed(one.by_day for one in found),
        "customer_on": listed(one.customer_on for one in found),
        "sale_on": listed(one.sale_on for one in found),
        "decisions": listed(decisions),
        "states": listed(_STATE[one.verdict] for one in made),
        "rules": listed(one.rule for one in made),
        "due": listed(one.until if one.verdict == "hold" else None for one in made),
    }
