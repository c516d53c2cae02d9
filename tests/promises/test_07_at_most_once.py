"""Promise 7: a crash never sends a marketing text twice, and every message ends in a definite state."""

from __future__ import annotations

import random
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from samtycke.gate.door import (
    CarrierReceipt,
    GatewayBuried,
    Outcome,
    counts,
    enlist,
    reap,
    receipts,
    settle,
)
from samtycke.gate.tests.scene import bury, bury_all, campaign, people, states, take, yes
from samtycke.organisations.door import acting_for


def now() -> datetime:
    return datetime.now(UTC)


def tell(organisation, batch, outcomes) -> None:
    with acting_for(organisation.pk) as cursor:
        settle(cursor, batch, outcomes, carrier="phone", now=now() - timedelta(minutes=1))


def test_a_gateway_that_dies_with_messages_in_its_hands_leaves_them_unknown_and_nobody_sends_them(organisation):
    bury_all()
    reap()  # what other tests' gateways held
    people(organisation, *(yes(i) for i in range(10)))
    campaign(organisation)
    gateway = enlist()
    take(organisation, gateway=gateway, limit=4)
    bury(gateway)
    assert reap() == 4
    assert states(organisation) == {"unknown": 4, "planned": 6}
    assert len(take(organisation).messages) == 6
    assert reap() == 0


def test_a_gateway_that_was_only_slow_gets_nothing_more_and_changes_nothing(organisation):
    """It comes back after its burial: what it knows comes too late to move a message back into anybody's hands."""
    people(organisation, *(yes(i) for i in range(3)))
    campaign(organisation)
    gateway = enlist()
    batch = take(organisation, gateway=gateway, limit=2)
    bury(gateway)
    reap()
    tell(organisation, batch, [Outcome(one, "retry") for one in batch.messages])
    assert states(organisation) == {"unknown": 2, "planned": 1}
    with pytest.raises(GatewayBuried):
        take(organisation, gateway=gateway)
    assert states(organisation) == {"unknown": 2, "planned": 1}


def test_a_receipt_tells_what_nobody_could_say(organisation):
    people(organisation, yes(1))
    campaign(organisation)
    gateway = enlist()
    batch = take(organisation, gateway=gateway)
    bury(gateway)
    reap()
    tell(organisation, batch, [Outcome(one, "sent", ref=f"late-{organisation.pk}") for one in batch.messages])
    assert states(organisation) == {"unknown": 1}
    receipts("phone", [CarrierReceipt(f"late-{organisation.pk}", "delivered", "", now())])
    assert states(organisation) == {"delivered": 1}


def test_a_living_gateway_is_not_reaped(organisation):
    people(organisation, yes(1))
    campaign(organisation)
    take(organisation, gateway=enlist())
    reap()
    assert states(organisation) == {"leased": 1}


def test_results_told_twice_count_once(organisation):
    people(organisation, *(yes(i) for i in range(3)))
    campaign(organisation)
    batch = take(organisation)
    for _ in range(2):
        tell(organisation, batch, [Outcome(one, "sent", ref=f"{organisation.pk}-{one.id}") for one in batch.messages])
    with acting_for(organisation.pk) as cursor:
        assert counts(cursor, 1)[0] == {"sent": 3}


def test_gateways_that_lease_at_the_same_time_share_nothing(organisation):
    people(organisation, *(yes(i) for i in range(200)))
    campaign(organisation)
    taken: list[int] = []

    def drain() -> None:
        gateway = enlist()
        while (batch := take(organisation, gateway=gateway, limit=9)).taken:
            taken.extend(message.id for message in batch.messages)
        connection.close()

    threads = [threading.Thread(target=drain) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(taken) == len(set(taken)) == 200


@pytest.mark.parametrize("seed", range(6))
def test_no_text_is_written_twice_whatever_happens(organisation, seed):
    """Gateways lease, write some, die or tell, in any order: nobody is written to twice, and the counts add up."""
    chance = random.Random(seed)
    people(organisation, *(yes(i) for i in range(40)))
    campaign(organisation)
    written: Counter[int] = Counter()
    for _ in range(40):
        gateway = enlist()
        batch = take(organisation, gateway=gateway, limit=chance.randrange(1, 9))
        outcomes = []
        for message in batch.messages:
            state = chance.choice(["sent", "retry", "failed", "unknown"])
            if state != "retry":
                written[message.id] += 1
            outcomes.append(Outcome(message, state, ref=f"{seed}-{message.id}" if state == "sent" else None))
        if chance.random() < 0.3:
            bury(gateway)
            reap()
        if chance.random() < 0.7:
            tell(organisation, batch, outcomes)
        if chance.random() < 0.2:
            campaign(organisation)
    assert max(written.values()) == 1
    with acting_for(organisation.pk) as cursor:
        by_state, _ = counts(cursor, 1)
    assert by_state == states(organisation)
    assert sum(by_state.values()) == 40


def test_a_chunk_planned_twice_is_planned_once(organisation):
    people(organisation, *(yes(i) for i in range(30)))
    assert campaign(organisation)["planned"] == 30
    assert campaign(organisation) == Counter()
    assert states(organisation) == {"planned": 30}


def test_a_text_past_its_validity_expires(organisation):
    people(organisation, yes(1))
    campaign(organisation)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE message SET expires_at = now() - interval '1 second'")
    assert take(organisation).messages == ()
    assert states(organisation) == {"expired": 1}


def test_what_was_certainly_not_sent_does_not_count_against_the_next(organisation):
    people(organisation, yes(1))
    campaign(organisation)
    batch = take(organisation)
    tell(organisation, batch, [Outcome(one, "failed", code="8") for one in batch.messages])
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT sent FROM recent_marketing")
        assert cursor.fetchall() == [([],)]
