"""A real browser in front of the whole program."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from tests.browser.site import Site
from tests.running import Running

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium (or the one SAMTYCKE_CHROMIUM names), else Playwright's own. CI must have one."""
    path = os.environ.get("SAMTYCKE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no Chromium here: {error}")
        yield browser
        browser.close()


@pytest.fixture
def open_site(browser, running: Running):
    """Open the program as the demo's owner: ``open_site(width=360, theme="dark")``."""
    opened = []

    def opening(*, width: int = 1280, theme: str = "light", language: str = "sv", state=None) -> Site:
        context = browser.new_context(
            viewport={"width": width, "height": 740 if width < 600 else 900}, locale="sv-SE", storage_state=state
        )
        context.add_cookies(
            [
                {"name": "theme", "value": theme, "url": running.url},
                {"name": "django_language", "value": language, "url": running.url},
            ]
        )
        opened.append(context)
        page = context.new_page()
        site = Site(page, running.url)
        page.on("console", lambda message: site.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: site.complaints.append(str(error)))
        return site

    yield opening
    for context in opened:
        context.close()


def held_text(running: Running) -> None:
    """A reminder with an offer in it, which waits to be read, and another that has been."""
    sent = {"kind": "service", "purpose": "orders", "sender": "Skobutiken", "to": running.demo["numbers"]["consented"]}
    for text in ("Dina skor är framme. Just nu 20 % på allt i butiken", "Din tid är 3 maj. Prova vår nya fotbalsam"):
        body = json.dumps({**sent, "text": text}).encode()
        headers = {"Authorization": f"Bearer {running.demo['api_key']['live']}", "Content-Type": "application/json"}
        request = Request(f"{running.url}/api/v1/messages", body, headers, method="POST")
        with urlopen(request) as answer:
            assert answer.status == 201


@pytest.fixture(scope="session")
def lived_in(browser, running: Running) -> dict[str, object]:
    """The demo after somebody has worked in it: the browser's signed-in state, and paths of one page of each kind."""
    context = browser.new_context(locale="sv-SE")
    site = Site(context.new_page(), running.url)
    site.sign_in(running.demo["login"]["email"], running.demo["login"]["password"])
    held_text(running)
    file = running.data / "kunder.csv"
    site.choose_file(file)
    draft_import = site.path
    site.choose_file(file)
    site.say_for_whole_file(syfte="Erbjudanden")
    site.bring_in()
    done_import = site.path
    site.write_campaign(name="Vårskor", text="Hej {{name|du}}! ”Vårens skor” är här.", goods=("Skor",))
    draft = site.path
    site.see_who_gets_it()
    preview = site.path
    site.send()
    sent = site.path
    site.write_campaign(name="Utkast", text="Hej! ”Rea” på skor i helgen.", goods=("Skor",))
    site.keep()
    draft = site.path
    site.open(f"{sent}/people?state=withheld")
    people = site.path
    site.page.locator(".rows a").first.click()
    message = site.path
    site.open("/contacts")
    site.page.locator(".rows a.whole").first.click()
    contact = site.path
    shop = site.connect_shop("skobutiken.example")
    key = site.make_key("Kassan i Umeå")
    site.open("/consent/forms")
    site.page.get_by_role("link", name="Klubben").click()
    form = site.path
    block_file = site.bring_in_blocks("070-174 06 99")
    paths = {
        "request": site.write_down_request("070-174 06 05"),
        "statement": f"{contact}/statement",
        "form": form,
        "form_compose": f"{form}/compose",
        "form_versions": f"{form}/versions",
        "poster": site.take_word_into_use("SKOR"),
        "confirm": _link_to_confirm(running),
        "block_file": block_file,
        "shop": shop,
        "key": key,
        "draft_import": draft_import,
        "done_import": done_import,
        "draft": draft,
        "preview": f"{draft}/preview",
        "sent": sent,
        "people": people,
        "message": message,
        "contact": contact,
    }
    assert preview.endswith("/preview")
    state = context.storage_state()
    site.open("/texts")
    held = site.page.locator("li.sheet").last
    held.get_by_role("textbox").fill("Balsamen ingår i besöket")
    held.get_by_role("button", name="Det är en servicetext").click()
    context.close()
    return {"state": state, "paths": paths}


def _link_to_confirm(running: Running) -> str:
    """The path of a double opt-in's link, as somebody gets it on their phone."""
    body = {
        "number": "+46701740697",
        "purpose": running.demo["purpose"],
        "method": "web_form",
        "consented_at": datetime.now(UTC).isoformat(),
        "wording": "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden. Jag kan avsluta när jag vill.",
        "double_opt_in": True,
        "answer_by": "link",
    }
    headers = {
        "Authorization": f"Bearer {running.demo['api_key']['live']}",
        "Content-Type": "application/json",
        "Idempotency-Key": "confirm",
    }
    asked = Request(f"{running.url}/api/v1/consents", json.dumps(body).encode(), headers, method="POST")
    with urlopen(asked) as answer:
        question: str = json.loads(answer.read())["question"]
    return "/c/" + question.split("/c/")[1].split()[0]
