"""Under a name of its own, behind a proxy that speaks TLS: as an operator runs it for real."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.running import started

NAME = "sms.example.se"


@pytest.fixture
def behind_tls(tmp_path, monkeypatch):
    monkeypatch.setenv("SAMTYCKE_URL", f"https://{NAME}")
    monkeypatch.setenv("SAMTYCKE_PROXIES", "1")
    with started(tmp_path / "data") as running:
        yield running


def ask(running, path: str, *, host: str):
    """As the proxy passes a visitor's call on."""
    connection = HTTPConnection(urlsplit(running.url).netloc, timeout=10)
    connection.request(
        "GET", path, headers={"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    )
    answer = connection.getresponse()
    answer.read()
    return answer


def test_it_answers_to_its_name_and_to_this_machine_and_to_nobody_elses(behind_tls):
    assert f"https://{NAME}" in behind_tls.data.with_suffix(".log").read_text()  # where it says it is
    page = ask(behind_tls, "/login", host=NAME)
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"]
    assert "Secure" in page.headers["Set-Cookie"]
    assert ask(behind_tls, "/healthz", host="127.0.0.1").status == 200
    assert ask(behind_tls, "/login", host="elsewhere.example").status == 400
