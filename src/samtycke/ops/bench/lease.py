"""`samtycke bench lease`: messages handed out and settled, beside the same without the gate.

The floor takes what is due, opens the number, writes the lease and the result, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Lease, Outcome, Verdicts, enlist, lease, leave, settle
from samtycke.ledger.door import opened_identity
from samtycke.ops.bench.plan import plan_all
from samtycke.ops.bench.report import Measured, timed
from samtycke.ops.bench.town import a_town, analyse
from samtycke.organisations.door import Organisation, acting_for

TARGET = 1.34
"""At least three quarters of the speed of the same pipeline without the gate."""
BATCH = 500
LANE = "phone/marketing/1"

_TAKE = """
SELECT m.planned_on, m.id, m.contact_id, i.sealed FROM message m
LEFT JOIN identity i ON i.organisation_id = m.organisation_id AND i.contact_id = m.contact_id
WHERE m.organisation_id = (SELECT current_organisation()) AND m.lane = %s AND m.due_at <= clock_timestamp()
ORDER BY m.due_at LIMIT %s FOR UPDATE OF m SKIP LOCKED
"""
_LEASE = """
UPDATE message m SET state = 'leased', due_at = NULL, leased_at = clock_timestamp(), attempts = 1, parts = 1
FROM unnest(%s::date[], %s::bigint[]) AS v(planned_on, id)
WHERE m.organisation_id = (SELECT current_organisation()) AND m.planned_on = v.planned_on AND m.id = v.id
"""
_SETTLE = """
UPDATE message m SET state = 'sent', sent_at = clock_timestamp(), carrier_ref = v.ref
FROM unnest(%s::date[], %s::bigint[], %s::text[]) AS v(planned_on, id, ref)
WHERE m.organisation_id = (SELECT current_organisation()) AND m.planned_on = v.planned_on AND m.id = v.id
"""


def measure(size: int) -> Measured:
    """First the program on one half, then the floor on the other."""
    now = datetime.now(UTC)
    with a_town(size, now=now, readable=True) as organisation:
        plan_all(organisation, now)
        analyse("message")
        with acting_for(organisation.pk) as cursor:
            cursor.execute("SELECT count(*) FROM message WHERE due_at IS NOT NULL")
            half = int(cursor.fetchone()[0]) // 2 // BATCH * BATCH
        gateway = enlist()
        program, sent = timed(lambda: _until(half, _gated(organisation, gateway)))
        leave(gateway)
        floor, done = timed(lambda: _until(half, lambda: _bare(organisation)))
    detail = {"messages per second": round(sent / program), "without the gate": round(done / floor)}
    return Measured("lease", size, floor / done * 1e6, program / sent * 1e6, TARGET, unit="µs a message", detail=detail)


def _until(wanted: int, batch: Callable[[], int]) -> int:
    done = 0
    while done < wanted:
        took = batch()
        if not took:
            break
        done += took
    return done


def _gated(organisation: Organisation, gateway: int) -> Callable[[], int]:
    verdicts = Verdicts()

    def batch() -> int:
        with acting_for(organisation.pk) as cursor:
            taken = lease(cursor, gateway_id=gateway, lane=LANE, limit=BATCH, verdicts=verdicts)
        if taken.messages:
            _settle(organisation, taken)
        return taken.taken

    return batch


def _settle(organisation: Organisation, taken: Lease) -> None:
    outcomes = [Outcome(one, "sent", ref=f"bench-{organisation.pk}-{one.id}") for one in taken.messages]
    with acting_for(organisation.pk) as cursor:
        settle(cursor, taken, outcomes, carrier="bench", now=datetime.now(UTC))


def _bare(organisation: Organisation) -> int:
    with acting_for(organisation.pk) as cursor:
        cursor.execute(_TAKE, [LANE, BATCH])
        rows = cursor.fetchall()
        for _, _, contact_id, sealed in rows:
            opened_identity(contact_id, sealed)
        _write(cursor, _LEASE, [row[0] for row in rows], [row[1] for row in rows])
    with acting_for(organisation.pk) as cursor:
        refs = [f"bare-{organisation.pk}-{row[1]}" for row in rows]
        _write(cursor, _SETTLE, [row[0] for row in rows], [row[1] for row in rows], refs)
    return len(rows)


def _write(cursor: CursorWrapper, statement: str, *arrays: list[Any]) -> None:
    cursor.execute(statement, arrays)
