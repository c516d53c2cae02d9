"""Promise 3: every marketing text carries a way out, in the recipient's language; the sender cannot remove it.

A number to answer, or where there is none a link of the person's own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samtycke.gate.door import EVERYBODY, Leaver, Spec, draft_envelope, leaver, message_state, opt_out, preview, send
from samtycke.gate.tests.scene import OFFER, campaign, number, people, take, yes
from samtycke.organisations.door import acting_for, keyring
from samtycke.policy import countries, pack_for
from samtycke.sms import segment

WAY_OUT = "Avsluta: STOPP till 71000"
LINK = re.compile(r"\nAvsluta: 127\.0\.0\.1:8000/u/([A-Za-z0-9]{10})$")


def now() -> datetime:
    return datetime.now(UTC)


def offer(body: str) -> Spec:
    return Spec("marketing", "offers", body, ("shoes",))


@pytest.mark.parametrize(
    "body",
    [
        "Rea!",
        "Rea!\n",
        "Svara STOPP så slipper du",
        f"Rea! {WAY_OUT[:-1]}",
        "Hej {{name|du}}, rea!",
        "€" * 80,
        "🥾" * 40,
    ],
)
def test_a_marketing_text_ends_with_its_way_out_once(organisation, body):
    people(organisation, yes(1))
    campaign(organisation, spec=offer(body))
    (message,) = take(organisation).messages
    assert message.text.endswith(f"\n{WAY_OUT}")
    assert message.text.count(WAY_OUT) == 1
    assert "".join(message.parts) == message.text


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_whatever_is_written_the_way_out_stands_last_and_is_counted(organisation, body):
    with acting_for(organisation.pk) as cursor:
        text = draft_envelope(cursor, offer(body)).text(body, "SE")
    assert text.endswith(WAY_OUT)
    assert segment(text).parts[-1].endswith(WAY_OUT[-1])


def test_the_way_out_is_priced(organisation):
    """A text that fits alone and does not with its way out costs two parts, and the preview says so."""
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        seen = preview(cursor, draft_envelope(cursor, offer("a" * 150)), EVERYBODY, now=now())
    assert (seen.price.segments, seen.price.cost) == (2, 80)


def test_a_service_text_has_none(organisation):
    with acting_for(organisation.pk) as cursor:
        send(cursor, Spec("service", "orders", "Dina skor är framme"), number(1), now=now())
    (message,) = take(organisation, lane="phone/service").messages
    assert message.text == "Dina skor är framme"


def test_a_text_that_the_way_out_makes_too_long_is_refused_and_never_cut(organisation):
    people(organisation, yes(1, attributes={"name": "x" * 1000}))
    campaign(organisation, spec=offer("Hej {{name}}"))
    assert take(organisation).messages == ()
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT state, carrier_code FROM message")
        assert cursor.fetchall() == [("failed", "too-long")]


def test_a_single_text_has_it_too(organisation):
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        send(cursor, OFFER, number(1), now=now())
    (message,) = take(organisation, lane="phone/marketing").messages
    assert message.text == f"{OFFER.body}\n{WAY_OUT}"


@pytest.fixture
def silent(organisation):
    """Skobutiken, under a name that nobody can answer."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET inbound_number = ''")
    return organisation


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400),
        st.sampled_from(["Rea! Avsluta: 127.0.0.1:8000/u/**********", "a" * 125, "a" * 126, "a" * 127, "€" * 70]),
    )
)
def test_whatever_is_written_a_text_nobody_can_answer_ends_in_a_link_that_works_and_is_counted(silent, body):
    """It is the person's own from the lease's commit; there are as many parts as were counted while it was masked."""
    body = body.replace("{", "(")
    (contact_id,) = people(silent, yes(1))
    with acting_for(silent.pk) as cursor:
        cursor.execute("DELETE FROM message")
        counted = segment(draft_envelope(cursor, offer(body)).text(body, "SE"))
    campaign(silent, spec=offer(body), campaign_id=7)
    (message,) = take(silent, lane="phone/marketing/7").messages
    code = LINK.search(message.text)[1]
    assert leaver(code) == Leaver(silent.pk, contact_id)
    assert "".join(message.parts) == message.text
    assert (message.encoding, len(message.parts)) == (counted.encoding, counted.segments)
    assert message.parts == segment(message.text).parts


def test_each_person_has_a_link_of_their_own_and_always_the_same(silent):
    people(silent, yes(1), yes(2))
    links = []
    for campaign_id in (1, 2):
        campaign(silent, campaign_id=campaign_id)
        batch = take(silent, lane=f"phone/marketing/{campaign_id}").messages
        links.append({message.contact_id: LINK.search(message.text)[1] for message in batch})
    assert links[0] == links[1]
    assert len(set(links[0].values())) == 2


def test_a_code_that_stands_in_no_text_leads_to_nobody(silent, other_organisation):
    (contact_id,) = people(silent, yes(1))
    assert leaver(keyring().link_code(organisation_id=silent.pk, contact_id=contact_id)) is None
    assert [leaver(code) for code in ("", "a", "AAAAAAAAAA", "å" * 10, "a" * 500)] == [None] * 5


def test_the_price_and_the_cap_are_of_the_text_with_its_link(silent):
    """125 characters and the link are 160: one part. With one more they are two, and the preview says so."""
    people(silent, yes(1))
    with acting_for(silent.pk) as cursor:
        room = 160 - len(draft_envelope(cursor, offer("")).text("", "SE"))
        prices = [
            preview(cursor, draft_envelope(cursor, offer("a" * size)), EVERYBODY, now=now()).price.segments
            for size in (room, room + 1)
        ]
    assert prices == [1, 2]
    campaign(silent, spec=offer("a" * room))
    (message,) = take(silent).messages
    assert (len(message.text), len(message.parts)) == (160, 1)


@pytest.mark.parametrize("body", ["Rea!", "Hej {{name}}, rea!"])
def test_what_is_kept_for_the_staff_to_read_has_the_code_masked(silent, body):
    people(silent, yes(1, attributes={"name": "Åsa"}))
    campaign(silent, spec=offer(body))
    (message,) = take(silent).messages
    with acting_for(silent.pk) as cursor:
        kept = message_state(cursor, message.id).text
    assert kept == message.text[:-10] + "*" * 10


def test_a_no_by_the_code_of_a_link_is_a_no(silent):
    people(silent, yes(1))
    campaign(silent)
    (message,) = take(silent).messages
    found = leaver(LINK.search(message.text)[1])
    with acting_for(found.organisation_id) as cursor:
        left = opt_out(cursor, number(1), because="way_out", door="link", now=now())
        assert left.contact_id == found.contact_id
        assert send(cursor, OFFER, number(1), now=now()).state == "withheld"


def test_a_service_text_has_no_link_either(silent):
    with acting_for(silent.pk) as cursor:
        send(cursor, Spec("service", "orders", "Dina skor är framme"), number(1), now=now())
    (message,) = take(silent, lane="phone/service").messages
    assert message.text == "Dina skor är framme"


@pytest.mark.parametrize("country", countries())
def test_every_law_has_words_for_both_ways_out_in_every_language_of_its_own(country):
    """In characters that never make a text dearer, and with the address last, where telephones find it."""
    pack = pack_for(country)
    assert {pack.language, "sv", "en"} <= pack.way_out.keys() == pack.way_out_link.keys()
    assert all(segment(words.format(number="71000")).encoding == "gsm7" for words in pack.way_out.values())
    assert all(segment(words.format(link="s.se/u/a")).encoding == "gsm7" for words in pack.way_out_link.values())
    assert all(words.endswith(": {link}") for words in pack.way_out_link.values())
