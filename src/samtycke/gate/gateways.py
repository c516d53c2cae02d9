"""The gateways that are alive, and what the dead ones left behind."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import connection, transaction

from samtycke.gate.lanes import announce
from samtycke.gate.tally import Deltas, bump
from samtycke.organisations.door import Organisation, acting_for, load_sql

DEAD_AFTER = timedelta(seconds=30)


def enlist() -> int:
    """Make a gateway known. Returns its id."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO gateway DEFAULT VALUES RETURNING id")
        return int(cursor.fetchone()[0])


def beat(gateway_id: int) -> int:
    """Say that a gateway lives. Returns how many do, itself included: they share a carrier's rate."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE gateway SET beat_at = clock_timestamp() WHERE id = %s", [gateway_id])
        cursor.execute(
            "SELECT count(*) FROM gateway WHERE beat_at > clock_timestamp() - %s * interval '1 second'",
            [DEAD_AFTER.total_seconds()],
        )
        return max(1, int(cursor.fetchone()[0]))


def leave(gateway_id: int) -> None:
    """A gateway that stops cleanly holds nothing and is forgotten at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM gateway WHERE id = %s", [gateway_id])


def reap() -> int:
    """Settle what dead gateways held: marketing is unknown, service is planned again. Returns how many messages."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM gateway WHERE beat_at < clock_timestamp() - %s * interval '1 second'",
            [DEAD_AFTER.total_seconds()],
        )
    return sum(_reap_of(organisation.pk) for organisation in Organisation.objects.only("pk"))


def _reap_of(organisation_id: int) -> int:
    deltas: Deltas = Counter()
    reaped = 0
    with acting_for(organisation_id) as cursor:
        cursor.execute(load_sql(__file__, "reap.sql"))
        lanes: dict[str, datetime] = {}
        for campaign_id, lane, state, due_at, n in cursor.fetchall():
            reaped += n
            if due_at is not None:
                lanes[lane] = due_at
            if campaign_id is not None:
                deltas[campaign_id, "leased", ""] -= n
                deltas[campaign_id, state, ""] += n
        bump(cursor, deltas)
        for lane, due_at in lanes.items():
            announce(cursor, lane, due_at)
    return reaped
