"""What is recorded is sealed once, whenever it commits; what somebody then changes as superuser, `verify` names."""

from __future__ import annotations

import os
from datetime import timedelta

import psycopg
import pytest

from samtycke.ledger.door import erase, history, record, seal, verify
from samtycke.ledger.guarded import unguarded
from samtycke.ledger.merkle import root_of
from samtycke.ledger.seal import batches
from samtycke.ledger.tests.cast import BO, NOW, consent, many, no, sale
from samtycke.organisations.door import acting_for

LATER = NOW + timedelta(minutes=1)


def seal_all(organisation, now=LATER):
    """Seal until nothing waits; returns how many batches."""
    sealed = 0
    while True:
        with acting_for(organisation.pk) as cursor:
            if seal(cursor, now=now) is None:
                return sealed
        sealed += 1


def findings_of(organisation):
    with acting_for(organisation.pk) as cursor:
        return verify(cursor)


@pytest.fixture
def tamper():
    """The superuser, whom no trigger stops."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin.execute


@pytest.fixture
def ledger(organisation):
    """Three batches; returns the contact and the ids of Åsa's events: a consent, a sale, another consent."""
    for at, entries in enumerate(([consent(), consent(BO)], [sale(), sale(BO)], [consent(purpose="events")])):
        with acting_for(organisation.pk) as cursor:
            contact = record(cursor, entries, now=NOW + timedelta(seconds=at)).contact_ids[-1]
        assert seal_all(organisation) == 1
    with acting_for(organisation.pk) as cursor:
        return contact, sorted(event.id for event in history(cursor, contact))


def test_nothing_is_sealed_before_there_is_something(organisation):
    assert seal_all(organisation) == 0


def test_an_honest_ledger_is_sealed_and_has_no_findings(organisation, ledger):
    assert findings_of(organisation) == []
    assert seal_all(organisation) == 0
    with acting_for(organisation.pk) as cursor:
        kept = list(batches(cursor))
    assert [one.batch.number for one in kept] == [1, 2, 3]
    assert [one.events for one in kept] == [2, 4, 5]
    assert root_of([one.batch.leaf for one in kept]) == kept[-1].head


def test_what_was_recorded_and_waits_for_its_seal_is_no_finding(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent()], now=NOW)
        no(cursor)
    assert findings_of(organisation) == []


def test_a_large_import_is_sealed_in_batches_of_whole_recordings(organisation):
    with acting_for(organisation.pk) as cursor:
        for part in range(3):
            record(cursor, [consent(number) for number in many(3000)[part * 1000 :]], now=NOW + timedelta(part))
    assert seal_all(organisation) == 1
    assert findings_of(organisation) == []


def test_an_event_that_commits_late_is_sealed_later_and_not_missed(organisation):
    """Its id is lower than those that were sealed while it was being written."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as slow:
        slow.execute("SELECT set_config('app.organisation_id', %s, true)", [str(organisation.pk)])
        (early,) = slow.execute("SELECT nextval('consent_event_id')").fetchone()
        with acting_for(organisation.pk) as cursor:
            record(cursor, [consent(BO)], now=NOW)
        assert seal_all(organisation) == 1
        slow.execute(
            "WITH written AS (INSERT INTO consent_event (organisation_id, recorded_at, id, contact_id, kind, "
            "occurred_at, door, fingerprint) SELECT current_organisation(), %s, %s, id, 'reply_read', %s, 'staff', 'x' "
            "FROM contact LIMIT 1 RETURNING id, recorded_at) INSERT INTO unsealed (organisation_id, recorded_at, "
            "event_ids) SELECT current_organisation(), recorded_at, ARRAY[id] FROM written",
            [NOW - timedelta(hours=1), early, NOW],
        )
        assert seal_all(organisation) == 0
        slow.commit()
    assert seal_all(organisation) == 1
    assert findings_of(organisation) == []
    with acting_for(organisation.pk) as cursor:
        first, second = batches(cursor)
    assert second.event_ids == [early] < first.event_ids


def test_two_never_seal_the_same_organisation_at_once(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent()], now=NOW)
    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('seal/' || %s::bigint, 0))", [organisation.pk])
        assert seal_all(organisation) == 0
    assert seal_all(organisation) == 1


def test_the_seal_stands_when_a_person_is_erased(organisation, ledger):
    contact, _ = ledger
    with acting_for(organisation.pk) as cursor:
        erase(cursor, contact, by="Karin", door="staff", now=LATER)
    assert findings_of(organisation) == []
    assert seal_all(organisation) == 1
    assert findings_of(organisation) == []


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'confirmation'",
        "method = 'paper'",
        "occurred_at = occurred_at - interval '1 microsecond'",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "purpose = 'events'",
        "source = 'en annan kassa'",
        "door = 'form'",
        "by = 'Karin'",
        "informed = false",
        "until = 'infinity'",
        "value = 'x'",
        "wording_id = NULL",
        "evidence = NULL",
        "evidence = evidence || '\\x00'",
        "fingerprint = 'x'",
        "category = 'bags'",
        "collected = NOT coalesce(collected, false)",
        "offered = true",
        "refused = true",
    ],
)
def test_a_changed_column_is_named(organisation, ledger, tamper, change):
    contact, ids = ledger
    tamper(f"UPDATE consent_event SET {change} WHERE id = %s", [ids[0]])
    found = [one for one in findings_of(organisation) if one.event_id]
    assert {one.event_id for one in found} == {ids[0]}, found
    assert all(one.contact_id in (contact, None) for one in found)


def test_a_row_given_to_another_person_is_named(organisation, ledger, tamper):
    _, ids = ledger
    tamper(
        "UPDATE consent_event e SET contact_id = (SELECT id FROM contact c WHERE c.organisation_id = e.organisation_id "
        "AND c.id <> e.contact_id) WHERE id = %s",
        [ids[0]],
    )
    assert ids[0] in {one.event_id for one in findings_of(organisation)}


def test_two_rows_that_swapped_their_evidence_are_both_named(organisation, tamper):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(), consent(BO)], now=NOW)
    seal_all(organisation)
    tamper(
        "UPDATE consent_event a SET evidence = b.evidence FROM consent_event b "
        "WHERE a.organisation_id = %s AND b.organisation_id = a.organisation_id AND a.id <> b.id",
        [organisation.pk],
    )
    changed = [one for one in findings_of(organisation) if "changed after it was sealed" in one.what]
    assert len({one.contact_id for one in changed}) == 2


def test_a_deleted_row_is_named(organisation, ledger, tamper):
    _, ids = ledger
    tamper("DELETE FROM consent_event WHERE id = %s", [ids[-1]])
    assert [one.what for one in findings_of(organisation) if one.event_id == ids[-1]] == [
        f"Event {ids[-1]} is missing; it was sealed in batch 3"
    ]


def test_a_row_deleted_before_it_was_sealed_is_named_also_after_the_sealing(organisation, tamper):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(), consent(BO)], now=NOW)
    tamper("DELETE FROM consent_event WHERE id = (SELECT max(id) FROM consent_event WHERE organisation_id = %s)",
           [organisation.pk])  # fmt: skip
    for _ in range(2):
        assert any("waited for its seal" in one.what for one in findings_of(organisation))
        seal_all(organisation)


def test_a_row_slipped_in_is_named_with_its_contact(organisation, ledger, tamper):
    contact, ids = ledger
    for event_id in (min(ids), 2**40 + organisation.pk):
        tamper(
            "INSERT INTO consent_event (organisation_id, recorded_at, id, contact_id, kind, occurred_at, purpose, "
            "method, informed, door, fingerprint) VALUES (%s, %s, %s, %s, 'consent', %s, 'offers', 'web_form', true, "
            "'form', 'x')",
            [organisation.pk, NOW - timedelta(days=3), event_id, contact, NOW],
        )
    found = {one.event_id: one for one in findings_of(organisation) if one.event_id}
    assert "stands twice" in found[min(ids)].what
    assert "never recorded" in found[2**40 + organisation.pk].what
    assert found[2**40 + organisation.pk].contact_id == contact


def test_changed_words_are_named(organisation, ledger, tamper):
    tamper("UPDATE wording SET text = 'Ja till allt.' WHERE organisation_id = %s", [organisation.pk])
    whats = [one.what for one in findings_of(organisation)]
    assert any("words that were shown were changed" in what for what in whats)
    assert any("changed after it was sealed" in what for what in whats)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("DELETE FROM seal WHERE organisation_id = %s AND number = 1", "Batch 1 is missing"),
        ("DELETE FROM seal WHERE organisation_id = %s AND number = 2", "Batch 2 is missing"),
        ("DELETE FROM seal WHERE organisation_id = %s AND number = 3", "was never recorded"),
        ("UPDATE seal SET root = head WHERE organisation_id = %s AND number = 2", "Batch 2 was changed"),
        ("UPDATE seal SET head = root WHERE organisation_id = %s AND number = 2", "Batch 2 was rewritten"),
        ("UPDATE seal SET sealed_at = now() WHERE organisation_id = %s AND number = 2", "Batch 2 was rewritten"),
        ("UPDATE seal SET leaves = leaves || root WHERE organisation_id = %s AND number = 2", "Batch 2 was changed"),
        ("UPDATE seal SET version = 2 WHERE organisation_id = %s AND number = 2", "unknown form"),
        ("UPDATE seal SET events = 1 WHERE organisation_id = %s AND number = 2", "says that 1 events"),
        (
            "UPDATE seal SET event_ids = event_ids[2:] WHERE organisation_id = %s AND number = 2",
            "Batch 2 was changed",
        ),
        (
            "UPDATE seal SET event_ids = (SELECT event_ids FROM seal s WHERE s.organisation_id = seal.organisation_id "
            "AND s.number = 1) WHERE organisation_id = %s AND number = 2",
            "sealed twice",
        ),
    ],
)
def test_a_dropped_or_changed_batch_is_named(organisation, ledger, tamper, change, says):
    tamper(change, [organisation.pk])
    findings = findings_of(organisation)
    assert any(says in one.what for one in findings), findings


def test_a_batch_rewritten_with_its_event_is_named_by_its_number(organisation, ledger, tamper):
    """Whoever also mends the leaf and the root of the batch cannot mend the head without those after it."""
    _, ids = ledger
    tamper("UPDATE consent_event SET method = 'paper' WHERE id = %s", [ids[0]])
    with acting_for(organisation.pk) as cursor:
        first = next(iter(batches(cursor)))
        from samtycke.ledger.canonical import row_leaf
        from samtycke.ledger.seal import canonical_rows

        rows = canonical_rows(cursor, first.event_ids, first=first.first_at, last=first.last_at)
    leaves = [row_leaf(row) for row in rows]
    tamper(
        "UPDATE seal SET leaves = %s, root = %s WHERE organisation_id = %s AND number = 1",
        [b"".join(leaves), root_of(leaves), organisation.pk],
    )
    assert "Batch 1 was rewritten: it does not lead to its head" in [one.what for one in findings_of(organisation)]


@pytest.mark.parametrize("table", ["seal", "wording"])
@pytest.mark.parametrize("change", ["UPDATE {} SET organisation_id = organisation_id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("who", ["DATABASE_URL", "SAMTYCKE_TEST_OWNER_URL", "SAMTYCKE_TEST_ADMIN_URL"])
def test_the_database_refuses_to_change_a_seal_or_the_words(organisation, ledger, who, table, change):
    with psycopg.connect(os.environ[who]) as connection:
        connection.execute("SELECT set_config('app.organisation_id', %s, true)", [str(organisation.pk)])
        with pytest.raises((psycopg.errors.IntegrityConstraintViolation, psycopg.errors.InsufficientPrivilege)):
            connection.execute(change.format(table))


def test_a_trigger_that_is_dropped_and_one_that_does_nothing_are_found(organisation):
    with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"]) as owner:
        owner.execute("DROP TRIGGER append_only ON seal")
        owner.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
        owner.execute("SELECT set_config('app.organisation_id', %s, true)", [str(organisation.pk)])
        found = list(unguarded(owner.cursor()))
        owner.rollback()
    assert "The trigger append_only of seal is missing or off" in found
    assert "The function refuse_change no longer refuses" in found
