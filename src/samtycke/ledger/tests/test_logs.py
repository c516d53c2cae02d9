"""The logs of acts and of reads are sealed with the ledger: what somebody changes, removes or slips in is named."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from samtycke.ledger.door import Reader, heads, note_read, record, seal_state
from samtycke.ledger.export import export_ledger
from samtycke.ledger.offline import read_ledgers
from samtycke.ledger.seal import batches
from samtycke.ledger.tests.cast import NOW, consent
from samtycke.ledger.tests.test_seal import findings_of, seal_all, tamper
from samtycke.organisations.door import acting_for, audit

__all__ = ["tamper"]

KARIN = Reader("staff/1", "Karin", "agent")


def soon():
    """When the lines have waited long enough."""
    return datetime.now(UTC) + timedelta(minutes=11)


def look(organisation, sort="contact", people=(1,)):
    """Karin looks; returns the line."""
    with acting_for(organisation.pk) as cursor:
        note_read(cursor, KARIN, sort, people)
        cursor.execute("SELECT max(id) FROM read_entry")
        return cursor.fetchone()[0]


@pytest.fixture
def sealed(organisation):
    """An event, two acts and three reads, sealed; returns the id of the first line of each log."""
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent()], now=NOW)
        audit(cursor, actor="Karin", act="number.block", subject="contact/1")
        audit(cursor, actor="Karin", act="number.unblock", subject="contact/1")
        cursor.execute("SELECT min(id) FROM audit_entry")
        act = cursor.fetchone()[0]
    read = look(organisation)
    look(organisation, "message")
    look(organisation, "search", [])
    assert seal_all(organisation, now=soon()) == 3
    return {"audit_entry": act, "read_entry": read}


def test_events_acts_and_reads_follow_one_another_under_one_head(organisation, sealed):
    assert findings_of(organisation) == []
    with acting_for(organisation.pk) as cursor:
        kept = list(batches(cursor))
        state = seal_state(cursor)
        newest = heads(cursor)[0]
    assert [(one.batch.log, one.batch.count) for one in kept] == [("consent", 1), ("acts", 2), ("reads", 3)]
    assert (state.events, state.waiting) == (1, 0)
    assert newest.head == kept[-1].head


def test_lines_gather_for_some_minutes_before_they_are_sealed(organisation):
    look(organisation)
    assert seal_all(organisation, now=datetime.now(UTC)) == 0
    assert seal_all(organisation, now=soon()) == 1


@pytest.mark.parametrize("table", ["audit_entry", "read_entry"])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE {} SET actor = 'Bo' WHERE id = %s", "was changed after it was sealed"),
        ("UPDATE {} SET at = at + interval '1 second' WHERE id = %s", "missing"),
        ("UPDATE {} SET salt = '' WHERE id = %s", "was changed after it was sealed"),
        ("DELETE FROM {} WHERE id = %s", "is missing; it was sealed in batch"),
    ],
)
def test_a_line_that_is_changed_or_deleted_is_named(organisation, sealed, tamper, table, change, says):
    tamper(change.format(table), [sealed[table]])
    found = [str(one) for one in findings_of(organisation)]
    assert [one for one in found if f"Line {sealed[table]} of the log of" in one and says in one], found


def test_whom_somebody_looked_at_cannot_be_changed_unseen(organisation, sealed, tamper):
    tamper("UPDATE read_entry SET contact_ids = '{2}' WHERE id = %s", [sealed["read_entry"]])
    assert [str(one) for one in findings_of(organisation)] == [
        f"Line {sealed['read_entry']} of the log of reads was changed after it was sealed in batch 3"
    ]


def test_a_line_that_is_deleted_while_it_waits_is_named(organisation, tamper):
    line = look(organisation)
    tamper("DELETE FROM read_entry WHERE id = %s", [line])
    says = [f"Line {line} of the log of reads is missing; it waited for its seal"]
    assert [str(one) for one in findings_of(organisation)] == says
    assert seal_all(organisation, now=soon()) == 0
    assert [str(one) for one in findings_of(organisation)] == says


def test_a_line_that_is_written_past_the_program_is_named(organisation, sealed, tamper):
    """The superuser's session here runs no trigger, as that of somebody who hides a line would not."""
    tamper(
        "INSERT INTO read_entry (organisation_id, account, actor, role, sort, subject, contact_ids) "
        "VALUES (%s, 'staff/9', 'Bo', 'agent', 'contact', '', '{1}')",
        [organisation.pk],
    )
    (found,) = findings_of(organisation)
    assert "was written past the program" in str(found)


def test_lines_that_have_waited_for_more_than_a_day_are_named(organisation, tamper):
    look(organisation)
    tamper("UPDATE unsealed SET recorded_at = now() - interval '2 days' WHERE organisation_id = %s", [organisation.pk])
    assert "1 lines of the log of reads have waited for their seal" in str(findings_of(organisation)[0])


@pytest.mark.parametrize("who", ["DATABASE_URL", "SAMTYCKE_TEST_OWNER_URL", "SAMTYCKE_TEST_ADMIN_URL"])
@pytest.mark.parametrize("table", ["audit_entry", "read_entry", "batch_let_go"])
@pytest.mark.parametrize("change", ["UPDATE {} SET organisation_id = organisation_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_database_refuses_to_change_a_log_whoever_asks(organisation, sealed, old_batch, who, table, change):
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityConstraintViolation)
    with psycopg.connect(os.environ[who]) as connection:
        connection.execute("SELECT set_config('app.organisation_id', %s, true)", [str(organisation.pk)])
        with pytest.raises(refused):
            connection.execute(change.format(table))


@pytest.fixture
def old_batch(organisation, sealed):
    """A batch of reads of more than two years ago, let go of; returns its number."""
    long_ago = datetime.now(UTC) - timedelta(days=800)
    with acting_for(organisation.pk) as cursor:
        for minutes in range(3):
            cursor.execute(
                "INSERT INTO read_entry (organisation_id, at, account, actor, role, sort, subject, contact_ids) "
                "VALUES (current_organisation(), %s, 'staff/1', 'Karin', 'agent', 'contact', '', '{1}')",
                [long_ago + timedelta(minutes=minutes)],
            )
    assert seal_all(organisation, now=long_ago + timedelta(hours=1)) == 1
    assert findings_of(organisation) == []
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT let_go_of_log('reads', now() - interval '2 years', 1)")
        assert cursor.fetchone() == (3,)
        return heads(cursor)[0].number


def test_what_is_let_go_of_goes_by_whole_batches_and_the_seal_stays_whole(organisation, sealed, old_batch):
    assert findings_of(organisation) == []
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM read_entry")
        assert cursor.fetchone() == (3,)
        (reading,) = read_ledgers(list(export_ledger(cursor, slug="x", now=NOW)))
        assert reading.amiss == []
        assert reading.heads[old_batch][1] == heads(cursor)[0].head


def test_a_batch_that_is_said_to_be_let_go_of_too_early_is_named(organisation, sealed, tamper):
    """Deleting the lines of last week, and the note that excuses it."""
    tamper("DELETE FROM read_entry WHERE organisation_id = %s", [organisation.pk])
    tamper("INSERT INTO batch_let_go (organisation_id, number) VALUES (%s, 3)", [organisation.pk])
    assert [str(one) for one in findings_of(organisation)] == [
        "Batch 3 of the log of reads was let go of before its time"
    ]


def test_an_export_holds_no_line_and_shows_a_changed_batch(organisation, sealed):
    with acting_for(organisation.pk) as cursor:
        lines = [dict(line) for line in export_ledger(cursor, slug="x", now=NOW)]
    assert "Karin" not in str(lines)
    assert [str(one) for reading in read_ledgers(lines) for one in reading.amiss] == []
    next(line for line in lines if line["type"] == "line")["leaf"] = "00" * 32
    (amiss,) = [str(one) for reading in read_ledgers(lines) for one in reading.amiss]
    assert "do not give its root" in amiss


@pytest.mark.parametrize("table", ["audit_entry", "read_entry"])
@pytest.mark.parametrize("trigger", ["wait_for_seal", "append_only", "only_let_go", "never_truncated"])
def test_a_guard_of_a_log_that_is_off_is_named(organisation, table, trigger):
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as admin:
        admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        try:
            assert f"The trigger {trigger} of {table} is missing or off" in map(str, findings_of(organisation))
        finally:
            admin.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
