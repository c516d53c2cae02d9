"""Promise 5: the ledger is append-only. The database refuses change, whoever asks; `verify` sees what got past.

(That it is sealed by a Merkle tree comes with the seal.)
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

import psycopg
import pytest

from samtycke.ledger.door import Consent, history, record, verify
from samtycke.organisations.door import acting_for
from samtycke.sms import Number

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ASA = Number("+46701740611", "SE")

CHANGES = [
    "UPDATE consent_event SET method = 'paper'",
    "UPDATE consent_event SET occurred_at = now()",
    "DELETE FROM consent_event",
    "TRUNCATE consent_event",
]


def said_yes(organisation):
    yes = Consent(
        number=ASA,
        occurred_at=NOW,
        door="form",
        purpose="offers",
        method="web_form",
        wording="Ja, skicka erbjudanden.",
        informed=True,
        evidence={"ip": "192.0.2.1"},
    )
    with acting_for(organisation.pk) as cursor:
        return record(cursor, [yes], now=NOW).contact_ids[0]


def refused(url, organisation, change):
    with psycopg.connect(url) as connection:
        connection.execute("SELECT set_config('app.organisation_id', %s, true)", [str(organisation.pk)])
        with pytest.raises((psycopg.errors.IntegrityConstraintViolation, psycopg.errors.InsufficientPrivilege)):
            connection.execute(change)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", ["DATABASE_URL", "SAMTYCKE_TEST_OWNER_URL", "SAMTYCKE_TEST_ADMIN_URL"])
def test_the_database_refuses_change_by_the_program_the_owner_and_the_superuser(organisation, who, change):
    said_yes(organisation)
    refused(os.environ[who], organisation, change)


@pytest.mark.parametrize("change", CHANGES)
def test_a_partition_named_itself_refuses_it_too(organisation, change):
    said_yes(organisation)
    with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"]) as owner:
        partitions = owner.execute("SELECT relid::regclass::text FROM pg_partition_tree('consent_event') WHERE isleaf")
        names = [row[0] for row in partitions]
    assert names
    for name in names:
        refused(os.environ["SAMTYCKE_TEST_OWNER_URL"], organisation, change.replace("consent_event", name))


def test_who_agreed_to_what_when_and_shown_which_words_can_be_read_for_ever(organisation):
    contact = said_yes(organisation)
    with acting_for(organisation.pk) as cursor:
        (event,) = history(cursor, contact)
        assert (event.kind, event.purpose, event.occurred_at) == ("consent", "offers", NOW)
        assert event.wording == "Ja, skicka erbjudanden."
        assert event.evidence == {"ip": "192.0.2.1"}
        assert verify(cursor) == []


def test_what_a_superuser_changed_behind_the_triggers_is_found(organisation):
    """Whoever can turn the triggers off can write; then the ledger no longer agrees with itself."""
    contact = said_yes(organisation)
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"]) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE consent_event SET method = 'verbal' WHERE contact_id = %s", [contact])
    with acting_for(organisation.pk) as cursor:
        assert [finding.contact_id for finding in verify(cursor)] == [contact]
