"""The gateway, against a real SMPP server and a real PostgreSQL (walks Out and Back)."""

from __future__ import annotations

import time
from datetime import timedelta

from samtycke.dispatch.door import health
from samtycke.dispatch.tests.scene import (
    campaign,
    carrier_of,
    consents,
    eventually,
    free_port,
    gateway,
    now,
    number,
    phones,
    states,
)
from samtycke.gate.door import Spec, counts, halt, resume, send
from samtycke.ledger.door import blocks_on
from samtycke.organisations.door import acting_for
from samtycke.sms import Number


def test_a_campaign_arrives_once_on_every_phone_and_is_reported_delivered(shop, phone):
    consents(shop, range(700))
    with gateway():
        campaign(shop)
        eventually(lambda: states(shop) == {"delivered": 700})
    assert phone.statistics() == {"received": 700, "handsets": 700, "twice": 0}
    (text,) = phone.texts(number(shop, 17))
    assert text["text"] == f"Höstens skor är här\nAvsluta: STOPP till {8_000_000 + shop.pk}"
    assert text["sender"] == "Skobutiken"
    with acting_for(shop.pk) as cursor:
        assert counts(cursor, 1)[0] == {"delivered": 700}
        cursor.execute("SELECT count(*) FROM lease")
        assert cursor.fetchone() == (0,)


def test_a_single_text_leaves_within_a_second(shop, phone):
    with gateway():
        eventually(lambda: health().gateways >= 1)
        time.sleep(0.5)
        begun = time.monotonic()
        with acting_for(shop.pk) as cursor:
            spec = Spec("service", "orders", "Din beställning är på väg", sender="Skobutiken")
            send(cursor, spec, Number(number(shop, 1), "SE"), now=now())
        eventually(lambda: phone.texts(number(shop, 1)), seconds=2)
        assert time.monotonic() - begun < 1


def test_stopp_stops_the_next_text_and_is_confirmed_within_a_second(shop, phone):
    consents(shop, [1])
    who, to = number(shop, 1), str(8_000_000 + shop.pk)
    with gateway():
        campaign(shop)
        eventually(lambda: len(phone.texts(who)) == 1)
        begun = time.monotonic()
        phone.reply(who, to, "STOPP")  # returns when it is acknowledged, so it is committed
        with acting_for(shop.pk) as cursor:
            assert blocks_on(cursor, who)
            assert counts(cursor, 1)[0]["opted_out"] == 1
        eventually(lambda: len(phone.texts(who)) == 2, seconds=2)
        assert time.monotonic() - begun < 1
        campaign(shop, campaign_id=2)
        eventually(lambda: states(shop).get("withheld") == 1)
        time.sleep(0.3)
    assert [text["text"] for text in phone.texts(who)][1:] == ["Klart. Du får inga fler erbjudanden från Skobutiken."]


def test_stopp_in_the_middle_of_a_campaign_takes_back_what_is_not_on_the_wire(shop, phone, settings):
    """At a slow carrier nearly all of a campaign is still here when people leave."""
    people = 60
    consents(shop, range(people))
    name = next(iter(settings.CARRIERS))
    settings.CARRIERS = {name: phone.url + "&tps=20"}
    to = str(8_000_000 + shop.pk)
    with gateway():
        campaign(shop)
        eventually(lambda: phone.statistics()["received"] >= 3)
        left = []
        for i in range(people):
            who = number(shop, i)
            if not phone.texts(who) and len(left) < 10:
                phone.reply(who, to, "STOPP")
                left.append((who, len([t for t in phone.texts(who) if "Höstens" in t["text"]])))
        eventually(lambda: {"planned", "leased", "sent"}.isdisjoint(states(shop)), seconds=20)
    assert len(left) == 10
    for who, before in left:
        after = [text for text in phone.texts(who) if "Höstens" in text["text"]]
        assert len(after) == before, "a text was written after the opt-out was acknowledged"
    assert phone.statistics()["twice"] == 0


def test_texts_wait_while_a_carrier_is_away_and_go_when_it_is_back(shop, settings):
    smpp, http = free_port(), free_port()
    settings.CARRIERS = {next(iter(settings.CARRIERS)): f"smpp://test:secret@127.0.0.1:{smpp}?window=50"}
    consents(shop, range(50))
    with gateway():
        campaign(shop)
        time.sleep(1)
        assert states(shop) == {"planned": 50}
        with phones(smpp=smpp, http=http) as back:
            eventually(lambda: states(shop) == {"delivered": 50}, seconds=30)
            assert back.statistics()["twice"] == 0


def test_receipts_that_say_otherwise_are_believed(shop, phone):
    phone.deliver("failed")
    consents(shop, range(5))
    with gateway():
        campaign(shop)
        eventually(lambda: states(shop) == {"failed": 5})


def test_a_halted_campaign_leases_nothing_until_it_is_resumed(shop, phone):
    consents(shop, range(5))
    campaign(shop)
    with acting_for(shop.pk) as cursor:
        halt(cursor, 1)
    with gateway():
        time.sleep(0.7)
        assert states(shop) == {"planned": 5}
        with acting_for(shop.pk) as cursor:
            resume(cursor, 1)
        eventually(lambda: states(shop) == {"delivered": 5})


def test_organisations_take_turns(shop, other_organisation, phone, settings):
    """A small campaign is through before a large one that began earlier."""
    settings.CARRIERS |= {carrier_of(other_organisation): phone.url}
    name = next(iter(settings.CARRIERS))
    settings.CARRIERS = {name: phone.url + "&tps=100"}
    with acting_for(other_organisation.pk) as cursor:
        cursor.execute("UPDATE organisation SET test_account = false WHERE id = current_organisation()")
        cursor.execute("UPDATE sender SET carrier = %s", [name])
    consents(shop, range(400))
    consents(other_organisation, range(5))
    campaign(shop)
    campaign(other_organisation)
    with gateway():
        eventually(lambda: states(other_organisation) == {"delivered": 5})
        assert states(shop).get("planned", 0) > 100


def test_the_pace_of_a_carrier_is_kept(shop, phone, settings):
    settings.CARRIERS = {next(iter(settings.CARRIERS)): phone.url + "&tps=50"}
    consents(shop, range(100))
    campaign(shop)
    begun = time.monotonic()
    with gateway():
        eventually(lambda: states(shop) == {"delivered": 100})
    assert 1.0 < time.monotonic() - begun < 8


def test_a_text_past_its_time_fails_as_expired(shop):
    with acting_for(shop.pk) as cursor:
        send(cursor, Spec("service", "orders", "Kod 1234", sender="Skobutiken"), Number(number(shop, 1), "SE"),
             now=now() - timedelta(hours=2), valid_for=timedelta(hours=1))  # fmt: skip
    with gateway():
        eventually(lambda: states(shop) == {"expired": 1})


def test_stopping_lets_what_is_in_flight_land(shop, phone):
    consents(shop, range(2000))
    campaign(shop)
    with gateway() as stop:
        eventually(lambda: phone.statistics()["received"] > 0)
        stop.set()
    left = states(shop)
    assert "leased" not in left
    assert "unknown" not in left
    assert phone.statistics()["received"] == left.get("sent", 0) + left.get("delivered", 0)
