"""What was said is recorded once, and what follows from it follows in the same transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection

from samtycke.ledger.door import SaleCancelled, history, note, record, reveal
from samtycke.ledger.tests.cast import ASA, NOW, consent, many, no, row, sale
from samtycke.organisations.door import acting_for
from samtycke.sms import Number


def test_a_consent_becomes_a_permission_in_the_same_transaction(organisation):
    with acting_for(organisation.pk) as cursor:
        done = record(cursor, [consent(attributes={"name": "Åsa"})], now=NOW)
        (contact,) = done.contact_ids
        assert (done.new, done.unchanged, done.blocked) == (1, 0, 0)
        assert row(cursor, "permission", "method, informed, evidenced, withdrawn_at", contact_id=contact) == (
            "web_form", True, True, None,
        )  # fmt: skip
        assert reveal(cursor, [contact])[contact].name == "Åsa"
        (event,) = history(cursor, contact)
        assert event.wording == "Ja, skicka erbjudanden."
        assert event.evidence == {"row": "17"}


def test_the_same_batch_twice_changes_nothing(organisation):
    batch = [consent(Number(f"+4673000{i:04d}", "SE"), attributes={"name": f"N{i}"}) for i in range(50)]
    with acting_for(organisation.pk) as cursor:
        first = record(cursor, [*batch, batch[0]], now=NOW)
        second = record(cursor, batch, now=NOW + timedelta(days=1))
    assert (first.new, first.unchanged) == (50, 1)
    assert (second.new, second.unchanged) == (0, 50)
    assert first.contact_ids[:50] == second.contact_ids


def test_a_yes_told_again_with_its_proof_can_be_shown_from_then_on(organisation):
    bare = consent(wording="", evidence={})
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [bare], now=NOW).contact_ids
        assert row(cursor, "permission", "evidenced", contact_id=contact) == (False,)
        assert record(cursor, [consent(wording="")], now=NOW).new == 1
        assert row(cursor, "permission", "evidenced", contact_id=contact) == (True,)
        assert record(cursor, [bare], now=NOW).new == 0


def test_a_yes_given_as_a_child_stays_a_childs(organisation):
    """GDPR 8: growing up gives no consent afterwards; a new yes does."""
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent(days_ago=400)], now=NOW).contact_ids
        note(cursor, contact, "minor", door="staff", value="child", now=NOW - timedelta(days=300))
        note(cursor, contact, "minor", door="staff", value="no", now=NOW - timedelta(days=1))
        assert row(cursor, "contact", "minor, child_at", id=contact) == (False, NOW - timedelta(days=300))


def test_a_no_is_never_undone_by_a_file(organisation):
    """An import after a STOPP is recorded, and the number stays blocked."""
    with acting_for(organisation.pk) as cursor:
        contact = no(cursor)
        done = record(cursor, [consent(days_ago=1)], now=NOW)
        assert done.blocked == 1
        assert row(cursor, "suppression", "own_doing", purpose="") == (True,)
        assert row(cursor, "contact", "objected_at IS NOT NULL", id=contact) == (True,)


def test_a_persons_own_later_yes_lifts_their_own_block(organisation):
    with acting_for(organisation.pk) as cursor:
        no(cursor)
        assert record(cursor, [consent(days_ago=6, door="form")], now=NOW).blocked == 1, "an older yes lifts nothing"
        assert record(cursor, [consent(days_ago=1, door="form")], now=NOW).blocked == 0


def test_a_refusal_at_a_sale_withdraws_older_yeses_and_stands_against_later_sales(organisation):
    with acting_for(organisation.pk) as cursor:
        done = record(cursor, [consent(days_ago=30), sale(days_ago=20, refused=True), sale(days_ago=2)], now=NOW)
        contact = done.contact_ids[0]
        assert row(cursor, "permission", "withdrawn_at IS NOT NULL", contact_id=contact) == (True,)
        assert row(cursor, "contact", "refused_at IS NOT NULL", id=contact) == (True,)
        record(cursor, [consent(days_ago=1)], now=NOW)
        assert row(cursor, "contact", "refused_at IS NOT NULL", id=contact) == (False,)


def test_a_cancelled_sale_counts_for_nothing(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [sale(source="order 7")], now=NOW).contact_ids
        assert row(cursor, "customer", "category", contact_id=contact) == ("shoes",)
        record(cursor, [SaleCancelled(number=ASA, occurred_at=NOW, door="api", source="order 7")], now=NOW)
        assert row(cursor, "customer", "category", contact_id=contact) is None
        assert row(cursor, "contact", "sale_on", id=contact) == (None,)


def test_of_an_order_that_came_back_in_part_what_was_kept_counts(organisation):
    order = [sale(source="order 7"), sale(source="order 7", category="bags")]
    part = SaleCancelled(number=ASA, occurred_at=NOW, door="api", source="order 7", category="shoes")
    with acting_for(organisation.pk) as cursor:
        contact = record(cursor, order, now=NOW).contact_ids[0]
        assert record(cursor, [part], now=NOW).new == 1
        assert row(cursor, "customer", "array_agg(category)", contact_id=contact) == (["bags"],)
        assert record(cursor, [part], now=NOW).unchanged == 1


def test_a_running_relation_has_no_last_day(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [sale(days_ago=900, until=datetime.max.replace(tzinfo=UTC))], now=NOW)
        assert row(cursor, "customer", "customer_on = '9999-12-31'", category="shoes") == (True,)


def test_two_transactions_record_the_same_people_at_once(organisation):
    """Concurrent imports meet in the same contacts and lose nothing."""
    from concurrent.futures import ThreadPoolExecutor

    batch = [consent(Number(f"+4673000{i:04d}", "SE"), attributes={"name": "x"}) for i in range(200)]

    def work(entries):
        try:
            with acting_for(organisation.pk) as cursor:
                return record(cursor, entries, now=NOW).new
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        new = list(pool.map(work, [batch, batch[::-1]]))
    assert sum(new) == 200


def test_the_same_fact_told_by_another_file_in_another_zone_is_one_fact(organisation):
    """Who told it and how the instant is written make no new consent, nor a new sale."""
    stockholm = ZoneInfo("Europe/Stockholm")
    at, until = NOW - timedelta(days=20), NOW + timedelta(days=9)
    with acting_for(organisation.pk) as cursor:
        first = [consent(source="kassa 1"), sale(at=at, until=until)]
        again = [consent(source="export 2"), sale(at=at.astimezone(stockholm), until=until.astimezone(stockholm))]
        assert record(cursor, first, now=NOW).new == 2
        assert record(cursor, again, now=NOW).new == 0


def test_a_later_row_brings_an_attribute_up_to_date_and_an_empty_cell_says_nothing(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(attributes={"name": "Asa", "shop": "Lund"})], now=NOW)
        (contact,) = record(cursor, [consent(attributes={"name": "Åsa", "shop": ""})], now=NOW).contact_ids
        assert reveal(cursor, [contact])[contact].attributes == {"name": "Åsa", "shop": "Lund"}


def test_a_yes_by_somebody_elses_door_lifts_no_block(organisation):
    """What a file or a system says of a person is not the person speaking."""
    with acting_for(organisation.pk) as cursor:
        no(cursor)
        for door in ("import", "api", "staff", "system"):
            assert record(cursor, [consent(days_ago=1, method="paper", wording=door, door=door)], now=NOW).blocked == 1


@pytest.mark.parametrize(
    "flaw",
    [
        {"method": "checkbox_preticked"},
        {"method": "double_opt_in_pending"},
        {"informed": False},
        {"wording": "", "evidence": {}},
    ],
)
def test_a_flawed_yes_of_their_own_lifts_no_block(organisation, flaw):
    with acting_for(organisation.pk) as cursor:
        no(cursor)
        assert record(cursor, [consent(days_ago=1, door="form", **flaw)], now=NOW).blocked == 1


def test_a_no_told_twice_is_one_event_and_blocks_each_time(organisation):
    """A carrier that delivers a STOPP again changes nothing, and a yes between does not either."""
    with acting_for(organisation.pk) as cursor:
        contact = no(cursor)
        no(cursor)
        assert [event.kind for event in history(cursor, contact)] == ["objection"]
        assert record(cursor, [consent(days_ago=1, door="form")], now=NOW).blocked == 0
        no(cursor)
        assert record(cursor, [consent(days_ago=1, door="form")], now=NOW).blocked == 1


def test_a_batch_of_any_size_takes_a_handful_of_statements(organisation):
    """The number of statements does not grow with the rows."""
    few, lots = many(1010)[:10], many(1010)[10:]
    counts = []
    for numbers in (few, lots):
        batch = [consent(number) for number in numbers]
        with acting_for(organisation.pk) as cursor:
            counts.append(_statements(lambda batch=batch: record(cursor, batch, now=NOW)))
    assert counts[0] == counts[1] < 20


def _statements(act):
    """How many statements an act sends, whichever cursor it uses."""
    sent = []
    original = psycopg.Cursor.execute

    def counted(self, *args, **kwargs):
        sent.append(args)
        return original(self, *args, **kwargs)

    psycopg.Cursor.execute = counted
    try:
        act()
    finally:
        psycopg.Cursor.execute = original
    return len(sent)
