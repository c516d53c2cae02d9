"""The organisation's own login: a real provider on the other end of a socket, and nobody comes in uninvited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from samtycke.organisations.door import Staff
from samtycke.web.staff.tests.conftest import make_staff
from samtycke.web.staff.tests.test_sign_in import add_app


class Provider(ThreadingHTTPServer):
    """An OpenID provider as small as the standard allows: it says who ``person`` is."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, object] = {}
        self.exchanged: dict[str, list[str]] = {}


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        if self.path.startswith("/.well-known/openid-configuration"):
            url = self.server.url
            ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "userinfo_endpoint": "/who"}
            self._say({"issuer": url, "jwks_uri": f"{url}/keys", **{name: url + path for name, path in ends.items()}})
        elif self.headers.get("Authorization") == "Bearer token":
            self._say(self.server.person)
        else:
            self.send_error(401)

    def do_POST(self) -> None:
        self.server.exchanged = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._say({"access_token": "token", "token_type": "Bearer"})

    def _say(self, what: object) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    server = Provider()
    Thread(target=server.serve_forever, daemon=True).start()
    app = {"provider_id": "sso", "name": "Skobutiken", "client_id": "samtycke", "secret": "s3cret"}
    app["settings"] = {"server_url": server.url}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    yield server
    server.shutdown()
    server.server_close()


def come_back(client: Client):
    """From our button to the provider and back again."""
    away = client.get("/login/sso/start")
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/login/sso/back", {"code": "code", "state": asked["state"][0]})


def test_the_door_shows_the_way_only_where_there_is_one(provider, settings):
    assert "Logga in med Skobutiken" in Client().get("/login").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "/login/sso/start" not in Client().get("/login").content.decode()


def test_whoever_has_an_account_comes_in(organisation, provider):
    """By a confirmed address; the code is exchanged with the verifier that only this browser's session holds."""
    staff = make_staff(organisation, "Alice", "owner")
    provider.person = {"sub": "1", "email": staff.email, "email_verified": True}
    client = Client()
    assert come_back(client)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert provider.exchanged["code_verifier"]


@pytest.mark.parametrize("confirmed", [True, False])
def test_nobody_comes_in_uninvited(organisation, provider, confirmed):
    """Neither a stranger nor somebody who says that an address is theirs; no account is made."""
    staff = make_staff(organisation, "Alice", "owner")
    email = "ny@example.se" if confirmed else staff.email
    provider.person = {"sub": "2", "email": email, "email_verified": confirmed}
    before = Staff.objects.count()
    client = Client()
    assert come_back(client)["Location"] == "/login"
    assert "Det finns inget konto" in client.get("/login").content.decode()
    assert client.get("/").status_code == 302
    assert Staff.objects.count() == before


def test_the_second_step_of_an_account_is_asked_for_here_too(organisation, provider):
    staff = make_staff(organisation, "Alice", "owner")
    add_app(staff)
    provider.person = {"sub": "3", "email": staff.email, "email_verified": True}
    client = Client()
    assert come_back(client)["Location"] == "/login/second"
    assert client.get("/").status_code == 302


def test_an_answer_to_another_browser_is_worth_nothing(organisation, provider):
    """The state belongs to the session that asked."""
    staff = make_staff(organisation, "Alice", "owner")
    provider.person = {"sub": "4", "email": staff.email, "email_verified": True}
    state = parse_qs(urlsplit(Client().get("/login/sso/start")["Location"]).query)["state"][0]
    client = Client()
    assert client.get("/login/sso/back", {"code": "code", "state": state})["Location"] == "/login"
    assert client.get("/").status_code == 302
