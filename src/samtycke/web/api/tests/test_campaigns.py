"""A campaign's life over the API."""

from __future__ import annotations

import pytest

from samtycke.campaigns.tasks import plan_chunk
from samtycke.gate.door import Outcome, settle
from samtycke.gate.tests.scene import take
from samtycke.organisations.door import acting_for
from samtycke.web.api.tests.conftest import CONSENT, PURCHASE, campaign_to


@pytest.fixture
def people(alice):
    """Åsa said yes, Bo bought shoes, Cecilia objected; nobody has met the stranger."""
    alice.post("/consents", CONSENT)
    alice.post("/purchases", PURCHASE)
    alice.post("/consents", {**CONSENT, "number": "+46701740607"})
    alice.post("/objections", {"number": "+46701740607"})
    return ["+46701740605", "+46701740606", "+46701740607", "+46701740699"]


def planned(organisation, campaign: int) -> None:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT number FROM campaign_chunk WHERE campaign_id = %s", [campaign])
        numbers = [row[0] for row in cursor.fetchall()]
    for number in numbers:
        plan_chunk(organisation.pk, campaign, number)


def test_a_campaign_goes_from_draft_to_sent(alice, organisation, people):
    answer = alice.post("/campaigns", campaign_to({"all": True}))
    assert answer.status_code == 201
    draft = answer.json()
    assert (draft["state"], draft["messages"], draft["audience"]) == ("draft", {}, {"all": True})
    path = f"/campaigns/{draft['id']}"
    approved = alice.post(f"{path}/approve").json()
    assert (approved["state"], approved["approved_by"]) == ("approved", "API: kassan")
    assert alice.post(f"{path}/send").json()["state"] == "sending"
    planned(organisation, draft["id"])
    going = alice.get(path).json()
    assert going["messages"] == {"planned": 2, "withheld": 1}
    assert sum(going["withheld"].values()) == 1
    batch = take(organisation, lane=f"phone/marketing/{draft['id']}")
    with acting_for(organisation.pk) as cursor:
        from datetime import UTC, datetime

        outcomes = [Outcome(one, "sent", ref=f"r{one.id}") for one in batch.messages]
        settle(cursor, batch, outcomes, carrier="phone", now=datetime.now(UTC))
    sent = alice.get(path).json()
    assert (sent["state"], sent["messages"]) == ("sent", {"sent": 2, "withheld": 1})
    assert (sent["segments"], sent["cost"]) == (2, 80)
    listed = alice.get(f"/messages?campaign={draft['id']}").json()["items"]
    assert len(listed) == 3


def test_a_preview_adds_up_and_names_basis_and_rule(alice, people):
    campaign = alice.post("/campaigns", campaign_to({"numbers": people})).json()
    found = alice.post(f"/campaigns/{campaign['id']}/preview")
    assert found.status_code == 200
    seen = found.json()
    assert seen["recipients"] == 4
    assert seen["allowed"] == {"consent": 1, "soft_opt_in": 1}
    assert seen["held"] == {}
    assert sum(seen["withheld"].values()) == 2
    assert len(seen["withheld"]) == 2
    assert (seen["segments"], seen["cost"]) == (2, 80)
    assert alice.get(f"/campaigns/{campaign['id']}").json()["audience"] == {"numbers": people}


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"purpose": "lottery"}, [("purpose", "not_declared")]),
        ({"categories": ["cars"]}, [("categories", "not_declared")]),
        ({"sender": "Telia"}, [("sender", "not_declared")]),
        ({"text": "å" * 2000}, [("text", "too_long")]),
        ({"text": " ", "purpose": "x"}, [("text", "empty"), ("purpose", "not_declared")]),
        ({"audience": {}}, [("audience", "unknown_kind")]),
        ({"audience": {"all": False}}, [("audience", "unknown_kind")]),
        ({"audience": {"segment": 1}}, [("audience", "no_segments")]),
        ({"audience": {"numbers": ["+46701740605", "x"]}}, [("audience.numbers.1", "bad_number")]),
        ({"audience": {"numbers": "all"}}, [("audience.numbers", "list_type")]),
        ({"audience": {"everybody": True}}, [("audience.everybody", "unknown_field")]),
        ({"audience": {"all": True, "numbers": []}}, [("audience", "several")]),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_field_by_field(alice, change, errors):
    answer = alice.post("/campaigns", {**campaign_to({"all": True}), **change})
    assert answer.status_code == 422, answer.content
    assert [(one["field"], one["reason"]) for one in answer.json()["errors"]] == errors
    assert alice.get("/campaigns").json()["items"] == []


def test_nothing_is_sent_that_nobody_approved(alice, people):
    campaign = alice.post("/campaigns", campaign_to({"all": True})).json()
    answer = alice.post(f"/campaigns/{campaign['id']}/send")
    assert (answer.status_code, answer.json()["type"], answer.json()["state"]) == (409, "wrong-state", "draft")


def test_a_campaign_is_paused_resumed_and_cancelled(alice, organisation, people):
    path = f"/campaigns/{alice.post('/campaigns', campaign_to({'all': True})).json()['id']}"
    assert alice.post(f"{path}/pause").status_code == 409
    alice.post(f"{path}/approve")
    alice.post(f"{path}/send")
    assert alice.post(f"{path}/pause").json()["state"] == "paused"
    assert alice.post(f"{path}/resume").json()["state"] == "sending"
    assert alice.post(f"{path}/cancel").json()["state"] == "cancelled"
    assert alice.post(f"{path}/cancel").status_code == 409
    assert alice.post(f"{path}/send").status_code == 409


def test_a_campaign_of_a_test_key_ends_at_the_simulator(testing, organisation, people):
    campaign = testing.post("/campaigns", campaign_to({"all": True})).json()
    assert campaign["test"] is True
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE organisation SET test_account = false WHERE id = current_organisation()")
        cursor.execute("UPDATE sender SET carrier = 'acme'")
    testing.post(f"/campaigns/{campaign['id']}/approve")
    testing.post(f"/campaigns/{campaign['id']}/send")
    planned(organisation, campaign["id"])
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT DISTINCT lane FROM message")
        assert cursor.fetchall() == [(f"phone/marketing/{campaign['id']}",)]


def test_pages_hold_every_campaign_once_the_newest_first(alice):
    made = [alice.post("/campaigns", campaign_to({"all": True}, name=f"{i}")).json()["id"] for i in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = alice.get(f"/campaigns?limit=2&cursor={cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert seen == made[::-1]
    assert alice.get("/campaigns?cursor=YQ").status_code == 422
