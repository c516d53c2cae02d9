"""An audience, as the distinct situations its people are in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS, Audience, facts_sql, parameters
from samtycke.gate.verdicts import decide_facts
from samtycke.policy import Decision, Facts

SAMPLE = 10

_LIST = ", ".join(COLUMNS)
SITUATION_KEY = f"hash_record_extended(ROW({_LIST}), 0)"
"""Names a situation inside one statement's result: 64 bits, checked for collisions each time it is used."""


class SituationsCollided(RuntimeError):
    """Two different situations share a key: nothing is planned on it."""


@dataclass(frozen=True, slots=True)
class Situation:
    """People of whom the same is known, and what the law says of them. ``sample`` names some of them."""

    key: int
    facts: Facts
    people: int
    sample: tuple[int, ...]
    decision: Decision


def situations(
    cursor: CursorWrapper, envelope: Sealed, audience: Audience, settings: Mapping[str, Any], now: datetime
) -> list[Situation]:
    """Group an audience by its facts and decide each group once."""
    cursor.execute("SET LOCAL work_mem = '256MB'")
    cursor.execute(
        f"SELECT {SITUATION_KEY}, count(*), min(contact_id), max(contact_id), {_LIST} "  # noqa: S608
        f"FROM ({facts_sql(audience)}) f GROUP BY {_LIST}",
        parameters(envelope, audience, settings, now),
    )
    rows = cursor.fetchall()
    if len({row[0] for row in rows}) != len(rows):
        raise SituationsCollided
    policy = envelope.policy
    found = []
    for key, people, first, last, *columns in rows:
        facts = Facts(*columns)
        decision = decide_facts(policy, facts, now, settings)
        found.append(Situation(key, facts, people, tuple({first, last}), decision))
    return found
