"""Promise 2: once an opt-out commits, no marketing to that number that is not on the wire yet is sent."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from samtycke.gate.door import EVERYBODY, Verdicts, enlist, lease, opt_out, plan, seal_envelope, send
from samtycke.gate.tests.scene import OFFER, campaign, number, people, states, take, yes
from samtycke.ledger.door import erase, find_contact, record
from samtycke.organisations.door import acting_for


def now() -> datetime:
    return datetime.now(UTC)


def leave(organisation, i: int) -> None:
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(i), because="STOPP", door="sms", now=now())


class Beside:
    """Something done in a thread with a connection of its own."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(act,))
        self._thread.start()

    def _run(self, act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:
            self._failed.append(error)
        finally:
            connection.close()

    @property
    def waits(self) -> bool:
        """It waits for a lock; seen in the database, not guessed by the clock."""
        deadline = time.monotonic() + 10
        with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as admin:
            while time.monotonic() < deadline and self._thread.is_alive():
                waiting = admin.execute(
                    "SELECT count(*) FROM pg_stat_activity "
                    "WHERE wait_event_type = 'Lock' AND datname = current_database()"
                ).fetchone()
                if waiting and waiting[0]:
                    return True
                time.sleep(0.01)
        return False

    def done(self) -> None:
        self._thread.join(20)
        assert not self._thread.is_alive()
        if self._failed:
            raise self._failed[0]


@contextmanager
def listening() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as ear:
        ear.execute("LISTEN opt_out")
        yield ear


def heard(ear: psycopg.Connection, organisation) -> list[dict]:
    told = [json.loads(one.payload) for one in ear.notifies(timeout=1, stop_after=1)]
    return [one for one in told if one["organisation"] == organisation.pk]


def test_an_opt_out_during_a_lease_waits_for_it_and_then_tells_the_gateway(organisation):
    """The lease had read the facts: its batch is on its way, and the gateway hears at the opt-out's commit."""
    people(organisation, yes(1), yes(2))
    campaign(organisation)
    gateway = enlist()
    with listening() as ear:
        with acting_for(organisation.pk) as cursor:
            batch = lease(cursor, gateway_id=gateway, lane="phone/marketing/1", limit=9, verdicts=Verdicts())
            leaving = Beside(lambda: leave(organisation, 1))
            assert leaving.waits
            assert heard(ear, organisation) == []
        leaving.done()
        (told,) = heard(ear, organisation)
    assert len(batch.messages) == 2
    assert told["contact"] in {message.contact_id for message in batch.messages if message.number == number(1).e164}
    assert told["purpose"] is None


def test_a_lease_during_an_opt_out_passes_that_person_by(organisation):
    people(organisation, yes(1), yes(2))
    campaign(organisation)
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(1), because="STOPP", door="sms", now=now())
        batches: list = []
        Beside(lambda: batches.append(take(organisation))).done()
    assert [message.number for message in batches[0].messages] == [number(2).e164]
    assert take(organisation).messages == ()
    assert states(organisation) == {"leased": 1, "withheld": 1}


def test_a_plan_that_read_the_facts_before_an_opt_out_sends_nothing_after_it(organisation):
    """The plan's messages appear after the opt-out has looked for them; the lease decides again."""
    people(organisation, yes(1), yes(2))
    with acting_for(organisation.pk) as cursor:
        envelope = seal_envelope(cursor, OFFER)
        plan(
            cursor, envelope, EVERYBODY, campaign_id=1, planned_on=now().date(),
            expires_at=now().replace(year=2100), now=now(),
        )  # fmt: skip
        Beside(lambda: leave(organisation, 1)).done()
    assert [message.number for message in take(organisation).messages] == [number(2).e164]


def test_what_is_planned_is_withheld_in_the_opt_outs_own_transaction(organisation):
    people(organisation, yes(1))
    campaign(organisation)
    campaign(organisation, campaign_id=2)
    with acting_for(organisation.pk) as cursor:
        assert opt_out(cursor, number(1), because="STOPP", door="sms", now=now()).withheld == 2
        cursor.execute("SELECT DISTINCT state, rule, due_at IS NULL FROM message")
        assert cursor.fetchall() == [("withheld", "gdpr21.objected", True)]


def test_leaving_one_purpose_leaves_the_others(organisation):
    people(organisation, yes(1), yes(1, purpose="events"))
    campaign(organisation)
    campaign(organisation, campaign_id=2, spec=OFFER.__class__("marketing", "events", "Vi öppnar", ("shoes",)))
    with acting_for(organisation.pk) as cursor:
        left = opt_out(cursor, number(1), purpose="events", because="val", door="link", now=now())
    assert left.withheld == 1
    assert len(take(organisation).messages) == 1
    assert take(organisation, lane="phone/marketing/2").messages == ()


@pytest.mark.parametrize("door", ["import", "api", "staff"])
def test_it_holds_across_import(organisation, door):
    leave(organisation, 1)
    people(organisation, yes(1, days_ago=0.001, door=door))
    with acting_for(organisation.pk) as cursor:
        assert send(cursor, OFFER, number(1), now=now()).state == "withheld"


def test_it_holds_across_erasure_and_import(organisation):
    people(organisation, yes(1))
    leave(organisation, 1)
    with acting_for(organisation.pk) as cursor:
        erase(cursor, find_contact(cursor, number(1).e164), by="Karin", door="staff", now=now())
        record(cursor, [yes(1, days_ago=0.001)], now=now())
        sent = send(cursor, OFFER, number(1), now=now())
    assert (sent.state, sent.decision.rule) == ("withheld", "block.organisation")


def test_many_leave_while_many_are_leased_and_nobody_is_leased_after_leaving(organisation):
    """Leases and opt-outs at the same time, in threads of their own; each instant is the database's."""
    people(organisation, *(yes(i) for i in range(120)))
    campaign(organisation)
    gateway = enlist()
    left: dict[str, float] = {}
    leased: dict[str, float] = {}

    def goes() -> None:
        for i in range(0, 120, 2):
            leave(organisation, i)
            left[number(i).e164] = time.monotonic()

    def leases() -> None:
        while True:
            begun = time.monotonic()
            batch = take(organisation, limit=7, gateway=gateway)
            leased.update(dict.fromkeys((message.number for message in batch.messages), begun))
            if not batch.taken:
                return

    going, leasing = Beside(goes), Beside(leases)
    going.done()
    leasing.done()
    # A lease that began after an opt-out had committed holds nothing for that person.
    assert [who for who, begun in leased.items() if who in left and begun > left[who]] == []
    assert {number(i).e164 for i in range(1, 120, 2)} <= leased.keys()
