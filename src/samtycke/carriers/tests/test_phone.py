"""The simulator is a network one can trust in a test: what it acknowledged it has, also after kill -9."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
from contextlib import asynccontextmanager
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from samtycke.carriers import Inbound, Receipt, connect

from .scene import NUMBER, Arrived, never, states, text, until

SERVE = """
import asyncio, sys
from pathlib import Path
from samtycke.carriers import serve_phone
asyncio.run(serve_phone(host="127.0.0.1", smpp_port=int(sys.argv[1]), http_port=int(sys.argv[2]),
                        system_id="us", password="secret", store=Path(sys.argv[3])))
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Phone:
    """The simulator as a process of its own."""

    def __init__(self, store):
        self.store, self.smpp, self.http = store, free_port(), free_port()

    async def start(self):
        arguments = ["-c", SERVE, str(self.smpp), str(self.http), str(self.store)]
        self.process = await asyncio.create_subprocess_exec(sys.executable, *arguments)
        async with asyncio.timeout(15):
            while True:
                try:
                    return await self.ask("/stats.json")
                except OSError:
                    await asyncio.sleep(0.05)

    async def kill(self):
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()

        def fetch():
            with urlopen(Request(f"http://127.0.0.1:{self.http}{path}", data=data), timeout=10) as answer:
                return json.load(answer)

        return await asyncio.to_thread(fetch)


@asynccontextmanager
async def phone_and_carrier(tmp_path, query="window=50"):
    phone, arrived = Phone(tmp_path / "phones.sqlite"), Arrived()
    await phone.start()
    try:
        url = f"smpp://us:secret@127.0.0.1:{phone.smpp}?{query}"
        async with connect(url, inbound=arrived, name="phone") as carrier:
            await until(lambda: carrier.connected)
            yield phone, carrier, arrived
    finally:
        await phone.kill()


def test_what_it_took_it_has_after_kill_9_and_nothing_twice(tmp_path):
    async def run():
        async with phone_and_carrier(tmp_path) as (phone, carrier, _):
            messages = [text(i, body=f"Text {i}", to=f"+4673000{i:04d}") for i in range(4000)]
            submitting = asyncio.create_task(carrier.submit(messages, dropped=never))
            while (await phone.ask("/stats.json"))["received"] < 300:
                await asyncio.sleep(0)
            await phone.kill()
            results = await submitting
            await phone.start()
            has, last = set(), 0
            while rows := (await phone.ask(f"/texts.json?after={last}"))["texts"]:
                has |= {row["text"] for row in rows}
                last = rows[-1]["id"]
            statistics = await phone.ask("/stats.json")
        sent = {f"Text {result.id}" for result in results if result.state == "sent"}
        retry = {f"Text {result.id}" for result in results if result.state == "retry"}
        assert sent <= has
        assert not retry & has
        assert states(results).count("unknown") <= 50
        assert statistics["twice"] == 0
        assert statistics["received"] == len(has)

    asyncio.run(run())


def test_handsets_answer_and_are_listed(tmp_path):
    async def run():
        async with phone_and_carrier(tmp_path) as (phone, carrier, arrived):
            await carrier.submit([text(1, "Rea på skor ”idag”")], dropped=never)
            assert await phone.ask(f"/{NUMBER}/reply", {"to": "71000", "text": "STOPP"}) == {"acknowledged": True}
            seen = await phone.ask(f"/{NUMBER}.json")
            assert [(one["sender"], one["text"], one["parts"], one["encoding"]) for one in seen["texts"]] == [
                ("Skobutiken", "Rea på skor ”idag”", 1, "ucs2")
            ]
            assert [(one["to"], one["text"]) for one in seen["replies"]] == [("71000", "STOPP")]
            assert [one["number"] for one in (await phone.ask("/handsets.json"))["handsets"]] == [NUMBER]
        assert [(one.sender, one.to, one.text) for one in arrived.of(Inbound)] == [(NUMBER, "71000", "STOPP")]

    asyncio.run(run())


@pytest.mark.parametrize(("delivery", "seen"), [("delivered", ["delivered"]), ("failed", ["failed"]), ("silent", [])])
def test_it_reports_what_it_was_told_to(tmp_path, delivery, seen):
    async def run():
        async with phone_and_carrier(tmp_path) as (phone, carrier, arrived):
            await phone.ask("/settings", {"delivery": delivery})
            await carrier.submit([text(1)], dropped=never)
            await asyncio.sleep(0.2)
            assert [one.state for one in arrived.of(Receipt)] == seen

    asyncio.run(run())


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/nowhere", None, 404), ("/settings", {"delivery": "maybe"}, 400), ("/settings", ["delivered"], 400),
        (f"/{NUMBER}/reply", {"to": "71000"}, 400), ("/texts.json?after=x", None, 400),
    ],
)  # fmt: skip
def test_a_request_it_does_not_know_is_told_so(tmp_path, path, body, status):
    async def run():
        async with phone_and_carrier(tmp_path) as (phone, _, _):
            with pytest.raises(HTTPError) as refused:
                await phone.ask(path, body)
            assert refused.value.code == status
            refused.value.close()

    asyncio.run(run())


def test_a_reply_to_nobody_is_told_so(tmp_path):
    async def run():
        phone = Phone(tmp_path / "phones.sqlite")
        await phone.start()
        try:
            with pytest.raises(HTTPError) as refused:
                await phone.ask(f"/{NUMBER}/reply", {"to": "71000", "text": "STOPP"})
            assert refused.value.code == 503
            refused.value.close()
        finally:
            await phone.kill()

    asyncio.run(run())
