"""The same POST told twice is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from samtycke.organisations.door import acting_for
from samtycke.web.api.tests.conftest import CONSENT, caller, text_to


def messages(organisation) -> int:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM message")
        return cursor.fetchone()[0]


def test_the_same_key_and_request_is_answered_as_the_first_time(alice, organisation):
    alice.post("/consents", CONSENT)
    first = alice.post("/messages", text_to("+46701740605"), Idempotency_Key="a")
    again = alice.post("/messages", text_to("+46701740605"), Idempotency_Key="a")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again["Idempotency-Replayed"] == "true"
    assert messages(organisation) == 1


def test_a_withheld_message_is_told_again_and_not_recorded_again(alice, organisation):
    first = alice.post("/messages", text_to("+46701740699"), Idempotency_Key="a")
    again = alice.post("/messages", text_to("+46701740699"), Idempotency_Key="a")
    assert (first.status_code, first.content) == (422, again.content)
    assert again["Content-Type"] == "application/problem+json"
    assert messages(organisation) == 1


def test_the_same_key_for_another_request_is_refused(alice, organisation, testing):
    alice.post("/messages", text_to("+46701740699"), Idempotency_Key="a")
    others = [
        alice.post("/messages", text_to("+46701740699", "Annat"), Idempotency_Key="a"),
        alice.post("/decisions", {"to": "+46701740699", "purpose": "offers"}, Idempotency_Key="a"),
        testing.post("/messages", text_to("+46701740699"), Idempotency_Key="a"),
    ]
    assert [(one.status_code, one.json()["type"]) for one in others] == [(422, "idempotency-key-reused")] * 3
    assert messages(organisation) == 1


def test_a_key_is_nobody_elses(alice, charlie):
    """Another organisation's use of the same key is another key."""
    alice.post("/messages", text_to("+46701740699"), Idempotency_Key="a")
    assert (
        charlie.post("/decisions", {"to": "+46701740699", "purpose": "offers"}, Idempotency_Key="a").status_code == 200
    )


def test_what_was_refused_can_be_mended_and_tried_again(alice):
    """An invalid request did nothing, so it keeps no key."""
    assert alice.post("/messages", text_to("abc"), Idempotency_Key="a").status_code == 422
    alice.post("/consents", CONSENT)
    assert alice.post("/messages", text_to("+46701740605"), Idempotency_Key="a").status_code == 201


def test_two_at_the_same_moment_are_one(organisation):
    """The second waits for the first, and is answered alike."""
    key = caller(organisation)
    key.post("/consents", CONSENT)

    def told(_):
        try:
            return key.post("/messages", text_to("+46701740605"), Idempotency_Key="b").content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as many:
        answers = set(many.map(told, range(8)))
    assert len(answers) == 1
    assert messages(organisation) == 1


def test_an_answer_is_sealed_and_let_go_of_after_a_day(alice, organisation):
    alice.post("/messages", text_to("+46701740699"), Idempotency_Key="old")
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT answer FROM idempotency WHERE key = 'old'")
        assert b"withheld" not in bytes(cursor.fetchone()[0])
        cursor.execute("UPDATE idempotency SET at = at - interval '25 hours'")
    alice.post("/messages", text_to("+46701740699"), Idempotency_Key="new")
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT key FROM idempotency")
        assert cursor.fetchall() == [("new",)]


def test_a_key_of_yesterday_is_a_new_one(alice, organisation):
    alice.post("/messages", text_to("+46701740699"), Idempotency_Key="a")
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE idempotency SET at = at - interval '25 hours'")
    answer = alice.post("/messages", text_to("+46701740698"), Idempotency_Key="a")
    assert answer.json()["type"] == "withheld"
    assert messages(organisation) == 2


def test_a_key_that_is_no_key_is_refused(alice):
    for key in ("x" * 256, "nyckel-å".encode().decode("latin-1")):
        answer = alice.post("/messages", text_to("+46701740699"), Idempotency_Key=key)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
