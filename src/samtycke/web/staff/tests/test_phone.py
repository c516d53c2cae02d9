"""The virtual phones, asked over HTTP from the simulator itself."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from samtycke.carriers.phone.handsets import Handsets, Text

AT = "2026-11-20T10:00:00+01:00"


@pytest.fixture
def simulator(tmp_path, settings):
    """A simulator whose handsets have received from Skobutiken and from somebody else."""
    store = tmp_path / "phones.sqlite"
    Handsets(store).keep(
        [
            Text("+46701740605", "Skobutiken", False, "Hej Åsa! Nya skor.", 1, "gsm7", AT),
            Text("+46701740605", "Banken", False, "Din kod är 482 913.", 1, "gsm7", AT),
            Text("+46701740699", "Skobutiken", False, "Till en främling.", 1, "gsm7", AT),
        ]
    )
    http, smpp = _free_port(), _free_port()
    command = [sys.executable, "-m", "samtycke.ops.cli", "phone", "--http", http, "--smpp", smpp]
    process = subprocess.Popen([*command, "--store", str(store)])
    settings.PHONE_URL = f"http://127.0.0.1:{http}"
    for _ in range(100):
        try:
            urlopen(f"{settings.PHONE_URL}/handsets.json", timeout=1).close()
            break
        except (URLError, OSError):
            time.sleep(0.05)
    yield
    process.terminate()
    process.wait(10)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_phone_shows_what_came_from_us_and_nobody_else(simulator, alice, people):
    """Another sender's texts on the same handset are not ours to read, nor are strangers' handsets."""
    page = alice.get("/phone").content.decode()
    assert "Hej Åsa! Nya skor." in page
    assert "Åsa Öberg" in page
    assert "482 913" not in page
    assert "främling" not in page
    assert 'value="71000"' in page


def test_the_page_is_loaded_anew_when_another_phone_wakes(simulator, alice, people):
    """The live part brings bubbles for the phones that are shown, and asks for the page when they are others."""
    shown = alice.get("/phone/live?order=%2B46701740605")
    assert 'id="b-46701740605"' in shown.content.decode()
    assert alice.get("/phone/live?order=").headers["HX-Refresh"] == "true"


def test_the_handsets_answer_scripts(simulator, client):
    """As JSON, without an account, where the simulator runs."""
    found = client.get("/phone/+46701740605.json").json()
    assert [text["sender"] for text in found["texts"]] == ["Skobutiken", "Banken"]


def test_a_reply_that_nobody_takes_is_told(simulator, client):
    """No gateway is bound to this simulator: the answer says so, and nothing is lost in silence."""
    answer = client.post("/phone/+46701740605/reply", {"to": "71000", "text": "STOPP"}, content_type="application/json")
    assert answer.status_code == 503
