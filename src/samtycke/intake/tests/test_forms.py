"""A form collects a yes that holds: nothing before the number confirms, and the exact words with it for ever after."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction

from samtycke.gate.door import Spec, decide_one, messages_of, opt_out, send
from samtycke.intake.door import (
    Draft,
    NotPublishable,
    Sent,
    Words,
    advice,
    begin_entry,
    confirm_entry,
    conversions,
    create_form,
    form_at,
    newest_version,
    one_version,
    pause_form,
    publish,
    read_entry,
    read_form,
    receive,
    save_form,
    send_again,
    tally,
)
from samtycke.intake.forms.entry import forget_entries
from samtycke.ledger.door import block, find_contact, history
from samtycke.organisations.door import TooMany, acting_for, controller, purposes, save_controller
from samtycke.sms import parse_number

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=2)
OFFER = Spec("marketing", "offers", "Hej", ("shoes",), "Skobutiken")
_numbers = iter(range(4000))


def fresh_number(country: str = "SE"):
    """A number nobody has used: how often a number may be asked is counted for all organisations together."""
    if country == "DE":
        return parse_number(f"+4915112{next(_numbers):06d}")
    return parse_number(f"+46700{100000 + next(_numbers):06d}")


@pytest.fixture
def published(organisation):
    """Klubben, published."""
    return make_form(organisation)


def make_form(organisation, **changes):
    with acting_for(organisation.pk) as cursor:
        form = create_form(
            cursor,
            organisation="Skobutiken",
            purpose=purposes(cursor)["offers"],
            sender="Skobutiken",
            by="Karin",
            now=NOW,
        )
        draft = Draft(
            name="Klubben",
            purpose="offers",
            sender="Skobutiken",
            confirm="code",
            colour="",
            slug=f"klubben-{organisation.slug}",
            words=form.draft,
        )
        save_form(cursor, form.id, replace(draft, **changes), now=NOW)
        publish(cursor, form.id, by="Karin", now=NOW)
        return read_form(cursor, form.id)


def send_form(organisation, form, number, *, language="sv", token="a", at=NOW):
    with acting_for(organisation.pk) as cursor:
        version = newest_version(cursor, form.id)
        sent = Sent(language, number, token, "192.0.2.7", "Firefox, Android")
        return begin_entry(cursor, form, version, sent, now=at)


def code_to(organisation, number) -> str:
    """The code on the phone: that of the newest text."""
    with acting_for(organisation.pk) as cursor:
        newest = messages_of(cursor, find_contact(cursor, number.e164))[0]
    return re.search(r"\d{6}", newest.text)[0]


def confirm(organisation, entry, code, *, at=SOON):
    with acting_for(organisation.pk) as cursor:
        return confirm_entry(cursor, entry, code, now=at)


def yeses(organisation, number):
    with acting_for(organisation.pk) as cursor:
        contact = find_contact(cursor, number.e164)
        return [event for event in history(cursor, contact) if event.kind == "consent"] if contact else []


def may_be_sent(organisation, number, *, at=SOON + timedelta(hours=1)):
    with acting_for(organisation.pk) as cursor:
        return decide_one(cursor, OFFER, number, now=at)


def test_a_form_that_was_sent_but_not_confirmed_permits_nothing(organisation, published):
    number = fresh_number()
    send_form(organisation, published, number)
    assert yeses(organisation, number) == []
    assert may_be_sent(organisation, number).verdict == "deny"


def test_the_code_makes_it_a_yes_with_the_exact_words_and_language_that_were_shown(organisation, published):
    number = fresh_number()
    entry = send_form(organisation, published, number, language="en")
    assert confirm(organisation, entry, code_to(organisation, number)) == "confirmed"
    (yes,) = yeses(organisation, number)
    with acting_for(organisation.pk) as cursor:
        page = newest_version(cursor, published.id).pages["en"]
    assert yes.wording == page.wording
    for words in (page.words.title, page.words.sentence, page.words.box, page.notice.short):
        assert words in yes.wording
    assert (yes.method, yes.door, yes.source, yes.informed) == ("web_form", "form", "Klubben v1", True)
    assert yes.evidence == {
        "form": published.slug,
        "version": "1",
        "language": "en",
        "address": "192.0.2.7",
        "browser": "Firefox, Android",
        "asked_at": "2026-11-26T09:00:00+00:00",
        "confirmed_by": "code",
        "confirmed_at": "2026-11-26T09:02:00+00:00",
    }
    decision = may_be_sent(organisation, number)
    assert (decision.verdict, decision.rule) == ("allow", "mfl19.consent")


def test_the_words_of_an_old_version_stand_when_a_new_one_is_published(organisation, published):
    number = fresh_number()
    entry = send_form(organisation, published, number)
    with acting_for(organisation.pk) as cursor:
        first = newest_version(cursor, published.id)
        words = replace(published.draft["sv"], box="Ja, skicka allt från Skobutiken på SMS, högst 2 i månaden.")
        draft = Draft("Klubben", "events", "Skobutiken", "code", "", "", {**published.draft, "sv": words})
        save_form(cursor, published.id, draft, now=SOON)
        assert publish(cursor, published.id, by="Karin", now=SOON).number == 2
    confirm(organisation, entry, code_to(organisation, number))
    (yes,) = yeses(organisation, number)
    assert yes.wording == first.pages["sv"].wording
    assert (yes.purpose, yes.source) == ("offers", "Klubben v1")


def test_a_version_cannot_be_changed_by_the_program(organisation, published):
    for statement in ("UPDATE form_version SET pages = '{}'", "DELETE FROM form_version"):
        with pytest.raises(ProgrammingError), transaction.atomic(), acting_for(organisation.pk) as cursor:
            cursor.execute(statement)


def test_publishing_what_is_published_makes_no_version(organisation, published):
    with acting_for(organisation.pk) as cursor:
        assert publish(cursor, published.id, by="Karin", now=SOON).number == 1


def test_new_facts_of_the_organisation_are_told_from_the_next_version(organisation, published):
    with acting_for(organisation.pk) as cursor:
        save_controller(cursor, replace(controller(cursor), email="ny@skobutiken.example"), by="Karin")
        assert "ny@skobutiken.example" not in str(one_version(cursor, published.id, 1).pages["sv"].notice)
        version = publish(cursor, published.id, by="Karin", now=SOON)
    assert version.number == 2
    assert "ny@skobutiken.example" in str(version.pages["sv"].notice)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_notice_tells_all_that_the_law_asks_and_cannot_be_left_out(organisation, language):
    """GDPR 13: what an organisation writes is added to it, whatever it writes."""
    words = Words(title="T", sentence="S", often="alltid", box="Ja, SMS från Skobutiken", more=" ", extra="")
    form = make_form(organisation, words={language: words}, slug=f"n-{organisation.slug}")
    with acting_for(organisation.pk) as cursor:
        page = newest_version(cursor, form.id).pages[language]
    short, whole = page.notice.short, " ".join(f"{heading} {text}" for heading, text in page.notice.whole)
    stop, withdraw = {"sv": ("STOPP", "Ta tillbaka ditt ja"), "en": ("STOP", "Take back your yes")}[language]
    for told in ("Skobutiken i Staden AB", "alltid", stop, "71000", "IMY"):
        assert told in short
    told_in_whole = {
        "who": "Storgatan 1",
        "reached": "fragor@skobutiken.example",
        "ground": "6.1 a" if language == "sv" else "6(1)(a)",
        "withdrawal": withdraw,
        "complaint": "imy.se",
    }
    for told in told_in_whole.values():
        assert told in whole
    assert len(page.notice.whole) == 9


def test_nothing_is_published_before_the_organisation_has_said_who_it_is(organisation):
    with acting_for(organisation.pk) as cursor:
        save_controller(cursor, replace(controller(cursor), address="", email="", phone=""), by="Karin")
    with pytest.raises(NotPublishable) as refused:
        make_form(organisation)
    assert {(one.field, one.detail) for one in refused.value.obstacles} == {
        ("controller", "address"),
        ("controller", "email"),
    }
    assert form_at(f"klubben-{organisation.slug}") is None


@pytest.mark.parametrize("name", ["title", "sentence", "often", "box"])
def test_a_form_without_what_must_be_said_is_not_published(organisation, published, name):
    words = {"sv": replace(published.draft["sv"], **{name: " \n "})}
    with pytest.raises(NotPublishable) as refused:
        make_form(organisation, words=words, slug=f"x-{organisation.slug}")
    assert [one.field for one in refused.value.obstacles] == [f"sv.{name}"]


def test_an_address_is_one_organisations(organisation, other_organisation, published):
    with pytest.raises(NotPublishable) as refused:
        make_form(other_organisation, slug=published.slug)
    assert [(one.field, one.code) for one in refused.value.obstacles] == [("slug", "taken")]
    assert form_at(published.slug).organisation_id == organisation.pk


def test_five_wrong_codes_are_all_there_are(organisation, published):
    number = fresh_number()
    entry = send_form(organisation, published, number)
    code = code_to(organisation, number)
    wrong = "000000" if code != "000000" else "000001"
    assert [confirm(organisation, entry, wrong) for _ in range(5)] == ["wrong"] * 4 + ["spent"]
    assert confirm(organisation, entry, code) == "spent"
    assert yeses(organisation, number) == []


def test_a_code_is_worth_nothing_after_ten_minutes_nor_once_there_is_a_newer_one(organisation, published):
    number = fresh_number()
    entry = send_form(organisation, published, number)
    first = code_to(organisation, number)
    assert confirm(organisation, entry, first, at=NOW + timedelta(minutes=10)) == "too_late"
    with acting_for(organisation.pk) as cursor:
        send_again(cursor, entry, now=NOW + timedelta(minutes=11))
    second = code_to(organisation, number)
    if first != second:
        assert confirm(organisation, entry, first, at=NOW + timedelta(minutes=12)) == "wrong"
    spaced = f"{second[:3]} {second[3:]}"
    assert confirm(organisation, entry, spaced, at=NOW + timedelta(minutes=12)) == "confirmed"
    assert confirm(organisation, entry, "", at=NOW + timedelta(minutes=13)) == "confirmed"
    assert len(yeses(organisation, number)) == 1


def test_a_new_code_is_not_sent_within_a_minute(organisation, published):
    entry = send_form(organisation, published, fresh_number())
    with pytest.raises(TooMany), acting_for(organisation.pk) as cursor:
        send_again(cursor, entry, now=NOW + timedelta(seconds=30))


def test_nothing_is_left_of_what_nobody_confirmed_a_day_later(organisation, published):
    number, later = fresh_number(), NOW + timedelta(hours=24)
    entry = send_form(organisation, published, number)
    assert confirm(organisation, entry, code_to(organisation, number), at=later) == "gone"
    with acting_for(organisation.pk) as cursor:
        assert read_entry(cursor, entry, now=later) is None
        assert forget_entries(cursor, now=later) == 1
        cursor.execute("SELECT count(*) FROM form_entry WHERE form_id = %s", [published.id])
        assert cursor.fetchone() == (0,)


def test_a_number_that_only_an_unconfirmed_form_made_known_is_let_go_of_and_no_other(organisation, published):
    """Nobody's number is kept because somebody wrote it in a form."""
    stranger, told, customer, confirmed = (fresh_number() for _ in range(4))
    with acting_for(organisation.pk) as cursor:
        send(cursor, Spec("service", "orders", "Din beställning", (), "Skobutiken"), customer, now=NOW)
    for number in (stranger, told, customer, confirmed):
        entry = send_form(organisation, published, number, token=number.e164)
    send_form(organisation, published, stranger, token="again", at=NOW + timedelta(hours=2))
    confirm(organisation, entry, code_to(organisation, confirmed))
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, told, because="STOPP", door="sms", now=SOON)
        assert forget_entries(cursor, now=NOW + timedelta(hours=25)) == 3
        assert find_contact(cursor, stranger.e164) is not None  # the second form still waits
        assert forget_entries(cursor, now=NOW + timedelta(hours=27)) == 1
        kept = [find_contact(cursor, number.e164) is not None for number in (stranger, told, customer, confirmed)]
        assert kept == [False, True, True, True]


def test_what_waits_is_sealed_and_what_is_confirmed_keeps_no_number(organisation, published):
    number = fresh_number()
    entry = send_form(organisation, published, number)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT row_to_json(e)::text, sealed FROM form_entry e WHERE id = %s", [entry])
        readable, sealed = cursor.fetchone()
    for form in (number.e164, number.e164[3:]):
        assert form not in readable
        assert form.encode() not in bytes(sealed)
    confirm(organisation, entry, code_to(organisation, number))
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT sealed FROM form_entry WHERE id = %s", [entry])
        assert cursor.fetchone() == (None,)


def test_the_same_page_sent_twice_is_one_entry_and_one_text(organisation, published):
    number = fresh_number()
    assert send_form(organisation, published, number) == send_form(organisation, published, number)
    with acting_for(organisation.pk) as cursor:
        assert len(messages_of(cursor, find_contact(cursor, number.e164))) == 1


def test_a_number_is_not_pestered_whoever_asks(organisation, other_organisation, published):
    number, elsewhere = fresh_number(), make_form(other_organisation)
    for turn in range(4):
        home = (organisation, published) if turn % 2 else (other_organisation, elsewhere)
        send_form(*home, number, token=f"t{turn}")
    for home in ((organisation, published), (other_organisation, elsewhere)):
        with pytest.raises(TooMany):
            send_form(*home, number, token="one more")
    with acting_for(organisation.pk) as cursor:
        assert len(messages_of(cursor, find_contact(cursor, number.e164))) == 2


def test_an_own_confirmed_yes_lifts_the_own_no(organisation, published):
    number = fresh_number()
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number, because="STOPP", door="sms", now=NOW - timedelta(days=1))
    entry = send_form(organisation, published, number)
    assert may_be_sent(organisation, number).verdict == "deny"
    confirm(organisation, entry, code_to(organisation, number))
    assert may_be_sent(organisation, number).verdict == "allow"


def test_who_staff_have_blocked_stays_blocked_and_the_form_says_the_same(organisation, published):
    number = fresh_number()
    with acting_for(organisation.pk) as cursor:
        block(cursor, [number.e164], because="phone", door="staff", by="Karin", now=NOW - timedelta(days=1))
    entry = send_form(organisation, published, number)
    assert confirm(organisation, entry, code_to(organisation, number)) == "confirmed"
    assert may_be_sent(organisation, number).verdict == "deny"


def test_in_germany_the_code_to_the_number_is_the_proof(organisation, published):
    """A form alone proves nothing there (BGH I ZR 164/09); that the number itself confirmed does."""
    number = fresh_number("DE")
    entry = send_form(organisation, published, number)
    confirm(organisation, entry, code_to(organisation, number))
    (yes,) = yeses(organisation, number)
    assert yes.method == "double_opt_in"
    assert may_be_sent(organisation, number, at=datetime(2026, 11, 26, 10, 0, tzinfo=UTC)).verdict != "deny"


@dataclass(frozen=True)
class Reply:
    sender: str
    to: str
    text: str
    at: datetime


def test_by_reply_it_counts_when_the_phone_says_yes(organisation):
    """And it is asked once: sent again, the page says the same and the phone hears nothing."""
    form, number = make_form(organisation, confirm="double_opt_in"), fresh_number()
    send_form(organisation, form, number)
    send_form(organisation, form, number, token="again")
    assert may_be_sent(organisation, number).rule == "consent.pending"
    with acting_for(organisation.pk) as cursor:
        (question,) = messages_of(cursor, find_contact(cursor, number.e164))
        assert "JA" in question.text
        # As the gateway would say when it has handed the question over.
        cursor.execute("UPDATE message SET state = 'sent' WHERE id = %s", [question.id])
        # Only this organisation owns the number here.
        cursor.execute(
            "UPDATE inbound_route SET inbound_number = %s WHERE organisation_id = %s", ["71111", organisation.pk]
        )
    receive([Reply(number.e164, "71111", "Ja", SOON)], carrier="phone", now=SOON)
    (yes, *_) = yeses(organisation, number)
    with acting_for(organisation.pk) as cursor:
        page = newest_version(cursor, form.id).pages["sv"]
        (came,) = conversions(cursor, form.id)
    assert (yes.method, yes.wording) == ("double_opt_in", page.wording)
    assert (yes.evidence["request_version"], yes.evidence["request_language"]) == ("1", "sv")
    assert (came.sent, came.confirmed) == (2, 1)
    assert may_be_sent(organisation, number).verdict == "allow"


def test_what_came_of_a_form_is_counted_by_version(organisation, published):
    stays, leaves = fresh_number(), fresh_number()
    with acting_for(organisation.pk) as cursor:
        for _ in range(5):
            tally(cursor, published.id, 1, "viewed", now=NOW)
    for number in (stays, leaves):
        entry = send_form(organisation, published, number, token=number.e164)
        confirm(organisation, entry, code_to(organisation, number))
    send_form(organisation, published, fresh_number(), token="never confirmed")
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, leaves, because="STOPP", door="sms", now=NOW + timedelta(days=3))
        (came,) = conversions(cursor, published.id)
    assert (came.version, came.viewed, came.sent, came.confirmed, came.left) == (1, 5, 3, 2, 1)


def test_a_paused_form_keeps_its_address(organisation, published):
    with acting_for(organisation.pk) as cursor:
        assert pause_form(cursor, published.id, by="Karin").state == "paused"
    assert form_at(published.slug).form_id == published.id


@pytest.mark.parametrize(
    ("box", "code"),
    [
        ("Ja, skicka SMS från Skobutiken, och jag godkänner villkoren", "bundled"),
        ("Yes, text me from Skobutiken. I accept the terms and conditions", "bundled"),
        ("Ja, SMS från Skobutiken: krävs för att delta", "conditional"),
        ("Nej tack, jag vill inte ha SMS från Skobutiken", "negative"),
        ("Ja, SMS från Skobutiken och utvalda partners", "others"),
        ("Ja, SMS och e-post från Skobutiken", "channels"),
        ("SMS från Skobutiken", "no_yes"),
        ("Ja, skicka SMS till mig", "no_sender"),
        ("Ja, skicka erbjudanden från Skobutiken", "no_channel"),
    ],
)
def test_words_that_make_a_yes_weak_are_told_while_they_are_written(box, code):
    assert code in [one.code for one in advice(Words(box=box), sender="Skobutiken")]


def test_the_words_a_form_begins_with_need_no_advice(organisation, published):
    for words in published.draft.values():
        assert advice(words, sender="Skobutiken") == []
