"""What a person said or did, one fact at a time, with its provenance."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from samtycke.ledger.door import find_contact, history, reveal
from samtycke.organisations.door import acting_for
from samtycke.web.api.tests.conftest import CONSENT, OFFER, PURCHASE, WORDING, text_to


def events(organisation, number: str):
    with acting_for(organisation.pk) as cursor:
        return history(cursor, find_contact(cursor, number))


def verdict(alice, number: str) -> str:
    return alice.post("/decisions", {**OFFER, "to": number}).json()["verdict"]


def test_a_consent_is_in_the_ledger_with_its_proof(alice, organisation):
    answer = alice.post("/consents", CONSENT)
    assert answer.status_code == 201
    assert answer.json()["recorded"] is True
    (event,) = events(organisation, CONSENT["number"])
    assert (event.kind, event.purpose, event.method, event.wording) == ("consent", "offers", "web_form", WORDING)
    assert (event.door, event.by, event.source) == ("api", "API: kassan", "skobutiken.se")
    with acting_for(organisation.pk) as cursor:
        identity = reveal(cursor, [event.contact_id])[event.contact_id]
    assert identity.attributes == {"name": "Åsa Öberg", "shop": "Umeå"}
    assert verdict(alice, CONSENT["number"]) == "allow"
    again = alice.post("/consents", CONSENT).json()
    assert again["recorded"] is False


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"consented_at": ""}, "consented_at", "missing"),
        ({"consented_at": "2099-01-01"}, "consented_at", "in_future"),
        ({"method": ""}, "method", "missing"),
        ({"method": "checkbox_preticked"}, "method", "pre_ticked"),
        ({"wording": ""}, "wording", "missing"),
        ({"purpose": "orders"}, "purpose", "not_declared"),
        ({"number": "nobody"}, "number", "unreadable"),
    ],
)
def test_a_consent_without_provenance_is_refused_with_the_reason(alice, change, field, reason):
    answer = alice.post("/consents", {**CONSENT, **change})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["reason"]) == (field, reason)
    assert not error["message"].startswith("Line")
    assert verdict(alice, CONSENT["number"]) == "deny"


def test_a_sale_makes_a_customer_who_may_be_texted_about_similar_goods(alice, organisation):
    answer = alice.post("/purchases", PURCHASE)
    assert answer.status_code == 201
    (event,) = events(organisation, PURCHASE["number"])
    assert (event.kind, event.category, event.collected, event.offered) == ("sale", "shoes", True, True)
    assert verdict(alice, PURCHASE["number"]) == "allow"


def test_a_cancelled_order_counts_for_nothing_and_is_found_by_its_number_alone(alice):
    alice.post("/purchases", {**PURCHASE, "source": "1001"})
    answer = alice.post("/purchases/cancel", {"source": "1001"})
    assert answer.status_code == 201
    assert (answer.json()["recorded"], answer.json()["categories"]) == (True, ["shoes"])
    assert verdict(alice, PURCHASE["number"]) == "deny"
    assert alice.post("/purchases/cancel", {"source": "1001"}).json()["recorded"] is False


def test_of_an_order_that_comes_back_in_part_what_is_kept_counts(alice):
    for category in ("shoes", "bags"):
        alice.post("/purchases", {**PURCHASE, "category": category, "source": "1002"})
    alice.post("/purchases/cancel", {"source": "1002", "category": "bags"})
    assert verdict(alice, PURCHASE["number"]) == "allow"
    alice.post("/purchases/cancel", {"source": "1002", "category": "shoes"})
    assert verdict(alice, PURCHASE["number"]) == "deny"


def test_a_cancellation_that_is_told_before_its_sale_holds(alice):
    answer = alice.post("/purchases/cancel", {"source": "1003", "number": PURCHASE["number"]})
    assert answer.json()["categories"] == []
    alice.post("/purchases", {**PURCHASE, "source": "1003"})
    assert verdict(alice, PURCHASE["number"]) == "deny"


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        ({"source": ""}, "source", "missing"),
        ({"source": "unheard of"}, "source", "unknown_sale"),
        ({"source": "Stockholm"}, "source", "several_people"),
        ({"source": "Stockholm", "category": "cars"}, "category", "not_declared"),
        ({"source": "Stockholm", "number": "+46701740606", "at": "2099-01-01T00:00:00Z"}, "at", "in_future"),
    ],
)
def test_a_cancellation_that_may_mean_somebody_else_is_refused(alice, body, field, reason):
    for number in ("+46701740606", "+46701740607"):
        alice.post("/purchases", {**PURCHASE, "number": number, "source": "Stockholm"})
    (error,) = alice.post("/purchases/cancel", body).json()["errors"]
    assert (error["field"], error["reason"]) == (field, reason)
    assert verdict(alice, "+46701740606") == "allow"


def test_a_sale_that_does_not_say_what_was_said_is_refused(alice):
    answer = alice.post("/purchases", {**PURCHASE, "offered_refusal": None})
    assert answer.json()["errors"][0]["field"] == "offered_refusal"


@pytest.mark.parametrize("path", ["/withdrawals", "/objections"])
@pytest.mark.parametrize("purpose", ["offers", None])
def test_a_no_is_recorded_and_takes_the_planned_texts_with_it(alice, organisation, path, purpose):
    alice.post("/consents", CONSENT)
    message = alice.post("/messages", text_to(CONSENT["number"])).json()["id"]
    answer = alice.post(path, {"number": CONSENT["number"], "purpose": purpose, "because": "ringde butiken"})
    assert answer.status_code == 201
    assert answer.json()["withheld"] == 1
    assert alice.get(f"/messages/{message}").json()["state"] == "withheld"
    assert verdict(alice, CONSENT["number"]) == "deny"
    event = events(organisation, CONSENT["number"])[0]
    assert (event.kind, event.purpose, event.source) == (path[1:-1], purpose, "ringde butiken")


def test_a_no_of_somebody_we_never_met_is_kept_all_the_same(alice):
    assert alice.post("/objections", {"number": "+46701740699"}).status_code == 201
    late = alice.post("/consents", {**CONSENT, "number": "+46701740699"}).json()
    assert late["blocked"] is True
    assert verdict(alice, "+46701740699") == "deny"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"purpose": "lottery"}, "purpose"), ({"at": "2099-01-01T00:00:00Z"}, "at"), ({"number": "x"}, "number")],
)
def test_a_no_that_cannot_be_is_refused_with_the_reason(alice, change, field):
    answer = alice.post("/withdrawals", {"number": "+46701740605", **change})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def asked(**change):
    return {**CONSENT, "consented_at": datetime.now(UTC).isoformat(), "double_opt_in": True, **change}


def test_a_consent_by_double_opt_in_is_asked_about_and_none_until_they_answer(alice, organisation):
    answer = alice.post("/consents", asked())
    assert answer.status_code == 202
    assert answer.json()["question"].startswith("Skobutiken: Du bad om våra SMS: Erbjudanden.")
    (event,) = events(organisation, CONSENT["number"])
    assert (event.method, event.door, event.wording) == ("double_opt_in_pending", "api", WORDING)
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [event.contact_id])[event.contact_id].attributes["name"] == "Åsa Öberg"
    assert verdict(alice, CONSENT["number"]) == "deny"


def test_it_can_be_confirmed_by_a_link_instead(alice):
    assert "/c/" in alice.post("/consents", asked(answer_by="link")).json()["question"]


def test_a_question_that_may_not_be_asked_is_refused_with_the_reason(alice):
    alice.post("/objections", {"number": CONSENT["number"]})
    answer = alice.post("/consents", asked())
    assert (answer.status_code, answer.json()["type"], answer.json()["reason"]) == (422, "not-asked", "objected")
    other = asked(number="+46701740699")
    alice.post("/consents", other)
    assert alice.post("/consents", other).json()["reason"] == "waits"
    assert (
        alice.post("/consents", asked(number="+46701740698", consented_at="2026-01-01")).json()["reason"] == "too_late"
    )


def test_an_account_of_a_double_opt_in_that_was_done_elsewhere_is_recorded_as_told(alice):
    assert alice.post("/consents", {**CONSENT, "method": "double_opt_in"}).status_code == 201
