"""From nothing to a live account, as somebody does it: sign up, try the way out, mend what is left, go live."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.running import free_port, started

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "fyra korta ord hjälper"


@pytest.fixture(scope="module")
def two_carriers(tmp_path_factory):
    """A program of its own with a second carrier, as an operator has connected one; the simulator plays both ends."""
    data = tmp_path_factory.mktemp("live") / "data"
    data.mkdir(mode=0o700)
    phone = {"secret": secrets.token_urlsafe(6)[:8], "smpp": free_port(), "http": free_port()}
    (data / "phone.json").write_text(json.dumps(phone))
    url = f"smpp://samtycke:{phone['secret']}@127.0.0.1:{phone['smpp']}?window=50"
    before = os.environ.get("SAMTYCKE_CARRIERS")
    os.environ["SAMTYCKE_CARRIERS"] = f"phone={url} acme={url}"
    try:
        with started(data) as program:
            yield program
    finally:
        os.environ.pop("SAMTYCKE_CARRIERS")
        if before is not None:
            os.environ["SAMTYCKE_CARRIERS"] = before


def operate(program, *words: str) -> None:
    """What whoever runs the program does by hand."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SAMTYCKE_", "DATABASE_"))}
    command = [sys.executable, "-m", "samtycke.ops.cli", *words]
    subprocess.run(command, env={**clean, "SAMTYCKE_DATA": str(program.data)}, check=True)


def test_from_nothing_to_live(browser, two_carriers):
    """Nothing is told beforehand and nothing is pretended but the network; what was made on the way is there after."""
    program = two_carriers
    url = program.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    site = Site(page, url)
    page.on("console", lambda message: site.complaints.append(message.text) if message.type == "error" else None)
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    keys = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**keys, "isUserVerified": True, "automaticPresenceSimulation": True}
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    # A test account in a minute.
    site.open("/login")
    page.get_by_role("link", name="Skapa testkonto").click()
    page.get_by_label("Din e-post").fill("lina@skor.example")
    page.get_by_label("Vad din organisation heter").fill("Linas skor AB")
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Ditt namn").fill("Lina Holm")
    page.get_by_label("Välj ett lösenord").fill(PASSWORD)
    page.get_by_label("Vad ni säljer").fill("Skor, väskor")
    page.get_by_role("button", name="Skapa testkonto").click()

    # The first text, one STOPP, and the next one withheld.
    expect(page.get_by_role("heading", name="Ett SMS, ett STOPP")).to_be_visible()
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("link", name="Öppna telefonen").click()
    reply = page.get_by_role("textbox").last
    expect(page.get_by_text("Det här är ett prov").first).to_be_visible(timeout=30_000)
    reply.fill("STOPP")
    reply.press("Enter")
    expect(page.get_by_text("Du får inga fler erbjudanden").first).to_be_visible(timeout=30_000)
    site.open("/settings/live/way-out")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_text("Bevisat")).to_be_visible()

    # What is left.
    site.open("/settings/live")
    expect(page.get_by_role("button", name="Bli skarp")).to_be_disabled()
    page.get_by_role("link", name="Skriv det: Organisationsnummer").click()
    for label, text in (
        ("Fullständigt namn", "Linas skor AB"),
        ("Organisationsnummer", "556036-0793"),
        ("Postadress", "Storgatan 1, 111 22 Stockholm"),
        ("E-post för frågor om personuppgifter", "fragor@skor.example"),
        ("Vem som förmedlar era SMS", "Acme AB"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Utse: ").click()
    today = timezone.localdate()
    page.get_by_label("Gäller från").fill(today.isoformat())
    page.get_by_label("Gäller till och med").fill((today + timedelta(days=365)).isoformat())
    page.get_by_role("button", name="Utse", exact=True).click()
    expect(page.get_by_text("I dag svarar Lina Holm.")).to_be_visible()
    site.open("/settings/you")
    page.get_by_role("link", name="Gör en passnyckel").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_role("button", name="Gör passnyckeln").click()
    page.get_by_role("link", name="Jag har sparat dem").click()
    operate(
        program, "sender", "Linasskor", "--inbound", "71002", "--carrier", "acme", "--organisation", "linas-skor-ab"
    )
    publish_documents(site)

    site.open("/settings/live")
    expect(page.get_by_text("Allt är i ordning.")).to_be_visible()
    page.get_by_role("button", name="Bli skarp").click()
    expect(page.get_by_role("heading", name="Kontot är skarpt")).to_be_visible()
    expect(page.get_by_text("Testkonto")).not_to_be_visible()
    site.open("/contacts")
    expect(page.get_by_text("Din virtuella telefon").first).to_be_visible()
    assert site.complaints == []
    context.close()


def publish_documents(site: Site) -> None:
    """The agreement with the operator is accepted, and the notice to people is public."""
    page = site.page
    site.open("/compliance/recipients")
    for name, text in (("name", "Acme AB"), ("does", "förmedlar SMS"), ("country", "SE"), ("agreed_on", "2026-01-07")):
        page.locator(f'form [name="{name}"]').last.fill(text)
    page.locator('select[name="carrier"]').select_option("acme")
    page.get_by_role("button", name="Skriv ner det").click()
    for kind in ("agreement", "notice"):
        site.open(f"/compliance/documents/{kind}")
        for box in page.locator('textarea[name^="own_"]').all():
            if not box.input_value().strip():
                box.fill("Enligt överenskommelse.")
        if page.locator('input[name="public"]').count():
            page.locator('input[name="public"]').check()
        page.locator('button[name="act"][value="keep"]').click()
        expect(page.get_by_text("Version 1 är")).to_be_visible()
