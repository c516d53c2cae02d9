"""kill -9 of the gateway, in the middle of a campaign, again and again (promise 7)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from samtycke.dispatch.outbound import BATCH, THREADS
from samtycke.dispatch.pace import Pace
from samtycke.dispatch.tests.scene import campaign, carrier_of, consents, eventually, number, phones, states
from samtycke.gate.door import counts
from samtycke.organisations.door import acting_for

PEOPLE = 2_000
RATE = 600
UNSETTLED = THREADS["marketing"] * Pace(RATE).batch(BATCH)
"""At most so many are in a gateway's hands at once."""


@contextmanager
def gateway_process(carriers: str) -> Iterator[subprocess.Popen[bytes]]:
    """A gateway as it runs in earnest: a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "samtycke.ops.cli", "gateway"],
        env={**os.environ, "SAMTYCKE_CARRIERS": carriers, "DJANGO_SETTINGS_MODULE": "samtycke.ops.settings"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            # A process that is told to end before it has begun simply ends.
            assert process.wait(30) in (0, -signal.SIGTERM)


def the_dead_are_known_to_be_dead() -> None:
    """As if their last heartbeat were a minute ago; a test should not wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE gateway SET beat_at = now() - interval '1 minute'")


@pytest.mark.slow
def test_a_killed_gateway_sends_nothing_twice_and_leaves_nothing_undecided(organisation):
    name = carrier_of(organisation)
    consents(organisation, range(PEOPLE))
    campaign(organisation)
    deaths = 0
    with phones() as phone:
        carriers = f"{name}={phone.url}&tps={RATE}"
        for reached in (100, 500, 900):
            with gateway_process(carriers) as gateway:
                eventually(lambda reached=reached: phone.statistics()["received"] >= reached, seconds=30)
                gateway.kill()
                gateway.wait()
                deaths += 1
            the_dead_are_known_to_be_dead()
        with gateway_process(carriers):
            eventually(lambda: {"planned", "leased"}.isdisjoint(states(organisation)), seconds=60)
            eventually(lambda: states(organisation).get("sent", 0) <= deaths * UNSETTLED)
        seen = phone.statistics()
        ended = states(organisation)
        with acting_for(organisation.pk) as cursor:
            cursor.execute("SELECT contact_id FROM message WHERE state IN ('sent', 'delivered')")
            said = {row[0] for row in cursor.fetchall()}
            assert counts(cursor, 1)[0] == ended
            cursor.execute("SELECT count(*) FROM lease")
            assert cursor.fetchone() == (0,)
        arrived = sum(bool(phone.texts(number(organisation, i))) for i in range(PEOPLE))
    assert sum(ended.values()) == PEOPLE
    assert set(ended) <= {"sent", "delivered", "unknown"}
    assert seen["twice"] == 0
    assert ended.get("unknown", 0) <= deaths * UNSETTLED
    assert len(said) <= arrived == seen["received"], "a text that is called sent is on its phone"
    assert arrived - len(said) <= ended.get("unknown", 0)


def test_a_gateway_that_is_asked_to_stop_leaves_nothing_behind(organisation):
    name = carrier_of(organisation)
    consents(organisation, range(300))
    with phones() as phone:
        with gateway_process(f"{name}={phone.url}&tps=300"):
            campaign(organisation)
            eventually(lambda: phone.statistics()["received"] > 10, seconds=30)
        left = states(organisation)
        assert set(left) <= {"planned", "sent", "delivered"}
        assert phone.statistics()["received"] == left.get("sent", 0) + left.get("delivered", 0)
