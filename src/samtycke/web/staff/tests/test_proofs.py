"""What can be taken along: the proof of a message, the receipt of a consent; and the seal on the Consent page."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import psycopg
import pytest
from django.test import Client

from samtycke.gate.door import Spec, send
from samtycke.ledger.bundle import check_bundle
from samtycke.ledger.door import contact, erase, history, seal
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import make_staff


@pytest.fixture
def asa(organisation, people):
    """Åsa's yes is sealed, and a text to her is planned. Her contact, the event, the message."""
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        assert seal(cursor, now=now)
        spec = Spec("marketing", "offers", "Hej Åsa ✓ Ω 🧿", ("shoes",), "Skobutiken")
        message = send(cursor, spec, parse_number("070-174 06 05"), now=now)
        (event,) = history(cursor, people["Åsa"])
    return people["Åsa"], event.id, message.id


def acts(organisation):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT act, actor FROM audit_entry ORDER BY id")
        return cursor.fetchall()


def test_the_proof_of_a_message_checks_out_and_taking_it_is_noted(organisation, alice, asa):
    answer = alice.get(f"/messages/{asa[2]}/proof.json")
    assert answer["Content-Disposition"] == f'attachment; filename="bevis-{asa[2]}.json"'
    bundle = json.loads(answer.content)
    assert bundle["person"]["number"] == "+46701740605"
    verdict = check_bundle(bundle)
    assert (verdict.wrong, verdict.waiting) == ([], 0)
    assert acts(organisation) == [("message.proof", "Alice")]


def test_the_proof_is_to_be_had_on_paper_in_both_languages(alice, asa):
    for language in ("sv", "en"):
        alice.cookies["django_language"] = language
        answer = alice.get(f"/messages/{asa[2]}/proof.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert f"/Lang ({language})".encode() in answer.content


def test_an_auditor_may_take_a_proof(organisation, asa):
    client = Client()
    client.force_login(make_staff(organisation, "Eva", "auditor"))
    assert client.get(f"/messages/{asa[2]}/proof.pdf").status_code == 200


def test_the_receipt_of_a_consent_holds_what_iso_27560_asks(alice, asa):
    contact_id, event_id, _ = asa
    receipt = json.loads(alice.get(f"/contacts/{contact_id}/receipts/{event_id}.json").content)
    assert receipt["record_header"]["pii_principal_id"] == "+46701740605"
    assert receipt["pii_processing"]["privacy_notice"]["text"].startswith("Ja, skicka erbjudanden")
    (purpose,) = receipt["pii_processing"]["purposes"]
    assert purpose["purpose"] == "offers"
    assert purpose["withdrawal_method"] == [{"reply": "STOPP", "to": "71000"}]
    assert [one["event_state"] for one in receipt["consent_events"]] == ["given"]
    assert receipt["seal"]["batch"] == 1
    assert alice.get(f"/contacts/{contact_id}/receipts/{event_id}.pdf").content.startswith(b"%PDF-")


def test_there_is_no_receipt_of_a_sale_or_of_somebody_elses_consent(organisation, alice, asa, people):
    with acting_for(organisation.pk) as cursor:
        (sale,) = history(cursor, people["Bo"])
    assert alice.get(f"/contacts/{people['Bo']}/receipts/{sale.id}.json").status_code == 404
    assert alice.get(f"/contacts/{people['Bo']}/receipts/{asa[1]}.json").status_code == 404


def test_proof_and_receipt_of_an_erased_person_name_nobody(organisation, alice, asa):
    contact_id, event_id, message_id = asa
    with acting_for(organisation.pk) as cursor:
        erase(cursor, contact_id, by="Karin", door="staff", now=datetime.now(UTC))
    receipt = alice.get(f"/contacts/{contact_id}/receipts/{event_id}.json")
    proof = alice.get(f"/messages/{message_id}/proof.json")
    for answer in (receipt, proof):
        assert b"46701740605" not in answer.content
        assert b"kunder.csv" not in answer.content
    assert json.loads(receipt.content)["consent_events"][-1]["event_state"] == "terminated"
    for path in (f"/contacts/{contact_id}/receipts/{event_id}.pdf", f"/messages/{message_id}/proof.pdf"):
        assert alice.get(path).content.startswith(b"%PDF-")


def test_the_time_line_says_where_an_event_is_sealed(alice, asa):
    page = alice.get(f"/contacts/{asa[0]}").content.decode()
    assert "Förseglad i bunt 1" in page
    assert f"/contacts/{asa[0]}/receipts/{asa[1]}.pdf" in page


def test_the_seal_is_checked_from_the_page(organisation, alice, asa):
    assert "har inte kontrollerats än" in alice.get("/consent").content.decode()
    alice.post("/consent/check")
    assert "Obruten sedan" in alice.get("/consent").content.decode()


def test_a_broken_seal_names_the_event_and_whom_to_call_and_processing_can_be_restricted(organisation, alice, asa):
    contact_id, event_id, _ = asa
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"]) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE consent_event SET source = 'annat' WHERE id = %s", [event_id])
    alice.post("/consent/check")
    page = alice.get("/consent").content.decode()
    assert "Bruten" in page
    assert f"Händelse {event_id}" in page
    assert f"alice@{organisation.slug}.se" in page
    alice.post("/consent/restrict")
    with acting_for(organisation.pk) as cursor:
        assert contact(cursor, contact_id).restricted
    assert ("contact.restrict", "Alice") in acts(organisation)
