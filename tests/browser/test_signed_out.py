"""The session ends while somebody writes: they sign in again in another tab, and nothing that was written is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser


def session_ends(site: Site) -> None:
    site.page.context.clear_cookies(name="sessionid")


def sign_in_beside(site: Site, running) -> None:
    """In another tab, by the link of the page."""
    with site.page.context.expect_page() as opened:
        site.page.get_by_role("link", name="Logga in i en annan flik").click()
    other, login = opened.value, running.demo["login"]
    other.get_by_label("E-post").fill(login["email"])
    other.get_by_label("Lösenord").fill(login["password"])
    other.get_by_role("button", name="Logga in", exact=True).click()
    expect(other.locator(".shell")).to_be_visible()
    other.close()


def test_a_text_that_saves_itself_goes_on_where_it_was(open_site, lived_in, running):
    site = open_site(state=lived_in["state"])
    site.open(lived_in["paths"]["draft"])
    session_ends(site)
    text = site.page.get_by_role("textbox", name="Text", exact=True)
    text.fill("Hej! Skorna är inne.")
    notice = site.page.get_by_role("alert").filter(has_text="Du blev utloggad")
    expect(notice).to_be_visible()
    expect(text).to_have_value("Hej! Skorna är inne.")
    sign_in_beside(site, running)
    with site.page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 200):
        text.press_sequentially(" Kom in.")
    expect(notice).to_have_count(0)
    site.page.reload()
    expect(text).to_have_value("Hej! Skorna är inne. Kom in.")


def test_a_form_is_held_and_sent_by_one_press(open_site, lived_in, running):
    site = open_site(width=360, state=lived_in["state"])
    site.open("/settings/you")
    site.page.get_by_label("Ditt namn").fill("Karin Berg-Öman")
    session_ends(site)
    site.page.get_by_role("button", name="Spara").click()
    expect(site.page.get_by_role("heading", level=1)).to_have_text("Du blev utloggad")
    sign_in_beside(site, running)
    site.page.get_by_role("button", name="Skicka det nu").click()
    expect(site.page.get_by_label("Ditt namn")).to_have_value("Karin Berg-Öman")
    site.page.get_by_label("Ditt namn").fill("Karin Berg")
    site.page.get_by_role("button", name="Spara").click()
    expect(site.page.get_by_role("status")).to_contain_text("Sparat")
