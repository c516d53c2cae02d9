"""What is held of a person is handed out, erased, and let go of when nothing needs it."""

from __future__ import annotations

from datetime import timedelta

from samtycke.ledger import personal
from samtycke.ledger.door import block, find_contact, history, let_go, lock_inactive, note, record, verify
from samtycke.ledger.tests.cast import ASA, BO, NOW, consent, many, no, row, sale
from samtycke.organisations.door import acting_for

LATER = NOW + timedelta(days=6 * 365)


def test_all_that_is_held_is_handed_out_readable(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(attributes={"name": "Åsa"}), sale(source="order 7")], now=NOW)
        contact = no(cursor)
        held = personal.export(cursor, contact)
    assert (held["number"], held["attributes"]) == (ASA.e164, {"name": "Åsa"})
    assert [event["kind"] for event in held["events"]] == ["objection", "consent", "sale"]
    assert held["events"][1]["wording"] == "Ja, skicka erbjudanden."
    assert held["events"][1]["evidence"] == {"row": "17"}
    assert [one["because"] for one in held["blocks"]] == ["STOPP"]


def test_an_erased_person_has_nothing_readable_to_hand_out(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids
        personal.erase(cursor, contact, by="Karin", door="staff", now=NOW)
        personal.erase(cursor, contact, by="Karin", door="staff", now=NOW + timedelta(days=1))
        held = personal.export(cursor, contact)
        assert (held["number"], held["attributes"], held["blocks"]) == (None, {}, [])
        assert [event["kind"] for event in held["events"]] == ["erasure", "consent"]
        assert all("evidence" not in event for event in held["events"])
        assert verify(cursor) == []


def test_whoever_nothing_speaks_for_any_longer_is_let_go_of_and_stays_blocked(organisation):
    """Their no outlives them; whoever said none is not blocked by being forgotten."""
    left, forgotten = many(2)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(left), sale(forgotten, days_ago=800)], now=NOW)
        no(cursor, left)
        _age(cursor)
        assert _let_go(cursor) == 2
        assert _let_go(cursor) == 0
        assert find_contact(cursor, left.e164) is None
        again = record(cursor, [consent(left, days_ago=1), consent(forgotten, days_ago=1)], now=LATER)
        assert again.blocked == 1
        assert verify(cursor) == []


def test_a_standing_consent_a_customer_and_whoever_was_spoken_of_lately_stay(organisation):
    consenting, customer, lately, forgotten = many(4)
    with acting_for(organisation.pk) as cursor:
        record(
            cursor,
            [consent(consenting), sale(customer, until=LATER), sale(forgotten, days_ago=800)],
            now=NOW,
        )
        (contact,) = record(cursor, [sale(lately, days_ago=800)], now=NOW).contact_ids
        note(cursor, contact, "reply_read", door="staff", now=LATER)
        _age(cursor)
        assert _let_go(cursor) == 1
        assert [find_contact(cursor, one.e164) is None for one in (consenting, customer, lately, forgotten)] == [
            False, False, False, True,
        ]  # fmt: skip


def test_a_consent_past_the_organisations_own_limit_keeps_nobody(organisation):
    organisation.settings = {**organisation.settings, "consent_months": 1}
    organisation.save()
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(days_ago=90)], now=NOW)
        _age(cursor)
        assert _let_go(cursor) == 1


def test_whose_data_may_only_be_stored_or_whose_reply_is_unread_stays(organisation):
    """A restriction says keep (GDPR 18); a reply that may be a no is first read."""
    restricted, unread = many(2)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [sale(restricted, days_ago=800), sale(unread, days_ago=800)], now=NOW)
        for one, kind in ((restricted, "restriction"), (unread, "reply_held")):
            note(cursor, find_contact(cursor, one.e164), kind, door="staff", now=NOW)
        _age(cursor)
        assert _let_go(cursor) == 0


def test_a_wrong_number_and_a_child_stay_blocked_when_they_are_forgotten(organisation):
    """What was known of the contact only must not be forgotten with it: a file could bring them back."""
    stranger, child, nobody = many(3)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [sale(one, days_ago=800) for one in (stranger, child, nobody)], now=NOW)
        note(cursor, find_contact(cursor, stranger.e164), "number_wrong", door="staff", now=NOW)
        note(cursor, find_contact(cursor, child.e164), "minor", value="yes", door="staff", now=NOW)
        _age(cursor)
        assert _let_go(cursor) == 3
        again = record(cursor, [consent(one, days_ago=1) for one in (stranger, child, nobody)], now=LATER)
        assert again.blocked == 2
        assert verify(cursor) == []


def test_a_name_goes_before_the_proof_does_and_comes_back_with_what_is_said_anew(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent(attributes={"name": "Åsa"})], now=NOW).contact_ids
        no(cursor)
        _age(cursor)
        profiles = next(kept for kept in personal.KEPT if kept.kind == "profiles")
        assert profiles.let_go(cursor, NOW + timedelta(days=1), LATER, 100) == 1
        assert profiles.let_go(cursor, NOW + timedelta(days=1), LATER, 100) == 0
        held = personal.export(cursor, contact)
        assert (held["number"], held["attributes"]) == (ASA.e164, {})
        assert held["events"][1]["evidence"] == {"row": "17"}
        assert verify(cursor) == []
        record(cursor, [consent(attributes={"name": "Åsa Öberg"}, days_ago=1)], now=NOW)
        assert personal.export(cursor, contact)["attributes"] == {"name": "Åsa Öberg"}


def test_every_table_of_this_room_that_holds_people_is_claimed(organisation):
    """A table with a number key, a contact or ciphertext has somebody who answers for it."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND column_name IN ('number_key', 'evidence_key', 'evidence')"
        )
        ours = {row[0] for row in cursor.fetchall()} - {"last_sender"} - _partitions(cursor)
    assert ours <= set(personal.TABLES)


def test_a_block_of_somebody_nobody_has_met_is_all_that_is_held(organisation):
    with acting_for(organisation.pk) as cursor:
        block(cursor, [BO.e164], because="lista", door="import", by="Karin", now=NOW)
        assert row(cursor, "contact", "count(*)", erased=False) == (0,)


def test_history_is_newest_first(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact, _) = record(cursor, [consent(days_ago=9), sale(days_ago=2)], now=NOW).contact_ids
        assert [event.kind for event in history(cursor, contact)] == ["sale", "consent"]


def _let_go(cursor):
    """Let go of those whom nothing has spoken for since the day after ``NOW``."""
    gone = lock_inactive(cursor, before=NOW + timedelta(days=1), at_most=100)
    let_go(cursor, gone, because="retention", by="", door="system", now=LATER)
    return len(gone)


def _age(cursor):
    """As if all contacts had been met long ago: their creation is the database's clock."""
    cursor.execute("UPDATE contact SET created_at = %s", [NOW - timedelta(days=1)])


def _partitions(cursor):
    cursor.execute("SELECT relname FROM pg_class WHERE relispartition")
    return {row[0] for row in cursor.fetchall()}
