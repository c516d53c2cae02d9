"""One text to one person, through the gate."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest

from samtycke.organisations.door import Organisation, acting_for
from samtycke.web.api.tests.conftest import CONSENT, OFFER, PURCHASE, text_to

DECISION = ["verdict", "basis", "rule", "citation", "explanation", "until", "pack"]


def test_a_text_to_somebody_who_said_yes_is_accepted_with_its_decision(alice):
    alice.post("/consents", CONSENT)
    answer = alice.post("/messages", text_to("+46701740605"))
    assert answer.status_code == 201
    sent = answer.json()
    assert isinstance(sent["id"], int)
    assert (sent["state"], sent["test"]) == ("planned", False)
    assert list(sent["decision"]) == DECISION
    assert (sent["decision"]["verdict"], sent["decision"]["basis"]) == ("allow", "consent")
    assert set(sent["decision"]["explanation"]) == {"sv", "en"}


def test_a_text_to_a_stranger_is_withheld_recorded_and_answered_loudly(alice):
    answer = alice.post("/messages", text_to("+46701740699"))
    assert answer.status_code == 422
    withheld = answer.json()
    assert withheld["type"] == "withheld"
    assert withheld["message_id"] == withheld["id"]
    assert withheld["rule"] == withheld["decision"]["rule"]
    assert withheld["citation"]
    assert withheld["detail"] == withheld["explanation"]["en"]
    state = alice.get(f"/messages/{withheld['id']}").json()
    assert (state["state"], state["rule"], state["to"]) == ("withheld", withheld["rule"], "+46701740699")
    assert [one["state"] for one in state["history"]] == ["withheld"]


def test_a_held_text_is_accepted_and_says_until_when(alice, organisation):
    now = datetime.now(UTC)
    evening = (now + timedelta(hours=2)).strftime("%H:%M")
    Organisation.objects.filter(pk=organisation.pk).update(
        settings={"quiet_hours": ["00:00", "23:59"], "per_24h": None, "per_7d": None}
    )
    alice.post("/consents", CONSENT)
    answer = alice.post("/messages", text_to("+46701740605"))
    assert answer.status_code == 201, evening
    decision = answer.json()["decision"]
    assert decision["verdict"] == "hold"
    assert datetime.fromisoformat(decision["until"]) > now


REMINDER = {
    "to": "+46701740605",
    "kind": "service",
    "purpose": "orders",
    "text": "Dina skor är framme. Just nu 20 % på allt i butiken",
}


def test_a_service_text_that_reads_like_advertising_waits_for_a_person_and_says_so(alice):
    answer = alice.post("/messages", REMINDER)
    assert answer.status_code == 201
    decision = answer.json()["decision"]
    assert (decision["verdict"], decision["rule"], decision["until"]) == ("hold", "content.unread", None)
    assert "waits until somebody at the sender has read it" in decision["explanation"]["en"]
    state = alice.get(f"/messages/{answer.json()['id']}").json()
    assert (state["state"], state["rule"]) == ("planned", "content.unread")


def test_a_sender_may_say_themselves_that_a_service_text_advertises(alice):
    honest = {**REMINDER, "text": "Dina skor är framme.", "advertising": True}
    answer = alice.post("/messages", honest)
    assert (answer.status_code, answer.json()["rule"]) == (422, "mfl19.none")


def test_a_message_tells_where_it_is_and_what_it_says(alice):
    alice.post("/consents", CONSENT)
    message = alice.post("/messages", text_to("+46701740605", "Hej {{shop}}!")).json()["id"]
    found = alice.get(f"/messages/{message}").json()
    assert found["to"] == "+46701740605"
    assert found["text"].endswith("Avsluta: STOPP till 71000")
    assert (found["purpose"], found["categories"], found["campaign"]) == ("offers", ["shoes"], None)
    assert [one["state"] for one in found["history"]] == ["planned"]


def test_an_explanation_holds_the_decision_the_facts_and_every_rule(alice):
    alice.post("/consents", CONSENT)
    message = alice.post("/messages", text_to("+46701740605")).json()
    found = alice.get(f"/messages/{message['id']}/explanation").json()
    assert list(found["decision"]) == list(found["now"]) == DECISION
    assert found["decision"]["rule"] == message["decision"]["rule"]
    assert found["facts"]["consent_method"] == "web_form"
    assert [one["rule"] for one in found["rules"] if one["outcome"] == "allows"] == [found["decision"]["rule"]]
    assert all(one["citation"] and one["label"]["sv"] and one["label"]["en"] for one in found["rules"])
    assert found["settings"]["customer_months"] == 12
    assert found["decision"]["pack"].startswith("SE ")
    assert found["now_reasons"].keys() >= {"at", "facts", "settings", "rules"}
    assert found["differences"] == {"decided": False, "pack": False, "rules": [], "facts": [], "settings": []}


def test_a_test_keys_text_ends_at_the_simulator(testing, alice, organisation):
    """Whatever carrier the sender has."""
    alice.post("/consents", CONSENT)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE organisation SET test_account = false WHERE id = current_organisation()")
        cursor.execute("UPDATE sender SET carrier = 'acme'")
    tested = testing.post("/messages", text_to("+46701740605")).json()
    live = alice.post("/messages", text_to("+46701740605")).json()
    assert (tested["test"], live["test"]) == (True, False)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT lane FROM message ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == ["phone/marketing", "acme/marketing"]


def test_a_service_text_needs_a_purpose_of_its_kind(alice):
    order = {"to": "+46701740699", "text": "Din order har skickats.", "kind": "service", "purpose": "orders"}
    sent = alice.post("/messages", order).json()
    assert sent["decision"]["basis"] == "contract"


def test_a_decision_sends_and_records_nothing(alice, organisation):
    alice.post("/purchases", PURCHASE)
    asked = {**OFFER, "to": PURCHASE["number"]}
    found = alice.post("/decisions", asked)
    assert found.status_code == 200
    assert list(found.json()) == DECISION
    assert (found.json()["verdict"], found.json()["basis"]) == ("allow", "soft_opt_in")
    later = alice.post("/decisions", {**asked, "at": "2028-01-01T12:00:00+01:00"}).json()
    assert later["verdict"] == "deny"
    assert alice.post("/decisions", {**asked, "to": "+46701740699"}).json()["verdict"] == "deny"
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM contact)")
        assert cursor.fetchone() == (0, 1)


def test_a_decision_at_a_time_without_a_zone_is_refused(alice):
    answer = alice.post("/decisions", {**OFFER, "to": "+46701740605", "at": "2028-01-01T12:00:00"})
    assert answer.json()["errors"][0]["field"] == "at"


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_pages_hold_every_message_once_the_newest_first(alice, limit):
    sent = [alice.post("/messages", text_to(f"+467017406{i:02}")).json()["id"] for i in range(10, 15)]
    seen, cursor = [], ""
    while cursor is not None:
        page = alice.get(f"/messages?limit={limit}&cursor={cursor}").json()
        assert len(page["items"]) <= limit
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert seen == sent[::-1]


def test_messages_of_a_campaign_that_is_none_are_none(alice):
    for campaign in (1 << 40, 10**30, -1):
        assert alice.get(f"/messages?campaign={campaign}").json() == {"items": [], "next": None}


HUGE = urlsafe_b64encode(b"2026-11-24~" + b"9" * 30).decode().rstrip("=")


@pytest.mark.parametrize(
    "query", ["cursor=x", "cursor=MTIz", "limit=0", "limit=1000", "limit=a", "cursor=YX5i", f"cursor={HUGE}"]
)
def test_a_cursor_or_limit_that_is_none_is_refused(alice, query):
    answer = alice.get(f"/messages?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, query.split("=")[0])
