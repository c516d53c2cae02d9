"""Who may see a staff page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve, reverse

from samtycke.web.staff import urls
from samtycke.web.staff.tests.conftest import make_staff

PLAIN = (
    "home",
    "more",
    "parts",
    "contacts",
    "imports",
    "campaigns",
    "consent",
    "inbox",
    "compliance",
    "advice",
    "settings",
    "texts",
    "forecast",
    "law-settings",
    "rights",
)


@pytest.mark.parametrize("name", PLAIN)
def test_nobody_sees_a_page_without_signing_in(name):
    """The way leads to the door, and back to the page afterwards."""
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login?next=/")


@pytest.mark.parametrize("name", PLAIN)
def test_a_member_sees_every_page(alice, name):
    """Also before there is anything to see."""
    answer = alice.get(reverse(name))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"


def test_a_person_without_an_organisation_sees_nothing(organisation):
    """An account alone is no key."""
    staff = make_staff(organisation, "Dora", "agent")
    staff.membership_set.all().delete()
    client = Client()
    client.force_login(staff)
    assert client.get("/").status_code == 302


def test_every_page_that_changes_something_wants_a_post(alice):
    """A link preview or a prefetch changes nothing."""
    posts = [one.name for one in urls.urlpatterns if getattr(one.callback, "methods", None) == ["POST"]]
    assert len(posts) >= 10
    for name in posts:
        pattern = next(one for one in urls.urlpatterns if one.name == name)
        values = dict.fromkeys(pattern.pattern.converters, 1)
        assert alice.get(reverse(name, kwargs=values)).status_code == 405, name


def test_a_form_from_elsewhere_is_refused(organisation):
    """Without the token that our own page carries, nothing is changed."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff(organisation, "Alice", "owner"))
    answer = client.post("/campaigns/new")
    assert answer.status_code == 403
    assert "Content-Security-Policy" in answer.headers


def test_what_a_role_may_not_do_is_refused(organisation, bob):
    """A marketer writes; an officer or owner approves."""
    campaign = bob.post("/campaigns/new")
    assert bob.post(campaign["Location"] + "/send").status_code == 403


def test_an_auditor_reads_and_changes_nothing(organisation):
    """Not even a draft."""
    client = Client()
    client.force_login(make_staff(organisation, "Eva", "auditor"))
    assert client.get("/campaigns").status_code == 200
    assert client.post("/campaigns/new").status_code == 403


def test_no_page_may_run_what_stands_in_it(alice):
    """Nothing inline, nothing from elsewhere, in no page's markup."""
    for name in PLAIN:
        answer = alice.get(reverse(name))
        page = answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert "style=" not in page, name
        assert "<script>" not in page, name
        assert " on" + "click" not in page, name


def test_sign_in_by_email(organisation):
    """Email and password open the door; a wrong one says nothing of who has an account."""
    make_staff(organisation, "Alice", "owner")
    email = f"alice@{organisation.slug}.se"
    client = Client()
    wrong = client.post("/login", {"login": email, "password": "gissning"})
    nobody = client.post("/login", {"login": "ingen@example.se", "password": "gissning"})
    said = "hör inte till något konto"
    assert said in wrong.content.decode()
    assert said in nobody.content.decode()
    right = client.post("/login", {"login": email, "password": "hemligt"})
    assert right["Location"] == "/"


def test_the_places_answer_to_their_names():
    """The seven stand where the keys lead."""
    from samtycke.web.frame.context import PLACES

    assert [resolve(place.url).url_name for place in PLACES] == [place.name for place in PLACES]
    assert [place.key for place in PLACES] == list(range(1, 8))
