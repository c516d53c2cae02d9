"""What was said is recorded once, and what follows from it follows in the same transaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samtycke.ledger.door import Consent, Sale, SaleCancelled, erase, find_contact, history, record, reveal, verify
from samtycke.ledger.withdraw import withdraw
from samtycke.organisations.door import acting_for
from samtycke.sms import Number

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ASA = Number("+46701740605", "SE")


def consent(number=ASA, *, days_ago=10, purpose="offers", method="web_form", door="import", **more):
    return Consent(
        number=number, occurred_at=NOW - timedelta(days=days_ago), door=door, purpose=purpose, method=method,
        wording="Ja, skicka erbjudanden.", informed=True, evidence={"row": "17"}, **more,
    )  # fmt: skip


def sale(number=ASA, *, days_ago=20, category="shoes", refused=False, source="", offered=True):
    return Sale(
        number=number, occurred_at=NOW - timedelta(days=days_ago), door="api", source=source, category=category,
        collected=True, informed=True, offered=offered, refused=refused,
    )  # fmt: skip


def no(cursor, number=ASA, *, purpose=None, days_ago=5, kind="objection"):
    return withdraw(
        cursor, number, purpose=purpose, kind=kind, because="STOPP", door="sms", by="", evidence={"text": "STOPP"},
        occurred_at=NOW - timedelta(days=days_ago), now=NOW,
    )  # fmt: skip


def row(cursor, table, columns, **where):
    conditions = " AND ".join(f"{name} = %s" for name in where)
    cursor.execute(f"SELECT {columns} FROM {table} WHERE {conditions}", list(where.values()))
    return cursor.fetchone()


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


def test_a_running_relation_has_no_last_day(organisation):
    running = Sale(
        number=ASA, occurred_at=NOW - timedelta(days=900), door="api", category="shoes", collected=True,
        informed=True, offered=True, refused=False, until=datetime.max.replace(tzinfo=UTC),
    )  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        record(cursor, [running], now=NOW)
        assert row(cursor, "customer", "customer_on = '9999-12-31'", category="shoes") == (True,)


steps = st.lists(
    st.tuples(st.sampled_from(["yes", "no", "take back", "buy", "refuse"]), st.integers(1, 9)), min_size=1, max_size=6
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps, st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(organisation, said, random):
    """What happened settles in the order it happened, whenever it is written down."""
    results = []
    for order in (said, random.sample(said, len(said))):
        with transaction.atomic(), acting_for(organisation.pk) as cursor:
            for what, days_ago in order:
                match what:
                    case "yes":
                        record(cursor, [consent(days_ago=days_ago)], now=NOW)
                    case "no":
                        no(cursor, days_ago=days_ago)
                    case "take back":
                        no(cursor, days_ago=days_ago, purpose="offers", kind="withdrawal")
                    case _:
                        record(cursor, [sale(days_ago=days_ago, refused=what == "refuse")], now=NOW)
            contact = find_contact(cursor, ASA.e164)
            results.append(
                (
                    row(cursor, "contact", "objected_at, refused_at, consented_at, sale_on", id=contact),
                    row(cursor, "permission", "consent_at, withdrawn_at", contact_id=contact),
                    row(cursor, "customer", "customer_on", contact_id=contact),
                )
            )
            assert verify(cursor) == []
            transaction.set_rollback(True)
    assert results[0] == results[1]


@pytest.mark.parametrize("act", ["UPDATE consent_event SET method = 'x'", "DELETE FROM consent_event"])
def test_the_application_may_not_change_the_ledger(organisation, act):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent()], now=NOW)
    with pytest.raises(DatabaseError), acting_for(organisation.pk) as cursor:
        cursor.execute(act)


def test_a_changed_projection_is_found(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent()], now=NOW).contact_ids
        cursor.execute("UPDATE permission SET method = 'paper' WHERE contact_id = %s", [contact])
        (finding,) = verify(cursor)
    assert (finding.contact_id, "permission" in finding.what) == (contact, True)


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


def test_erasure_leaves_nothing_readable_and_keeps_the_block(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [consent(attributes={"name": "Åsa"})], now=NOW).contact_ids
        erase(cursor, contact, by="Karin", door="staff", now=NOW)
        assert reveal(cursor, [contact]) == {}
        assert find_contact(cursor, ASA.e164) is None
        assert [event.evidence for event in history(cursor, contact)] == [None, None]
        again = record(cursor, [consent(days_ago=1)], now=NOW)
        assert again.blocked == 1
        assert again.contact_ids[0] != contact
