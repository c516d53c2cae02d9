"""Consents taken in by the staff: keywords they put on posters, and what they hear themselves."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samtycke.ledger.door import find_contact, history
from samtycke.organisations.door import acting_for

WORDS = "Ja, jag vill ha erbjudanden från Skobutiken på SMS. Jag kan avsluta när jag vill."
PDF = b"%PDF-1.7 a signed form"


@pytest.fixture
def number(organisation):
    """One that no other test's texts come to."""
    inbound = str(50_000_000 + organisation.pk)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET inbound_number = %s", [inbound])
    return inbound


def said(**fields):
    return {
        "says": "yes",
        "number": "070-174 06 60",
        "purpose": "offers",
        "method": "paper",
        "wording": WORDS,
        "at": "2026-03-02T14:30",
        "heard_by": "Lina",
        **fields,
    }


def test_a_keyword_is_written_with_suggested_texts_and_printed(organisation, alice, number):
    """The texts are written for them, and what is printed is what is kept."""
    form = {"word": "skor", "inbound_number": number, "purpose": "offers", "often": "högst 2 i månaden"}
    look = alice.post("/consent/keywords/new", {**form, "look": "1"}).content.decode()
    assert f"SMS:a SKOR till {number} för SMS från Skobutiken: Erbjudanden, högst 2 i månaden." in look
    answer = alice.post("/consent/keywords/new", form)
    assert answer.status_code == 302
    poster = alice.get(answer["Location"]).content.decode()
    assert f"SMS:a SKOR till {number} för SMS från Skobutiken: Erbjudanden, högst 2 i månaden." in poster
    assert "SKOR" in alice.get("/consent/keywords").content.decode()
    assert alice.post(answer["Location"] + "/retire").status_code == 302
    assert "ur bruk" in alice.get("/consent/keywords").content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"word": "STOPP"}, "betyder redan något"),
        ({"word": "två ord"}, "Ett ord på 2 till 20"),
        ({"reply": "Skobutiken: 20 % rabatt på allt i dag! Avsluta med STOPP."}, "får inte göra reklam"),
        ({"wording": "SMS:a SKOR"}, "måste nämna er"),
        ({"purpose": "orders"}, "Välj"),
    ],
)
def test_a_keyword_that_would_not_hold_is_refused_beside_its_field(alice, number, change, says):
    """And what was written is not lost."""
    form = {"word": "skor", "inbound_number": number, "purpose": "offers", "often": "varje vecka", **change}
    answer = alice.post("/consent/keywords/new", form)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "varje vecka" in answer.content.decode()


def test_a_paper_is_recorded_with_its_scan_which_can_be_opened_again(organisation, alice):
    answer = alice.post("/consent/record", said(scan=SimpleUploadedFile("blankett.exe", PDF)))
    assert answer.status_code == 302
    page = alice.get(answer["Location"]).content.decode()
    assert "Lina" in page
    assert WORDS in page
    with acting_for(organisation.pk) as cursor:
        (event,) = history(cursor, find_contact(cursor, "+46701740660"))
    assert (event.method, event.door, event.by) == ("paper", "staff", "Alice")
    assert event.occurred_at.isoformat() == "2026-03-02T13:30:00+00:00"
    scan = f"/consent/scans/{event.evidence['scan']}"
    assert scan in page
    opened = alice.get(scan)
    assert (opened.content, opened["Content-Type"]) == (PDF, "application/pdf")
    assert opened["Content-Disposition"].startswith("attachment")


def test_a_scan_is_nobody_else_s_to_see(alice, charlie, organisation):
    alice.post("/consent/record", said(scan=SimpleUploadedFile("blankett.pdf", PDF)))
    with acting_for(organisation.pk) as cursor:
        (event,) = history(cursor, find_contact(cursor, "+46701740660"))
    assert charlie.get(f"/consent/scans/{event.evidence['scan']}").status_code == 404


def test_words_that_were_used_before_can_be_chosen(alice, people):
    assert "Eller ord ni har använt förut" in alice.get("/consent/record").content.decode()
    chosen = "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden."
    answer = alice.post("/consent/record", said(wording="", earlier=chosen))
    assert chosen in alice.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"wording": ""}, "vilka ord"),
        ({"at": "i går"}, "Skriv dag och tid"),
        ({"heard_by": ""}, "vem som tog emot"),
        ({"number": "08-465 004 00"}, "mobilnummer"),
        ({"scan": SimpleUploadedFile("blankett.pdf", b"MZ a program")}, "PDF, JPEG eller PNG"),
    ],
)
def test_what_could_not_be_shown_later_is_refused_beside_its_field(alice, change, says):
    answer = alice.post("/consent/record", said(**change))
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_no_by_phone_from_the_contact_s_page_holds_at_once(organisation, alice, people):
    """The number need not be shown for it."""
    path = f"/contacts/{people['Åsa']}/record"
    assert "Anteckna ett nej" in alice.get(path + "?says=no").content.decode()
    answer = alice.post(
        path, {"says": "no", "kind": "objection", "how": "phone", "at": "2026-03-03T10:00", "heard_by": "Lina"}
    )
    assert answer["Location"] == f"/contacts/{people['Åsa']}"
    with acting_for(organisation.pk) as cursor:
        event = max(history(cursor, people["Åsa"]), key=lambda one: one.id)
    assert (event.kind, event.purpose, event.door, event.source) == ("objection", None, "staff", "phone")


def test_a_yes_told_to_staff_says_that_the_person_s_own_no_stands(alice, people):
    path = f"/contacts/{people['Åsa']}/record"
    alice.post(path, {"says": "no", "kind": "objection", "how": "phone", "at": "2026-03-03T10:00", "heard_by": "Lina"})
    answer = alice.post(path, said(at="2026-03-04T10:00"), follow=True).content.decode()
    assert "Personens eget nej står kvar" in answer


def test_the_ledger_is_looked_through_by_sort_purpose_method_and_words(organisation, alice):
    """What is asked narrows it down; words lead to those who were shown them, nonsense in an address asks nothing."""
    alice.post("/consent/record", said())
    alice.post("/consent/record", said(number="070-174 06 61", method="verbal", wording="Ja tack, gärna."))
    everything = alice.get("/consent").content.decode()
    assert everything.count('class="event"') == 2
    assert "Inte spärrat" not in everything  # nobody has asked for a number
    assert alice.get("/consent?kind=yes&method=paper").content.decode().count('class="event"') == 1
    assert "Inget i liggaren med det urvalet." in alice.get("/consent?kind=no").content.decode()
    assert alice.get("/consent?kind=x&purpose=y&wording=z&before=-1").content.decode().count('class="event"') == 2
    page = alice.get("/consent/wordings").content.decode()
    words = page.split("?wording=")[1].split('"')[0]
    narrowed = alice.get(f"/consent?wording={words}").content.decode()
    assert narrowed.count('class="event"') == 1
    assert "Ja tack, gärna." in narrowed
    assert "<ins>" in page
