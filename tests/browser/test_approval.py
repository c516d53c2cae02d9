"""Two people and a campaign: invited by a link, written, asked about, sent back with a reason, approved, sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PASSWORD = "fyra korta ord hjälper"


def invited(owner) -> str:
    """The link that the owner is shown once."""
    owner.open("/settings/people")
    owner.page.get_by_label("Personens e-post").fill("moa@skobutiken.example")
    owner.page.get_by_label("Roll", exact=True).last.select_option("marketer")
    owner.page.get_by_role("button", name="Bjud in").click()
    return owner.page.get_by_label("Länken").input_value()


def test_one_writes_and_another_answers_for_it(open_site, lived_in, running):
    karin, moa = open_site(state=lived_in["state"]), open_site(width=360)
    moa.open(invited(karin).removeprefix(running.url))
    moa.page.get_by_label("Ditt namn").fill("Moa Lind")
    moa.page.get_by_label("Välj ett lösenord").fill(PASSWORD)
    moa.page.get_by_role("button", name="Börja").click()
    expect(moa.page.get_by_role("heading", level=1)).to_contain_text("Hej Moa")

    moa.write_campaign(name="Höstens skor", text="Höstens skor är här.", goods=("Skor",))
    moa.page.get_by_role("button", name="Se vilka som får det").click()
    expect(moa.page.get_by_role("button", name="Skicka till")).to_have_count(0)
    moa.page.get_by_label("Några ord till den som läser").fill("Som i våras.")
    moa.page.get_by_role("button", name="Be om godkännande").click()
    draft = moa.path.removesuffix("/preview")
    expect(moa.page.get_by_text("Den väntar på Karin Berg.")).to_be_visible()

    karin.open("/")
    expect(karin.page.get_by_text("Moa Lind ber dig godkänna Höstens skor.")).to_be_visible()
    karin.page.get_by_role("link", name="Läs och svara").first.click()
    expect(karin.page.get_by_text("Som i våras.")).to_be_visible()
    karin.page.get_by_label("Vad som måste ändras").fill("Skriv till när det gäller.")
    karin.page.get_by_role("button", name="Skicka tillbaka").click()

    moa.open(draft)
    expect(moa.page.get_by_text("Skriv till när det gäller.")).to_be_visible()
    moa.page.get_by_role("textbox", name="Text", exact=True).fill("Höstens skor är här till och med söndag.")
    moa.page.get_by_role("button", name="Se vilka som får det").click()
    moa.page.get_by_role("button", name="Be om godkännande").click()
    expect(moa.page.get_by_text("Den väntar på Karin Berg.")).to_be_visible()

    karin.open("/")
    karin.page.get_by_role("link", name="Läs och svara").first.click()
    karin.page.get_by_role("button", name="Godkänn, skicka senare").click()
    expect(karin.page.get_by_text("Godkänd av Karin Berg")).to_be_visible()
    moa.open(f"{draft}/preview")
    moa.send()
    assert moa.complaints == karin.complaints == []
