"""Promise 9: tenants cannot see each other.

`tests/house/test_tenant_tables.py` tries every table; here are the doors of the ledger, with the same person known to
both organisations.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from samtycke.gate.door import opt_out
from samtycke.ledger.door import (
    Consent,
    NoSuchContact,
    any_contact,
    blocks_on,
    contact,
    contacts,
    count_blocked,
    erase,
    find_contact,
    history,
    latest_events,
    note,
    record,
    reveal,
    verify,
)
from samtycke.organisations.door import OtherOrganisation, acting_for
from samtycke.sms import Number

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ASA = Number("+46701740613", "SE")
YES = Consent(
    number=ASA,
    occurred_at=NOW - timedelta(days=10),
    door="form",
    purpose="offers",
    method="web_form",
    wording="Ja, skicka erbjudanden.",
    informed=True,
    attributes={"name": "Åsa"},
)


@pytest.fixture
def alices(organisation):
    """Åsa, as Alice's organisation knows her."""
    with acting_for(organisation.pk) as cursor:
        return record(cursor, [YES], now=NOW).contact_ids[0]


def test_charlie_finds_reads_and_lists_nothing_of_alices(other_organisation, alices):
    with acting_for(other_organisation.pk) as cursor:
        assert find_contact(cursor, ASA.e164) is None
        assert reveal(cursor, [alices]) == {}
        assert history(cursor, alices) == []
        assert latest_events(cursor) == []
        assert contacts(cursor) == []
        assert contact(cursor, alices) is None
        assert not any_contact(cursor)


def test_the_same_number_is_two_people_in_two_organisations(organisation, other_organisation, alices):
    """What she says to one says nothing to the other; her no to one blocks nothing at the other."""
    with acting_for(other_organisation.pk) as cursor:
        (charlies,) = record(cursor, [YES], now=NOW).contact_ids
        assert charlies != alices
        opt_out(cursor, ASA, because="STOPP", door="sms", occurred_at=NOW, now=NOW)
        assert count_blocked(cursor) == 1
    with acting_for(organisation.pk) as cursor:
        assert blocks_on(cursor, ASA.e164) == []
        assert [event.kind for event in history(cursor, alices)] == ["consent"]


def test_charlie_changes_nothing_of_alices(organisation, other_organisation, alices):
    with acting_for(other_organisation.pk) as cursor:
        with pytest.raises(NoSuchContact):
            erase(cursor, alices, by="Charlie", door="staff", now=NOW)
        with pytest.raises(NoSuchContact):
            note(cursor, alices, "restriction", door="staff", by="Charlie", now=NOW)
        assert latest_events(cursor) == []
        assert verify(cursor) == []
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [alices])[alices].name == "Åsa"
        assert [event.kind for event in history(cursor, alices)] == ["consent"]


def test_one_transaction_acts_for_one_organisation(organisation, other_organisation):
    with pytest.raises(OtherOrganisation), acting_for(organisation.pk), acting_for(other_organisation.pk):
        pass


def test_without_an_organisation_the_ledger_is_empty(alices):
    with connection.cursor() as cursor:
        for table in ("contact", "identity", "consent_event", "permission", "suppression"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
