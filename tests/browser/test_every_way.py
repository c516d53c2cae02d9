"""By each way a person comes in, and by each way they leave: seen with its proof, texted, gone, and texted no more.

The doors in and out are real ones: a form and links in a browser, keywords and replies from a virtual phone over SMPP,
staff at their pages, a shop's and a carrier's programs over the API and the wire.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.test_forms import code_on_phone, fill_in
from tests.browser.test_me import enter
from tests.walks.api_walk import WORDING, Program, decided, until

pytestmark = pytest.mark.browser

PNG = b"\x89PNG\r\n\x1a\n" + b"a signed form"
UNANSWERABLE = "Skoklubben"
"""A sender of the demo whose texts nobody can reply to."""


class Person:
    """Somebody with a virtual phone, whom the program has never met."""

    def __init__(self, place: int, program: Program, site: Site, running) -> None:
        self.number, self.program, self.site, self.running = f"+4673110{place:04}", program, site, running
        self.demo = running.demo

    @property
    def national(self) -> str:
        return f"0{self.number[3:]}"

    def texts(self) -> list[str]:
        """What the phone has received, oldest first."""
        return [one["text"] for one in self.program.handset(self.number)]

    def gets(self, words: str) -> str:
        """The text with these words, when it has come."""
        until(f"a text with {words}", self.texts, lambda texts: any(words in text for text in texts))
        return next(text for text in reversed(self.texts()) if words in text)

    def says(self, text: str) -> None:
        self.program.reply(self.number, to=self.demo["inbound_number"], text=text)

    def opens(self, path: str) -> Site:
        """A page on the phone, in a browser that is signed in nowhere."""
        context = self.site.page.context.browser.new_context(locale="sv-SE", viewport={"width": 360, "height": 740})
        phone = Site(context.new_page(), self.site.url)
        phone.open(path)
        return phone

    def is_sent(self, text: str, *, sender: str, expect: int = 201) -> dict:
        """Try to send them an offer; what the API says of it."""
        return self.program.post(
            "/messages",
            {
                "to": self.number,
                "text": text,
                "kind": "marketing",
                "purpose": self.demo["purpose"],
                "categories": [self.demo["category"]],
                "sender": sender,
            },
            expect=expect,
        )

    def look_up(self) -> None:
        """Their page, found by their number."""
        self.site.open("/")
        field = self.site.page.get_by_role("searchbox").first
        field.fill(self.number)
        field.press("Enter")
        expect(self.site.page.get_by_role("heading", name="Allt mellan oss")).to_be_visible()


def by_form(me: Person) -> None:
    phone = me.opens("/f/klubben")
    fill_in(phone.page, me.national)
    phone.page.locator("input[autocomplete=one-time-code]").fill(code_on_phone(me.running, me.national))
    phone.page.get_by_role("button").first.click()
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text(re.compile("Tack|Klart|Välkommen"))


def by_keyword(me: Person) -> None:
    page = me.site.page
    me.site.open("/consent/keywords/new")
    page.get_by_label("Ordet", exact=True).fill("VARJE")
    page.get_by_label("Det är ett ja till").select_option(label="Erbjudanden")
    page.get_by_role("button", name="Ta ordet i bruk").click()
    expect(page.get_by_text("Ordet är i bruk.")).to_be_visible()
    me.says("Varje")
    me.gets("Ditt ja är noterat")


def by_double_opt_in_reply(me: Person) -> None:
    _ask(me, "reply")
    me.gets("Svara JA")
    me.says("ja tack")
    until("the yes counts", lambda: decided(me.program, me.demo, me.number), lambda one: one["verdict"] == "allow")


def by_double_opt_in_link(me: Person) -> None:
    _ask(me, "link")
    phone = me.opens("/c/" + me.gets("/c/").split("/c/")[1].split()[0])
    phone.page.get_by_role("button", name="Ja, det stämmer").click()


def _ask(me: Person, answer_by: str) -> None:
    me.program.post("/consents", {**_yes(me), "double_opt_in": True, "answer_by": answer_by}, expect=202)


def _yes(me: Person) -> dict:
    return {
        "number": me.number,
        "purpose": me.demo["purpose"],
        "method": "web_form",
        "consented_at": datetime.now(UTC).isoformat(),
        "wording": WORDING,
    }


def by_api(me: Person) -> None:
    me.program.post("/consents", _yes(me), expect=201)


def by_file(me: Person) -> None:
    query = urlencode({"purpose": me.demo["purpose"], "method": "web_form", "wording": WORDING, "source": "Klubben"})
    file = f"Mobilnummer;Samtyckesdatum\n{me.number};2026-03-02\n".encode()
    queued = me.program.post(f"/imports?{query}", file, expect=202, media_type="text/csv")
    until("the import is done", lambda: me.program.get(f"/imports/{queued['id']}"), lambda one: one["state"] == "done")


def by_paper(me: Person) -> None:
    page = me.site.page
    me.site.open("/consent/record")
    page.get_by_label("Mobilnummer").fill(me.national)
    page.get_by_label("Ett ja till").select_option(label="Erbjudanden")
    page.get_by_role("radio", name="På papper").check()
    page.get_by_label("Exakt ordalydelse").fill(WORDING)
    page.get_by_label("Pappret, skannat").set_input_files({"name": "ja.png", "mimeType": "image/png", "buffer": PNG})
    page.get_by_role("button", name="Anteckna samtycket").click()
    page.wait_for_url("**/contacts/*")


def by_sale(me: Person) -> None:
    """A customer who was told and could decline: the soft opt-in, no consent."""
    sale = {"category": me.demo["category"], "sold_at": (datetime.now(UTC) - timedelta(days=30)).isoformat()}
    told = {"collected_in_sale": True, "informed": True, "offered_refusal": True}
    me.program.post("/purchases", {"number": me.number, "source": "kassa Malmö", **sale, **told}, expect=201)


def out_by_stopp(me: Person) -> None:
    me.says("STOPP")
    me.gets("Klart. Du får inga fler")


def out_by_a_polite_sentence(me: Person) -> None:
    me.says("hej, kan ni sluta skika till mig tack")
    me.gets("Klart. Du får inga fler")


def out_by_link(me: Person) -> None:
    phone = me.opens(_link(me))
    phone.page.get_by_role("button", name="Ja, avsluta allt").click()
    expect(phone.page.get_by_role("status")).to_contain_text("Klart")


def out_by_choosing_none(me: Person) -> None:
    phone = me.opens(_link(me))
    phone.page.get_by_role("link", name="Ändra vad du får i stället").click()
    for switch in phone.page.get_by_role("switch").all():
        switch.uncheck()
    phone.page.get_by_role("button", name="Spara").click()
    expect(phone.page.get_by_role("status").first).to_contain_text("Sparat")


def _link(me: Person) -> str:
    return re.search(r"/u/\w+", me.gets("/u/"))[0]


def out_by_their_own_page(me: Person) -> None:
    phone = me.opens("/me/skobutiken").page
    enter(phone, me.running, me.number)
    phone.get_by_role("link", name="Stoppa all reklam").click()
    phone.get_by_role("button", name="Stoppa all reklam").click()
    expect(phone.get_by_text("Klart. Du får inga fler erbjudanden.").first).to_be_visible()


def out_by_telling_staff(me: Person) -> None:
    page = me.site.page
    me.site.open("/consent/record?says=no")
    page.get_by_label("Mobilnummer").fill(me.national)
    page.get_by_role("radio", name="Telefon").check()
    page.get_by_role("button", name="Anteckna nejet").click()
    page.wait_for_url("**/contacts/*")


def out_by_api(me: Person) -> None:
    me.program.post("/withdrawals", {"number": me.number}, expect=201)


def out_by_a_list(me: Person) -> None:
    me.site.bring_in_blocks(me.national)


def out_by_the_carrier(me: Person) -> None:
    """They have told the carrier instead: it refuses the next text."""
    _network(me.running, "left")
    try:
        me.is_sent("Ännu en rea.", sender=me.demo["sender"])
        until("they have left", lambda: decided(me.program, me.demo, me.number), lambda one: one["verdict"] == "deny")
    finally:
        _network(me.running, "delivered")


def _network(running, delivery: str) -> None:
    """Say what the virtual network answers, at its own door."""
    url = (running.data / "environment.json").read_text()
    request = Request(f"{json.loads(url)['SAMTYCKE_PHONE_URL']}/settings", json.dumps({"delivery": delivery}).encode())
    with urlopen(request, timeout=10) as answer:
        assert json.load(answer)["delivery"] == delivery


YES = "Sa ja till Erbjudanden"
WALKS: tuple[tuple[Callable, Callable, str, str], ...] = (
    (by_form, out_by_link, YES, "Länk"),
    (by_keyword, out_by_stopp, YES, "SMS"),
    (by_double_opt_in_reply, out_by_a_polite_sentence, YES, "SMS"),
    (by_double_opt_in_link, out_by_choosing_none, YES, "Länk"),
    (by_paper, out_by_telling_staff, YES, "Medarbetare"),
    (by_api, out_by_api, YES, "API"),
    (by_file, out_by_a_list, YES, "Fil"),
    (by_api, out_by_their_own_page, YES, "egen sida"),
    (by_sale, out_by_the_carrier, "Köpte: Skor", "Operatör"),
)
"""A way in, a way out, how the time line calls the first, and the door it names of the second."""


@pytest.mark.parametrize(
    ("place", "come", "leave", "came", "door"),
    [(place, *walk) for place, walk in enumerate(WALKS)],
    ids=[f"{come.__name__} {leave.__name__}" for come, leave, *_ in WALKS],
)
def test_whoever_comes_in_is_texted_until_they_leave(open_site, lived_in, running, place, come, leave, came, door):
    site = open_site(state=lived_in["state"])
    me = Person(place, Program(running.demo), site, running)
    sender = UNANSWERABLE if leave in (out_by_link, out_by_choosing_none) else running.demo["sender"]
    come(me)

    me.look_up()
    line = site.page.locator("li.event", has_text=came).first
    line.get_by_text("Visa beviset").click()
    expect(line.locator("dl.facts")).to_be_visible()

    assert me.is_sent("Rea på skor i helgen.", sender=sender)["decision"]["verdict"] == "allow"
    me.gets("Rea på skor i helgen.")
    leave(me)

    until("they have left", lambda: decided(me.program, me.demo, me.number), lambda one: one["verdict"] == "deny")
    me.look_up()
    line = site.page.locator("li.event", has_text=re.compile("Sa nej|Tog tillbaka")).first
    line.get_by_text("Visa beviset").click()
    expect(line.locator("dl.facts")).to_contain_text(door)

    had = len(me.texts())
    assert me.is_sent("En sista chans.", sender=sender, expect=422)["type"].endswith("withheld")
    time.sleep(1)
    assert len(me.texts()) == had
    assert site.complaints == []
