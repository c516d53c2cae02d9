"""A shop with a carrier of its own, so that one test's gateway leaves another's messages alone."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen

from samtycke.carriers import serve_phone
from samtycke.dispatch.gateway import run
from samtycke.gate.door import EVERYBODY, Spec, plan, seal_envelope
from samtycke.ledger.door import Consent, record
from samtycke.organisations.door import Organisation, acting_for
from samtycke.sms import Number

OFFER = Spec("marketing", "offers", "Höstens skor är här", ("shoes",))


def now() -> datetime:
    return datetime.now(UTC)


def number(organisation: Organisation, i: int) -> str:
    """A number nobody else in this run has."""
    return f"+4673{organisation.pk % 1000:03d}{i:04d}"


def carrier_of(organisation: Organisation) -> str:
    """Give the organisation's senders a carrier of their own; returns its name."""
    name = f"carrier{organisation.pk}"
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE organisation SET test_account = false WHERE id = current_organisation()")
        cursor.execute("UPDATE sender SET carrier = %s, inbound_number = %s", [name, str(8_000_000 + organisation.pk)])
        cursor.execute(
            "INSERT INTO inbound_route VALUES (%s, %s, '', current_organisation())",
            [name, str(8_000_000 + organisation.pk)],
        )
    return name


def consents(organisation: Organisation, people: Sequence[int]) -> tuple[int, ...]:
    """People who said yes a month ago."""
    entries = [
        Consent(
            number=Number(number(organisation, i), "SE"),
            occurred_at=now() - timedelta(days=30),
            door="import",
            purpose="offers",
            method="web_form",
            wording="Ja, skicka erbjudanden.",
            informed=True,
        )
        for i in people
    ]
    with acting_for(organisation.pk) as cursor:
        return record(cursor, entries, now=now()).contact_ids


def campaign(organisation: Organisation, *, spec: Spec = OFFER, campaign_id: int = 1) -> None:
    """Plan a campaign to everybody, as the campaigns room does."""
    with acting_for(organisation.pk) as cursor:
        plan(
            cursor,
            seal_envelope(cursor, spec),
            EVERYBODY,
            campaign_id=campaign_id,
            planned_on=now().date(),
            expires_at=now() + timedelta(days=2),
            now=now(),
        )


def states(organisation: Organisation) -> dict[str, int]:
    """The organisation's messages by state."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT state, count(*) FROM message GROUP BY state")
        return dict(cursor.fetchall())


@contextmanager
def gateway() -> Iterator[threading.Event]:
    """A gateway in this process, until the block ends."""
    stop = threading.Event()
    faults: list[BaseException] = []

    def work() -> None:
        try:
            run(stop)
        except BaseException as error:
            faults.append(error)

    thread = threading.Thread(target=work, name="gateway")
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
    if faults:
        raise faults[0]


def eventually(true: Callable[[], object], *, seconds: float = 15) -> None:
    """Wait until something holds; fail with what it was if it does not come to."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, true()
        time.sleep(0.02)


@dataclass(frozen=True)
class Phones:
    """A simulator in this process: an SMPP server over real TCP, and its handsets over HTTP."""

    smpp: int
    http: int

    @property
    def url(self) -> str:
        return f"smpp://test:secret@127.0.0.1:{self.smpp}?window=200&left=0x411"

    def texts(self, number: str) -> list[dict]:
        """What a handset has received, oldest first."""
        with urlopen(f"http://127.0.0.1:{self.http}/{number}.json", timeout=5) as answer:
            return json.load(answer)["texts"]

    def statistics(self) -> dict[str, int]:
        """received, handsets, twice."""
        with urlopen(f"http://127.0.0.1:{self.http}/stats.json", timeout=5) as answer:
            return json.load(answer)

    def reply(self, number: str, to: str, text: str) -> None:
        """Answer from a handset; returns when the gateway has acknowledged it."""
        self._post(f"/{number}/reply", {"to": to, "text": text})

    def deliver(self, how: str) -> None:
        """Say what becomes of texts from now on: delivered, failed, late, silent, left."""
        self._post("/settings", {"delivery": how})

    def _post(self, path: str, body: dict[str, str]) -> None:
        request = Request(f"http://127.0.0.1:{self.http}{path}", data=json.dumps(body).encode())
        with urlopen(request, timeout=30) as answer:
            json.load(answer)


@contextmanager
def phones(*, smpp: int | None = None, http: int | None = None) -> Iterator[Phones]:
    """A simulator until the block ends."""
    found = Phones(smpp or free_port(), http or free_port())
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def serve() -> None:
        ready = asyncio.Event()
        served = asyncio.ensure_future(
            serve_phone(
                host="127.0.0.1",
                smpp_port=found.smpp,
                http_port=found.http,
                system_id="test",
                password="secret",
                started=ready,
            )
        )
        await ready.wait()
        started.set()
        with suppress(asyncio.CancelledError):
            await served

    task = loop.create_task(serve())
    thread = threading.Thread(target=lambda: loop.run_until_complete(task), name="phones")
    thread.start()
    assert started.wait(10)
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(lambda: [one.cancel() for one in asyncio.all_tasks(loop) if one is not task])
        thread.join(10)
        loop.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
