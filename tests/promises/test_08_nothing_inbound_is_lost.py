"""Promise 8: a carrier's text or receipt is acknowledged only after it is committed."""

from __future__ import annotations

import os
import threading
import time

import psycopg
import pytest

from samtycke.dispatch.tests.scene import campaign, carrier_of, consents, eventually, gateway, number, phones, states
from samtycke.intake.door import replies
from samtycke.organisations.door import acting_for


@pytest.fixture
def phone():
    with phones() as running:
        yield running


@pytest.fixture
def shop(organisation, phone, settings):
    settings.CARRIERS = {carrier_of(organisation): phone.url}
    consents(organisation, [1])
    return organisation


def said(shop) -> list[str]:
    with acting_for(shop.pk) as cursor:
        return [reply.text for reply in replies(cursor)]


def test_a_text_is_acknowledged_when_it_is_committed_and_not_before(shop, phone):
    """While the table is locked nothing can be committed, and the network hears nothing from us."""
    acknowledged = threading.Event()

    def answer() -> None:
        phone.reply(number(shop, 1), str(8_000_000 + shop.pk), "Har ni skor i 46?")
        acknowledged.set()

    with gateway(), psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"]) as other:
        campaign(shop)
        eventually(lambda: states(shop) == {"delivered": 1})
        other.execute("LOCK TABLE inbound_text IN ACCESS EXCLUSIVE MODE")
        thread = threading.Thread(target=answer)
        thread.start()
        assert not acknowledged.wait(1)
        other.rollback()
        assert acknowledged.wait(5)
        assert said(shop) == ["Har ni skor i 46?"]
        thread.join()


def test_a_text_that_comes_while_the_database_is_away_is_stored_when_it_is_back(shop, phone):
    """The gateway's connections are cut, time and again, while people write."""
    with gateway(), psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as admin:
        campaign(shop)
        eventually(lambda: states(shop) == {"delivered": 1})
        for i in range(5):
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            phone.reply(number(shop, 1), str(8_000_000 + shop.pk), f"Fråga {i}")
        from django.db import connection

        connection.close()  # ours was cut too
        assert sorted(set(said(shop))) == [f"Fråga {i}" for i in range(5)]


def test_receipts_are_acknowledged_when_they_are_committed(shop, phone):
    """Receipts that cannot be written wait at the carrier, and come when they can."""
    phone.deliver("late")
    with gateway(), psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"]) as other:
        campaign(shop)
        eventually(lambda: states(shop) == {"sent": 1})
        other.execute("LOCK TABLE sent_ref IN ACCESS EXCLUSIVE MODE")
        time.sleep(5.5)
        other.rollback()
        eventually(lambda: states(shop) == {"delivered": 1})
