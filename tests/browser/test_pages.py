"""Every page, narrow and wide, light and dark: whole, quiet, and open to everybody."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate

from tests.browser.test_way_out import link_of

pytestmark = pytest.mark.browser

PAGES = (
    *("/", "/more", "/parts", "/contacts", "/imports", "/campaigns", "/consent", "/inbox"),
    *("/consent?kind=yes&purpose=offers&wording=1", "/consent?kind=erasure", "/consent/wordings"),
    *("/consent/keywords", "/consent/keywords/new", "/consent/record", "/consent/record?says=no"),
    *("poster", "confirm"),
    *("/compliance/retention", "/compliance/retention?kind=replies&number=24&unit=m"),
    *(
        "/compliance/restored",
        "/compliance/reads",
        "/compliance/reads?sort=contact&first=2026-01-01",
        "/compliance/acts",
    ),
    *("/compliance/documents", "/compliance/recipients", "/compliance/breaches", "/compliance/breaches/new"),
    *(f"/compliance/documents/{kind}" for kind in ("record", "notice", "assessment", "agreement", "impact?lang=en")),
    *(
        "/compliance",
        "/rights",
        "/rights/new",
        "request",
        "/advice",
        "/settings",
        "/settings/shops",
        "/settings/keys",
        "key",
        "/search",
        "/phone",
        "/texts",
    ),
    *("/forecast", "/forecast/lapsing?days=365", "/settings/law", "/settings/law?per_24h=own&per_24h_own=0"),
    "/forecast?purpose=offers&goods=shoes&customer_months=own&customer_months_own=6&also_law=DE",
    "/settings/law?customer_months=own&customer_months_own=6&per_24h=own&per_24h_own=2",
    *("/consent/blocks", "/consent/blocks/bring-in", "/consent/blocks/group", "block_file"),
    *("shop", "contact", "statement", "draft_import", "done_import", "draft", "preview", "sent", "people", "message"),
    *("/consent/forms", "/settings/organisation", "form", "form_compose", "form_versions"),
    *(
        "/settings/you",
        "/settings/you/password",
        "/settings/you/number",
        "/settings/goods",
        "/settings/goods/shoes",
        "/settings/purposes",
        "/settings/purposes/new",
        "/settings/purposes/offers",
        "/settings/people",
        "/settings/officers",
    ),
    *("/settings/live", "/settings/live/way-out", "/settings/interested"),
)
"""Addresses, and names of what ``lived_in`` has made."""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_open_to_everybody(open_site, lived_in, width, theme):
    """No violation of WCAG that axe can see, nothing to scroll sideways, nothing the policy had to stop."""
    site = open_site(width=width, theme=theme, state=lived_in["state"])
    wrong = []
    for name in PAGES:
        site.open(lived_in["paths"].get(name, name))
        wrong += [f"{name}: {line}" for line in _violations(site.page)]
        if (sideways := site.page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
            wrong.append(f"{name}: {sideways} px to scroll sideways")
    assert wrong == []
    assert site.complaints == []


def test_pages_hold_together_at_the_narrowest(open_site, lived_in):
    """320 px, as 1280 px at 400 % zoom (WCAG 1.4.10): nothing to scroll sideways."""
    site = open_site(width=320, state=lived_in["state"])
    for name in PAGES:
        site.open(lived_in["paths"].get(name, name))
        assert site.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


_OFFER = "for=offer&goods=ordinary&who=person&country=SE&age=adult&ground=yes&no=none"
_SAID_YES = f"{_OFFER}&how=box&told=all&when=2026-03-02&shown=yes&marks=both&lately=none&day=2026-11-26"
STREET = (
    *("/me/skobutiken", "/seal/skobutiken", "/guide", "/guide/checklist", "/guide/rules", "/guide/rules/gb"),
    *("/may-i", "/may-i?for=offer&goods=ordinary", f"/may-i?{_OFFER}", f"/may-i?{_OFFER}&from=proof"),
    *(f"/may-i?{_SAID_YES}&hour=day", f"/may-i?{_SAID_YES}&hour=night", f"/may-i?{_SAID_YES}&hour=day&no=unknown"),
    f"/may-i/ask?{_SAID_YES}&hour=day",
    *("/signup", "/interest", "/privacy/skobutiken"),
)
"""Pages without an account."""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_every_page_of_the_street_is_open_to_everybody(open_site, running, width, theme):
    """As the pages of the staff, in both languages."""
    wrong = []
    in_a_text = link_of(running, "+46701740614")
    street = (*STREET, in_a_text, in_a_text.replace("/u/", "/p/"), "/u")
    for language in ("sv", "en"):
        site = open_site(width=width, theme=theme, language=language)
        for path in street:
            site.open(path)
            assert site.page.locator("html").get_attribute("lang") == language
            wrong += [f"{path}: {line}" for line in _violations(site.page)]
            if (sideways := site.page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                wrong.append(f"{path}: {sideways} px to scroll sideways")
        wrong += site.complaints
    assert wrong == []


def test_the_guide_is_read_without_scripts(browser, running):
    """The soft opt-in is found from the contents, and the place in the law opens, by markup alone."""
    context = browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{running.url}/guide")
    page.get_by_role("link", name="Kundrelation: soft opt-in").click()
    rule = page.locator('[id="soft.not-similar"]')
    rule.locator("summary").click()
    assert "MFL 19 § 2 st. 2" in rule.inner_text()
    context.close()


def test_the_checklist_prints_on_two_pages(browser, running):
    """On A4, in both languages."""
    for language in ("sv-SE", "en-GB"):
        context = browser.new_context(locale=language)
        page = context.new_page()
        page.goto(f"{running.url}/guide/checklist")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) <= 2
        context.close()


def test_the_door_is_open_to_everybody(open_site):
    """The sign-in page, in both themes."""
    for theme in ("light", "dark"):
        site = open_site(theme=theme)
        for path in ("/login", "/login/forgotten", "/login/forgotten/sent", "/login/renew/1-x-y"):
            site.open(path)
            assert _violations(site.page) == [], path


def test_english_is_an_equal(open_site, lived_in):
    """No Swedish word of ours is left on an English page; what the organisation wrote itself stays as it is."""
    site = open_site(language="en", state=lived_in["state"])
    for name in (
        "/",
        "/contacts",
        "/campaigns",
        "/consent",
        "/inbox",
        "/compliance",
        "/settings",
        "/forecast",
        "draft",
        "preview",
    ):
        site.open(lived_in["paths"].get(name, name))
        assert site.page.locator("html").get_attribute("lang") == "en"
        text = site.page.locator("body").inner_text()
        for word in ("Hem\n", "Kampanjer", "Kontakter", "Spärr", "Skicka", "får inte", "Logga ut"):
            assert word not in text, (name, word)


def test_keys_lead_to_the_places_and_never_act_while_typing(open_site, lived_in):
    """g and a figure go; / searches; ? tells; in a field they are letters."""
    site = open_site(state=lived_in["state"])
    site.open("/")
    site.page.keyboard.press("g")
    site.page.keyboard.press("2")
    site.page.wait_for_url("**/campaigns")
    site.page.keyboard.press("?")
    assert site.page.get_by_role("dialog").is_visible()
    site.page.keyboard.press("Escape")
    site.page.keyboard.press("/")
    site.page.keyboard.type("g3?")
    assert site.page.get_by_role("searchbox").input_value() == "g3?"
    assert site.path == "/campaigns"


def test_the_skip_link_leads_past_the_places(open_site, lived_in):
    """The first thing a keyboard meets; the focus is then in the content."""
    site = open_site(state=lived_in["state"])
    site.open("/contacts")
    site.page.keyboard.press("Tab")
    assert site.page.evaluate("document.activeElement.textContent") == "Till innehållet"
    site.page.keyboard.press("Enter")
    assert site.page.evaluate("document.activeElement.id") == "main"


def test_pages_work_without_scripts(browser, running, lived_in):
    """Written, seen and sent by forms alone."""
    context = browser.new_context(java_script_enabled=False, storage_state=lived_in["state"], locale="sv-SE")
    page = context.new_page()
    page.goto(running.url + lived_in["paths"]["draft"])
    page.get_by_role("textbox", name="Text", exact=True).fill("Hej! Utan skript.")
    page.get_by_role("button", name="Spara utkastet").click()
    assert "Hej! Utan skript." in page.get_by_role("group", name="Som i telefonen").inner_text()
    page.get_by_role("button", name="Nästa person").click()
    page.get_by_role("button", name="Se vilka som får det").click()
    assert page.get_by_role("button", name="Skicka till").is_visible()
    page.locator(".reach summary").first.click()
    context.close()


def test_may_i_is_asked_answered_and_sent_on_without_scripts(browser, running):
    """From the first question to a person's page, by keyboard and forms alone."""
    context = browser.new_context(java_script_enabled=False, locale="sv-SE", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{running.url}/may-i")
    for screen in (
        ("Ett erbjudande, en rabatt", "Vanliga varor eller tjänster"),
        ("En privatperson", "Sverige", "16 år eller äldre"),
        ("De har köpt av oss", "Nej. Vi har tittat"),
        ("Ja, våra egna, av samma slag", "Av dem, då: de fick veta om erbjudanden och kunde säga nej"),
    ):
        for choice in screen:
            page.get_by_role("radio", name=choice).check()
        page.get_by_role("button", name="Nästa").click()
    # The day of the purchase was left empty: not known, and so too long ago. Nothing more need be asked.
    assert page.get_by_role("heading", level=1).inner_text().strip() == "Nej, inte på det du vet."
    link = page.get_by_label("Länken till det här svaret").input_value()
    assert page.url == link
    page.get_by_role("link", name="Svara på den").first.click()
    page.get_by_label("Vilken dag var senaste gången?").fill(localdate().isoformat())
    page.get_by_role("button", name="Nästa").click()
    for choice in ("Vem den är från, och hur man slutar", "Inget på ett dygn", "Mellan 8 och 20"):
        page.get_by_role("radio", name=choice).check()
    page.get_by_role("button", name="Nästa").click()
    assert page.get_by_role("heading", level=1).inner_text().strip().startswith("Ja, den får du skicka")
    page.get_by_role("link", name="Fråga vår DM-ansvariga").click()
    page.get_by_label("Vad undrar du?").fill("Räcker ett kvitto?")
    page.get_by_label("Ditt namn").fill("Lina Holm")
    page.get_by_label("Din e-post").fill("lina@example.se")
    page.get_by_role("button", name="Skicka frågan").click()
    assert "/may-i/asked/" in page.get_by_label("Länken till den här sidan").input_value()
    assert "Räcker ett kvitto?" in page.locator("main").inner_text()
    context.close()


def test_the_link_is_copied_by_one_button(open_site):
    """And the page says that it was."""
    site = open_site()
    site.open(f"/may-i?{_SAID_YES}&hour=day")
    site.page.get_by_role("button", name="Kopiera länk").click()
    site.page.get_by_role("status").filter(has_text="Kopierad").wait_for()
    assert site.complaints == []


def _violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} at {node['target'][0]}" for one in found for node in one["nodes"]]
