"""In by a passkey, and by an app: in a real browser, with an authenticator of its own."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PASSWORD = "fyra korta ord hjälper"


@pytest.fixture
def newcomer(running):
    """Somebody of the demo's organisation, made beside the running program: its address and password."""
    code = (
        "import sys, pathlib; from samtycke.ops.environment import django_ready;"
        "django_ready(pathlib.Path(sys.argv[1]));"
        "from samtycke.organisations.door import Membership, Organisation, Staff;"
        "staff = Staff.objects.create_user(sys.argv[2], sys.argv[3], name='Lina Holm');"
        "Membership.objects.create(organisation=Organisation.objects.first(), staff=staff, role='marketer')"
    )
    email = f"lina-{secrets.token_hex(4)}@skobutiken.example"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SAMTYCKE_", "DATABASE_"))}
    subprocess.run([sys.executable, "-c", code, str(running.data), email, PASSWORD], check=True, env=clean)
    return email


def test_a_passkey_is_made_and_opens_the_door_alone(browser, running, newcomer):
    """Without the password, and it is known by the name its owner gave it."""
    url = running.url.replace("127.0.0.1", "localhost")  # a passkey is bound to a name
    context = browser.new_context(locale="sv-SE", viewport={"width": 360, "height": 740})
    page = context.new_page()
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{url}/login")
    page.get_by_label("E-post").fill(newcomer)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.goto(f"{url}/settings/you")
    page.get_by_role("link", name="Gör en passnyckel").click()
    expect(page.get_by_role("heading", name="Är det du?")).to_be_visible()
    assert _violations(page) == []
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Vad du kallar den").fill("Jobbtelefonen")
    assert _violations(page) == []
    page.get_by_role("button", name="Gör passnyckeln").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()
    assert page.locator(".recovery li").count() == 10
    assert _violations(page) == []
    page.get_by_role("link", name="Jag har sparat dem").click()
    expect(page.get_by_text("Jobbtelefonen")).to_be_visible()
    context.clear_cookies()
    page.goto(f"{url}/login")
    page.get_by_role("button", name="Logga in med passnyckel").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hej")
    # With the password, the second step asks for it.
    context.clear_cookies()
    page.goto(f"{url}/login")
    page.get_by_label("E-post").fill(newcomer)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", name="Det andra steget")).to_be_visible()
    assert _violations(page) == []
    page.get_by_role("button", name="Använd en passnyckel").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hej")
    context.close()


def _violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} at {node['target'][0]}" for one in found for node in one["nodes"]]


def test_a_password_is_looked_at_while_it_is_written(open_site, browser, running):
    """By a button that a script shows; it is hidden again when it is sent. Without scripts there is none."""
    site = open_site()
    site.open("/login")
    field, button = site.page.get_by_label("Lösenord"), site.page.get_by_role("button", name="Visa", exact=True)
    field.fill("fyra korta ord")
    for shown, kind in (("false", "password"), ("true", "text"), ("false", "password"), ("true", "text")):
        assert (button.get_attribute("aria-pressed"), field.get_attribute("type")) == (shown, kind)
        button.click()
    button.click()
    assert field.get_attribute("type") == "text"
    site.page.evaluate("document.querySelector('form.sheet').addEventListener('submit', (e) => e.preventDefault())")
    field.press("Enter")
    assert field.get_attribute("type") == "password"
    assert Axe().run(site.page).response["violations"] == []
    bare = browser.new_context(java_script_enabled=False, locale="sv-SE").new_page()
    bare.goto(f"{running.url}/login")
    assert bare.get_by_role("button", name="Visa", exact=True).count() == 0
    bare.context.close()
