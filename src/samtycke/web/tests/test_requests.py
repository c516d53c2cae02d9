"""What somebody adds to a request that nobody asked for: it counts for nothing, leads nowhere, and is told nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.http import Http404
from django.test import Client

from samtycke.organisations.door import Membership, Organisation, Role, Staff, make_api_key
from samtycke.web.staff.tests.conftest import make_staff, signed_in
from samtycke.web.tests.addresses import addresses
from samtycke.web.tests.conftest import undone

ELSEWHERE = "https://annanstans.example/"
GRASPING = {
    "role": "owner", "is_active": "false", "is_superuser": "true", "email": "mallory@example.se", "password": "x" * 12,
    "organisation": "1", "organisation_id": "1", "test_account": "false", "live_since": "2026-01-01T00:00",
    "four_eyes": "", "second_step_for_all": "", "staff": "1", "staff_id": "1", "by": "Mallory", "id": "1", "pk": "1",
}  # fmt: skip
"""Names of what decides over access."""


def answers(places, client, method="GET", query="", **headers):
    """Every address of the house, asked; each with its answer. The simulator's phones are other people's work."""
    for address in addresses():
        if not address.route.startswith("phone/"):
            with undone():
                yield address, client.generic(method, address.at(places) + query, headers=headers)


def test_what_decides_over_access_is_taken_from_no_field_nobody_asked_for(organisation, all_forms, as_role):
    """Every form of the owner's, sent by others with more in it than it has."""
    client = as_role(Role.MARKETER)

    def decisive():
        fields = ("test_account", "live_since", "four_eyes", "second_step_for_all", "slug", "home_country")
        staff = Staff.objects.filter(membership__organisation=organisation).order_by("pk")
        return (
            list(Membership.objects.filter(organisation=organisation).order_by("pk").values()),
            Organisation.objects.filter(pk=organisation.pk).values(*fields).get(),
            list(staff.values("pk", "email", "password", "is_active")),
        )

    before = decisive()
    for form in all_forms:
        if form.method == "post" and not form.action.startswith(("/log", "/settings/you/password")):
            client.post(form.action, {**GRASPING, **{k: v for k, v in form.fields.items() if k not in GRASPING}})
    assert decisive() == before


def test_what_stands_in_the_address_is_no_field_of_a_form(organisation):
    """And of a name that is given twice one value counts, the same for all that read it."""
    staff = make_staff(organisation, "Alice", "owner")
    client = signed_in(staff)

    def named(path: str, body: str) -> str:
        client.post(path, body, content_type="application/x-www-form-urlencoded")
        return Staff.objects.get(pk=staff.pk).name

    assert named("/settings/you/save?name=Mallory", "") == "Alice"
    assert named("/settings/you/save?name=Mallory", "name=Alice+Ek") == "Alice Ek"
    assert named("/settings/you/save", "name=Mallory&name=Alice") == "Alice"


def test_nobody_is_sent_on_to_another_site(places, as_role):
    """Whatever is said of where one came from or wants to go."""
    query = f"?next={ELSEWHERE}&next=//annanstans.example&url={ELSEWHERE}&return_to={ELSEWHERE}"
    for client in (as_role(Role.OWNER), Client(raise_request_exception=False)):
        for method in ("GET", "POST"):
            for address, answer in answers(places, client, method, query, Referer=ELSEWHERE):
                leads = urlsplit(answer.headers.get("Location", "") or answer.headers.get("HX-Redirect", ""))
                assert leads.netloc in ("", "testserver"), (method, address.route)
                assert not leads.path.startswith(("//", "/\\")), (method, address.route)


@pytest.mark.parametrize("wish", [ELSEWHERE, "//annanstans.example", "/\\annanstans.example", "javascript:alert(1)"])
def test_who_signs_in_comes_to_our_own_pages(organisation, wish):
    staff = make_staff(organisation, "Alice", "owner")
    for path in (f"/login?next={wish}", "/login"):
        answer = Client().post(path, {"login": staff.email, "password": "hemligt", "next": wish})
        assert answer["Location"] == "/"
    assert Client().post("/theme", {"theme": "dark", "next": wish})["Location"] == "/"


def test_a_host_that_is_not_ours_is_not_answered():
    """Nor written into a link that is mailed."""
    assert Client(headers={"Host": "annanstans.example"}).get("/login").status_code == 400


def test_no_other_site_may_read_an_answer(places, as_role):
    """There is no list of sites that may: none is told that it may, with a session or without, asked before or not."""
    for client, origin in ((as_role(Role.OWNER), "null"), (Client(raise_request_exception=False), ELSEWHERE[:-1])):
        for method in ("GET", "OPTIONS"):
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            for address, answer in answers(places, client, method, **asked):
                told = [name for name in answer.headers if name.lower().startswith("access-control-")]
                assert not told, (method, address.route, told)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_a_method_that_an_address_has_not_does_nothing(places, as_role, method):
    """It is refused, or there is nothing there, or one has to sign in first."""
    owner = as_role(Role.OWNER)
    for address, answer in answers(places, owner, method):
        told = method == "OPTIONS" and answer.headers.get("Allow") and not answer.content
        assert told or answer.status_code in (302, 400, 401, 403, 404, 405), (address.route, answer.status_code)


def test_every_answer_says_what_it_is_and_in_which_alphabet(places, as_role):
    for client in (as_role(Role.OWNER), Client(raise_request_exception=False)):
        for address, answer in answers(places, client):
            kind = answer.headers["Content-Type"]
            assert "/" in kind, address.route
            if kind.startswith("text/"):
                assert "charset=utf-8" in kind, (address.route, kind)


def test_no_answer_tells_what_it_is_made_with(places):
    for address, answer in answers(places, Client(raise_request_exception=False)):
        said = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
        assert not re.search(r"Django|Python/|granian|X-Powered-By|^Server:", said), (address.route, said)


def test_no_session_stands_in_a_page_or_an_address(places, as_role):
    """Only in its cookie."""
    owner = as_role(Role.OWNER)
    key = owner.session.session_key
    assert key
    for address, answer in answers(places, owner):
        content = b"".join(answer) if answer.streaming else answer.content
        assert key.encode() not in content, address.route
        assert key not in str({k: v for k, v in answer.headers.items() if k != "Set-Cookie"}), address.route


KEPT = {"sessionid", "csrftoken", "theme", "django_language", "messages", "me"}
"""Cookies there are: who one is, that a form is ours, light or dark, the language, what is said on the next page, and
that a number has shown itself at ``/me``."""


def test_few_cookies_are_set_and_each_is_known(organisation, all_forms, places, as_role):
    """None follows anybody about."""
    owner, found = as_role(Role.OWNER), set()
    for client in (owner, Client(raise_request_exception=False)):
        for _address, answer in answers(places, client):
            found |= set(answer.cookies)
    for form in all_forms:
        with undone():
            found |= set((owner.post if form.method == "post" else owner.get)(form.action, form.fields).cookies)
    assert {re.sub(r"^__Host-|^__Secure-", "", one) for one in found} <= KEPT


def test_a_key_in_an_address_opens_nothing(organisation):
    """Addresses are written down by every proxy on the way; keys stand in a header."""
    key = make_api_key(organisation, name="kassan", test=True)
    for name in ("key", "api_key", "token", "access_token", "authorization", "Authorization"):
        assert Client().get(f"/api/v1/campaigns?{name}={key}").status_code == 401
        assert Client().get(f"/api/v1/campaigns?{name}=Bearer+{key}").status_code == 401
    assert Client().get("/api/v1/campaigns", headers={"Authorization": f"Bearer {key}"}).status_code == 200


def test_no_form_puts_a_number_or_a_text_into_an_address(all_forms):
    """Addresses end up in histories and in the logs of proxies: what one looks for by number is asked by POST."""
    looking = [form for form in all_forms if form.method == "get"]
    assert len(looking) > 3
    for form in looking:
        told = {one for one in form.fields if re.search(r"number|phone|email|text|body|name|secret|code", one)}
        # How many days or months something is kept.
        assert not told or (told == {"number"} and "unit" in form.fields), form


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static", "/static/fonts/", "/.git/config", "/.env", "/static/.DS_Store", "/static/samtycke.css.bak",
     "/static/../ops/settings.py", "/static/%2e%2e/urls.py", "/static/..%2f..%2fops/settings.py", "/web/urls.py",
     "/samtycke-data/keyring.json", "/static//etc/passwd", "/static/samtycke.py"],
)  # fmt: skip
def test_there_are_no_folders_to_look_through_and_no_files_but_those_that_pages_need(path):
    answer = Client(raise_request_exception=False).get(path)
    content = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code in (301, 302, 404), answer.status_code
    assert b"Index of" not in content
    assert b"SECRET_KEY" not in content


@pytest.mark.parametrize(
    "error", [RuntimeError("070-174 06 97 i tabellen contact"), MemoryError(), RecursionError("x")]
)
def test_what_nobody_foresaw_is_told_in_the_same_few_words(as_role, monkeypatch, error):
    """The last that catches it, whatever it is: neither what failed nor where, and how to go on."""
    owner = as_role(Role.OWNER)

    def broken(*_args, **_values):
        raise error

    monkeypatch.setattr("samtycke.web.staff.home.views.render", broken)
    answer = owner.get("/")
    said = answer.content.decode()
    assert answer.status_code == 500
    assert "Det gick inte just nu" in said
    assert not re.search(r"Traceback|RuntimeError|MemoryError|\.py|174 06 97|contact\b", said)


def test_where_access_cannot_be_decided_it_is_refused(as_role, monkeypatch):
    """An error in the middle of the question is no yes."""
    owner = as_role(Role.OWNER)
    for error in (RuntimeError("the database is away"), Http404()):

        def broken(*_args, error=error, **_values):
            raise error

        monkeypatch.setattr("samtycke.web.staff.access.can", broken)
        answer = owner.get("/contacts")
        assert answer.status_code in (404, 500)
        assert "Kontakter</h1>" not in answer.content.decode()
