"""Whose number it is: one contact a number, whoever records at the same time and whichever key names it."""

from __future__ import annotations

import base64
import json
import os
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from samtycke.ledger.door import block, blocks_on, erase, find_contact, note, record, reveal, verify
from samtycke.ledger.tests.cast import ASA, BO, NOW, consent, many, no, row, sale
from samtycke.organisations.door import acting_for, keyring
from samtycke.organisations.keyring import read_keyring


@pytest.fixture
def rotated(monkeypatch):
    """A keyring to which newer keys are added when the test says so."""
    from samtycke.ledger import evidence, numbers, people, suppress, suppression

    def key():
        return base64.b64encode(secrets.token_bytes(32)).decode()

    keys = {"number": {"1": key()}, "data": {"1": key()}}

    def use():
        ring = read_keyring(json.dumps(keys))
        for module in (evidence, numbers, people, suppress, suppression):
            monkeypatch.setattr(module, "keyring", lambda: ring)

    def rotate():
        for sort in keys.values():
            sort[str(len(sort) + 1)] = key()
        use()

    use()
    return rotate


def test_a_contact_is_found_after_the_keys_were_rotated(organisation, rotated):
    with acting_for(organisation.pk) as cursor:
        (before,) = record(cursor, [consent(attributes={"name": "Åsa"})], now=NOW).contact_ids
        rotated()
        assert record(cursor, [sale()], now=NOW).contact_ids == (before,)
        assert find_contact(cursor, ASA.e164) == before
        assert reveal(cursor, [before])[before].name == "Åsa"


def test_a_no_after_the_rotation_blocks_the_key_the_contact_goes_by(organisation, rotated):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent()], now=NOW)
        rotated()
        contact = no(cursor)
        assert _facts_see_a_block(cursor, contact)


def test_whoever_was_erased_before_the_rotation_is_blocked_when_a_file_brings_them_back(organisation, rotated):
    """Suppression survives erasure, import and rotation together."""
    with acting_for(organisation.pk) as cursor:
        (gone,) = record(cursor, [consent()], now=NOW).contact_ids
        erase(cursor, gone, by="Karin", door="staff", now=NOW)
        rotated()
        done = record(cursor, [consent(), consent(BO)], now=NOW)
        assert done.blocked == 1
        assert _facts_see_a_block(cursor, done.contact_ids[0])
        assert not _facts_see_a_block(cursor, done.contact_ids[1])


def test_a_number_on_both_lists_under_different_keys_is_on_both_for_its_contact(organisation, rotated):
    """The platform's entry names the contact; the organisation's own is carried along."""
    with acting_for(organisation.pk) as cursor:
        block(cursor, [ASA.e164], because="klagomål", door="staff", by="Karin", now=NOW)
    rotated()
    from samtycke.ledger.numbers import number_key

    newest = number_key(ASA.e164)
    with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"]) as owner:
        owner.execute("INSERT INTO platform_suppression VALUES (%s, now(), 'test')", [newest])
    try:
        with acting_for(organisation.pk) as cursor:
            (contact,) = record(cursor, [consent()], now=NOW).contact_ids
            assert row(cursor, "contact", "number_key", id=contact) == (newest,)
            assert _facts_see_a_block(cursor, contact)
            assert {one.scope for one in blocks_on(cursor, ASA.e164)} == {"organisation", "platform"}
    finally:
        with psycopg.connect(os.environ["SAMTYCKE_TEST_OWNER_URL"]) as owner:
            owner.execute("DELETE FROM platform_suppression WHERE number_key = %s", [newest])


def _facts_see_a_block(cursor, contact):
    """As facts.sql joins: by the key the contact goes by."""
    cursor.execute(
        "SELECT count(*) FROM contact JOIN suppression USING (organisation_id, number_key) WHERE id = %s", [contact]
    )
    return cursor.fetchone()[0] > 0


def in_a_thread_of_its_own(act):
    try:
        return act()
    finally:
        connection.close()


def test_two_transactions_record_the_same_people_at_once(organisation):
    """Concurrent imports meet in the same contacts, lose nothing, and never wait for each other in a ring."""
    batch = [consent(number, attributes={"name": "x"}) for number in many(300)]

    def work(entries):
        with acting_for(organisation.pk) as cursor:
            return record(cursor, entries, now=NOW).new

    orders = [batch, batch[::-1], batch[100:] + batch[:100], batch[200:] + batch[:200]]
    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(lambda order: in_a_thread_of_its_own(lambda: work(order)), orders))
    assert sum(new) == 300
    with acting_for(organisation.pk) as cursor:
        assert verify(cursor) == []


def test_what_two_say_of_one_person_at_once_is_all_kept(organisation):
    """The second waits, and then adds to what the first wrote rather than to what it saw before."""
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent(attributes={"name": "Åsa"})], now=NOW).contact_ids
    waiting = threading.Event()

    def second():
        with acting_for(organisation.pk) as cursor:
            waiting.set()
            record(cursor, [sale(attributes={"shop": "Lund"})], now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with acting_for(organisation.pk) as cursor:
            record(cursor, [consent(days_ago=1, attributes={"city": "Malmö"})], now=NOW)
            later = pool.submit(in_a_thread_of_its_own, second)
            assert waiting.wait(5)
            _wait_for_a_lock()
        later.result(10)
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [contact])[contact].attributes == {"name": "Åsa", "city": "Malmö", "shop": "Lund"}
        assert verify(cursor) == []


def test_a_note_waits_for_what_is_being_recorded_and_follows_from_both(organisation):
    """No projection is written from a view of the ledger that has passed."""
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [sale()], now=NOW).contact_ids

    def noted():
        with acting_for(organisation.pk) as cursor:
            note(cursor, contact, "reply_held", door="sms", now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with acting_for(organisation.pk) as cursor:
            no(cursor)
            later = pool.submit(in_a_thread_of_its_own, noted)
            _wait_for_a_lock()
        later.result(10)
    with acting_for(organisation.pk) as cursor:
        assert row(cursor, "contact", "objected_at IS NULL, unread_reply", id=contact) == (False, True)


def test_whoever_is_erased_while_a_file_waits_for_them_comes_back_as_somebody_new_and_blocked(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids

    def imported():
        with acting_for(organisation.pk) as cursor:
            return record(cursor, [consent(days_ago=1)], now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with acting_for(organisation.pk) as cursor:
            erase(cursor, contact, by="Karin", door="staff", now=NOW)
            later = pool.submit(in_a_thread_of_its_own, imported)
            _wait_for_a_lock()
        done = later.result(10)
    assert done.contact_ids[0] != contact
    assert done.blocked == 1


def _wait_for_a_lock():
    """Until somebody waits for us."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as admin:
        for _ in range(500):
            waits = admin.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if waits.fetchone():
                return
            admin.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody waited")


def test_the_keyring_of_the_tests_has_one_key(organisation):
    """What is fast for one key is what runs; the tests above rotate on purpose."""
    assert len(keyring().number) == 1
