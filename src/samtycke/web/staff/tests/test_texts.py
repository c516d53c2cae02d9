"""Texts called service that read like advertising: read, decided by somebody who may, and remembered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from samtycke.campaigns.door import Content, create, read_campaign
from samtycke.gate.door import Spec, message_state, read_texts, send, unread_texts
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number

MIXED = Spec("service", "orders", "Dina skor är framme. Just nu 20 % på allt i butiken")


@pytest.fixture
def held(organisation, people):
    """A message that waits; the key of its words and its id."""
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        message = send(cursor, MIXED, parse_number("070-174 06 05"), now=now)
        (text,) = unread_texts(cursor)
    return text.key, message.id


def test_the_words_found_are_marked_with_what_they_are_signs_of(alice, held):
    page = alice.get("/texts").content.decode()
    assert "1 SMS väntar" in page
    assert "<mark>20 % på allt</mark>" in page
    assert "Procent av priset" in page
    assert "MFL 3, 9 §§" in page


def test_said_to_be_service_it_goes_and_the_decision_stays_with_name_and_reason(alice, organisation, held):
    key, message = held
    done = alice.post(f"/texts/{key}", {"meant": "service", "reason": "Butiken vill bara tala om var"}, follow=True)
    page = done.content.decode()
    assert "Noterat som service. 1 SMS som väntade går nu." in page or "Noterat som service" in page
    assert "Butiken vill bara tala om var" in page
    assert "Alice" in page
    assert "1 SMS väntar" not in page
    with acting_for(organisation.pk) as cursor:
        assert message_state(cursor, message).due_at <= datetime.now(UTC)


def test_a_decision_can_be_made_again(alice, organisation, held):
    key, _ = held
    alice.post(f"/texts/{key}", {"meant": "service", "reason": "Ett besked"})
    page = alice.post(f"/texts/{key}", {"meant": "advertising", "reason": "Nej, den säljer"}, follow=True)
    assert "Nej, den säljer" in page.content.decode()
    with acting_for(organisation.pk) as cursor:
        assert [one.verdict for one in read_texts(cursor)] == ["advertising"]


def test_without_a_reason_nothing_is_decided_and_the_field_says_so(alice, organisation, held):
    key, _ = held
    answer = alice.post(f"/texts/{key}", {"meant": "service", "reason": " "})
    assert answer.status_code == 422
    assert "Skriv varför" in answer.content.decode()
    with acting_for(organisation.pk) as cursor:
        assert read_texts(cursor) == []


def test_who_may_not_decide_sees_who_may(alice, bob, held):
    """Alice owns; Bob writes campaigns."""
    key, _ = held
    page = bob.get("/texts").content.decode()
    assert "Det kan Alice." in page
    assert "Det är reklam" not in page
    assert bob.post(f"/texts/{key}", {"meant": "service", "reason": "Jag vill"}).status_code == 403


def test_nobody_else_decides_or_sees(charlie, organisation, held):
    key, _ = held
    assert "20 %" not in charlie.get("/texts").content.decode()
    assert charlie.post(f"/texts/{key}", {"meant": "service", "reason": "Hej"}).status_code == 404
    with acting_for(organisation.pk) as cursor:
        assert read_texts(cursor) == []


def test_what_is_no_decision_is_not_found(alice, held):
    key, _ = held
    assert alice.post(f"/texts/{key}", {"meant": "maybe", "reason": "Hej"}).status_code == 404
    assert alice.post("/texts/hej", {"meant": "service", "reason": "Hej"}).status_code == 404


def test_home_and_the_message_lead_there(alice, held):
    _, message = held
    assert "1 text väntar på att läsas." in alice.get("/").content.decode()
    page = alice.get(f"/messages/{message}").content.decode()
    assert "läses av en människa först" in page
    assert 'href="/texts"' in page


def test_an_empty_page_teaches(alice):
    assert "Inget att läsa" in alice.get("/texts").content.decode()


def test_a_draft_of_a_service_text_is_told_while_it_is_written(alice, organisation, people):
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        content = Content("Framme", MIXED.body, "orders", sender="Skobutiken", kind="service")
        campaign = create(cursor, content, by="Alice", now=now)
    page = alice.get(f"/campaigns/{campaign.id}").content.decode()
    assert "Det här läses som reklam: Just nu, 20 % på allt" in page
    sent = {"text": "Dina skor är framme", "purpose": "orders", "sender": "Skobutiken"}
    page = alice.post(f"/campaigns/{campaign.id}/write", {**sent, "person": "0"}).content.decode()
    assert "Det här läses som reklam" not in page
    assert "Avsluta: STOPP" not in page
    with acting_for(organisation.pk) as cursor:
        assert read_campaign(cursor, campaign.id).kind == "service"
