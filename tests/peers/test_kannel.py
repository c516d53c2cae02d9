"""Kannel, twenty years of carriers' quirks, as a client of ours: long texts, receipts, replies, and coming back."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import urlopen

import pytest

from samtycke.carriers.phone import Network

from .scene import LONG, NUMBER, free_port, until

pytestmark = [
    pytest.mark.skipif(not shutil.which("bearerbox") or not shutil.which("smsbox"), reason="Kannel is not installed"),
    pytest.mark.slow,
]

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = x
admin-interface = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
log-file = {folder}/bearerbox.log
log-level = 0
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = ours
host = 127.0.0.1
port = {smpp}
transceiver-mode = true
smsc-username = us
smsc-password = secret
system-type = ""
interface-version = 34
enquire-link-interval = 1
reconnect-delay = 1
max-pending-submits = 10

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
sendsms-port = {send}
sendsms-interface = 127.0.0.1
log-file = {folder}/smsbox.log
log-level = 0

group = sendsms-user
username = u
password = p
max-messages = 10
concatenation = true

group = sms-service
keyword = default
concatenation = true
max-messages = 0
get-url = "http://127.0.0.1:{http}/text?from=%p&to=%P&text=%a&coding=%c"
"""


@asynccontextmanager
async def kannel(smpp: int, folder):
    """Both boxes, and what they tell over HTTP; yields how to send and what was told."""
    told: list[dict[str, str]] = []

    async def hear(reader, writer):
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split(" ")[1]
        told.append({"path": urlsplit(request).path, **dict(parse_qsl(urlsplit(request).query))})
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    http, box, send = server.sockets[0].getsockname()[1], free_port(), free_port()
    configuration = folder / "kannel.conf"
    configuration.write_text(
        CONFIGURATION.format(smpp=smpp, http=http, admin=free_port(), box=box, send=send, folder=folder)
    )

    async def submit(text: str, coding: int = 0) -> str:
        query = {
            "username": "u", "password": "p", "from": "Skobutiken", "to": NUMBER, "text": text, "charset": "UTF-8",
            "coding": coding, "dlr-mask": 31, "dlr-url": f"http://127.0.0.1:{http}/receipt?state=%d&id=%F",
        }  # fmt: skip
        url = f"http://127.0.0.1:{send}/cgi-bin/sendsms?{urlencode(query)}"

        def ask() -> str:
            with urlopen(url, timeout=10) as answer:
                return answer.read().decode()

        return await asyncio.to_thread(ask)

    boxes = []
    async with server:
        try:
            for name, port in (("bearerbox", box), ("smsbox", send)):
                boxes.append(await asyncio.create_subprocess_exec(name, "-v", "4", str(configuration)))
                await listening(port)
            yield submit, told
        finally:
            for process in reversed(boxes):
                process.terminate()
            for process in reversed(boxes):
                try:
                    await asyncio.wait_for(process.wait(), 10)
                except TimeoutError:
                    process.kill()
                    await process.wait()


async def listening(port: int) -> None:
    async with asyncio.timeout(15):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


def test_it_sends_through_our_server_takes_receipts_and_replies_and_comes_back(tmp_path):
    async def run():
        simulated = Network("us", "secret")
        loop = asyncio.get_running_loop()
        server = await loop.create_server(simulated.protocol, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server, kannel(port, tmp_path) as (submit, told):
            await until(simulated.host.receiver)
            await sends_and_is_told(simulated, submit, told)
            await hears_replies(simulated, told)
            await comes_back(simulated, server, port, loop, submit)
            simulated.close()

    asyncio.run(run())


async def sends_and_is_told(simulated, submit, told):
    for coding, text in ((0, LONG["gsm7"]), (2, LONG["ucs2"])):
        assert "Accepted" in await submit(text.strip(), coding)
    texts = await until(lambda: len(found := simulated.handsets.of(NUMBER)["texts"]) == 2 and found)
    assert {one["text"] for one in texts} == {LONG["gsm7"].strip(), LONG["ucs2"].strip()}
    assert {one["encoding"] for one in texts} == {"gsm7", "ucs2"}
    assert {one["sender"] for one in texts} == {"Skobutiken"}
    # 8: our submit response; 1: our receipt, delivered.
    await until(lambda: {"1", "8"} <= {one["state"] for one in told if one["path"] == "/receipt"})


async def hears_replies(simulated, told):
    long = "Nej tack, åäö € " * 15
    await asyncio.wait_for(simulated.reply(NUMBER, "71000", "STOPP"), 10)
    await asyncio.wait_for(simulated.reply(NUMBER, "71000", long), 10)
    heard = await until(lambda: len(found := [one for one in told if one["path"] == "/text"]) >= 2 and found)
    assert (heard[0]["text"], heard[0]["to"]) == ("STOPP", "71000")
    assert heard[0]["from"].lstrip("+") == NUMBER.lstrip("+")
    assert any(one["text"].strip() == long.strip() for one in heard)


async def comes_back(simulated, server, port, loop, submit):
    """Cut off, it binds again, and a text it held meanwhile arrives once."""
    server.close()
    for peer in list(simulated.host.peers):
        peer.transport.abort()
    await asyncio.sleep(0.1)
    await submit("medan linjen låg")
    again = await loop.create_server(simulated.protocol, "127.0.0.1", port)
    async with again:
        await until(simulated.host.receiver)
        await until(lambda: simulated.handsets.of(NUMBER)["texts"][-1]["text"] == "medan linjen låg")
        assert simulated.handsets.statistics()["twice"] == 0
