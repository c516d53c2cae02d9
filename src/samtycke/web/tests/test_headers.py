"""What every answer says to the browser about what it may do with it, whoever asks and whatever it is."""

from __future__ import annotations

import os
import subprocess
import sys

from django.test import Client

from samtycke.organisations.door import Role
from samtycke.web.staff.tests.conftest import make_staff
from samtycke.web.tests.addresses import addresses
from samtycke.web.tests.conftest import undone


def test_every_answer_is_strict(places, as_role):
    """Pages, files, redirects, refusals and what is not there; nothing inline is ever let run."""
    owner, nobody = as_role(Role.OWNER), Client(raise_request_exception=False)
    for address in addresses():
        if address.route.startswith("phone/"):
            continue
        with undone():
            answers = [who.get(address.at(places)) for who in ((owner, nobody) if address.staff else (nobody,))]
        for answer in answers:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'"), address.route
            assert "unsafe" not in policy and "*" not in policy, address.route  # noqa: PT018 - one statement of one thing
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address.route
            assert answer.headers["X-Frame-Options"] == "DENY", address.route
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", address.route
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", address.route
            assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), address.route
            assert "camera=()" in answer.headers["Permissions-Policy"], address.route


def test_what_is_for_one_pair_of_eyes_is_kept_by_no_cache(places, as_role):
    """Nothing of the staff's is left in a browser or a proxy."""
    owner = as_role(Role.OWNER)
    for address in addresses():
        if address.staff and address.may:
            with undone():
                answer = owner.get(address.at(places))
            if answer.status_code == 200:
                assert "no-store" in answer.headers["Cache-Control"], address.route


def test_over_https_cookies_are_secure_and_browsers_stay_there():
    """Asked in a process of its own: the address of the program comes from the environment."""
    say = (
        "from samtycke.ops import settings as s; "
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, "
        "s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_SSL_REDIRECT, "
        "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    )
    for url, said in (
        ("https://samtycke.example", "False True True True 31536000 True True __Host-sessionid __Host-csrftoken"),
        ("http://127.0.0.1:8000", "False False False True 0 False False sessionid csrftoken"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", say],
            env={**os.environ, "SAMTYCKE_URL": url, "SAMTYCKE_PROXIES": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == said


def test_a_cookie_that_is_bound_to_its_host_is_what_browsers_take_as_one(organisation, settings):
    """Secure, for all of the host and no other: else a browser drops a cookie of that name (RFC 6265bis § 4.1.3.2)."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    staff, client = make_staff(organisation, "Alice", "owner"), Client(enforce_csrf_checks=True)
    client.get("/login", secure=True)
    sent = {
        "login": staff.email,
        "password": "hemligt",
        "csrfmiddlewaretoken": client.cookies["__Host-csrftoken"].value,
    }
    client.post("/login", sent, secure=True, headers={"Referer": "https://testserver/login"})
    assert client.get("/", secure=True).status_code == 200
    for name in ("__Host-sessionid", "__Host-csrftoken"):
        cookie = client.cookies[name]
        assert (bool(cookie["secure"]), cookie["path"], cookie["domain"]) == (True, "/", "")


def test_who_comes_without_tls_is_sent_to_it_and_told_nothing(settings):
    """As our own proxy says it; those who watch the program ask on the machine itself."""
    settings.PROXIES, settings.SECURE_SSL_REDIRECT = 1, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    for path in ("/login", "/u/abc", "/api/v1/campaigns"):
        for method in ("GET", "POST"):
            answer = Client(headers={"X-Forwarded-Proto": "http"}).generic(method, path)
            assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{path}")
    assert Client(headers={"X-Forwarded-Proto": "http"}).get("/healthz").status_code == 200
    answer = Client(headers={"X-Forwarded-Proto": "https"}).get("/login")
    assert answer.status_code == 200
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_every_answer_of_the_api_is_a_file_to_a_browser(places):
    """Nothing somebody wrote is shown as a page of ours by being led to."""
    for address in addresses():
        if address.route.startswith("api/v1/") and address.route != "api/v1/docs":
            for method in ("GET", "POST", "DELETE"):
                answer = Client(raise_request_exception=False).generic(method, address.at(places))
                assert answer["Content-Disposition"].startswith("attachment; filename="), address.route
