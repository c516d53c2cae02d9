"""The way out by link, as a person meets it: a text on a phone, a tap, a button, and nothing more comes."""

from __future__ import annotations

import json
import re
import time
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ME = "+46701740612"
"""One of the demo's who said yes, and whom no other walk touches."""


def link_of(running, number: str) -> str:
    """The path of the link in a text to somebody, when it has arrived."""
    offer(running, f"link of {number}", to=number)
    for _ in range(100):
        with urlopen(f"{running.url}/phone/{number.lstrip('+')}.json") as told:
            texts = json.load(told)["texts"]
        if texts and (found := re.search(r"/u/\w+$", texts[-1]["text"])):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(number)


def offer(running, key: str, *, to: str = ME) -> dict:
    """A marketing text from a name that nobody can answer; what the API says of it."""
    body = {
        "to": to,
        "text": "Vårens skor är här.",
        "kind": "marketing",
        "purpose": "offers",
        "categories": ["shoes"],
        "sender": "Skoklubben",
    }
    headers = {
        "Authorization": f"Bearer {running.demo['api_key']['live']}",
        "Content-Type": "application/json",
        "Idempotency-Key": key,
    }
    with urlopen(Request(f"{running.url}/api/v1/messages", json.dumps(body).encode(), headers, method="POST")) as told:
        return json.loads(told.read())


def test_a_tap_on_the_link_and_one_button_end_it(open_site, lived_in, running):
    site = open_site(state=lived_in["state"])
    assert offer(running, "way-out-1")["state"] == "planned"
    site.open("/phone")
    phone = site.page.locator(".phone", has=site.page.locator(f'[id="b-{ME.lstrip("+")}"]'))
    link = phone.get_by_role("link", name="/u/")
    expect(link).to_be_visible()
    expect(phone.get_by_text("går inte att svara på")).to_be_visible()
    contact = phone.locator("a[href^='/contacts/']").get_attribute("href")
    with site.page.context.expect_page() as opened:
        link.click()
    page = opened.value
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sluta få reklam på SMS från Skobutiken?")
    page.get_by_role("button", name="Ja, avsluta allt").click()
    expect(page.get_by_role("status")).to_contain_text("Klart")
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Klart")
    site.write_campaign(name="Efter ett nej", text="Rea i helgen.", goods=("Skor",))
    site.see_who_gets_it()
    site.send()
    with urlopen(f"{running.url}/phone/{ME.lstrip('+')}.json") as told:
        assert not [one for one in json.load(told)["texts"] if "Rea i helgen" in one["text"]]
    site.open(contact)
    line = site.page.locator("li", has_text="länken i ett SMS").first
    expect(line).to_be_visible()
    line.locator("summary").first.click()
    expect(line).to_contain_text("Länk")
    expect(line).to_contain_text("/u/…")
    expect(line).to_contain_text("Ja, avsluta allt")
    assert site.complaints == []


def test_what_they_get_is_chosen_without_scripts_or_cookies(browser, running):
    """Off, paused, and on again by a box with its words, on a phone that runs no script and keeps no cookie."""
    path = link_of(running, "+46701740613")
    context = browser.new_context(java_script_enabled=False, locale="sv-SE", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(running.url + path)
    page.get_by_role("link", name="Ändra vad du får i stället").click()
    context.clear_cookies()
    page.get_by_role("switch", name="Jag vill ha de här").uncheck()
    page.get_by_role("radio", name="3 månader").check()
    page.get_by_role("button", name="Spara").click()
    assert "Sparat" in page.get_by_role("status").inner_text()
    assert "du sa nej" in page.locator("main").inner_text()
    assert "Pausat till" in page.locator("main").inner_text()
    page.get_by_text("Tacka ja till det här").first.click()
    box = page.get_by_role("checkbox", name="Ja, skicka erbjudanden från Skobutiken på SMS.")
    assert not box.is_checked()
    box.check()
    page.get_by_role("radio", name="Avsluta pausen nu").check()
    page.get_by_role("button", name="Spara").click()
    assert "Du sa ja" in page.locator("main").inner_text()
    assert context.cookies() == []
    context.close()
