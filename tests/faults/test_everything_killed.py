"""kill -9 of gateway, worker, web and PostgreSQL in the middle of a campaign (promises 7 and 8).

SAMTYCKE_PEOPLE sets how many are texted; the default keeps the suite short.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from tests.running import Running, started

PEOPLE = int(os.environ.get("SAMTYCKE_PEOPLE", "3000"))
_IN_THE_PROGRAM = """
import json, sys
from pathlib import Path
from samtycke.ops.environment import django_ready
django_ready(Path(sys.argv[1]))
from django.utils import timezone
from datetime import timedelta
from samtycke.campaigns.door import Content, approve, create, read_campaign, start, statistics
from samtycke.ledger.door import Consent, record
from samtycke.organisations.door import Organisation, acting_for
from samtycke.sms import Number
organisation, now = Organisation.objects.get(), timezone.now()
what, number = sys.argv[2], int(sys.argv[3])
if what == "begin":
    for at in range(0, number, 5000):
        with acting_for(organisation.pk) as cursor:
            record(cursor, [
                Consent(number=Number(f"+4673{i:07d}", "SE"), occurred_at=now - timedelta(days=9), door="import",
                        purpose="offers", method="web_form", wording="Ja", informed=True)
                for i in range(at, min(at + 5000, number))], now=now)
    with acting_for(organisation.pk) as cursor:
        campaign = create(cursor, Content("Stort", "Hej fr\\u00e5n Skobutiken", "offers", ("shoes",), "Skobutiken"),
                          by="Karin", now=now)
        approve(cursor, campaign.id, by="Karin", now=now)
        start(cursor, campaign.id, by="Karin", now=now)
    print(campaign.id)
else:
    with acting_for(organisation.pk) as cursor:
        campaign = read_campaign(cursor, number)
        seen = statistics(cursor, campaign, now=now)
        cursor.execute("SELECT state, count(*) FROM message WHERE campaign_id = %s GROUP BY state", [number])
        counted = dict(cursor.fetchall())
        cursor.execute("SELECT count(*) FROM lease")
        print(json.dumps({"state": campaign.state, "tally": dict(seen.by_state), "counted": counted,
                          "leases": cursor.fetchone()[0]}))
"""


def in_the_program(program: Running, what: str, number: int) -> str:
    """Do something with the program's own environment, as a command run by hand would."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment.pop("SAMTYCKE_KEYRING_FILE", None)
    done = subprocess.run(
        [sys.executable, "-c", _IN_THE_PROGRAM, str(program.data), what, str(number)],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def eventually(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.2)


def received(program: Running) -> dict[str, Any]:
    """What the simulator has seen."""
    environment = json.loads((program.data / "environment.json").read_text())
    with urlopen(environment["SAMTYCKE_PHONE_URL"] + "/stats.json", timeout=10) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


@pytest.mark.slow
def test_whatever_is_killed_nothing_goes_twice_and_everything_ends_somewhere(tmp_path):
    with started(tmp_path / "data") as program:
        campaign = int(in_the_program(program, "begin", PEOPLE))
        for share, victim in ((0.05, "gateway"), (0.2, "worker"), (0.3, "web"), (0.4, "postgres"), (0.6, "gateway")):
            eventually(lambda share=share: received(program)["received"] >= share * PEOPLE, 120)
            eventually(lambda victim=victim: _alive(program, victim), 60)
            os.kill(program.child(victim), signal.SIGKILL)
        seen: dict[str, Any] = {}

        def finished() -> bool:
            try:
                seen.update(json.loads(in_the_program(program, "look", campaign)))
            except AssertionError:
                return False  # PostgreSQL is on its way back
            return seen["state"] == "sent"

        eventually(finished, 180)
        texts = received(program)
        with urlopen(program.url + "/healthz", timeout=10) as answer:
            assert answer.status == 200
    counted = seen["counted"]
    print(seen, texts)
    assert seen["leases"] == 0
    assert seen["tally"] == counted, "the running counts are the messages"
    assert texts["twice"] == 0
    called_sent = counted.get("sent", 0) + counted.get("delivered", 0)
    assert set(counted) <= {"sent", "delivered", "unknown", "withheld"}
    assert called_sent <= texts["received"] <= called_sent + counted.get("unknown", 0)


def _alive(program: Running, name: str) -> bool:
    try:
        return bool(program.child(name))
    except LookupError:
        return False
