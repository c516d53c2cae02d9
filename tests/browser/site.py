"""The staff pages as somebody uses them: one class, one verb for each thing a person does."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class Site:
    """A signed-in person in front of a browser. Words are found in Swedish."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.complaints: list[str] = []
        """What the browser's console said: errors of scripts, and what the content security policy stopped."""

    @property
    def path(self) -> str:
        """Where we are."""
        return self.page.url.removeprefix(self.url).split("#")[0]

    def open(self, path: str) -> None:
        """Go to a page of the program."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def sign_in(self, email: str, password: str) -> None:
        """Step 1."""
        self.open("/login")
        self.page.get_by_label("E-post").fill(email)
        self.page.get_by_label("Lösenord").fill(password)
        self.page.get_by_role("button", name="Logga in").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Hej")

    def choose_file(self, path: Path) -> None:
        """Step 2, the beginning: a file is read, its columns guessed."""
        self.open("/imports")
        self.page.get_by_label("Välj fil").set_input_files(path)
        self.page.get_by_role("button", name="Läs filen").click()

    def say_for_whole_file(self, **choices: str) -> None:
        """What no column says: ``syfte="Erbjudanden"``."""
        for label, choice in choices.items():
            self.page.get_by_label(label.capitalize(), exact=True).select_option(label=choice)
        self.page.get_by_role("button", name="Spara och pröva igen").click()

    def bring_in(self) -> None:
        """Run the import, and wait until it is done."""
        self.page.get_by_role("button", name="Ta in").click()
        expect(self.page.get_by_text("Rader i filen")).to_be_visible(timeout=30_000)

    def write_campaign(self, *, name: str, text: str, goods: tuple[str, ...]) -> None:
        """Step 3."""
        self.open("/campaigns")
        self.page.get_by_role("button", name="Ny kampanj").or_(
            self.page.get_by_role("button", name="Skriv den första")
        ).click()
        self.page.get_by_label("Namn, för era egna ögon").fill(name)
        self.page.get_by_role("textbox", name="Text", exact=True).fill(text)
        for one in goods:
            self.page.get_by_role("checkbox", name=one, exact=True).check()

    def keep(self) -> None:
        """Save the draft by its button."""
        self.page.get_by_role("button", name="Spara utkastet").click()
        expect(self.page.get_by_text("Utkastet är sparat.")).to_be_visible()

    @property
    def phone(self) -> Locator:
        """The phone beside the text."""
        return self.page.get_by_role("group", name="Som i telefonen")

    def see_who_gets_it(self) -> None:
        """Step 4."""
        self.page.get_by_role("button", name="Se vilka som får det").click()
        expect(self.page.get_by_role("button", name="Skicka till")).to_be_visible()

    def send(self) -> None:
        """Step 5: approve and send; wait until everything has left."""
        self.page.get_by_role("button", name="Skicka till").click()
        expect(self.page.get_by_role("button", name="Gör en ny av den här")).to_be_visible(timeout=30_000)

    def bring_in_blocks(self, *numbers: str) -> str:
        """A list of those who said no is brought in; returns its page when it is in."""
        self.open("/consent/blocks/bring-in")
        self.page.get_by_text("Eller klistra in dem").click()
        self.page.get_by_label("Nummer eller hashar").fill("\n".join(numbers))
        self.page.get_by_role("radio", name="De har själva sagt nej").check()
        self.page.get_by_label("Varifrån listan kommer").fill("Telia")
        self.page.get_by_label("Varför").fill("spärrade reklam hos operatören")
        self.page.get_by_role("button", name="Ta in listan").click()
        expect(self.page.get_by_text("Listan är inne")).to_be_visible(timeout=30_000)
        return self.path

    def write_down_request(self, number: str) -> str:
        """A letter from somebody who wants to know what is held is written down; returns its page."""
        self.open("/rights/new")
        self.page.get_by_role("radio", name="Kopia av uppgifterna").check()
        self.page.get_by_label("Mobilnumret det gäller").fill(number)
        self.page.get_by_label("Det personen säger").fill("Vad har ni om mig?")
        self.page.get_by_role("button", name="Anteckna den").click()
        expect(self.page.get_by_role("heading", name="1. Är det rätt person?")).to_be_visible()
        return self.path

    def connect_shop(self, name: str) -> str:
        """A web shop is connected; returns its page."""
        self.open("/settings/shops")
        self.page.get_by_label("Butikens adress").fill(name)
        self.page.get_by_role("button", name="Anslut").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)
        return self.path

    def make_key(self, name: str) -> str:
        """An API key is made and shown; returns its page."""
        self.open("/settings/keys")
        self.page.get_by_label("Vad ska använda den").fill(name)
        self.page.get_by_role("button", name="Gör nyckeln").click()
        expect(self.page.get_by_label("Nyckeln", exact=True)).to_have_value(re.compile("^sam_test_"))
        expect(self.page.get_by_role("button", name="Kopiera")).to_be_visible()
        self.open("/settings/keys")
        self.page.get_by_role("link", name=name).click()
        return self.path

    def handset(self, name: str) -> Locator:
        """A virtual phone, by its owner's name or number."""
        return self.page.get_by_role("region", name=name)

    def answer(self, name: str, text: str) -> None:
        """Step 6: reply from a virtual phone."""
        phone = self.handset(name)
        phone.get_by_role("textbox").fill(text)
        phone.get_by_role("button", name="Svara").click()

    def take_word_into_use(self, word: str) -> str:
        """A keyword with the texts that are suggested; returns the path of its poster."""
        self.open("/consent/keywords/new")
        self.page.get_by_label("Ordet", exact=True).fill(word)
        self.page.get_by_role("button", name="Ta ordet i bruk").click()
        expect(self.page.get_by_text("Ordet är i bruk.")).to_be_visible()
        return self.path
