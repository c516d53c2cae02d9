"""A list of hashes blocks whoever is on it, whenever they are met: before it, after it, again after an erasure."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from samtycke.ledger.door import (
    Listed,
    block_hashed,
    blocks_on,
    erase,
    find_contact,
    hashed,
    hashed_matches,
    meet,
    record,
    settle_hashed,
    unblock,
)
from samtycke.ledger.tests.cast import ASA, BO, NOW, consent, many, row
from samtycke.organisations.door import acting_for

OURS = Listed(since=NOW, because="spärrlista från koncernen", by="Karin", source="moderbolaget.csv", own_doing=False)
THEIRS = Listed(since=NOW, because="sa nej till operatören", by="Karin", source="Telia", own_doing=True)


def blocked(cursor, number=ASA):
    return [(one.own_doing, one.by_staff, one.source) for one in blocks_on(cursor, number.e164)]


def test_a_list_blocks_whoever_is_met_later(organisation):
    with acting_for(organisation.pk) as cursor:
        assert block_hashed(cursor, [hashed(ASA.e164)], OURS) == 1
        assert find_contact(cursor, ASA.e164) is None
        assert blocked(cursor) == [(False, True, "moderbolaget.csv")]
        assert record(cursor, [consent(), consent(BO)], now=NOW).blocked == 1
        assert row(cursor, "suppression", "count(*)", own_doing=False) == (1,)


@pytest.mark.parametrize("written", [ASA.e164, ASA.e164[1:]])
@pytest.mark.parametrize("salt", ["", "vi två vet"])
def test_a_number_is_known_with_and_without_its_plus_sign_and_with_an_agreed_salt(organisation, written, salt):
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(written, salt=salt).upper()], OURS, salt=salt)
        meet(cursor, ASA)
        meet(cursor, BO)
        assert row(cursor, "suppression", "count(*)", by="Karin") == (1,)
        assert blocked(cursor, BO) == []


def test_who_is_a_contact_already_is_found_by_going_through_them(organisation):
    with acting_for(organisation.pk) as cursor:
        people = many(30)
        ids = record(cursor, [consent(number) for number in people], now=NOW).contact_ids
        block_hashed(cursor, [hashed(number.e164) for number in people[:7]], THEIRS)
        settle_hashed(cursor)
        found, after, seen = [], 0, 0
        while after is not None:
            after, many_seen, matches = hashed_matches(cursor, after=after, limit=11)
            found += matches
            seen += many_seen
        assert (sorted(one.number for one in found), seen) == (sorted(one.e164 for one in people[:7]), len(ids))
        assert {one.what for one in found} == {THEIRS}


def test_who_is_blocked_by_the_list_already_is_no_match(organisation):
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(ASA.e164)], OURS)
        meet(cursor, ASA)
        assert hashed_matches(cursor, after=0, limit=10)[2] == []
        block_hashed(cursor, [hashed(ASA.e164)], THEIRS)
        assert [one.what.own_doing for one in hashed_matches(cursor, after=0, limit=10)[2]] == [True]


def test_an_erased_person_who_comes_back_is_still_on_the_list(organisation):
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(ASA.e164)], OURS)
        erase(cursor, meet(cursor, ASA), by="Karin", door="staff", now=NOW)
        cursor.execute("DELETE FROM suppression")  # as if a backup from before had been put back
        assert record(cursor, [consent()], now=NOW).blocked == 1


def test_a_yes_of_their_own_lifts_a_listed_no_and_not_our_own_block(organisation):
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(ASA.e164)], THEIRS)
        block_hashed(cursor, [hashed(BO.e164)], OURS)
        record(cursor, [consent(number, days_ago=-1, door="form") for number in (ASA, BO)], now=NOW)
        assert row(cursor, "suppression", "by_staff, own_doing", organisation_id=organisation.pk) == (True, False)


def test_what_staff_lifts_does_not_come_back_by_the_list(organisation):
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(ASA.e164), hashed(BO.e164)], OURS)
        meet(cursor, ASA)
        assert unblock(cursor, ASA.e164, because="misstag", by="Karin", now=NOW)
        assert unblock(cursor, BO.e164, because="misstag", by="Karin", now=NOW)
        assert blocked(cursor) == blocked(cursor, BO) == []
        assert hashed_matches(cursor, after=0, limit=10)[2] == []


def test_no_hash_lies_bare_in_the_database(organisation):
    """A number has nine unknown digits: its plain SHA-256 is no secret."""
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(ASA.e164, salt="hemligt")], OURS, salt="hemligt")
        cursor.execute("SELECT h.digest, s.digest, s.sealed FROM hashed_block h, hash_salt s")
        held = b"".join(bytes(part) for part in cursor.fetchone())
        assert bytes.fromhex(hashed(ASA.e164, salt="hemligt")) not in held
        assert b"hemligt" not in held


def test_a_list_of_one_organisation_is_no_others(organisation, other_organisation):
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(ASA.e164)], OURS)
    with acting_for(other_organisation.pk) as cursor:
        meet(cursor, ASA)
        assert blocked(cursor) == []


def test_nobody_falls_between_a_new_list_and_its_matching(organisation):
    """Somebody is being met while the list comes in: the matching waits for them."""
    met, may_commit = threading.Event(), threading.Event()

    def meeting():
        with acting_for(organisation.pk) as cursor:
            meet(cursor, ASA)
            met.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=meeting)
    thread.start()
    met.wait(10)
    with acting_for(organisation.pk) as cursor:
        block_hashed(cursor, [hashed(ASA.e164)], OURS)
    threading.Timer(0.3, may_commit.set).start()
    with acting_for(organisation.pk) as cursor:
        settle_hashed(cursor)
    with acting_for(organisation.pk) as cursor:
        assert [one.number for one in hashed_matches(cursor, after=0, limit=10)[2]] == [ASA.e164]
    thread.join()
