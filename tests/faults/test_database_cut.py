"""The database's connections are cut in the middle of a campaign, again and again (promise 7)."""

from __future__ import annotations

import os
import time
from contextlib import suppress

import psycopg
import pytest
from django.db import connection

from samtycke.dispatch.tests.scene import campaign, carrier_of, consents, eventually, gateway, phones, states

PEOPLE = 2_000


@pytest.mark.slow
def test_a_gateway_that_loses_its_database_goes_on_where_it_was(organisation, settings):
    """It keeps results in memory until they are recorded; what it leased and never heard of is planned again."""
    with phones() as phone:
        settings.CARRIERS = {carrier_of(organisation): phone.url + "&tps=1000"}
        consents(organisation, range(PEOPLE))
        campaign(organisation)
        connection.close()
        with gateway(), psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as admin:
            for _ in range(8):
                time.sleep(0.2)
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            connection.close()
            with suppress(AssertionError):  # what it came to is told below
                eventually(lambda: {"planned", "leased", "sent"}.isdisjoint(states(organisation)), seconds=30)
        assert states(organisation) == {"delivered": PEOPLE}
        assert phone.statistics() == {"received": PEOPLE, "handsets": PEOPLE, "twice": 0}
