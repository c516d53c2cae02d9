"""Only who has the number sees what is held about it, and asking leaves nothing behind."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from samtycke.gate.door import messages_of, opt_out
from samtycke.ledger.door import find_contact, note, reveal
from samtycke.organisations.door import TooMany, acting_for
from samtycke.rights.door import Ticket, begin_visit, end_visit, open_visit, read_visit, send_again
from samtycke.rights.tests.scene import at, code_to, fresh, inside, known, visit
from samtycke.rights.visit import forget_visits


def now() -> datetime:
    return datetime.now(UTC)


def test_the_code_opens_the_page_for_half_an_hour(shop):
    number = fresh()
    ticket = inside(shop, number)
    with acting_for(shop.pk) as cursor:
        assert read_visit(cursor, ticket, now=now()).number == number
        assert read_visit(cursor, ticket, now=now() + timedelta(minutes=29)) is not None
        assert read_visit(cursor, ticket, now=now() + timedelta(minutes=31)) is None


def test_the_text_is_the_one_that_was_promised(shop):
    number = fresh()
    visit(shop, number)
    with acting_for(shop.pk) as cursor:
        (sent,) = messages_of(cursor, find_contact(cursor, number.e164))
    assert sent.text == (
        f"Din kod till Skobutiken: {code_to(shop, number)}. Gäller i 10 minuter. Dela den inte med någon."
    )
    assert (sent.state, sent.rule) == ("planned", "gdpr12.own-request")


def test_somebody_who_said_no_or_is_restricted_gets_the_code_all_the_same(shop):
    """The blocked can still see, correct and leave; a restriction keeps nobody out who made it."""
    number = fresh()
    with acting_for(shop.pk) as cursor:
        left = opt_out(cursor, number, because="STOPP", door="sms", now=now())
        note(cursor, left.contact_id, "restriction", door="staff", now=now())
    assert inside(shop, number)


@pytest.mark.parametrize("typed", ["", "12", "abc", "000 000 0"])
def test_what_is_not_the_code_opens_nothing(shop, typed):
    ticket = visit(shop, fresh())
    with acting_for(shop.pk) as cursor:
        assert open_visit(cursor, ticket, typed, now=now()) == ("wrong", None)


def test_five_wrong_tries_spend_the_code(shop):
    number = fresh()
    ticket = visit(shop, number)
    right = code_to(shop, number)
    wrong = "000000" if right != "000 000" else "111111"
    with acting_for(shop.pk) as cursor:
        tries = [open_visit(cursor, ticket, wrong, now=now())[0] for _ in range(5)]
        assert tries == ["wrong"] * 4 + ["spent"]
        assert open_visit(cursor, ticket, right, now=now()) == ("spent", None)


def test_after_ten_minutes_the_code_is_too_old_and_a_new_one_does(shop):
    number = fresh()
    ticket = visit(shop, number)
    late = now() + timedelta(minutes=10, seconds=1)
    with acting_for(shop.pk) as cursor:
        assert open_visit(cursor, ticket, code_to(shop, number), now=late)[0] == "too_late"
        send_again(cursor, ticket, language="sv", now=late)
    with acting_for(shop.pk) as cursor:
        assert open_visit(cursor, ticket, code_to(shop, number), now=late)[0] == "open"


def test_a_new_code_is_not_sent_within_a_minute(shop):
    ticket = visit(shop, fresh())
    with pytest.raises(TooMany), acting_for(shop.pk) as cursor:
        send_again(cursor, ticket, language="sv", now=now() + timedelta(seconds=59))


def test_a_ticket_that_was_seen_before_the_code_came_back_is_worth_nothing_after(shop):
    number = fresh()
    before = visit(shop, number)
    with acting_for(shop.pk) as cursor:
        outcome, after = open_visit(cursor, before, code_to(shop, number), now=now())
        assert outcome == "open"
        assert read_visit(cursor, before, now=now()) is None
        assert read_visit(cursor, after, now=now()) is not None


def test_another_organisations_page_is_not_opened_by_it(shop, other_organisation):
    ticket = inside(shop, fresh())
    with acting_for(other_organisation.pk) as cursor:
        assert read_visit(cursor, ticket, now=now()) is None
        assert read_visit(cursor, Ticket(other_organisation.pk, ticket.visit_id, "guess"), now=now()) is None


def test_a_number_is_sent_four_codes_an_hour_whoever_asks(shop, other_organisation):
    number = fresh()
    for organisation in (shop, other_organisation, shop, other_organisation):
        visit(organisation, number)
    with pytest.raises(TooMany):
        visit(shop, number)


def test_nothing_of_the_number_can_be_read_in_the_table_and_it_goes_when_they_leave(shop):
    number = fresh()
    ticket = inside(shop, number)
    code = code_to(shop, number)
    with acting_for(shop.pk) as cursor:
        cursor.execute("SELECT me_visit::text FROM me_visit WHERE organisation_id = %s", [shop.pk])
        (row,) = cursor.fetchone()
        end_visit(cursor, ticket, now=now())
        cursor.execute("SELECT count(*) FROM me_visit WHERE organisation_id = %s", [shop.pk])
        assert cursor.fetchone() == (0,)
    for secret in (number.e164, number.e164[1:], ticket.secret, hashlib.sha256(code.encode()).hexdigest()):
        assert secret not in row
        assert secret.encode().hex() not in row
    assert code.encode().hex() not in row


def test_a_number_we_know_nothing_of_is_forgotten_and_one_we_know_is_not(shop):
    stranger, customer = fresh(), fresh()
    known(shop, customer)
    for number in (stranger, customer):
        with acting_for(shop.pk) as cursor:
            begin_visit(cursor, number, language="sv", now=at(minutes=61))
    with acting_for(shop.pk) as cursor:
        met = find_contact(cursor, stranger.e164)
        assert forget_visits(cursor, now=now()) == 2
        assert find_contact(cursor, stranger.e164) is None
        assert reveal(cursor, [met]) == {}
        assert find_contact(cursor, customer.e164) is not None


def test_asking_tells_nobody_whether_a_number_is_known(shop):
    """What the database does differs in one thing only: who was met."""
    customer, stranger = fresh(), fresh()
    known(shop, customer)
    tickets = [visit(shop, number) for number in (customer, stranger)]
    assert {type(ticket) for ticket in tickets} == {Ticket}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.organisation_id', true)")
        assert not cursor.fetchone()[0]
