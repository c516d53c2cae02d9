"""Registers, documents and the breach log as staff meet them; the privacy notice as anyone does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samtycke.organisations.door import acting_for
from samtycke.rights.door import DOCUMENTS, Breach, Recipient, Told, add_recipient, breaches, write_breach

DOCS = "/compliance/documents"


@pytest.fixture
def carrier(organisation):
    said = Recipient(name="Tele X AB", does="carries texts", country="SE", agreed_on=date(2026, 1, 7))
    with acting_for(organisation.pk) as cursor:
        add_recipient(cursor, said, by="Alice", now=timezone.now())


def read(client, address) -> str:
    return client.get(address, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_document_opens_and_prints(alice, kind, language):
    assert DOCUMENTS[kind].sections[0].title[language] in read(alice, f"{DOCS}/{kind}?lang={language}")
    printed = alice.get(f"{DOCS}/{kind}.pdf?lang={language}")
    assert printed.content.startswith(b"%PDF")
    assert printed["Content-Type"] == "application/pdf"


def test_a_document_that_is_none_is_not_found(alice):
    for address in (
        f"{DOCS}/poem",
        f"{DOCS}/poem.pdf",
        f"{DOCS}/record/7",
        f"{DOCS}/record/7.pdf",
        f"{DOCS}/record/versions",
    ):
        assert alice.get(address).status_code == 404, address


def test_a_sentence_to_begin_with_is_put_in_the_draft(alice, organisation):
    alice.post(f"{DOCS}/notice/save", {"lang": "en", "own_voluntary": "", "use": "voluntary"})
    assert "The number for offers is voluntary" in read(alice, f"{DOCS}/notice?lang=en")


def test_nothing_is_published_before_it_is_whole_and_what_was_written_is_not_lost(alice, organisation):
    sent = {"lang": "sv", "own_from": "Från ett bolag i gruppen.", "act": "keep", "public": "yes"}
    refused = alice.post(f"{DOCS}/notice/save", sent, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "No version was kept" in refused.content.decode()
    assert "Från ett bolag i gruppen." in read(alice, f"{DOCS}/notice?lang=sv")
    assert Client().get(f"/privacy/{organisation.slug}").status_code == 404


def test_a_published_notice_is_read_by_anyone_and_linked_from_forms(alice, organisation, carrier):
    sent = {"lang": "sv", "own_voluntary": "Nej, det är frivilligt.", "act": "keep", "public": "yes", "why": "Första"}
    assert alice.post(f"{DOCS}/notice/save", sent).status_code == 302
    street = Client().get(f"/privacy/{organisation.slug}", headers={"accept-language": "sv"}).content.decode()
    assert "Nej, det är frivilligt." in street
    assert "Tele X AB" in street
    assert "ifyllt av programmet" not in street


def test_versions_stand_side_by_side(alice, carrier):
    for words in ("Nej.", "Nej, aldrig."):
        alice.post(f"{DOCS}/notice/save", {"lang": "sv", "own_voluntary": words, "act": "keep"})
    page = read(alice, f"{DOCS}/notice/versions?lang=sv")
    assert "<ins>Nej,</ins>" in page or "<ins>Nej, aldrig.</ins>" in page
    assert "As it stood" in read(alice, f"{DOCS}/notice/1?lang=sv")


def test_who_may_not_write_may_read_and_is_told_who_can(bob, alice):
    page = read(bob, f"{DOCS}/record")
    assert "You can read it, but not write in it. Alice can." in page
    for address in (f"{DOCS}/record/save", "/compliance/recipients/add", "/compliance/breaches/begin"):
        assert bob.post(address).status_code == 403


def test_a_recipient_abroad_needs_its_ground(alice):
    sent = {"name": "Post Inc", "does": "sends e-mail", "part": "processor", "country": "IN", "ground": "adequacy"}
    refused = alice.post("/compliance/recipients/add", sent, headers={"accept-language": "en"})
    assert refused.status_code == 422
    assert "outside the EU/EEA: choose by what right" in refused.content.decode()
    clauses = {**sent, "ground": "clauses", "safeguards": "SCC 2021/914", "agreed_on": "2026-01-07"}
    assert alice.post("/compliance/recipients/add", clauses).status_code == 302
    assert "SCC 2021/914" in read(alice, "/compliance/recipients")


def test_a_breach_is_written_completed_closed_and_printed(alice, organisation):
    aware = f"{timezone.localtime() - timedelta(hours=2):%Y-%m-%dT%H:%M}"
    begun = {"aware_at": aware, "risk": "unknown", "what": "A list went astray."}
    assert alice.post("/compliance/breaches/begin", begun).status_code == 302
    with acting_for(organisation.pk) as cursor:
        (one,) = breaches(cursor)
    page = read(alice, f"/compliance/breaches/{one.id}")
    assert "left to tell the authority" in page
    early = alice.post(f"/compliance/breaches/{one.id}/save", {**begun, "closed": "yes"})
    assert early.status_code == 422
    whole = {
        **begun,
        "risk": "unlikely",
        **dict.fromkeys(("people", "data", "effects", "measures", "risk_why", "not_notified_why"), "Written."),
        "closed": "yes",
    }
    assert alice.post(f"/compliance/breaches/{one.id}/save", whole).status_code == 302
    assert "Closed." in read(alice, f"/compliance/breaches/{one.id}")
    assert alice.get(f"/compliance/breaches/{one.id}.pdf").content.startswith(b"%PDF")


def test_an_overdue_breach_says_so_on_every_page_above_it(alice, organisation):
    known = Breach(aware_at=timezone.now() - timedelta(hours=90), told=Told(what="Lost."))
    with acting_for(organisation.pk) as cursor:
        one = write_breach(cursor, known, by="Alice", now=timezone.now())
    assert "The 72 hours of 1 breach are over." in read(alice, DOCS)
    assert "Overdue" in read(alice, "/compliance/breaches")
    assert "The 72 hours ran out 19 hours ago" in read(alice, f"/compliance/breaches/{one.id}")


def test_another_organisations_are_not_found(charlie, organisation):
    with acting_for(organisation.pk) as cursor:
        one = write_breach(
            cursor, Breach(aware_at=timezone.now(), told=Told(what="Lost.")), by="Alice", now=timezone.now()
        )
    for address in (f"/compliance/breaches/{one.id}", f"/compliance/breaches/{one.id}.pdf"):
        assert charlie.get(address).status_code == 404
    assert charlie.post(f"/compliance/breaches/{one.id}/save", {"what": "x", "risk": "high"}).status_code == 404
