"""`samtycke bench plan`: a campaign planned, beside a bare insert of the very same rows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from samtycke.gate.door import Audience, Sealed, Verdicts, plan, seal_envelope
from samtycke.ops.bench.preview import SPEC
from samtycke.ops.bench.report import Measured, timed
from samtycke.ops.bench.town import a_town, analyse
from samtycke.organisations.door import Organisation, acting_for

TARGET = 1.5
CHUNK = 50_000
PROGRAM, FLOOR = 1, 2
"""Campaigns, as the messages know them."""

_COPY = """
INSERT INTO message (organisation_id, planned_on, contact_id, envelope_id, decision_id, campaign_id, lane, state, rule,
                     due_at, expires_at, planned_at, final_at)
SELECT organisation_id, planned_on, contact_id, envelope_id, decision_id, 2, lane || '-', state, rule, due_at,
       expires_at, planned_at, final_at
FROM written
"""


def measure(size: int) -> Measured:
    """The program first, then its rows again with nothing but the insert."""
    now = datetime.now(UTC)
    with a_town(size, now=now) as organisation:
        program, written = timed(lambda: plan_all(organisation, now))
        with acting_for(organisation.pk) as cursor:
            cursor.execute("CREATE TEMP TABLE written ON COMMIT DROP AS SELECT * FROM message")
            analyse("message")
            floor, _ = timed(lambda: cursor.execute(_COPY))
    per_second = round(size / program)
    return Measured("plan", size, floor, program, TARGET, detail={**written, "per second": per_second})


def plan_all(organisation: Organisation, now: datetime) -> Counter[str]:
    """Plan for everybody, in chunks, each a transaction of its own."""
    with acting_for(organisation.pk) as cursor:
        envelope = seal_envelope(cursor, SPEC)
        cursor.execute("SELECT min(id) - 1, max(id) FROM contact")
        first, last = cursor.fetchone()
    written, verdicts = Counter[str](), Verdicts()
    for after in range(first, last, CHUNK):
        written += _plan_chunk(organisation, envelope, Audience(after, min(after + CHUNK, last)), now, verdicts)
    return written


def _plan_chunk(
    organisation: Organisation, envelope: Sealed, chunk: Audience, now: datetime, verdicts: Verdicts
) -> Counter[str]:
    with acting_for(organisation.pk) as cursor:
        return plan(
            cursor,
            envelope,
            chunk,
            campaign_id=PROGRAM,
            planned_on=now.date(),
            expires_at=now + timedelta(days=2),
            now=now,
            verdicts=verdicts,
        )
