"""Contacts, the ledger, the inbox, search: what is shown of people, and what is asked for first."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from samtycke.gate.door import opt_out
from samtycke.ledger.door import erase, history
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number


def test_contacts_stand_with_a_verdict_and_a_masked_number(alice, people):
    """The number is not on the page until somebody asks."""
    page = alice.get("/contacts?purpose=offers").content.decode()
    assert "Åsa Öberg" in page
    assert "har sagt ja" in page
    assert "0701740605" not in page.replace("+46", "0")
    assert "köpte för länge sedan" in page


def test_a_number_is_shown_once_and_the_asking_is_noted(organisation, alice, people):
    """Showing it is a read of its own, with a name in the log of reads."""
    path = f"/contacts/{people['Åsa']}"
    assert "+46701740605" not in alice.get(path).content.decode()
    alice.post(f"{path}/reveal")
    assert "+46701740605" in alice.get(path).content.decode()
    assert "+46701740605" not in alice.get(path).content.decode()
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor, role, contact_ids FROM read_entry WHERE sort = 'number'")
        assert cursor.fetchall() == [("Alice", "owner", [people["Åsa"]])]


def test_a_contact_shows_what_may_be_sent_and_what_was_said(alice, people):
    """A line per purpose, with the goods where only the customer exception holds; then the time line."""
    page = alice.get(f"/contacts/{people['Bo']}").content.decode()
    assert "är kund och sa inte nej: Stövlar, Skor" in page or "är kund och sa inte nej: Skor, Stövlar" in page
    assert "Köpte: Skor" in page
    page = alice.get(f"/contacts/{people['Åsa']}").content.decode()
    assert "Sa ja till Erbjudanden" in page
    assert "högst 2 i månaden" in page


def test_a_no_stands_on_the_time_line_and_on_the_block_list(organisation, alice, people):
    """The ledger shows it, the block list finds it by number, and says what lifts it."""
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, parse_number("070-174 06 05"), because="STOPP", door="sms", now=datetime.now(UTC))
    assert "Sa nej till all reklam" in alice.get(f"/contacts/{people['Åsa']}").content.decode()
    assert "Sa nej till all reklam" in alice.get("/consent").content.decode()
    page = alice.post("/consent", {"number": "+46 70 174 06 05"}).content.decode()
    assert "Spärrat: all reklam" in page
    assert "Bara ett eget, nytt ja häver det." in page
    assert "Inte spärrat." in alice.post("/consent", {"number": "070-174 06 06"}).content.decode()


def test_the_block_list_wants_a_number(alice):
    """A mistyped one is told how."""
    assert "Det är inget mobilnummer." in alice.post("/consent", {"number": "08-465 004 00"}).content.decode()


def test_search_goes_straight_to_what_was_meant(alice, people):
    """A number leads to its contact, however it is written; names are sealed and say so."""
    found = alice.post("/search", {"q": "+46 70-174 06 05"})
    assert found["Location"] == f"/contacts/{people['Åsa']}"
    assert "går inte att söka i" in alice.post("/search", {"q": "Åsa"}).content.decode()


def test_the_checklist_proves_what_it_says(alice, people):
    """The ledger is checked when the page is opened."""
    page = alice.get("/compliance").content.decode()
    assert "Liggaren är hel" in page
    assert page.count("I ordning") >= 4


def test_home_teaches_while_it_is_new_and_is_quiet_when_nothing_waits(alice):
    """The first steps lead the way; each one ticked when it is done."""
    page = alice.get("/").content.decode()
    assert "Dina tre första steg" in page
    assert "Ta in era kunder" in page


def test_the_page_speaks_the_language_of_the_cookie(alice):
    """Swedish first, English its equal."""
    assert '<html lang="sv"' in alice.get("/contacts").content.decode()
    alice.post("/language", {"language": "en", "next": "/contacts"})
    page = alice.get("/contacts").content.decode()
    assert '<html lang="en"' in page
    assert "No contacts yet" in page


def test_the_theme_is_a_cookie_and_leads_back_to_our_own_pages_only(alice):
    """No open redirect."""
    assert alice.post("/theme", {"theme": "dark", "next": "/contacts"})["Location"] == "/contacts"
    assert 'data-theme="dark"' in alice.get("/").content.decode()
    assert alice.post("/theme", {"theme": "", "next": "https://example.com/"})["Location"] == "/"


def test_the_attributes_of_a_person_cannot_break_out_of_the_page(organisation, alice):
    """A name from a file is text, also where the script reads it."""
    from samtycke.ledger.door import Consent, record

    name = '"><script>alert(1)</script>'
    now = datetime.now(UTC)
    consent = Consent(
        number=parse_number("070-174 06 20"),
        occurred_at=now,
        door="import",
        purpose="offers",
        method="paper",
        wording="Ja",
        informed=True,
        evidence={"file": "x"},
        attributes={"name": name},
    )
    with acting_for(organisation.pk) as cursor:
        record(cursor, [consent], now=now)
    path = alice.post("/campaigns/new")["Location"]
    sent = {"text": "Hej {{name}}", "purpose": "offers", "sender": "Skobutiken"}
    for page in (alice.get("/contacts"), alice.post(f"{path}/write", {**sent, "person": "0"})):
        assert "<script>alert" not in page.content.decode()
    assert json.dumps(name)[1:-1] not in alice.get("/contacts").content.decode()


def test_phones_that_are_away_say_so(settings, alice):
    """Where the simulator does not run the page tells what it would be."""
    settings.PHONE_URL = ""
    assert "Telefonerna svarar inte just nu." in alice.get("/phone").content.decode()
    assert alice.get("/phone/live").status_code == 204


def test_a_pause_asked_for_by_phone_stands_with_its_end_and_who_wrote_it_down(organisation, alice, people):
    """Texts wait; ended, they go on. Nobody who may not answer people records one."""
    path = f"/contacts/{people['Åsa']}"
    page = alice.post(f"{path}/pause", {"months": "3"}, follow=True).content.decode()
    assert page.count("Pausat till") == 2
    assert "har bett om paus" in page
    with acting_for(organisation.pk) as cursor:
        newest = history(cursor, people["Åsa"])[0]
        assert (newest.kind, newest.door, newest.by) == ("pause", "staff", "Alice")
    page = alice.post(f"{path}/pause", {"months": "end"}, follow=True).content.decode()
    assert "Pausen tog slut" in page
    assert "har bett om paus" not in page
    for wrong in ("2", "", "x"):
        assert alice.post(f"{path}/pause", {"months": wrong}).status_code == 404


def test_somebody_erased_has_no_pause_to_ask_for(organisation, alice, people):
    with acting_for(organisation.pk) as cursor:
        erase(cursor, people["Bo"], by="Alice", door="staff", now=datetime.now(UTC))
    path = f"/contacts/{people['Bo']}"
    assert "Personen ber om" not in alice.get(path).content.decode()
    assert alice.post(f"{path}/pause", {"months": "1"}).status_code == 404
