"""Promise 5: the ledger is append-only and sealed. The database refuses change; `verify` sees what got past.

Every other way of tampering with events, words and batches is tried in ledger/tests/test_seal.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import psycopg
import pytest

from samtycke.ledger.door import Consent, erase, heads, history, record, seal, verify
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


def sealed(organisation):
    with acting_for(organisation.pk) as cursor:
        assert seal(cursor, now=NOW) is not None
        return heads(cursor)[0]


def tampered(change, *values):
    """What a superuser does, whom no trigger stops."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"]) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(change, values)


def command(*arguments, **environment):
    """The `samtycke` command in a process of its own, with nothing in its environment but what is given."""
    return subprocess.run(
        [sys.executable, "-m", "samtycke.ops.cli", "verify", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], **environment},
    )


def test_verify_names_the_row_that_a_superuser_changed(organisation):
    """Also where nothing follows from what was changed, so that only the seal can tell."""
    contact = said_yes(organisation)
    sealed(organisation)
    with acting_for(organisation.pk) as cursor:
        (event,) = history(cursor, contact)
    tampered("UPDATE consent_event SET source = 'kassan' WHERE id = %s", event.id)
    done = command("--json", "--organisation", organisation.slug, **os.environ)
    assert done.returncode == 1, done.stderr
    (finding,) = json.loads(done.stdout)
    assert (finding["event_id"], finding["contact_id"]) == (event.id, contact)
    assert finding["what"] == f"Event {event.id} was changed after it was sealed in batch 1"


def test_a_row_that_is_gone_is_named_and_so_is_one_that_came_another_way(organisation):
    contact = said_yes(organisation)
    sealed(organisation)
    with acting_for(organisation.pk) as cursor:
        (event,) = history(cursor, contact)
    tampered("UPDATE consent_event SET id = %s WHERE id = %s", 2**41 + organisation.pk, event.id)
    with acting_for(organisation.pk) as cursor:
        assert {finding.event_id for finding in verify(cursor)} == {event.id, 2**41 + organisation.pk}


def test_the_seal_verifies_when_a_person_has_been_erased(organisation):
    contact = said_yes(organisation)
    sealed(organisation)
    with acting_for(organisation.pk) as cursor:
        erase(cursor, contact, by="Karin", door="staff", now=NOW)
    sealed(organisation)
    with acting_for(organisation.pk) as cursor:
        assert verify(cursor) == []


def test_the_ledger_is_checked_elsewhere_with_neither_database_nor_keys(organisation, tmp_path):
    said_yes(organisation)
    noted = tmp_path / "witness.json"
    noted.write_text(json.dumps(sealed(organisation).as_json()))
    file = tmp_path / "ledger.jsonl"
    done = command("--export", str(file), "--organisation", organisation.slug, **os.environ)
    assert done.returncode == 0, done.stderr
    assert ASA.e164[1:] not in file.read_text()
    done = command("--offline", str(file), "--witness", str(noted))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The ledger is whole." in done.stdout
    assert "1 of the witness's 1 notes agree." in done.stdout
    file.write_text(file.read_text().replace('"method":"web_form"', '"method":"paper"'))
    done = command("--offline", str(file))
    assert done.returncode == 1
    assert "was changed after it was sealed in batch 1" in done.stdout


def test_a_file_that_is_no_ledger_is_refused_with_its_line(tmp_path):
    file = tmp_path / "other.txt"
    file.write_text("{}\nx")
    done = command("--offline", str(file))
    assert done.returncode == 1
    assert "line 1" in done.stderr
