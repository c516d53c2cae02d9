"""One's own phone on its page: shown by its end only, its quota beside it, a test from the draft."""

from __future__ import annotations

import re

import pytest

from samtycke.gate.door import messages_of
from samtycke.ledger.door import find_contact
from samtycke.organisations.door import Membership, acting_for
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import make_staff, signed_in


@pytest.fixture(autouse=True)
def installation(settings):
    settings.TRIAL, settings.TRIAL_CARRIER, settings.TRIAL_SENDER = (2, 9), "acme", "Samtycke"


@pytest.fixture
def bob(organisation, bob):
    """From an address of his own: how often one asks is counted over all tests of an hour."""
    bob.defaults["REMOTE_ADDR"] = (
        f"10.{organisation.pk // 65536 % 256}.{organisation.pk // 256 % 256}.{organisation.pk % 256}"
    )
    return bob


@pytest.fixture
def written(organisation) -> str:
    """As somebody writes it; another in each test, since one number is sent few codes a day."""
    return f"073-6{organisation.pk:06d}"


def texts_to(organisation, written: str):
    with acting_for(organisation.pk) as cursor:
        return messages_of(cursor, find_contact(cursor, parse_number(written).e164))


def confirm(organisation, browser, written: str) -> str:
    browser.post("/settings/you/number/ask", {"number": written, "yes": "yes"})
    code = re.search(r"\d{3} \d{3}", texts_to(organisation, written)[0].text)[0]
    return browser.post("/settings/you/number/confirm", {"code": code}, follow=True).content.decode()


def test_a_phone_is_confirmed_and_shown_by_its_end(organisation, bob, written):
    page = confirm(organisation, bob, written)
    assert "Bekräftat" in page
    assert written not in page
    assert "2 av 2 kvar i dag" in page
    assert "2 av 2 kvar i dag" in bob.get("/settings/you").content.decode()


def test_without_a_yes_of_one_s_own_nothing_is_sent(organisation, bob, written):
    """The box is unticked, and the number stays in its field."""
    page = bob.post("/settings/you/number/ask", {"number": written})
    assert page.status_code == 422
    assert "utan ditt eget ja" in page.content.decode()
    assert f'value="{written}"' in page.content.decode()
    with acting_for(organisation.pk) as cursor:
        assert find_contact(cursor, parse_number(written).e164) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [("08-465 004 00", "inget mobilnummer"), ("+47 406 12 345", "eget land"), ("", "070-174"), ("hej", "går inte att")],
)
def test_what_cannot_be_texted_is_told_at_the_field(bob, typed, says):
    page = bob.post("/settings/you/number/ask", {"number": typed, "yes": "yes"})
    assert page.status_code == 422
    assert says in page.content.decode()


def test_a_wrong_code_is_told_at_the_field(organisation, bob, written):
    bob.post("/settings/you/number/ask", {"number": written, "yes": "yes"})
    page = bob.post("/settings/you/number/confirm", {"code": "12"})
    assert page.status_code == 422
    assert "Det är inte koden" in page.content.decode()


def test_a_second_code_within_a_minute_waits(organisation, bob, written):
    bob.post("/settings/you/number/ask", {"number": written, "yes": "yes"})
    page = bob.post("/settings/you/number/ask", {"again": "yes"}, follow=True).content.decode()
    assert "En kod är på väg" in page
    assert len(texts_to(organisation, written)) == 1


def test_one_address_asks_a_few_times_an_hour_whatever_the_accounts(organisation, other_organisation):
    """Who makes accounts by the dozen sends no more codes for it."""
    statuses = []
    for place in range(8):
        staff = make_staff(organisation if place % 2 else other_organisation, f"P{place}", "marketer")
        page = signed_in(staff).post(
            "/settings/you/number/ask",
            {"number": f"076-7{organisation.pk % 1000:03d}{place:03d}", "yes": "yes"},
            REMOTE_ADDR="198.51.100.77",
            follow=True,
        )
        statuses.append("för många försök" in page.content.decode())
    assert statuses == [False] * 6 + [True] * 2


def draft(browser, text: str = "Hej {{name}}! Höstens skor är här.") -> str:
    url = browser.post("/campaigns/new").url
    browser.post(f"{url}/write", {"text": text, "purpose": "offers", "categories": "shoes", "sender": "Skobutiken"})
    return url


def to_me(browser, url: str, text: str = "Hej {{name}}! Höstens skor är här.") -> str:
    sent = {"text": text, "purpose": "offers", "categories": "shoes", "sender": "Skobutiken", "test": "me"}
    return browser.post(f"{url}/write", sent, follow=True).content.decode()


def test_a_test_from_the_draft_says_what_is_left_and_then_what_to_do(organisation, bob, written):
    confirm(organisation, bob, written)
    url = draft(bob)
    assert "1 av 2 kvar i dag" in to_me(bob, url)
    assert texts_to(organisation, written)[0].text.startswith("Hej {{name}}! Höstens skor är här.")
    assert "0 av 2 kvar i dag" in to_me(bob, url)
    refused = to_me(bob, url)
    assert "Fler går i morgon" in refused
    assert "Bli skarp" in refused


def test_who_has_no_phone_yet_is_shown_where(bob):
    page = to_me(bob, draft(bob))
    assert "Din egen telefon" in page
    assert "Visa först att en telefon är din" in page


def test_a_word_that_is_not_known_of_oneself_is_told(organisation, bob, written):
    confirm(organisation, bob, written)
    page = to_me(bob, draft(bob), "Hej från {{butik}}! Skor.")
    assert "{{butik|ord}}" in page
    assert len(texts_to(organisation, written)) == 1


def test_an_auditor_who_changes_nothing_sends_no_tests(organisation, bob, written):
    url = draft(bob)
    auditor = signed_in(make_staff(organisation, "Åke", "auditor"))
    assert auditor.post(f"{url}/write", {"text": "x", "test": "me"}).status_code == 403
    assert "Testa till mig" not in auditor.get(url).content.decode()


def test_each_sees_their_own_phone_only(organisation, bob, written):
    confirm(organisation, bob, written)
    dora = signed_in(make_staff(organisation, "Dora", "marketer"))
    assert "Bekräftat" not in dora.get("/settings/you/number").content.decode()
    assert Membership.objects.filter(organisation=organisation).count() == 2
