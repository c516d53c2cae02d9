"""Anyone may note the heads of a ledger, and see later that it was only added to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client

from samtycke.ledger.door import Consent, record, seal
from samtycke.ledger.merkle import check_consistency
from samtycke.organisations.door import acting_for
from samtycke.sms import Number

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def grown(organisation, times):
    for at in range(times):
        yes = Consent(
            number=Number(f"+4673{at:07d}", "SE"),
            occurred_at=NOW,
            door="form",
            purpose="offers",
            method="web_form",
            wording="Ja",
            informed=True,
        )
        with acting_for(organisation.pk) as cursor:
            record(cursor, [yes], now=NOW + timedelta(minutes=at))
            seal(cursor, now=NOW + timedelta(minutes=at))


def test_the_page_shows_the_newest_head_and_nothing_of_anybody(organisation):
    grown(organisation, 2)
    heads = Client().get(f"/seal/{organisation.slug}.json").json()["heads"]
    assert [one["number"] for one in heads] == [2, 1]
    assert set(heads[0]) == {"organisation", "number", "root", "head", "sealed_at"}
    page = Client().get(f"/seal/{organisation.slug}").content.decode()
    assert heads[0]["head"] in page
    assert heads[1]["head"] in page


def test_an_organisation_that_has_sealed_nothing_says_so(organisation):
    assert Client().get(f"/seal/{organisation.slug}").status_code == 200
    assert Client().get(f"/seal/{organisation.slug}.json").json()["heads"] == []


def test_whoever_noted_a_head_gets_the_proof_that_nothing_before_it_was_changed(organisation):
    grown(organisation, 5)
    noted = Client().get(f"/seal/{organisation.slug}.json").json()["heads"][2]
    answer = Client().get(f"/seal/{organisation.slug}.json?from={noted['number']}").json()
    newest, shown = answer["heads"][0], answer["consistency"]
    check_consistency(
        shown["from"],
        shown["to"],
        bytes.fromhex(noted["head"]),
        bytes.fromhex(newest["head"]),
        [bytes.fromhex(step) for step in shown["path"]],
    )


def test_what_is_not_there_is_not_found(organisation):
    assert Client().get("/seal/nobody").status_code == 404
    assert Client().get("/seal/nobody.json").status_code == 404
    for number in ("0", "1", "-1", "x"):
        assert Client().get(f"/seal/{organisation.slug}.json?from={number}").status_code == 404
