"""`samtycke bench dispatch`: a campaign through gateway, gate, database and a real SMPP peer, receipts recorded;
beside a bare SMPP loop that does nothing but write, read and answer.

People leave meanwhile: how long until a STOPP has taken effect, and whether a text was written after it had.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import quantiles
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.db import IntegrityError

from samtycke.gate.door import counts, halt, refresh_stale, resume
from samtycke.ledger.door import Consent, record
from samtycke.ops.bench.plan import PROGRAM, plan_all
from samtycke.ops.bench.report import Measured
from samtycke.ops.bench.town import a_town
from samtycke.ops.bench.wire import bare
from samtycke.organisations.door import Organisation, acting_for
from samtycke.sms import Number

TARGET = 4.0
"""At least a quarter of the bare loop."""
LEAVERS = 200
_TO = "71999"
_PASSER_BY = "+46701740699"


def measure(size: int) -> Measured:
    """The program, then the floor with as many messages."""
    now = datetime.now(UTC)
    # The ledger forgets nothing: an organisation whose people have answered cannot be taken away again.
    with suppress(IntegrityError), a_town(size, now=now, readable=True) as organisation:
        leavers = _leavers(organisation, now)
        plan_all(organisation, now)
        with acting_for(organisation.pk) as cursor:
            halt(cursor, PROGRAM)
            cursor.execute("SELECT count(*) FROM message WHERE due_at <= now()")
            (total,) = cursor.fetchone()
        refresh_stale()
        with _phone() as phone, _gateway(phone):
            seconds, leaving = _run(organisation, phone, leavers)
            after = phone.statistics()
    floor = bare(min(total, 100_000))
    detail = {
        "messages": total,
        "messages per second": round(total / seconds),
        "the bare loop": round(floor),
        "of the bare loop": round(total / seconds / floor, 3),
        "opt-outs while dispatching": len(leaving.took),
        **leaving.describe(),
        "texts that came twice": after["twice"],
    }
    return Measured("dispatch", size, 1 / floor, seconds / total, TARGET, unit="s a message", detail=detail)


@dataclass(slots=True)
class _Leaving:
    """Opt-outs sent from handsets, and how long each took until the gateway acknowledged it: it is committed then."""

    took: list[float] = field(default_factory=list)
    leaks: int = 0
    fault: Exception | None = None

    def describe(self) -> dict[str, Any]:
        if len(self.took) < 2:
            return {}
        cuts = quantiles(self.took, n=100)
        return {
            "opt-out p50, ms": round(cuts[49] * 1000, 1),
            "opt-out p99, ms": round(cuts[98] * 1000, 1),
            "texts after an opt-out": self.leaks,
        }


def _run(organisation: Organisation, phone: _Phone, leavers: Sequence[str]) -> tuple[float, _Leaving]:
    leaving, done = _Leaving(), threading.Event()
    thread = threading.Thread(target=_leave, args=(phone, leavers, leaving, done))
    with acting_for(organisation.pk) as cursor:
        resume(cursor, PROGRAM)
    begun = time.perf_counter()
    thread.start()
    while not _through(organisation):
        time.sleep(0.05)
    seconds = time.perf_counter() - begun
    done.set()
    thread.join()
    if leaving.fault:
        raise leaving.fault
    for number in leavers[: len(leaving.took)]:
        leaving.leaks += phone.leaked(number)
    return seconds, leaving


def _through(organisation: Organisation) -> bool:
    """Whether nothing is due, in a gateway's hands, or without its receipt. What is held waits for another day."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM message WHERE due_at <= now())")
        (due,) = cursor.fetchone()
        left = counts(cursor, PROGRAM)[0]
    return not due and not left.get("leased") and not left.get("sent")


def _leave(phone: _Phone, leavers: Sequence[str], leaving: _Leaving, done: threading.Event) -> None:
    try:
        for number in leavers:
            if done.wait(0.02):
                return
            begun = time.perf_counter()
            phone.reply(number, "STOPP")
            leaving.took.append(time.perf_counter() - begun)
    except OSError as fault:
        leaving.fault = fault


def _leavers(organisation: Organisation, now: datetime) -> list[str]:
    """People as the ledger knows them; they are planned last, so that most leave before their text goes."""
    numbers = [f"+4673{organisation.pk % 1000:03d}{i:04d}" for i in range(LEAVERS)]
    entries = [
        Consent(
            number=Number(number, "SE"),
            occurred_at=now - timedelta(days=30),
            door="form",
            purpose="offers",
            method="web_form",
            wording="Ja, skicka erbjudanden.",
            informed=True,
        )
        for number in numbers
    ]
    with acting_for(organisation.pk) as cursor:
        record(cursor, entries, now=now)
    return numbers


@dataclass(frozen=True, slots=True)
class _Phone:
    smpp: int
    http: int
    secret: str

    @property
    def carrier(self) -> str:
        return f"phone=smpp://samtycke:{self.secret}@127.0.0.1:{self.smpp}?window=500"

    def reply(self, number: str, text: str) -> None:
        self._ask(f"/{number}/reply", {"to": _TO, "text": text})

    def statistics(self) -> Any:
        return self._ask("/stats.json")

    def leaked(self, number: str) -> int:
        """How many offers reached a handset after its STOPP had been acknowledged."""
        seen = self._ask(f"/{number}.json")
        left_at = seen["replies"][0]["time"]
        return sum("STOPP till" in text["text"] and text["time"] > left_at for text in seen["texts"])

    def _ask(self, path: str, body: dict[str, str] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"http://127.0.0.1:{self.http}{path}", data=data)
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)


@contextmanager
def _phone() -> Iterator[_Phone]:
    phone = _Phone(_free_port(), _free_port(), secrets.token_hex(4))
    arguments = ["--smpp", str(phone.smpp), "--http", str(phone.http), "--store", ":memory:"]
    with _process("phone", *arguments, SAMTYCKE_PHONE_SECRET=phone.secret):
        for _ in range(200):
            try:
                phone.statistics()
                break
            except OSError:
                time.sleep(0.05)
        yield phone


@contextmanager
def _gateway(phone: _Phone) -> Iterator[None]:
    """Until it takes what a handset says: it hears of the work when the campaign is resumed."""
    with _process("gateway", SAMTYCKE_CARRIERS=phone.carrier):
        for _ in range(600):
            with suppress(HTTPError):
                phone.reply(_PASSER_BY, "Har ni öppet på söndag?")
                break
            time.sleep(0.1)
        yield


@contextmanager
def _process(name: str, *arguments: str, **environment: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "samtycke.ops.cli", name, *arguments], env={**os.environ, **environment}
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
