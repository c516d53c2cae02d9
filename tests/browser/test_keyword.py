"""From a poster to a phone: a keyword is made in a browser and texted from a handset, over real SMPP."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.walks.api_walk import Program, decided, until

pytestmark = pytest.mark.browser

NUMBER = "+46701740696"


def test_a_word_is_made_printed_texted_seen_with_its_proof_and_left(open_site, lived_in, running):
    site, program, demo = open_site(state=lived_in["state"]), Program(running.demo), running.demo
    site.take_word_into_use("KLUBB")
    wording = site.page.locator(".poster p").nth(1).inner_text()
    program.reply(NUMBER, to=demo["inbound_number"], text="Klubb tack")
    until("the reply arrives", lambda: program.handset(NUMBER), lambda found: "Ditt ja är noterat" in str(found))
    site.open("/consent")
    site.page.get_by_role("link", name="0701", exact=False).or_(site.page.locator(".event a")).first.click()
    site.page.get_by_text("Visa beviset").first.click()
    expect(site.page.get_by_text(wording)).to_be_visible()
    program.reply(NUMBER, to=demo["inbound_number"], text="STOPP KLUBB")
    until(
        "they have left",
        lambda: decided(program, demo, NUMBER),
        lambda found: found["verdict"] == "deny" and found["rule"] == "gdpr21.objected",
    )
    assert site.complaints == []
