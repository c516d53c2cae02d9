"""What a key reads of people is written down, and what it tells is not."""

from __future__ import annotations

from samtycke.organisations.door import acting_for
from samtycke.web.api.tests.conftest import CONSENT, text_to


def lines(organisation):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT role, sort, subject, contact_ids FROM read_entry ORDER BY id")
        return cursor.fetchall()


def test_a_key_that_looks_at_texts_is_written_down_with_the_people(organisation, alice):
    contact = alice.post("/consents", CONSENT).json()["contact"]
    message = alice.post("/messages", text_to("+46701740605")).json()["id"]
    assert lines(organisation) == []
    alice.get("/messages")
    alice.get(f"/messages/{message}")
    alice.get(f"/messages/{message}/explanation")
    subjects = ("list_messages", "get_message", "get_explanation")
    assert lines(organisation) == [("api", "api", subject, [contact]) for subject in subjects]


def test_a_key_that_asks_what_the_law_says_of_a_number_is_written_down_found_or_not(organisation, alice):
    contact = alice.post("/consents", CONSENT).json()["contact"]
    for number in ("+46701740605", "+46701740699"):
        alice.post("/decisions", {"to": number, "purpose": "offers", "categories": ["shoes"]})
    assert [line[1:] for line in lines(organisation)] == [("decision", "decide", [contact]), ("decision", "decide", [])]
