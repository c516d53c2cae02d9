"""An audience, as the distinct situations its people are in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS, DAYS, PERIODS, Audience, facts_sql, parameters
from samtycke.gate.judge import Judge, Judgement
from samtycke.policy import Decision


def side(column: str, since: str, before: str) -> str:
    """SQL: on which side of every period a day is. That is all the law asks of it, so that days do not multiply."""
    return (
        f"CASE WHEN {column} >= %({since})s THEN 'infinity'::date "
        f"WHEN {column} < %({before})s THEN '-infinity'::date ELSE {column} END"
    )


_ALIKE = ", ".join(side(name, *PERIODS[name]) if name in DAYS else name for name in COLUMNS)
_FIRST = ", ".join(f"min({name})" if name in DAYS else name for name in COLUMNS)
SITUATION_KEY = f"hash_record_extended(ROW({_ALIKE}), 0)"
"""Names a situation inside one statement's result: 64 bits, checked for collisions each time it is used."""

BROAD = (
    "SET LOCAL work_mem = '256MB'; "
    # A whole audience is read by all cores there are: handing a row over costs less than deciding where it belongs.
    "SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; "
    # Hashing keeps people in the order they were read, in which their messages are then indexed.
    "SET LOCAL enable_mergejoin = off"
)


class SituationsCollided(RuntimeError):
    """Two different situations share a key: nothing is decided on it."""


@dataclass(frozen=True, slots=True)
class Situation:
    """People of whom the same is known but for the days on which they bought; ``row`` is of the earliest.

    ``sample`` names two of them.
    """

    key: int
    row: tuple[Any, ...]
    people: int
    sample: tuple[int, int]
    judgement: Judgement

    @property
    def country(self) -> str:
        """Whose law they are under."""
        return str(self.row[0])

    @property
    def decision(self) -> Decision:
        """What the law says."""
        return self.judgement.decision


def situations(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience,
    settings: Mapping[str, Any],
    now: datetime,
) -> list[Situation]:
    """Group an audience by its facts and decide each group once.

    Raises:
        SituationsCollided: never, as far as anybody will see.
    """
    judge = Judge(envelope, settings, now)
    cursor.execute(BROAD)
    cursor.execute(
        f"SELECT {SITUATION_KEY}, count(*), min(contact_id), max(contact_id), {_FIRST} "  # noqa: S608
        f"FROM ({facts_sql(audience)}) f GROUP BY {_ALIKE}",
        parameters(envelope, audience, settings, now),
    )
    found = [Situation(row[0], row[4:], row[1], (row[2], row[3]), judge.judge(row[4:])) for row in cursor.fetchall()]
    if len({one.key for one in found}) != len(found):
        raise SituationsCollided
    return found
