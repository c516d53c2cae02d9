"""The opt-in form as the public meets it: only a ticked box on our own page, confirmed by the number, is a yes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from samtycke.gate.door import decide_one, messages_of, opt_out
from samtycke.intake.door import conversions, pause_form, read_form
from samtycke.intake.tests.test_forms import OFFER, fresh_number, make_form, yeses
from samtycke.ledger.door import find_contact
from samtycke.organisations.door import acting_for, limit
from samtycke.web.catalogues import compile_catalogues
from samtycke.web.parts.colours import colour_sheet, contrast

STATIC = Path(__file__).resolve().parents[2] / "static"
UNTICKED = re.compile(r'<input type="checkbox" id="yes" name="yes" value="yes" required(?![^>]*\schecked)[^>]*>')


@pytest.fixture(scope="session", autouse=True)
def _swedish():
    compile_catalogues()


@pytest.fixture
def form(organisation):
    return make_form(organisation, colour="#1f4d3a")


class Visitor:
    """Somebody without an account, a cookie or a script, whose clock we hold."""

    def __init__(self, form) -> None:
        self.client, self.url = Client(enforce_csrf_checks=True), f"/f/{form.slug}"

    def read(self, query: str = "?lang=sv", **more):
        """Open the page and look at it for a while."""
        with time_machine.travel(datetime.now(UTC) - timedelta(seconds=10), tick=False):
            self.page = self.client.get(self.url + query, **more)
        return self.page

    def send(self, number, *, query: str = "?lang=sv", **changes):
        """Fill in what the page asked for, and send."""
        token = re.search(r'name="token" value="([^"]+)"', self.page.content.decode())[1]
        sent = {"token": token, "number": str(getattr(number, "e164", number)), "yes": "yes", "homepage": "", **changes}
        return self.client.post(self.url + query, {name: value for name, value in sent.items() if value is not None})


@pytest.fixture
def visitor(form):
    return Visitor(form)


def text_of(page) -> str:
    """What is read on a page."""
    return unescape(re.sub(r"<[^>]+>", "\n", page.content.decode()))


def code_to(organisation, number) -> str:
    with acting_for(organisation.pk) as cursor:
        return re.search(r"\d{6}", messages_of(cursor, find_contact(cursor, number.e164))[0].text)[0]


def entries(organisation) -> int:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM form_entry WHERE organisation_id = current_organisation()")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_words_in_the_proof_are_those_that_the_page_showed(organisation, visitor, language):
    """Fetch, send, confirm, compare: paragraph by paragraph, in the language of the page."""
    number, query = fresh_number(), f"?lang={language}"
    page = visitor.read(query)
    asked = visitor.send(number, query=query)
    assert asked.status_code == 303
    done = visitor.client.post(asked["Location"], {"code": code_to(organisation, number)})
    assert done.status_code == 303
    (yes,) = yeses(organisation, number)
    shown = text_of(page)
    assert f'<html lang="{language}">' in page.content.decode()
    paragraphs = yes.wording.split("\n\n")
    assert len(paragraphs) == 4
    for paragraph in paragraphs:
        assert paragraph in shown
    assert yes.evidence["language"] == language
    assert paragraphs[2] in text_of(visitor.client.get(done["Location"]))
    with acting_for(organisation.pk) as cursor:
        assert decide_one(cursor, OFFER, number, now=datetime.now(UTC) + timedelta(seconds=1)).rule == "mfl19.consent"


def test_an_unticked_box_is_no_yes(organisation, visitor):
    visitor.read()
    page = visitor.send(fresh_number(), yes=None)
    assert page.status_code == 422
    assert "Kryssa i rutan om du vill ha våra SMS" in text_of(page)
    assert entries(organisation) == 0


def test_the_box_is_never_ticked_beforehand(visitor):
    """Not at first, not after an error, not because another site's form says so."""
    pages = [
        visitor.read(),
        visitor.send("070"),
        visitor.client.post(visitor.url, {"number": "070-174 06 05", "yes": "yes", "token": "x"}),
        visitor.client.post(visitor.url, {"number": "070-174 06 05", "yes": "yes"}),
        visitor.client.get(visitor.url + "?yes=yes&checked=checked"),
    ]
    for page in pages:
        assert UNTICKED.search(page.content.decode()), page.content.decode()


def test_a_form_on_another_site_leads_here_and_counts_for_nothing_by_itself(organisation, visitor):
    """Only the number comes along; words, box and notice are ours."""
    elsewhere = {"HTTP_ORIGIN": "https://butiken.example", "HTTP_REFERER": "https://butiken.example/"}
    page = visitor.client.post(visitor.url, {"number": "070-174 06 05", "yes": "yes"}, **elsewhere)
    assert page.status_code == 200
    assert 'value="070-174 06 05"' in page.content.decode()
    assert "ansvarar för dina uppgifter" in text_of(page)
    assert entries(organisation) == 0


def test_robots_are_told_apart_by_what_people_cannot_do(organisation, visitor):
    visitor.read()
    assert visitor.send(fresh_number(), homepage="https://spam.example").status_code == 422
    visitor.page = visitor.client.get(visitor.url)
    hasty = visitor.send(fresh_number())
    assert hasty.status_code == 422
    assert "fortare än någon läser" in text_of(hasty)
    assert entries(organisation) == 0


def test_a_page_that_is_not_ours_or_of_another_form_or_too_old_counts_for_nothing(
    organisation, other_organisation, visitor
):
    others = Visitor(make_form(other_organisation))
    theirs = re.search(r'name="token" value="([^"]+)"', others.read().content.decode())[1]
    visitor.read()
    own = re.search(r'name="token" value="([^"]+)"', visitor.page.content.decode())[1]
    for token in (theirs, own[:-2] + "xx", ""):
        visitor.send(fresh_number(), token=token)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=13)):
        stale = visitor.send(fresh_number())
    assert "öppen länge" in text_of(stale)
    assert entries(organisation) == entries(other_organisation) == 0


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "Skriv ditt mobilnummer"),
        ("abc", "går inte att läsa"),
        ("070-174", "går inte att läsa"),
        ("08-465 004 00", "inget mobilnummer"),
        ("+1 202 555 0143", "nummer i det landet"),
    ],
)
def test_what_is_wrong_with_a_number_is_said_beside_it_and_nothing_typed_is_lost(visitor, number, says):
    visitor.read()
    page = visitor.send(number)
    assert page.status_code == 422
    assert says in text_of(page)
    assert 'aria-invalid="true"' in page.content.decode()
    assert f'value="{number}"' in page.content.decode()


def test_a_form_tells_nobody_about_anybody(organisation, form):
    """New, known, gone or blocked: the same answer, to the letter."""
    known, gone = fresh_number(), fresh_number()
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, gone, because="STOPP", door="sms", now=datetime.now(UTC) - timedelta(days=1))
    first = Visitor(form)
    first.read()
    asked = first.send(known)
    first.client.post(asked["Location"], {"code": code_to(organisation, known)})
    answers = set()
    for number in (fresh_number(), known, gone):
        visitor = Visitor(form)
        visitor.read()
        asked = visitor.send(number)
        page = visitor.client.get(asked["Location"]).content.decode()
        masked = f"070\u2011•••\u00a0••\u00a0{number.e164[-2:]}"
        assert masked in page
        answers.add((asked.status_code, page.replace(masked, "NUMBER")))
        with acting_for(organisation.pk) as cursor:
            newest = messages_of(cursor, find_contact(cursor, number.e164))[0]
        assert newest.state == "planned"
    assert len(answers) == 1


def test_the_pages_after_the_form_open_only_by_their_own_word(organisation, other_organisation, form, visitor):
    visitor.read()
    asked = visitor.send(fresh_number())
    word = asked["Location"].split("t=")[1]
    others = make_form(other_organisation)
    for path in (f"/f/{form.slug}/code", f"/f/{form.slug}/code?t={word[:-3]}", f"/f/{others.slug}/code?t={word}"):
        assert visitor.client.get(path).status_code == 410
        assert visitor.client.post(path, {"code": "123456"}).status_code == 410
    assert visitor.client.get(f"/f/{form.slug}/done?t={word}").status_code == 410  # not confirmed


def test_a_wrong_code_is_said_and_a_new_one_is_not_sent_at_once(organisation, visitor):
    number = fresh_number()
    visitor.read()
    where = visitor.send(number)["Location"]
    code = code_to(organisation, number)
    wrong = visitor.client.post(where, {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    assert "Det är inte koden" in text_of(wrong)
    assert re.search(r"be om en ny om \d+ sekund", text_of(visitor.client.post(where, {"again": "yes"})))


def test_one_address_may_send_so_often_and_no_more(organisation, visitor):
    address = "203.0.113.9"
    with acting_for(organisation.pk) as cursor:
        for _ in range(60):
            limit(cursor, "form", address, most=1000, per=timedelta(hours=1), now=datetime.now(UTC))
    visitor.client.defaults["REMOTE_ADDR"] = address
    visitor.read()
    page = visitor.send(fresh_number())
    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert entries(organisation) == 0


def test_no_cookie_is_set_and_nothing_comes_from_elsewhere(organisation, visitor):
    """No tracking: also not on the pages after it, nor in a frame."""
    number = fresh_number()
    pages = [visitor.read("?lang=sv&embed=1")]
    asked = visitor.send(number, query="?lang=sv&embed=1")
    pages += [asked, visitor.client.get(asked["Location"])]
    done = visitor.client.post(asked["Location"], {"code": code_to(organisation, number)})
    pages += [done, visitor.client.get(done["Location"])]
    for page in pages:
        assert not page.cookies
        assert page["Referrer-Policy"] == "no-referrer"
        assert "script" not in page.content.decode()
        links = re.findall(r'(?:href|src|action)="([^"]+)"', page.content.decode())
        assert [link for link in links if not link.startswith(("/", "#", "data:,"))] == []


def test_only_what_asks_to_be_framed_may_be(visitor):
    framed, own = visitor.client.get(visitor.url + "?embed=1"), visitor.client.get(visitor.url)
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors 'none'" in own["Content-Security-Policy"]
    assert own["X-Frame-Options"] == "DENY"
    staff = visitor.client.get("/login?embed=1")
    assert staff["X-Frame-Options"] == "DENY"


def test_the_whole_of_it_is_at_most_30_kilobytes(form, visitor):
    page = visitor.read()
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page.content.decode())
    assert sheets == ["/static/optin.css", f"/f/{form.slug}/colour.css?1f4d3a"]
    total = len(page.content) + (STATIC / "optin.css").stat().st_size + len(visitor.client.get(sheets[1]).content)
    assert total <= 30_000


def test_views_are_counted_and_what_is_only_fetched_ahead_is_not(organisation, form, visitor):
    visitor.read()
    visitor.client.head(visitor.url)
    visitor.client.get(visitor.url, headers={"Sec-Purpose": "prefetch;prerender"})
    with acting_for(organisation.pk) as cursor:
        assert conversions(cursor, form.id)[0].viewed == 1


def test_a_paused_form_says_so_and_takes_in_nobody(organisation, form, visitor):
    visitor.read()
    with acting_for(organisation.pk) as cursor:
        pause_form(cursor, form.id, by="Karin")
    page = visitor.send(fresh_number())
    assert "Stängt just nu" in text_of(page)
    assert "name=" not in page.content.decode().split("<main", 1)[1]
    assert entries(organisation) == 0
    with acting_for(organisation.pk) as cursor:
        assert read_form(cursor, form.id).state == "paused"


def test_there_is_no_form_where_none_was_published(visitor):
    assert visitor.client.get("/f/finns-inte").status_code == 404


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffcf33", "#1f4d3a", "#757575", "#7f7f00", "#ff0000"])
def test_text_on_any_colour_can_be_read_and_its_edge_be_seen(colour):
    sheet = colour_sheet(colour)
    on = re.search(r"--on-brand:(#\w{6})", sheet)[1]
    light, dark = re.search(r"light-dark\((#\w{6}),(#\w{6})\)", sheet).groups()
    assert contrast(colour, on) >= 4.5
    assert contrast(light, "#ffffff") >= 3
    assert contrast(dark, "#1b1e28") >= 3


@pytest.mark.parametrize("said", ["red", "#fff", "#12345g", "#123456}body{display:none", ""])
def test_what_is_no_colour_makes_no_sheet(said):
    assert colour_sheet(said) == ""
