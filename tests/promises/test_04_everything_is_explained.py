"""Promise 4: for every message, sent or withheld: the rule, its citation, the facts and the pack, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from samtycke.gate.door import explain, opt_out, send
from samtycke.gate.tests.scene import OFFER, bought, campaign, number, people, take, yes
from samtycke.ledger.door import find_contact, note
from samtycke.organisations.door import Organisation, acting_for


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def town(organisation):
    """Somebody for every kind of answer."""
    people(
        organisation,
        *(yes(i) for i in range(3)), *(bought(10 + i, days_ago=20 + i) for i in range(5)),
        *(bought(20 + i, days_ago=500 + i) for i in range(5)), bought(30, category="bags"), bought(31, offered=False),
        yes(32, purpose="events"), yes(33), yes(34), yes(35),
    )  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(33), because="STOPP", door="sms", now=now())
        note(cursor, find_contact(cursor, number(34).e164), "restriction", door="staff", now=now())
        note(cursor, find_contact(cursor, number(35).e164), "reply_held", door="sms", now=now())
    return organisation


def explanations(organisation) -> dict[str, object]:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT id FROM message")
        found = [explain(cursor, row[0], now=now()) for row in cursor.fetchall()]
    return {str(one.message.id): one for one in found}


def test_every_message_is_explained_whatever_became_of_it(town):
    campaign(town)
    take(town)
    with acting_for(town.pk) as cursor:
        send(cursor, OFFER, number(99), now=now())
    told = explanations(town)
    assert len(told) == 20
    assert {one.message.state for one in told.values()} == {"leased", "withheld", "planned"}
    for one in told.values():
        assert one.then.rule == one.message.rule == one.then.settled_by.rule
        assert one.then.citation
        assert one.then.explanation["sv"] != one.then.explanation["en"]
        assert one.then.pack.startswith("SE ")
        assert one.then.facts["country"] == "SE"
        assert one.then.parameters["customer_months"] == 12
        assert one.then.asked, "every rule that was asked is named"
        assert all(asked.label["sv"] and asked.citation for asked in one.then.asked)


def test_the_decision_stands_as_it_was_made_while_the_facts_move_on(town):
    campaign(town)
    take(town)
    before = {key: one.then for key, one in explanations(town).items()}
    with acting_for(town.pk) as cursor:
        for i in (*range(3), *range(10, 15)):
            opt_out(cursor, number(i), because="STOPP", door="sms", now=now())
    after = explanations(town)
    assert {key: one.then for key, one in after.items()} == before
    assert {one.now.verdict for one in after.values() if one.then.verdict == "allow"} == {"deny"}


def test_each_is_told_the_day_of_their_own_purchase(town):
    """People are decided over in groups, and explained one by one."""
    campaign(town)
    batch = take(town)
    told = explanations(town)
    by_contact = {one.message.contact_id: one for one in told.values()}
    today = now().date()
    with acting_for(town.pk) as cursor:
        for i in range(5):
            lapsed = by_contact[find_contact(cursor, number(20 + i).e164)]
            assert lapsed.then.rule == "soft.not-customer"
            day = lapsed.then.facts["customer_on"] or lapsed.then.facts["sale_on"]
            assert abs((today - day).days - (500 + i)) <= 1
            assert str(day.year) in lapsed.then.explanation["sv"]
    customers = [one for one in told.values() if one.then.basis == "soft_opt_in"]
    assert len({one.then.facts["customer_on"] for one in customers}) == 5
    assert len(batch.messages) == 8


def test_a_decision_is_kept_once_however_many_share_it(organisation):
    people(organisation, *(yes(i) for i in range(200)))
    campaign(organisation)
    take(organisation)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*), (SELECT count(*) FROM message) FROM decision")
        assert cursor.fetchone() == (1, 200)


def test_a_hold_says_until_when(organisation):
    Organisation.objects.filter(pk=organisation.pk).update(settings={"quiet_hours": None, "per_24h": 1, "per_7d": None})
    people(organisation, yes(1))
    campaign(organisation)
    take(organisation)
    with acting_for(organisation.pk) as cursor:
        held = send(cursor, OFFER, number(1), now=now())
    assert (held.state, held.decision.rule) == ("planned", "ethics.frequency")
    assert timedelta(hours=23) < held.decision.until - now() <= timedelta(hours=24)
