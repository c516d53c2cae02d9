"""The person's own page in a real browser: from the code on the phone to the PDF, and every right, without a script."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from itertools import count
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.walks.api_walk import Program, decided, until

pytestmark = pytest.mark.browser

_numbers = count(20)
PAGE = "/me/skobutiken"


def somebody(running, *, name: str = "Åsa Ö") -> str:
    """A number of nobody's in the demo, who says yes by the API. From a series that is assigned to nobody."""
    number = f"+467015559{next(_numbers)}"
    body = {
        "number": number,
        "purpose": running.demo["purpose"],
        "method": "web_form",
        "consented_at": datetime.now(UTC).isoformat(),
        "wording": "Ja, skicka erbjudanden från Skobutiken på SMS.",
        "name": name,
    }
    headers = {
        "Authorization": f"Bearer {running.demo['api_key']['live']}",
        "Content-Type": "application/json",
        "Idempotency-Key": f"me-{number}",
    }
    with urlopen(
        Request(f"{running.url}/api/v1/consents", json.dumps(body).encode(), headers, method="POST")
    ) as answer:
        assert answer.status == 201
    return number


def code_on_phone(running, number: str) -> str:
    """What the handset got, when it has come."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with urlopen(f"{running.url}/phone/{number}.json") as answer:
            texts = [one["text"] for one in json.load(answer)["texts"]]
        if found := re.findall(r"kod till Skobutiken: (\d{3} \d{3})", " ".join(texts)):
            return found[-1]
        time.sleep(0.2)
    raise AssertionError("no code came")


def enter(page: Page, running, number: str) -> None:
    """Ask for the code, read it on the phone, paste it."""
    page.goto(running.url + "/me")
    page.get_by_label("Mobilnummer").fill(number)
    page.get_by_role("button", name="Skicka en kod till mig").click()
    page.get_by_label("Koden").fill(code_on_phone(running, number))
    page.get_by_role("button", name="Bekräfta").click()
    expect(page.get_by_role("heading", name="Det här har vi om dig")).to_be_visible()


def test_from_the_code_to_the_pdf_and_to_being_erased(browser, running):
    """Without scripts: see, download, correct, erase, and the number stays blocked."""
    number = somebody(running)
    context = browser.new_context(java_script_enabled=False, locale="sv-SE", viewport={"width": 360, "height": 740})
    page = context.new_page()
    enter(page, running, number)
    expect(page.get_by_text("Du sa ja till Erbjudanden")).to_be_visible()
    with page.expect_download() as pdf:
        page.get_by_role("button", name="Ladda ner allt").click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF-")
    with page.expect_download() as as_json:
        page.get_by_role("button", name="JSON").click()
    assert json.loads(as_json.value.path().read_bytes())["person"]["number"] == number
    page.get_by_role("link", name="Rätta det").click()
    page.get_by_label("Namn").fill("Åsa Ek")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Tillbaka till din sida").click()
    expect(page.get_by_role("definition").filter(has_text="Åsa Ek").first).to_be_visible()
    page.get_by_role("link", name="Radera", exact=True).click()
    page.get_by_role("button", name="Radera allt om mig").click()
    expect(page.get_by_role("heading", name="Det här är borta")).to_be_visible()
    expect(page.get_by_text("En spärr: ett krypterat märke")).to_be_visible()
    assert [one["name"] for one in context.cookies() if one["name"] == "me"] == []
    page.goto(running.url + PAGE)
    expect(page.get_by_role("heading", name="Vad har ni om mig?")).to_be_visible()
    context.close()
    program = Program(running.demo)
    until("they are blocked", lambda: decided(program, running.demo, number), lambda found: found["verdict"] == "deny")


PATHS = ("", "/correct", "/object", "/erase", "/stop", "/restrict", "/lift")


def test_every_page_is_open_to_everybody(browser, running):
    """320, 360 and 1280 px, light and dark: nothing axe can see, nothing sideways, nothing small, nothing stopped."""
    number = somebody(running, name="Öberg med ett långt dubbelnamn-Andersson")
    context = browser.new_context(locale="sv-SE", viewport={"width": 360, "height": 740})
    page, wrong, complaints = context.new_page(), [], []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def look(name: str) -> None:
        for theme in ("light", "dark"):
            context.add_cookies([{"name": "theme", "value": theme, "url": running.url}])
            page.goto(running.url + name)
            for width in (320, 360, 1280):
                page.set_viewport_size({"width": width, "height": 740})
                wrong.extend(f"{name} {theme} {width}: {line}" for line in violations(page))
                if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
                    wrong.append(f"{name} {width}: sideways")
            small = page.evaluate(
                "[...document.querySelectorAll('button, input:not([type=hidden]), textarea, summary, a')]"
                ".filter(e => e.offsetParent && !e.closest('p'))"
                ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
            )
            wrong.extend(f"{name}: small {one}" for one in small)

    look(PAGE)
    page.goto(running.url + PAGE)
    page.get_by_label("Mobilnummer").fill(number)
    page.get_by_role("button", name="Skicka en kod till mig").click()
    look(f"{PAGE}/code")
    page.get_by_label("Koden").fill(code_on_phone(running, number))
    page.get_by_role("button", name="Bekräfta").click()
    for path in PATHS:
        look(PAGE + path)
    assert wrong == []
    assert complaints == []
    context.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} at {node['target'][0]}" for one in found for node in one["nodes"]]
