"""People answer (walk Back; promises 2 and 8)."""

from __future__ import annotations

import json
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from samtycke.gate.door import Spec, decide_one, send
from samtycke.intake.refusal import RowRefused
from samtycke.intake.replies import AlreadyRead, read_reply, replies
from samtycke.intake.report import report_consent, report_objection, report_sale, report_withdrawal
from samtycke.intake.tests.conftest import NOW, Inbound
from samtycke.intake.texts import receive
from samtycke.ledger.door import blocks_on, find_contact, reveal
from samtycke.ops.cast import make_organisation
from samtycke.organisations.door import acting_for, keyring
from samtycke.sms import Number

OFFER = Spec(kind="marketing", purpose="offers", body="Rea på skor", categories=("shoes",), sender="Skobutiken")


def consent(organisation, number, *, at="2026-03-02"):
    with acting_for(organisation.pk) as cursor:
        report_consent(
            cursor,
            {"number": number, "purpose": "offers", "method": "web_form", "consented_at": at, "wording": "Ja"},
            door="api",
            by="key",
            now=NOW,
        )


def verdict(organisation, number, *, now=NOW):
    with acting_for(organisation.pk) as cursor:
        return decide_one(cursor, OFFER, Number(number, "SE"), now=now)


def messages(organisation, number):
    with acting_for(organisation.pk) as cursor:
        contact = find_contact(cursor, number)
        cursor.execute(
            "SELECT m.state, e.kind, m.rule, e.body FROM message m JOIN envelope e "
            "ON e.organisation_id = m.organisation_id AND e.id = m.envelope_id WHERE m.contact_id = %s ORDER BY m.id",
            [contact],
        )
        return [
            (state, kind, rule, keyring().open(body, about=b"envelope").decode())
            for state, kind, rule, body in cursor.fetchall()
        ]


def test_stopp_suppresses_withholds_and_is_confirmed_once(organisation, inbound_number):
    number = "+46701740605"
    consent(organisation, number)
    assert verdict(organisation, number).verdict == "allow"
    with acting_for(organisation.pk) as cursor:
        assert send(cursor, OFFER, Number(number, "SE"), now=NOW).state == "planned"
    receive([Inbound(number, inbound_number, "Stopp!")], carrier="phone", now=NOW)
    receive([Inbound(number, inbound_number, "STOPP")], carrier="phone", now=NOW + timedelta(minutes=1))
    after = verdict(organisation, number, now=NOW + timedelta(minutes=2))
    assert (after.verdict, after.rule) == ("deny", "gdpr21.objected")
    offer, answer = messages(organisation, number)
    assert offer[:3] == ("withheld", "marketing", "gdpr21.objected")
    assert answer[:2] == ("planned", "service")
    assert answer[3] == "Klart. Du får inga fler erbjudanden från Skobutiken."


def test_a_stopp_from_somebody_unknown_blocks_the_number_before_any_file_brings_it(organisation, inbound_number):
    receive([Inbound("46701740606", inbound_number, "stop")], carrier="phone", now=NOW)
    consent(organisation, "+46701740606")
    assert verdict(organisation, "+46701740606").verdict == "deny"


def test_a_reply_that_may_be_a_no_holds_marketing_until_somebody_has_read_it(organisation, inbound_number):
    number = "+46701740607"
    consent(organisation, number)
    receive([Inbound(number, inbound_number, "inte nu tack")], carrier="phone", now=NOW)
    later = NOW + timedelta(minutes=1)
    held = verdict(organisation, number, now=later)
    assert (held.verdict, held.rule) == ("hold", "reply.unread")
    with acting_for(organisation.pk) as cursor:
        (reply,) = replies(cursor, unread=True)
        assert (reply.text, reply.intent) == ("inte nu tack", "ambiguous")
        read_reply(cursor, reply.id, meant="other", by="alice", now=later)
        with pytest.raises(AlreadyRead):
            read_reply(cursor, reply.id, meant="other", by="bob", now=later)
    assert verdict(organisation, number, now=later + timedelta(minutes=1)).verdict == "allow"


def test_a_held_reply_that_was_a_no_becomes_one(organisation, inbound_number):
    number = "+46701740608"
    consent(organisation, number)
    receive([Inbound(number, inbound_number, "nej tack")], carrier="phone", now=NOW)
    with acting_for(organisation.pk) as cursor:
        (reply,) = replies(cursor, unread=True)
        read_reply(cursor, reply.id, meant="opt_out", by="alice", now=NOW + timedelta(minutes=1))
    assert verdict(organisation, number, now=NOW + timedelta(minutes=2)).rule == "gdpr21.objected"


def test_start_alone_gives_nothing_back(organisation, inbound_number):
    """A no is undone only by an explicit, informed yes."""
    number = "+46701740609"
    consent(organisation, number)
    receive([Inbound(number, inbound_number, "STOPP")], carrier="phone", now=NOW)
    receive([Inbound(number, inbound_number, "START")], carrier="phone", now=NOW + timedelta(minutes=1))
    assert verdict(organisation, number, now=NOW + timedelta(minutes=2)).verdict == "deny"


def test_help_is_answered_once_a_day(organisation, inbound_number):
    number = "+46701740610"
    for minute in range(3):
        at = NOW + timedelta(minutes=minute)
        receive([Inbound(number, inbound_number, "HJÄLP")], carrier="phone", now=at)
    assert [message[1] for message in messages(organisation, number)] == ["service"]


def test_a_shared_number_stops_everybody_who_texted_from_it_lately_and_nobody_else(organisation, other_organisation):
    number, shared = "+46701740611", "72999"
    third = make_organisation(f"tredje-{organisation.slug}")
    for one in (organisation, other_organisation, third):
        with acting_for(one.pk) as cursor:
            cursor.execute("INSERT INTO inbound_route VALUES ('phone', %s, '', current_organisation())", [shared])
    with connection.cursor() as cursor:
        for one, at in ((organisation, NOW - timedelta(days=89)), (other_organisation, NOW - timedelta(days=91))):
            key = keyring().number_key(number)
            cursor.execute("INSERT INTO last_sender VALUES (%s, %s, %s, %s)", [shared, key, one.pk, at])
    receive([Inbound(number, shared, "STOPP")], carrier="phone", now=NOW)
    for one, stopped in ((organisation, True), (other_organisation, False), (third, False)):
        with acting_for(one.pk) as cursor:
            assert bool(blocks_on(cursor, number)) is stopped


def test_a_keyword_names_its_organisation(organisation, other_organisation):
    number, shared = "+46701740612", "72998"
    for one, keyword in ((organisation, "SKO"), (other_organisation, "BOK")):
        with acting_for(one.pk) as cursor:
            cursor.execute("INSERT INTO inbound_route VALUES ('phone', %s, %s, current_organisation())",
                           [shared, keyword])  # fmt: skip
    receive([Inbound(number, shared, "stopp sko")], carrier="phone", now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert blocks_on(cursor, number)
    with acting_for(other_organisation.pk) as cursor:
        assert not blocks_on(cursor, number)


def test_a_text_that_is_nobodys_is_kept_sealed(organisation):
    receive([Inbound("+46701740613", "79999", "Hej?")], carrier="phone", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM unrouted_text WHERE inbound_number = '79999' ORDER BY id DESC LIMIT 1")
        (sealed,) = cursor.fetchone()
    assert b"Hej" not in bytes(sealed)
    assert json.loads(keyring().open(sealed, about=b"unrouted_text"))["text"] == "Hej?"


def test_gateways_hear_of_a_stopp_when_it_is_committed(organisation, inbound_number):
    import os

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as listening:
        listening.execute("LISTEN opt_out")
        receive([Inbound("+46701740614", inbound_number, "STOPP")], carrier="phone", now=NOW)
        told = [json.loads(notice.payload) for notice in listening.notifies(timeout=2, stop_after=1)]
    with acting_for(organisation.pk) as cursor:
        contact = find_contact(cursor, "+46701740614")
    assert told == [{"organisation": organisation.pk, "contact": contact, "purpose": None}]


def test_a_fact_reported_alone_needs_what_a_row_needs(organisation):
    with acting_for(organisation.pk) as cursor:
        whole = {"number": "+46701740615", "category": "shoes", "sold_at": "2026-09-02", "collected_in_sale": True,
                 "informed": True, "offered_refusal": True, "attributes": {"name": "Bo"}}  # fmt: skip
        assert report_sale(cursor, whole, door="api", by="key", now=NOW).new == 1
        contact = find_contact(cursor, "+46701740615")
        assert reveal(cursor, [contact])[contact].attributes == {"name": "Bo"}
        for fields, field, reason in (
            ({**whole, "sold_at": None}, "sold_at", "missing"),
            ({**whole, "informed": None}, "informed", "missing"),
            ({**whole, "number": "08-465 004 06"}, "number", "landline"),
        ):
            with pytest.raises(RowRefused) as refused:
                report_sale(cursor, fields, door="api", by="key", now=NOW)
            assert (refused.value.refusal.field, refused.value.refusal.reason) == (field, reason)
    assert verdict(organisation, "+46701740615").basis == "soft_opt_in"


def test_an_objection_or_a_withdrawal_needs_no_reason_and_no_history(organisation):
    consent(organisation, "+46701740616")
    consent(organisation, "+46701740617")
    with acting_for(organisation.pk) as cursor:
        report_withdrawal(cursor, "+46701740616", "offers", because="", door="api", by="key", now=NOW)
        report_objection(cursor, "070-174 06 17", because="", door="api", by="key", now=NOW)
        report_objection(cursor, "070-174 06 18", because="", door="api", by="key", now=NOW)
        with pytest.raises(RowRefused):
            report_withdrawal(cursor, "+46701740616", "okänt", because="", door="api", by="key", now=NOW)
    later = NOW + timedelta(minutes=1)
    assert verdict(organisation, "+46701740616", now=later).verdict == "deny"
    assert verdict(organisation, "+46701740617", now=later).rule == "gdpr21.objected"
    assert verdict(organisation, "+46701740618", now=later).rule == "gdpr21.objected"
