"""The block list holds two reasons, and neither takes the other with it."""

from __future__ import annotations

from samtycke.ledger.door import block, blocks_on, find_contact, history, record, unblock, verify
from samtycke.ledger.tests.cast import ASA, BO, NOW, consent, many, no
from samtycke.organisations.door import acting_for


def add(cursor, *numbers, purpose=None):
    return block(cursor, [n.e164 for n in numbers], purpose=purpose, because="klagomål", door="staff", by="K", now=NOW)


def lift(cursor, number, purpose=None):
    return unblock(cursor, number.e164, purpose=purpose, because="avgjort", by="K", now=NOW)


def test_a_list_of_numbers_is_blocked_also_for_those_nobody_has_met(organisation):
    """They stay keyed HMACs: a block makes nobody a contact."""
    with acting_for(organisation.pk) as cursor:
        numbers = many(200)
        assert add(cursor, *numbers) == 200
        assert add(cursor, *numbers) == 0
        assert find_contact(cursor, numbers[0].e164) is None
        assert record(cursor, [consent(number) for number in numbers], now=NOW).blocked == 200


def test_staff_lifts_what_staff_added_and_it_stands_in_the_history(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids
        add(cursor, ASA)
        assert lift(cursor, ASA)
        assert not lift(cursor, ASA)
        assert blocks_on(cursor, ASA.e164) == []
        assert [event.kind for event in history(cursor, contact)] == ["unblock", "block", "consent"]


def test_staff_does_not_lift_a_persons_own_no(organisation):
    with acting_for(organisation.pk) as cursor:
        no(cursor)
        assert not lift(cursor, ASA)
        assert len(blocks_on(cursor, ASA.e164)) == 1


def test_a_no_after_staffs_block_outlives_its_lifting(organisation):
    with acting_for(organisation.pk) as cursor:
        add(cursor, ASA)
        no(cursor)
        assert lift(cursor, ASA)
        (left,) = blocks_on(cursor, ASA.e164)
        assert (left.own_doing, left.by_staff) == (True, False)
        assert verify(cursor) == []


def test_a_persons_own_yes_does_not_lift_staffs_block(organisation):
    with acting_for(organisation.pk) as cursor:
        no(cursor)
        add(cursor, ASA)
        record(cursor, [consent(days_ago=1, door="form")], now=NOW)
        (left,) = blocks_on(cursor, ASA.e164)
        assert (left.own_doing, left.by_staff) == (False, True)


def test_a_yes_to_one_purpose_lifts_no_block_of_another(organisation):
    with acting_for(organisation.pk) as cursor:
        no(cursor, purpose="offers")
        no(cursor, purpose="events")
        record(cursor, [consent(days_ago=1, door="form", purpose="events")], now=NOW)
        assert [left.purpose for left in blocks_on(cursor, ASA.e164)] == ["offers"]


def test_a_block_for_one_number_says_nothing_of_another(organisation):
    with acting_for(organisation.pk) as cursor:
        add(cursor, ASA)
        assert blocks_on(cursor, BO.e164) == []
