"""A double opt-in: asked once, without advertising; only their own yes to it, in time, is a consent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samtycke.intake.optin.answer import confirm, linked
from samtycke.intake.optin.ask import NotAsked, ask
from samtycke.intake.optin.question import question
from samtycke.intake.optin.requests import count_waiting, expire_requests, requests_of
from samtycke.intake.personal import erase, export
from samtycke.intake.replies import replies
from samtycke.intake.tests.conftest import WORDING
from samtycke.ledger.door import block, find_contact, note
from samtycke.organisations.door import NotDeclared, Purpose
from samtycke.policy import reads_like_advertising
from samtycke.sms import parse_number, segment

ANNA = "+46701740605"


def state(shop, number=ANNA):
    with shop.acting() as cursor:
        return [one.state for one in requests_of(cursor, find_contact(cursor, number))]


def test_ja_to_the_question_is_a_consent_with_both_steps_as_its_proof(shop):
    shop.asks(ANNA)
    assert shop.verdict(ANNA) == ("deny", "consent.pending")
    shop.hears(ANNA, "Ja tack!")
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")
    yes, asked = shop.events(ANNA)
    assert (asked.kind, asked.method, asked.door) == ("consent", "double_opt_in_pending", "form")
    assert (yes.kind, yes.method, yes.door, yes.wording) == ("consent", "double_opt_in", "sms", WORDING)
    assert yes.evidence["request_page"] == "skobutiken.se/sms"
    assert yes.evidence["question"] == shop.texts(ANNA)[0]
    assert yes.evidence["answer"] == "Ja tack!"
    assert state(shop) == ["confirmed"]


def test_the_question_says_who_what_and_how_to_leave_and_advertises_nothing(shop):
    asked = shop.asks(ANNA, often="högst 2 i månaden")
    assert asked.question == (
        "Skobutiken: Du bad om våra SMS: Erbjudanden, högst 2 i månaden. Svara JA om det stämmer, annars skickar vi "
        "inget. Du kan alltid avsluta med STOPP."
    )
    assert shop.texts(ANNA) == [asked.question]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", ["asked", "start", "link"])
@pytest.mark.parametrize("what", [("Erbjudanden", "Offers"), ("Nya butiker och evenemang", "New shops and events")])
def test_no_question_reads_like_advertising(organisation, language, kind, what):
    organisation.language = language
    purpose = Purpose("offers", dict(zip(("sv", "en"), what, strict=True)), "marketing", None)
    words = question(organisation, purpose, kind=kind, link="https://skb.se/c/7Kd2QxAbCdEf")
    assert not reads_like_advertising(words).advertising
    assert segment(words).encoding == "gsm7"


def test_ja_with_no_question_waiting_changes_nothing(shop):
    shop.hears(ANNA, "JA")
    assert shop.events(ANNA) == []
    assert shop.verdict(ANNA)[0] == "deny"


def test_ja_after_a_week_is_too_late(shop):
    asked = shop.asks(ANNA)
    shop.now = asked.expires_at
    shop.hears(ANNA, "JA")
    assert shop.verdict(ANNA) == ("deny", "consent.pending")
    with shop.acting() as cursor:
        assert expire_requests(cursor, now=shop.now) == 1
        assert count_waiting(cursor, now=shop.now) == 0
    assert state(shop) == ["expired"]


def test_ja_before_the_question_has_left_the_house_is_no_answer_to_it(shop):
    with shop.acting() as cursor:
        ask(cursor, parse_number(ANNA), purpose="offers", wording=WORDING, door="form", method="web_form",
            evidence={}, now=shop.now)  # fmt: skip
    shop.hears(ANNA, "JA")
    assert shop.verdict(ANNA) == ("deny", "consent.pending")


@pytest.mark.parametrize("no", ["NEJ", "nej tack", "STOPP"])
def test_a_no_ends_the_question_for_ever(shop, no):
    shop.asks(ANNA)
    shop.hears(ANNA, no)
    shop.hears(ANNA, "JA")
    assert state(shop) == ["refused"]
    assert shop.verdict(ANNA)[0] != "allow"
    assert [one.method for one in shop.events(ANNA) if one.kind == "consent"] == ["double_opt_in_pending"]


def test_nej_is_read_by_a_person_since_it_may_be_a_no_to_more(shop):
    shop.asks(ANNA)
    shop.hears(ANNA, "nej")
    with shop.acting() as cursor:
        assert [one.text for one in replies(cursor, unread=True)] == ["nej"]


def test_what_is_asked_instead_of_answered_leaves_the_question_open(shop):
    shop.asks(ANNA)
    shop.hears(ANNA, "När öppnar ni?")
    assert state(shop) == ["asked"]


def test_it_is_asked_once_and_never_again_after_no_answer(shop):
    shop.asks(ANNA)
    with pytest.raises(NotAsked, match="waits"):
        shop.asks(ANNA)
    shop.later(days=8)
    for door in ("form", "api", "staff"):
        with pytest.raises(NotAsked, match="unanswered"):
            shop.asks(ANNA, door=door)
    shop.later(days=30)
    with pytest.raises(NotAsked, match="unanswered"):
        shop.asks(ANNA, door="api")
    shop.asks(ANNA)
    assert len(shop.texts(ANNA)) == 2


def test_nobody_who_said_no_is_asked_unless_they_ask_themselves(shop):
    shop.hears(ANNA, "STOPP")
    for door in ("api", "staff", "import"):
        with pytest.raises(NotAsked, match="objected"):
            shop.asks(ANNA, door=door)
    shop.asks(ANNA, door="form")
    assert shop.verdict(ANNA) == ("deny", "gdpr21.objected")
    shop.hears(ANNA, "JA")
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")


def test_who_stands_on_a_list_of_ours_is_not_asked(shop):
    with shop.acting() as cursor:
        block(cursor, [ANNA], because="bråk", door="staff", by="alice", now=shop.now)
    with pytest.raises(NotAsked, match="blocked"):
        shop.asks(ANNA, door="form")


def test_where_processing_is_restricted_nothing_is_asked(shop):
    shop.hears(ANNA, "hej")
    with shop.acting() as cursor:
        note(cursor, find_contact(cursor, ANNA), "restriction", door="staff", by="alice", now=shop.now)
    with pytest.raises(NotAsked) as refused:
        shop.asks(ANNA)
    assert (refused.value.reason, refused.value.rule) == ("withheld", "gdpr18.restricted")
    assert shop.texts(ANNA) == []


def test_a_request_of_yesterday_is_too_old_to_ask_about(shop):
    with pytest.raises(NotAsked, match="too_late"):
        shop.asks(ANNA, requested_at=shop.now - timedelta(hours=24))
    asked = shop.asks(ANNA, requested_at=shop.now - timedelta(hours=20))
    with shop.acting() as cursor:
        cursor.execute("SELECT expires_at FROM message WHERE id = %s", [asked.message_id])
        assert cursor.fetchone()[0] == shop.now + timedelta(hours=4)


def test_only_a_purpose_of_marketing_is_asked_about(shop):
    with shop.acting() as cursor, pytest.raises(NotDeclared):
        ask(cursor, parse_number(ANNA), purpose="orders", wording="", door="form", method="web_form", evidence={},
            now=shop.now)  # fmt: skip


def test_a_link_confirms_once_and_only_by_its_own_code(shop):
    asked = shop.asks(ANNA, answer_by="link")
    code = asked.question.split("/c/")[1].split()[0]
    assert linked(code[:-1] + "!") is None
    found = linked(code)
    assert (found.organisation_id, found.request_id) == (shop.organisation.pk, asked.request_id)
    with shop.acting() as cursor:
        at = shop.later(minutes=1)
        assert confirm(cursor, asked.request_id, how="link", answer={"page": "/c"}, at=at, now=at)
        assert confirm(cursor, asked.request_id, how="link", answer={"page": "/c"}, at=at, now=at) is None
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")


def test_a_person_gets_their_questions_and_loses_them_at_erasure(shop):
    asked = shop.asks(ANNA, answer_by="link")
    code = asked.question.split("/c/")[1].split()[0]
    with shop.acting() as cursor:
        assert export(cursor, asked.contact_id)["questions"][0]["question"] == asked.question
        erase(cursor, asked.contact_id, by="alice", door="staff", now=shop.now)
        assert requests_of(cursor, asked.contact_id) == []
    assert linked(code) is None
