"""A session ends by itself, and nothing that was written when it did is lost."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from samtycke.web.frame.session import BEGAN, NOTED_EVERY, SEEN
from samtycke.web.staff.tests.conftest import make_staff

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/campaigns/1?a=b"}
ORIGIN = {"Origin": "http://testserver"}


@pytest.fixture
def staff(organisation):
    return make_staff(organisation, "Alice", "owner")


@pytest.fixture
def browser(staff):
    """A browser that is signed in, and whose forms are checked as a real one's are."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    client.get("/")
    return client


def earlier(client: Client, what: str, seconds: int) -> None:
    """So long ago was the last sign of life, or the beginning."""
    session = client.session
    session[what] -= seconds
    session.save()


def token(client: Client) -> str:
    return client.cookies["csrftoken"].value


def sign_in(client: Client, staff) -> None:
    """Again, as in another tab: the token is another from then on."""
    client.get("/login")
    sent = {"login": staff.email, "password": "hemligt", "csrfmiddlewaretoken": token(client)}
    assert client.post("/login", sent).status_code == 302


def test_half_an_hour_without_a_sign_of_life_signs_one_out(browser):
    earlier(browser, SEEN, settings.IDLE_SECONDS - 5)
    assert browser.get("/").status_code == 200
    earlier(browser, SEEN, settings.IDLE_SECONDS)
    answer = browser.get("/contacts?q=1")
    assert answer["Location"] == "/login?next=/contacts%3Fq%3D1"
    assert "30 minuter utan livstecken" in browser.get(answer["Location"]).content.decode()
    assert browser.get("/").status_code == 302


def test_a_days_work_signs_one_out_however_busy(browser):
    earlier(browser, BEGAN, settings.SESSION_COOKIE_AGE)
    assert browser.get("/").status_code == 302


def test_a_sign_of_life_is_written_once_a_minute(browser):
    def stored() -> str:
        return Session.objects.get(pk=browser.session.session_key).session_data

    before = stored()
    browser.get("/contacts")
    assert stored() == before
    earlier(browser, SEEN, NOTED_EVERY)
    browser.get("/contacts")
    assert browser.session[SEEN] >= browser.session[BEGAN]


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(browser):
    """A screen that nobody looks at is locked; what is written and saved is a sign of life."""
    earlier(browser, SEEN, NOTED_EVERY)
    seen = browser.session[SEEN]
    browser.get("/forecast/ahead", headers=HTMX)
    assert browser.session[SEEN] == seen
    answer = browser.post("/settings/you/here", {"csrfmiddlewaretoken": token(browser)}, headers=HTMX)
    assert answer.status_code == 204
    assert browser.session[SEEN] > seen


def test_what_was_written_when_the_session_ended_is_in_the_page_that_answers(browser, organisation):
    """And nothing was done with it. It is sent when one has signed in again in another tab."""
    browser.get("/settings/you")
    sent = {"name": "Alice <Öberg> som skrev något långt", "csrfmiddlewaretoken": token(browser)}
    earlier(browser, SEEN, settings.IDLE_SECONDS)
    answer = browser.post("/settings/you/save", sent)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store, private"
    assert "Du blev utloggad" in page
    assert 'action="/settings/you/save"' in page
    assert page.count(html.escape(sent["name"])) == 2
    assert "/login?next=/" in page
    assert sent["csrfmiddlewaretoken"] not in re.findall(r'name="name" value="([^"]*)"', page)


def test_after_signing_in_again_it_is_one_press_away(browser, staff, organisation):
    """The page's token is from before: without scripts it is pressed once more, with them it is sent at once."""
    old = token(browser)
    earlier(browser, SEEN, settings.IDLE_SECONDS)
    assert browser.post("/settings/you/save", {"name": "Lisa", "csrfmiddlewaretoken": old}).status_code == 403
    sign_in(browser, staff)
    held = browser.post("/settings/you/save", {"name": "Lisa", "csrfmiddlewaretoken": old}, headers=ORIGIN)
    page = held.content.decode()
    assert held.status_code == 403
    assert "Tryck en gång till" in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert fields["name"] == "Lisa"
    assert browser.post("/settings/you/save", fields, headers=ORIGIN).status_code == 302
    staff.refresh_from_db()
    assert staff.name == "Lisa"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_a_form_from_elsewhere_is_never_held_to_be_pressed(browser, headers):
    """Else somebody could be led to press what another has written."""
    answer = browser.post("/settings/you/save", {"name": "Mallory", "csrfmiddlewaretoken": "x" * 32}, headers=headers)
    assert answer.status_code == 403
    assert "Mallory" not in answer.content.decode()


def test_a_secret_is_never_written_into_a_page(browser, staff):
    """Neither where the session has ended nor where the token is old."""
    for client, headers in ((browser, ORIGIN), (Client(enforce_csrf_checks=False), {})):
        answer = client.post("/settings/shops/1/secret", {"secret": "s3cr3t-s3cr3t-s3cr3t", "csrfmiddlewaretoken": "x"},
                             headers=headers)  # fmt: skip
        assert "s3cr3t" not in answer.content.decode()


def test_a_file_cannot_be_held_and_that_is_said(browser):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"file": SimpleUploadedFile("kunder.csv", b"Mobil\n"), "csrfmiddlewaretoken": token(browser)}
    earlier(browser, SEEN, settings.IDLE_SECONDS)
    assert "välj den igen" in browser.post("/imports/new", sent).content.decode()


def test_a_button_alone_leads_to_the_door_and_back_to_its_page(browser):
    sent = {"csrfmiddlewaretoken": token(browser)}
    earlier(browser, SEEN, settings.IDLE_SECONDS)
    answer = browser.post("/campaigns/new", sent, headers={"Referer": "http://testserver/campaigns"})
    assert answer["Location"] == "/login?next=/campaigns"


def test_a_part_of_a_page_is_answered_by_a_notice_and_the_page_stays(browser):
    """Also while it is being saved: what is written stands where it was."""
    earlier(browser, SEEN, settings.IDLE_SECONDS)
    for method, path in (("get", "/forecast/ahead"), ("post", "/campaigns/1/write")):
        answer = getattr(browser, method)(path, headers={**HTMX, "X-CSRFToken": token(browser)})
        page = answer.content.decode()
        assert (answer.status_code, answer["HX-Retarget"]) == (286, "#signed-out")
        assert 'role="alert"' in page
        assert "/login?next=/campaigns/1%3Fa%3Db" in page


def test_the_way_back_never_leads_elsewhere():
    for there in ("//evil.example/x", "https://evil.example/x", "javascript:alert(1)"):
        for headers in ({"HX-Request": "true", "HX-Current-URL": there}, {"Referer": there}):
            answer = Client().post("/campaigns/new", headers=headers)
            assert "evil" not in answer.get("Location", "") + answer.content.decode()
            assert "javascript" not in answer.get("Location", "") + answer.content.decode()
