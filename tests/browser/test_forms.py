"""The opt-in form in a real browser: on a phone, framed by another site, without scripts; and on to the campaign."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

_numbers = count(60)
FORM = "/f/klubben"


def fresh_number() -> str:
    """From the series set aside for fiction, and nobody's in the demo."""
    return f"07017406{next(_numbers)}"


def code_on_phone(running, number: str) -> str:
    """What the handset got, when it has come."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with urlopen(f"{running.url}/phone/+46{number[1:]}.json") as answer:
            texts = [one["text"] for one in json.load(answer)["texts"]]
        if found := re.findall(r"\b\d{6}\b", " ".join(texts)):
            return found[-1]
        time.sleep(0.2)
    raise AssertionError("no code came")


def fill_in(page, number: str, *, button: str = "Ja tack, skicka") -> None:
    """Write the number, read as people do, tick, send."""
    page.get_by_label("Mobilnummer").fill(number)
    time.sleep(2.1)
    page.locator("#yes").check()
    page.get_by_role("button", name=button).click()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} at {node['target'][0]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_page_of_the_form_is_open_to_everybody(browser, running, width, scheme):
    """Form with errors, code, done: nothing axe can see, nothing sideways, nothing small, no cookie."""
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="sv-SE", color_scheme=scheme)
    page, wrong, complaints = context.new_page(), [], []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def look(name: str) -> None:
        wrong.extend(f"{name}: {line}" for line in violations(page))
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            wrong.append(f"{name}: sideways")
        small = page.evaluate(
            "[...document.querySelectorAll('button, input:not([type=checkbox]):not([type=hidden]), summary, a')]"
            ".filter(e => e.offsetParent && !e.closest('.trap, .summary, p.told'))"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
        )
        wrong.extend(f"{name}: small {one}" for one in small)

    page.goto(running.url + FORM)
    page.locator("summary").click()
    look("form")
    page.evaluate("document.querySelector('form').noValidate = true")
    time.sleep(2.1)
    page.get_by_role("button", name="Ja tack, skicka").click()
    expect(page.get_by_role("alert")).to_contain_text("Kryssa i rutan")
    assert not page.locator("#yes").is_checked()
    look("errors")
    number = fresh_number()
    fill_in(page, number)
    expect(page.get_by_role("heading", name="Bekräfta ditt nummer")).to_be_visible()
    look("code")
    page.get_by_label("Koden").fill(code_on_phone(running, number))
    page.get_by_role("button", name="Bekräfta").click()
    expect(page.get_by_role("heading", name="Tack, det är klart")).to_be_visible()
    look("done")
    assert wrong == []
    # A page that is answered 422 is written to the console by the browser itself.
    assert [line for line in complaints if "422" not in line] == []
    assert context.cookies() == []
    context.close()


def test_from_the_form_to_the_campaign_and_the_proof(browser, running, lived_in, open_site):
    """Without scripts; then the person is in the preview of a campaign, with the words they saw in their time line."""
    number = fresh_number()
    context = browser.new_context(java_script_enabled=False, locale="sv-SE", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(running.url + FORM)
    box = page.locator(".agree label").inner_text()
    fill_in(page, number)
    page.get_by_label("Koden").fill(code_on_phone(running, number))
    page.get_by_role("button", name="Bekräfta").click()
    assert page.get_by_role("heading", name="Tack, det är klart").is_visible()
    context.close()

    site = open_site(state=lived_in["state"])
    site.write_campaign(name="Till en", text="Hej från Skobutiken", goods=("Skor",))
    site.page.get_by_text("Några nummer").click()
    site.page.locator("#f-numbers").fill(number)
    site.page.get_by_role("button", name="Se vilka som får det").click()
    expect(site.page.get_by_role("button", name=re.compile("Skicka till 1 "))).to_be_visible()
    expect(site.page.locator("main")).to_contain_text("har sagt ja")

    site.open("/consent")
    site.page.locator(".event").first.get_by_role("link").click()
    expect(site.page.locator("main")).to_contain_text("Klubben v1")
    expect(site.page.locator("main")).to_contain_text(box)


@pytest.fixture
def elsewhere(running, lived_in, open_site) -> Iterator[str]:
    """Somebody else's site, with the two lines that the share page gives."""
    site = open_site(state=lived_in["state"])
    site.open("/consent/forms")
    site.page.get_by_role("link", name="Klubben").click()
    lines = [site.page.locator(f"#c-{name}").input_value() for name in ("frame", "plain")]
    pages = {
        path: f"<!doctype html><html lang=sv><title>Butiken</title><h1>Butiken</h1>{line}".encode()
        for path, line in zip(("/frame", "/plain"), lines, strict=True)
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages.get(self.path, b""))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    # By another name than the program's: another site to the browser, not only another port.
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


def test_in_a_frame_on_another_site_the_whole_way_is_gone(browser, running, elsewhere):
    """By the one line of HTML, with cookies of other sites refused."""
    context = browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(elsewhere + "/frame")
    frame = page.frame_locator("iframe")
    number = fresh_number()
    fill_in(frame, number)
    frame.get_by_label("Koden").fill(code_on_phone(running, number))
    frame.get_by_role("button", name="Bekräfta").click()
    expect(frame.get_by_role("heading", name="Tack, det är klart")).to_be_visible()
    assert page.url == elsewhere + "/frame"
    assert context.cookies() == []
    context.close()


def test_a_plain_form_on_another_site_takes_the_number_along_and_no_more(browser, running, elsewhere):
    """The box and the notice are on our page, the box unticked."""
    context = browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(elsewhere + "/plain")
    number = fresh_number()
    page.get_by_label("Mobilnummer").fill(number)
    page.get_by_role("button", name="Gå vidare").click()
    assert page.url.startswith(running.url + FORM)
    expect(page.get_by_label("Mobilnummer")).to_have_value(number)
    assert not page.locator("#yes").is_checked()
    expect(page.locator("#short")).to_contain_text("ansvarar för dina uppgifter")
    fill_in(page, number)
    expect(page.get_by_role("heading", name="Bekräfta ditt nummer")).to_be_visible()
    context.close()


def test_the_phone_beside_the_words_follows_what_is_written(lived_in, open_site):
    """And what stops and what to think of, while somebody types."""
    site = open_site(state=lived_in["state"])
    site.open("/consent/forms")
    site.page.get_by_role("button", name="Nytt formulär").click()
    box = site.page.get_by_label("Vid rutan").first
    box.fill("Ja, skicka SMS från Skobutiken, och jag godkänner villkoren")
    expect(site.phone).to_contain_text("och jag godkänner villkoren")
    expect(site.page.locator("#form-remarks")).to_contain_text("är en annan sak")
    expect(site.page.locator("#form-remarks")).to_contain_text("Ge formuläret ett namn")
    assert not site.phone.locator('input[type="checkbox"]').is_checked()
    site.page.get_by_role("radio", name="Engelska").check(force=True)
    expect(site.phone).to_contain_text("Yes, text me offers")
    assert site.complaints == []
