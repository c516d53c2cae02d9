"""The person's own page over the wire: a code, everything that is held, and every right, one page each."""

from __future__ import annotations

import json
import os
import re
from html import unescape
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from samtycke.gate.door import messages_of
from samtycke.ledger.door import Reader, block, find_contact, note_read, reveal
from samtycke.ops.cast import make_organisation
from samtycke.organisations.door import Organisation, acting_for
from samtycke.rights.door import requests_by, waiting
from samtycke.rights.tests.scene import at, code_to, fresh, known, shop

_names = count(1)


@pytest.fixture
def organisation():
    return shop()


class Visitor:
    """Somebody with a browser of their own, in Swedish."""

    def __init__(self, organisation) -> None:
        self.organisation = organisation
        self.client = Client(headers={"accept-language": "sv"})
        self.url = f"/me/{organisation.slug}"

    def ask(self, number):
        return self.client.post(self.url, {"number": str(getattr(number, "e164", number))})

    def open(self, number):
        self.ask(number)
        return self.client.post(f"{self.url}/code", {"code": code_to(self.organisation, number)}, follow=True)

    def get(self, path: str = ""):
        return self.client.get(self.url + path)

    def post(self, path: str, **values):
        return self.client.post(self.url + path, values)


@pytest.fixture
def visitor(organisation):
    return Visitor(organisation)


def text_of(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.content.decode())))


def contact_of(organisation, number) -> int | None:
    with acting_for(organisation.pk) as cursor:
        return find_contact(cursor, number.e164)


def test_from_the_number_to_everything_that_is_held(organisation, visitor):
    number = fresh()
    known(organisation, number)
    page = visitor.open(number)
    told = text_of(page)
    assert "Det här har vi om dig" in told
    assert f"0{number.e164[3:5]}-{number.e164[5:8]}" in told
    for part in ("Åsa Öberg", "Du sa ja till Erbjudanden", "Du köpte: Skor", "Ja, skicka erbjudanden på SMS.",
                 "Du har sagt ja.", "Varifrån uppgifterna kommer", "Integritetsskyddsmyndigheten"):  # fmt: skip
        assert part in told, part
    assert "Karin Berg" not in told
    assert "070-174 06 66" not in told


def test_the_answer_is_the_same_for_a_number_nobody_knows(organisation):
    customer, stranger = fresh(), fresh()
    known(organisation, customer)
    pages = []
    for number in (customer, stranger):
        one = Visitor(organisation)
        answer = one.ask(number)
        assert (answer.status_code, answer.url) == (302, f"{one.url}/code")
        token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
        pages.append(token.sub("", one.get("/code").content.decode()).replace(f"\u00a0{number.e164[-2:]}", ""))
    assert pages[0] == pages[1]


def test_nothing_held_says_so_and_whether_it_is_blocked(organisation, visitor):
    number = fresh()
    with acting_for(organisation.pk) as cursor:
        block(cursor, [number.e164], because="lista", door="import", by="Karin", now=at())
    assert "Vi har inget om" in text_of(page := visitor.open(number))
    assert "utom att det är spärrat." in text_of(page)


def test_the_form_is_made_for_codes(visitor):
    visitor.ask(fresh())
    page = visitor.get("/code").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_without_the_code_nothing_is_shown_and_nothing_can_be_done(organisation, visitor):
    number = fresh()
    contact = known(organisation, number)
    visitor.ask(number)
    for path in ("", "/correct", "/object", "/erase", "/stop", "/restrict", "/lift", "/number"):
        assert "Åsa" not in text_of(visitor.client.get(visitor.url + path, follow=True))
    for path in ("/pdf", "/json", "/erase", "/stop", "/restrict"):
        assert visitor.post(path).status_code == 302
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [contact])
        assert requests_by(cursor, contact) == []


def test_a_wrong_code_is_said_beside_the_field(visitor):
    visitor.ask(fresh())
    page = visitor.post("/code", code="12")
    assert page.status_code == 422
    assert "Det är inte koden" in text_of(page)


def test_a_page_asked_for_by_another_site_changes_nothing(organisation):
    """No act without the CSRF token of our own page."""
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/me/{organisation.slug}", {"number": fresh().e164}).status_code == 403


def test_the_cookie_is_sent_to_these_pages_only_and_no_script_reads_it(visitor):
    visitor.ask(fresh())
    cookie = visitor.client.cookies["me"]
    assert cookie["path"] == "/me"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) <= 3600


def test_everything_can_be_downloaded_and_that_is_logged(organisation, visitor):
    number = fresh()
    contact = known(organisation, number)
    visitor.open(number)
    pdf, as_json = visitor.post("/pdf"), visitor.post("/json")
    assert pdf.content.startswith(b"%PDF-")
    assert json.loads(as_json.content)["person"]["number"] == number.e164
    assert "attachment" in pdf.headers["Content-Disposition"]
    assert "no-store" in pdf.headers["Cache-Control"]
    with acting_for(organisation.pk) as cursor:
        assert [(one.kind, one.given) for one in requests_by(cursor, contact)] == [
            ("portability", ("json",)),
            ("access", ("pdf",)),
        ]


@pytest.mark.parametrize("act", ["stop", "restrict", "lift"])
def test_each_act_is_one_page_that_says_what_it_means_and_one_button(organisation, visitor, act):
    number = fresh()
    known(organisation, number)
    visitor.open(number)
    page = visitor.get(f"/{act}").content.decode()
    assert page.count('class="go') == 1
    assert 'class="done"' in visitor.post(f"/{act}").content.decode()


def test_an_act_that_is_none_is_no_page(organisation, visitor):
    visitor.open(fresh())
    assert visitor.get("/other").status_code == 404


def test_a_correction_and_an_objection_stand_on_the_page_afterwards(organisation, visitor):
    number = fresh()
    known(organisation, number)
    visitor.open(number)
    visitor.post("/correct", **{"a-name": "Åsa Ek"})
    visitor.post("/object", says="Räkna inte mina köp")
    told = text_of(visitor.get())
    assert "Åsa Ek" in told
    assert "Dina uppgifter rättades" in told
    assert "Räkna inte mina köp" in told
    assert "Du får svar senast" in told
    with acting_for(organisation.pk) as cursor:
        assert len(waiting(cursor)) == 1


def test_a_new_number_is_confirmed_by_a_code_to_it(organisation, visitor):
    old, new = fresh(), fresh()
    contact = known(organisation, old)
    visitor.open(old)
    assert visitor.post("/correct", number=new.e164).url == f"{visitor.url}/number"
    assert visitor.post("/number", code="000").status_code == 422
    told = text_of(visitor.post("/number", code=code_to(organisation, new)))
    assert "Nu står ditt nya nummer här" in told
    assert contact_of(organisation, new) == contact
    assert "Åsa Öberg" in text_of(visitor.get())


def test_erasure_shows_what_went_and_what_stays_and_ends_the_visit(organisation, visitor):
    number = fresh()
    contact = known(organisation, number)
    visitor.open(number)
    assert "kvar, och varför" in text_of(visitor.get("/erase"))
    page = visitor.client.post(f"{visitor.url}/erase", follow=True)
    told = text_of(page)
    assert "Det här är borta" in told
    assert "En spärr: ett krypterat märke" in told
    assert "Raderingen är händelse" in told
    assert number.e164 not in page.redirect_chain[-1][0]
    assert "Mobilnummer" in text_of(visitor.get())  # the door again
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [contact]) == {}
        cursor.execute("SELECT count(*) FROM me_visit WHERE organisation_id = %s", [organisation.pk])
        assert cursor.fetchone() == (0,)


def test_signing_out_closes_the_page(organisation, visitor):
    number = fresh()
    known(organisation, number)
    visitor.open(number)
    assert "Du är utloggad" in text_of(visitor.post("/out"))
    assert "Åsa" not in text_of(visitor.get())


def test_who_texted_you_is_answered_by_what_stands_on_the_phone_and_never_by_a_list():
    nth = next(_names)
    name, inbound = f"Avs{os.getpid() % 10000}{nth}", f"73{os.getpid() % 10000:04d}{nth}"
    one = make_organisation(f"avs-{os.getpid()}-{nth}", name=f"{name} AB", sender=name, inbound=inbound)
    client = Client(headers={"accept-language": "sv"})
    assert Organisation.objects.count() > 1
    page = client.get(reverse("me"))
    assert one.name not in text_of(page)
    for shown in (name, name.upper(), inbound, one.name):
        assert client.post(reverse("me"), {"sender": shown}).url == f"/me/{one.slug}"
    for shown in (name[:-1] + "x", "%", "", "avs"):
        answer = client.post(reverse("me"), {"sender": shown})
        assert answer.status_code == 422
        assert one.name not in text_of(answer)


def test_a_number_that_several_share_does_not_tell_whose_they_are():
    nth = next(_names)
    inbound = f"74{os.getpid() % 10000:04d}{nth}"
    names = [f"Delar{nth}{letter}{os.getpid()}" for letter in "ab"]
    for name in names:
        make_organisation(f"{name.lower()}", name=name, sender=name, inbound=inbound)
    answer = Client(headers={"accept-language": "sv"}).post(reverse("me"), {"sender": inbound})
    assert answer.status_code == 422
    assert not any(name in text_of(answer) for name in names)


def test_an_address_may_ask_for_so_many_codes_only(organisation):
    client = Client(headers={"accept-language": "sv"}, REMOTE_ADDR=f"198.51.100.{os.getpid() % 250}")
    answers = [client.post(f"/me/{organisation.slug}", {"number": fresh().e164}).status_code for _ in range(31)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {302}


def test_the_opt_in_form_and_its_notice_point_here(organisation):
    assert reverse("me", args=[organisation.slug]) == f"/me/{organisation.slug}"
    assert reverse("me") == "/me"


def test_nobody_is_texted_by_looking(organisation, visitor):
    number = fresh()
    contact = known(organisation, number)
    with acting_for(organisation.pk) as cursor:
        before = len(messages_of(cursor, contact))
    visitor.get()
    visitor.client.get(f"{visitor.url}?number={number.e164}")
    visitor.get("/code")
    with acting_for(organisation.pk) as cursor:
        assert len(messages_of(cursor, contact)) == before


def test_they_see_how_often_and_for_what_they_were_looked_at_and_not_by_whom(organisation, visitor):
    number = fresh()
    known(organisation, number)
    contact = contact_of(organisation, number)
    with acting_for(organisation.pk) as cursor:
        for account, name, role, sort in (
            ("staff/1", "Karin Holm", "officer", "contact"),
            ("staff/1", "Karin Holm", "officer", "number"),
            ("key/1", "API: kassan", "api", "api"),
        ):
            note_read(cursor, Reader(account, name, role), sort, [contact])
    visitor.open(number)
    page = text_of(visitor.get())
    assert "Dina uppgifter har öppnats 2 gånger av vår personal, 1 gång av ett annat system hos oss." in page
    assert "För att läsa ditt nummer" in page
    copy = visitor.post("/json").content.decode()
    assert [one["sort"] for one in json.loads(copy)["reads"]] == ["api", "number", "contact"]
    assert not [name for name in ("Karin Holm", "API: kassan", "staff/1") if name in page + copy]
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM reads_of(%s)", [contact])
        assert cursor.fetchone() == (3,), "their own visit is no read"
