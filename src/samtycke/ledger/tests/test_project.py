"""A projection follows from the events and from nothing else, in SQL as in Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samtycke.ledger.door import SaleCancelled, note, number_key, record
from samtycke.ledger.project import FOR_EVER, local_day
from samtycke.ledger.strayed import _events, _written, fold
from samtycke.ledger.tests.cast import ASA, NOW, consent, no, row, sale
from samtycke.organisations.door import acting_for

days = st.integers(1, 3)  # few, so that things often happen at the same instant
purposes = st.sampled_from(["offers", "events"])
methods = st.sampled_from(
    ["web_form", "paper", "checkbox_preticked", "double_opt_in_pending", "bundled_terms", "keyword_sms"]
)
doors = st.sampled_from(["import", "form", "api"])
yeses = st.builds(
    lambda **said: ("record", consent(**said)),
    days_ago=days,
    purpose=purposes,
    method=methods,
    informed=st.sampled_from([True, True, False]),
    door=doors,
    wording=st.sampled_from(["Ja.", "Ja.", ""]),
    evidence=st.sampled_from([{}, {"ip": "192.0.2.1"}]),
)
sales = st.builds(
    lambda **said: ("record", sale(**said)),
    days_ago=days,
    category=st.sampled_from(["shoes", "bags"]),
    source=st.sampled_from(["", "order 1", "order 2"]),
    collected=st.sampled_from([True, True, False]),
    refused=st.booleans(),
    until=st.sampled_from([None, NOW + timedelta(days=40), NOW - timedelta(days=1), FOR_EVER]),
)
cancellations = st.builds(
    lambda days_ago, **which: (
        "record",
        SaleCancelled(number=ASA, occurred_at=NOW - timedelta(days=days_ago), door="api", **which),
    ),
    days,
    source=st.sampled_from(["", "order 1", "order 2"]),
    category=st.sampled_from(["", "", "shoes"]),
)
noes = st.builds(
    lambda **said: ("no", said),
    purpose=st.none() | purposes,
    kind=st.sampled_from(["objection", "withdrawal"]),
    days_ago=days,
)
notes = st.builds(
    lambda kind, minutes: ("note", (*kind, minutes)),
    st.sampled_from(
        [
            ("reply_held", None),
            ("reply_read", None),
            ("restriction", None),
            ("restriction_lifted", None),
            ("number_wrong", None),
            ("number_right", None),
            ("recipient", "company"),
            ("recipient", "consumer"),
            ("minor", "yes"),
            ("minor", "no"),
            ("pause", None),
        ]
    ),
    st.integers(0, 3),
)
stories = st.lists(yeses | sales | cancellations | noes | notes, min_size=1, max_size=9)


def tell(cursor, story):
    for what, said in story:
        match what:
            case "record":
                record(cursor, [said], now=NOW)
            case "no":
                no(cursor, **said)
            case "note":
                kind, value, minutes = said
                at = NOW + timedelta(minutes=minutes)
                until = NOW + timedelta(days=9) if kind == "pause" and minutes else None
                (contact,) = record(cursor, [sale(days_ago=6)], now=NOW).contact_ids
                note(cursor, contact, kind, door="staff", value=value, until=until, now=at)


def written_and_folded(cursor):
    cursor.execute("SELECT id FROM contact")
    (contact,) = (row[0] for row in cursor.fetchall())
    country, written = _written(cursor, [contact])[contact]
    return written, fold(_events(cursor, [contact])[contact], country=country)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories)
def test_what_sql_projects_is_what_the_fold_says(organisation, story):
    """Two who never copied from each other agree on every story."""
    with transaction.atomic(), acting_for(organisation.pk) as cursor:
        tell(cursor, story)
        written, folded = written_and_folded(cursor)
        transaction.set_rollback(True)
    assert written == folded


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(yeses | sales | cancellations | noes, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(organisation, story, random):
    """What happened settles in the order it happened, whenever it is written down."""
    results = []
    for order in (story, random.sample(story, len(story))):
        with transaction.atomic(), acting_for(organisation.pk) as cursor:
            tell(cursor, order)
            results.append(written_and_folded(cursor)[0])
            transaction.set_rollback(True)
    assert results[0] == results[1]


@pytest.mark.parametrize("country", ["SE", "FI", "GB", "NO", "DK", "DE", "FR", "US", ""])
@given(st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001 - the zone follows
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_local_day_is_the_same_in_sql_and_in_python(organisation, country, at):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT local_day(%s, %s)", [at.replace(tzinfo=UTC), country])
        assert cursor.fetchone()[0] == local_day(at.replace(tzinfo=UTC), country)


def test_the_day_of_a_sale_at_night_is_the_day_in_sweden(organisation):
    """23:30 UTC on New Year's Eve is New Year's Day in Stockholm."""
    late = sale(at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    with acting_for(organisation.pk) as cursor:
        record(cursor, [late], now=NOW)
        assert row(cursor, "customer", "customer_on", category="shoes") == (date(2026, 1, 1),)


def test_a_whole_yes_strictly_after_a_withdrawal_revives_and_one_at_the_same_instant_does_not(organisation):
    with acting_for(organisation.pk) as cursor:
        contact = no(cursor, purpose="offers", kind="withdrawal", days_ago=5)
        record(cursor, [consent(days_ago=5)], now=NOW)
        assert row(cursor, "permission", "withdrawn_at IS NULL", contact_id=contact) == (False,)
        record(cursor, [consent(days_ago=4)], now=NOW)
        assert row(cursor, "permission", "withdrawn_at IS NULL", contact_id=contact) == (True,)


def test_a_flawed_yes_undoes_neither_a_withdrawal_nor_a_refusal(organisation):
    """A pre-ticked box after a no opens nothing, also not the exception for customers."""
    preticked = consent(days_ago=1, method="checkbox_preticked")
    with acting_for(organisation.pk) as cursor:
        contact = no(cursor, purpose="offers", kind="withdrawal", days_ago=5)
        record(cursor, [sale(days_ago=6, refused=True), preticked], now=NOW)
        assert row(cursor, "permission", "method, withdrawn_at IS NULL", contact_id=contact) == (
            "checkbox_preticked",
            False,
        )
        assert row(cursor, "contact", "refused_at IS NULL", id=contact) == (False,)


def test_a_yes_frees_its_own_purpose_only(organisation):
    """Consent to events after taking back all consents revives no older one to offers."""
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent(days_ago=9)], now=NOW)
        contact = no(cursor, kind="withdrawal", days_ago=5)
        record(cursor, [consent(days_ago=1, purpose="events")], now=NOW)
        assert row(cursor, "permission", "withdrawn_at IS NULL", contact_id=contact, purpose="offers") == (False,)
        assert row(cursor, "permission", "withdrawn_at IS NULL", contact_id=contact, purpose="events") == (True,)


def test_to_take_back_every_consent_is_to_refuse_as_a_customer_too(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [sale()], now=NOW)
        contact = no(cursor, kind="withdrawal")
        assert row(cursor, "contact", "refused_at IS NULL", id=contact) == (False,)


def test_a_refusal_stands_though_the_sale_came_to_nothing(organisation):
    """A no is a no, also from somebody who sent the shoes back."""
    cancelled = SaleCancelled(number=ASA, occurred_at=NOW, door="api", source="order 7")
    with acting_for(organisation.pk) as cursor:
        (contact, _, _) = record(
            cursor, [sale(refused=True, source="order 7"), sale(days_ago=3), cancelled], now=NOW
        ).contact_ids
        assert row(cursor, "contact", "refused_at IS NULL", id=contact) == (False,)


def test_a_running_relation_ends_when_it_is_told_again_with_its_end(organisation):
    """Twelve months count from the end of a subscription, however often it was told that it runs."""
    running = sale(days_ago=900, source="subscription 3", until=FOR_EVER)
    ended = sale(days_ago=900, source="subscription 3", until=datetime(2026, 1, 15, 10, tzinfo=UTC))
    for order in ([running, ended], [ended, running]):
        with transaction.atomic(), acting_for(organisation.pk) as cursor:
            record(cursor, order[:1], now=NOW)
            record(cursor, order[1:], now=NOW)
            assert row(cursor, "customer", "customer_on", category="shoes") == (date(2026, 1, 15),)
            assert row(cursor, "contact", "sale_on", number_key=number_key(ASA.e164)) == (date(2026, 1, 15),)
            transaction.set_rollback(True)
