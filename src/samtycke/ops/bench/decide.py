"""`samtycke bench decide`: how fast the law answers, and into how few situations a town falls.

The floor is what no decision can do without: the facts of each situation made and compared once. It is taken in the
same run, over the same situations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from samtycke.gate.door import EVERYBODY, Sealed, draft_envelope
from samtycke.gate.facts import COLUMNS, facts_sql, parameters
from samtycke.gate.judge import Judge
from samtycke.gate.situations import BROAD
from samtycke.gate.verdicts import settings_of
from samtycke.ops.bench.preview import SPEC
from samtycke.ops.bench.report import Measured, in_turn
from samtycke.ops.bench.town import a_town
from samtycke.organisations.door import acting_for
from samtycke.policy import Envelope, Facts, Pack, decide, pack_for

TARGET = 20.0
_AT_LEAST = 20_000
"""So many decisions are timed, whatever the town: fewer would measure the clock."""


def measure(size: int) -> Measured:
    """The best of three each, in turn; seconds for a thousand decisions."""
    now = datetime.now(UTC)
    with a_town(size, now=now) as organisation, acting_for(organisation.pk) as cursor:
        envelope, settings = draft_envelope(cursor, SPEC), settings_of(cursor)
        rows = _situations(cursor, envelope, settings, now)
        facts = [Facts(*row) for row in rows]
        packs = {one.country: pack_for(one.country, settings) for one in facts}
        repeat = max(1, _AT_LEAST // len(facts))
        (floor, _), (program, _), (judged, _) = in_turn(
            lambda: [_made(rows) for _ in range(repeat)],
            lambda: [_decided(envelope.policy, facts, now, packs) for _ in range(repeat)],
            lambda: _judged(envelope, settings, now, rows, repeat),
        )
    times = repeat * len(facts)
    detail = {
        "distinct situations": f"{len(facts):,} in {size:,} contacts",
        "decisions/s": f"{times / program:,.0f}",
        "decisions/s where situations recur": f"{times / judged:,.0f}",
    }
    thousand = 1_000 / times
    return Measured("decide", size, floor * thousand, program * thousand, TARGET, "s per 1,000", detail=detail)


def _situations(cursor: Any, envelope: Sealed, settings: dict[str, Any], now: datetime) -> list[tuple[Any, ...]]:
    """Every distinct situation, by all the facts there are."""
    columns = ", ".join(COLUMNS)
    cursor.execute(BROAD)
    cursor.execute(
        f"SELECT {columns} FROM ({facts_sql(EVERYBODY)}) f GROUP BY {columns}",  # noqa: S608
        parameters(envelope, EVERYBODY, settings, now),
    )
    return [tuple(row) for row in cursor.fetchall()]


def _made(rows: Sequence[tuple[Any, ...]]) -> int:
    return len({Facts(*row) for row in rows})


def _decided(envelope: Envelope, facts: Sequence[Facts], now: datetime, packs: Mapping[str, Pack]) -> int:
    return len([decide(envelope, one, now, packs[one.country]) for one in facts])


def _judged(
    envelope: Sealed, settings: dict[str, Any], now: datetime, rows: Sequence[tuple[Any, ...]], repeat: int
) -> None:
    judge = Judge(envelope, settings, now)
    for _ in range(repeat):
        for row in rows:
            judge.judge(row)
