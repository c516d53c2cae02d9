"""Requests from people as the staff meets them: written down, weighed, answered, and seen in Home and the checklist."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from samtycke.gate.door import Spec, decide_one
from samtycke.ledger.door import meet, reveal
from samtycke.organisations.door import acting_for
from samtycke.rights.door import KINDS, Person, log_done, one_request, take_in, waiting
from samtycke.rights.tests.scene import fresh
from samtycke.web.staff.tests.conftest import make_staff


def text_of(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def written(client, number, *, kind: str = "access", days_ago: int = 0, **more: str) -> str:
    """A request is written down; returns its address."""
    day = timezone.localdate() - timedelta(days=days_ago)
    sent = {
        "kind": kind, "door": "letter", "number": number.e164, "received": day.isoformat(), "language": "sv",
        "name": "Åsa Öberg", "says": "Vad har ni om mig?", **more,
    }  # fmt: skip
    answer = client.post("/rights/new", sent)
    assert answer.status_code == 302, text_of(answer)
    return answer["Location"]


def test_a_letter_is_written_down_checked_and_answered_with_the_copy(alice, organisation):
    number = fresh()
    url = written(alice, number)
    page = text_of(alice.get(url))
    for part in ("Vad har ni om mig?", "1. Är det rätt person?", "Sista dagen"):
        assert part in page
    assert number.e164 not in page
    assert alice.post(f"{url}/pdf").status_code == 302  # not before somebody has seen who asks
    alice.post(f"{url}/identity", {"how": "called_back"})
    draft = re.search(r'id="f-answer"[^>]*>([^<]*)<', alice.get(url).content.decode())[1]
    assert "Hej," in unescape(draft)
    alice.post(f"{url}/grant", {"told": unescape(draft)})
    done = text_of(alice.get(url))
    assert "Klart" in done
    assert "Svaret" in done
    assert "Besvarad" in done


def test_the_copy_is_taken_out_as_pdf_and_json(organisation, alice):
    number = fresh()
    url = written(alice, number)
    alice.post(f"{url}/identity", {"how": "shown_id"})
    assert alice.post(f"{url}/pdf").content.startswith(b"%PDF-")
    assert alice.post(f"{url}/json").json()["person"]["number"] == number.e164


def test_what_they_were_told_is_a_letter_in_their_language_to_where_they_live(alice):
    url = written(alice, fresh(), language="en", reach="Storgatan 1\n111 22 Stockholm")
    assert alice.get(f"{url}/letter").status_code == 404  # nothing has been said yet
    alice.post(f"{url}/identity", {"how": "signed"})
    alice.post(f"{url}/extend", {"told": "There are many of you. You will hear from us."})
    assert "There are many of you." in letter_of(alice, url)
    alice.post(f"{url}/grant", {"told": "Here is all that we hold.\n\nKind regards,\nAlice"})
    letter = letter_of(alice, url)
    for part in ("Answer to your request", "Åsa Öberg", "Storgatan 1", "111 22 Stockholm", "Here is all", "Alice"):
        assert part in letter
    assert "There are many" not in letter


def letter_of(client, url: str) -> str:
    answer = client.get(f"{url}/letter")
    assert answer["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_written_down_and_answered(alice, organisation, kind):
    url = written(alice, fresh(), kind=kind)
    alice.post(f"{url}/identity", {"how": "known"})
    assert alice.get(url).status_code == 200
    alice.post(f"{url}/grant", {"told": "Klart, hälsar Alice"})
    assert "Klart, hälsar Alice" in text_of(alice.get(url))
    assert alice.get("/rights").status_code == 200


def test_an_objection_to_marketing_holds_before_anybody_answers(alice, organisation):
    number = fresh()
    written(alice, number, kind="objection")
    with acting_for(organisation.pk) as cursor:
        offer = Spec("marketing", "offers", "Hej", ("shoes",), "Skobutiken")
        assert decide_one(cursor, offer, number, now=timezone.now()).rule == "gdpr21.objected"


def test_an_erasure_by_letter_shows_the_answer_to_send_and_nothing_of_the_person(alice, organisation):
    number = fresh()
    with acting_for(organisation.pk) as cursor:
        contact = meet(cursor, number)
    url = written(alice, number, kind="erasure")
    alice.post(f"{url}/identity", {"how": "signed"})
    alice.post(f"{url}/grant", {"told": "Allt är raderat."})
    page = text_of(alice.get(url))
    assert "Allt är raderat." in page
    assert "Någon som har raderats" in page
    assert "Åsa" not in page
    assert "Allt är raderat." in letter_of(alice, url)
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [contact]) == {}


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(alice):
    page = alice.post("/rights/new", {"number": "12", "received": "2999-01-01", "says": "Mina ord"})
    assert page.status_code == 422
    told = text_of(page)
    for part in ("Välj vad personen ber om.", "Välj hur den kom.", "Skriv mobilnumret", "kan inte ligga i framtiden"):
        assert part in told
    assert "Mina ord" in page.content.decode()


def test_a_letter_with_the_reason_left_out_is_not_sent(alice, organisation):
    url = written(alice, fresh())
    for act in ("extend", "refuse"):
        draft = re.search(rf'id="f-{act}"[^>]*>([^<]*)<', alice.get(url).content.decode())[1]
        told = text_of(alice.post(f"{url}/{act}", {"told": unescape(draft)}, follow=True))
        assert "Skriv skälet där det står" in told
    with acting_for(organisation.pk) as cursor:
        assert len(waiting(cursor)) == 1


def test_one_that_is_late_says_so_in_its_queue_at_home_and_in_the_checklist(alice, organisation):
    url = written(alice, fresh(), days_ago=50)
    assert "försenad" in text_of(alice.get("/rights"))
    assert "Den är försenad" in text_of(alice.get(url))
    assert "En begäran från en person är försenad." in text_of(alice.get("/"))
    assert "1 begäran är försenad." in text_of(alice.get("/compliance"))


def test_one_that_is_near_stands_at_home_with_the_days_left(alice, organisation):
    written(alice, fresh(), days_ago=27)
    assert re.search(r"En begäran från en person: \d dagar? kvar", text_of(alice.get("/")))


def test_from_a_contacts_page_it_is_written_down_without_showing_the_number(alice, organisation):
    number = fresh()
    with acting_for(organisation.pk) as cursor:
        contact = meet(cursor, number)
    page = alice.get(f"/rights/new?contact={contact}")
    assert number.e164 not in page.content.decode()
    answer = alice.post(
        "/rights/new",
        {"kind": "access", "door": "phone", "contact": contact, "received": timezone.localdate().isoformat()},
    )
    with acting_for(organisation.pk) as cursor:
        (one,) = waiting(cursor)
        assert one.contact_id == contact
    assert answer["Location"] == f"/rights/{one.id}"


def test_who_may_not_answer_may_look(organisation):
    with acting_for(organisation.pk) as cursor:
        request_id = take_in(
            cursor, "access", Person(number=fresh().e164), door="letter", language="sv",
            received_at=timezone.now(), by="Karin", now=timezone.now(),
        )  # fmt: skip
    client = Client(headers={"accept-language": "sv"})
    client.force_login(make_staff(organisation, "Rita", "auditor"))
    page = client.get(f"/rights/{request_id}")
    assert "Du kan se, men inte besvara." in text_of(page)
    assert "f-answer" not in page.content.decode()
    for act in ("identity", "grant", "extend", "refuse", "pdf", "json"):
        assert client.post(f"/rights/{request_id}/{act}", {"told": "x"}).status_code == 403
    assert client.get("/rights/new").status_code == 403


def test_another_organisations_request_is_no_page(alice, other_organisation):
    with acting_for(other_organisation.pk) as cursor:
        theirs = take_in(
            cursor, "access", Person(number=fresh().e164), door="letter", language="sv",
            received_at=timezone.now(), by="Charlie", now=timezone.now(),
        )  # fmt: skip
    assert alice.get(f"/rights/{theirs}").status_code == 404
    for act in ("identity", "grant", "extend", "refuse", "pdf", "json"):
        assert alice.post(f"/rights/{theirs}/{act}", {"told": "x", "how": "known"}).status_code == 404
    with acting_for(other_organisation.pk) as cursor:
        assert one_request(cursor, theirs).outcome is None
        assert one_request(cursor, theirs).identity is None


def test_what_people_do_themselves_is_among_the_answered(alice, organisation):
    with acting_for(organisation.pk) as cursor:
        request_id = log_done(cursor, "access", None, language="sv", given=["pdf"], now=timezone.now())
    assert "Kopia av uppgifterna" in text_of(alice.get("/rights"))
    assert "gjorde det själv" in text_of(alice.get(f"/rights/{request_id}"))
