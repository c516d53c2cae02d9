"""What a newcomer does in the first ten minutes, in a real browser against the whole program."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

OFFER = "Hej {{name|du}}! ”Höstens skor” är här, 20 % i helgen."


def test_a_lawful_campaign_goes_from_a_file_to_a_handset_and_a_stopp_comes_back(open_site, running):
    """Sign in, import, compose, preview, send, answer STOPP, read why."""
    site = open_site()
    page = site.page
    site.sign_in(running.demo["login"]["email"], running.demo["login"]["password"])

    site.choose_file(running.data / "kunder.csv")
    site.say_for_whole_file(syfte="Erbjudanden")
    site.bring_in()
    expect(page.get_by_role("link", name=re.compile("Ladda ner de \\d+ med skäl"))).to_be_visible()
    site.choose_file(running.data / "kunder.csv")
    site.say_for_whole_file(syfte="Erbjudanden")
    expect(page.get_by_text(re.compile("Inget nytt"))).to_be_visible()

    site.write_campaign(name="Höst", text=OFFER, goods=("Skor",))
    expect(site.phone).to_contain_text("Avsluta: STOPP till 71000")
    site.see_who_gets_it()
    for rule in ("MFL 19 §", "GDPR art. 21"):
        expect(page.locator("main")).to_contain_text(rule)
    site.send()
    first_campaign = site.path

    site.open("/phone")
    phone = page.locator("section.phone").first
    name = phone.get_attribute("aria-label")
    assert name
    expect(phone).to_contain_text("Höstens skor")
    site.answer(name, "STOPP")
    expect(site.handset(name)).to_contain_text("Klart. Du får inga fler", timeout=5_000)

    site.open(first_campaign)
    expect(page.locator("main")).to_contain_text(re.compile(r"Sa nej sedan start\s*1"))

    site.write_campaign(name="Höst igen", text="Hej! Sista helgen med 20 % på skor.", goods=("Skor",))
    site.see_who_gets_it()
    site.send()
    site.open(f"{site.path}/people?rule=gdpr21.objected")
    page.get_by_role("link", name=re.compile(re.escape(name))).first.click()
    expect(page.locator("main")).to_contain_text("GDPR art. 21")
    expect(page.locator("main")).to_contain_text("Bara ett eget, nytt ja ändrar det")
    assert site.complaints == []
