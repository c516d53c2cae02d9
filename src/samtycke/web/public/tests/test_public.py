"""What the street can reach without an account."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from samtycke import __version__


def test_health_and_metrics_are_plain():
    """Whoever watches the program asks these; they hold nothing personal."""
    assert Client().get("/healthz").json()["ok"] is True
    metrics = Client().get("/metrics").content.decode()
    assert "samtycke_up 1" in metrics
    assert re.search(r"^samtycke_gateways \d+$", metrics, re.MULTILINE)


def test_which_version_runs_is_told_to_who_is_near_and_to_nobody_else():
    """Not what a stranger looks up known holes by."""
    for path in ("/healthz", "/metrics"):
        assert __version__ in Client(REMOTE_ADDR="127.0.0.1").get(path).content.decode()
        assert __version__ in Client(REMOTE_ADDR="10.1.2.3").get(path).content.decode()
        for stranger in ("198.51.101.7", "2a00:801:1:2:3:4:5:6", ""):
            answer = Client(REMOTE_ADDR=stranger).get(path)
            assert answer.status_code == 200
            assert __version__ not in answer.content.decode()


def test_every_answer_carries_the_policy():
    """Also one that is an error."""
    for path in ("/healthz", "/login", "/finns-inte"):
        headers = Client().get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_page_that_is_not_there_says_so_in_our_own_words():
    """With a way on."""
    answer = Client().get("/finns-inte")
    assert answer.status_code == 404
    assert 'href="/"' in answer.content.decode()


def test_without_the_simulator_there_are_no_phones(settings):
    """In production the handsets' addresses lead nowhere."""
    settings.PHONE_URL = ""
    assert Client().get("/phone/+46701740605.json").status_code == 404
    assert Client().post("/phone/+46701740605/reply", {}, content_type="application/json").status_code == 404


def test_a_reply_must_be_json(settings):
    """A form on another site cannot send one: it would have to ask first."""
    settings.PHONE_URL = "http://127.0.0.1:9"
    client = Client(enforce_csrf_checks=True)
    assert client.post("/phone/+46701740605/reply", {"to": "71000", "text": "STOPP"}).status_code == 415
    assert client.post("/phone/+46701740605/reply", "{}", content_type="application/json").status_code == 400


@pytest.mark.parametrize("path", ["/phone/+46701740605.json"])
def test_a_simulator_that_is_away_is_told(settings, path):
    """Nobody listens on port 9."""
    settings.PHONE_URL = "http://127.0.0.1:9"
    assert Client().get(path).status_code == 503
