"""`samtycke bench wire`: our SMPP session against the simulator, nothing behind it; beside a bare loop.

The bare loop is a plain asyncio client and server in two processes: each text is composed, read and given an id, each
answer is matched with its text, each receipt is read and answered. No reconnecting, no long texts, no batches to keep.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import secrets
import socket
import struct
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.synchronize import Event

from samtycke.carriers import Inbound, Outbound, Receipt, connect, serve_phone
from samtycke.ops.bench.report import Measured

TARGET = 2.0
WINDOW = 50
_SUBMIT, _DELIVER, _RESP = 4, 5, 0x80000000
_HEAD = struct.Struct(">IIII")
_TAIL = bytes(9)  # esm_class to sm_default_msg_id


def measure(size: int) -> Measured:
    """As many texts as people, at most a hundred thousand."""
    texts = min(size, 100_000)
    floor, program = bare(texts), asyncio.run(_session(texts))
    detail = {"messages per second": round(program), "the bare loop": round(floor)}
    return Measured("wire", texts, 1 / floor, 1 / program, TARGET, unit="s a message", detail=detail)


def bare(texts: int) -> float:
    """Messages a second of the bare loop, receipts answered."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    ready = multiprocessing.get_context("spawn").Event()
    server = multiprocessing.get_context("spawn").Process(target=_serve_bare, args=(port, ready), daemon=True)
    server.start()
    ready.wait(30)
    try:
        return asyncio.run(_drive_bare(port, texts))
    finally:
        server.terminate()
        server.join()


class _Loop(asyncio.Protocol):
    """Cuts octets into PDUs and no more."""

    def __init__(self) -> None:
        self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        data, at = self.rest + data, 0
        out: list[bytes] = []
        while len(data) - at >= 16:
            length, command, _, sequence = _HEAD.unpack_from(data, at)
            if len(data) - at < length:
                break
            self.take(command, sequence, data[at + 16 : at + length], out)
            at += length
        self.rest = data[at:]
        self.more(out)
        for pdu in out:  # as it is made, each on its own: a plain client gathers nothing
            self.transport.write(pdu)

    def take(self, command: int, sequence: int, body: bytes, out: list[bytes]) -> None:
        raise NotImplementedError

    def more(self, out: list[bytes]) -> None:
        """What to add once all that came has been looked at."""


class _Server(_Loop):
    ids = 0

    def take(self, command: int, sequence: int, body: bytes, out: list[bytes]) -> None:
        if command == _SUBMIT:
            _service, sender, number, _rest = _fields(body)
            self.ids += 1
            ref = b"%016x" % self.ids
            out.append(_pdu(_SUBMIT | _RESP, sequence, ref + b"\0"))
            text = (
                b"id:%s sub:001 dlvrd:001 submit date:2611241200 done date:2611241200 stat:DELIVRD err:000 text:" % ref
            )
            out.append(_pdu(_DELIVER, self.ids, _body(number, sender, text)))


class _Client(_Loop):
    def __init__(self, texts: int) -> None:
        super().__init__()
        self.left, self.texts = texts, texts
        self.unanswered: dict[int, float] = {}
        self.answered: dict[bytes, float] = {}
        self.receipts: list[bytes] = []
        self.done = asyncio.get_running_loop().create_future()

    def take(self, command: int, sequence: int, body: bytes, out: list[bytes]) -> None:
        if command == _DELIVER:
            text = _fields(body)[3]
            begins = text.index(b"id:") + 3
            self.receipts.append(text[begins : text.index(b" ", begins)])
            out.append(_pdu(_DELIVER | _RESP, sequence, b"\0"))
            if len(self.receipts) == self.texts and not self.done.done():
                self.done.set_result(None)
        else:
            self.answered[body[:-1]] = self.unanswered.pop(sequence)

    def more(self, out: list[bytes]) -> None:
        while self.left and len(self.unanswered) < WINDOW:
            body = _body(b"Skobutiken", f"4673{self.left:07d}".encode(), ("x" * 63).encode("latin-1"))
            out.append(_pdu(_SUBMIT, self.left, body))
            self.unanswered[self.left] = time.monotonic()
            self.left -= 1


def _pdu(command: int, sequence: int, body: bytes) -> bytes:
    return _HEAD.pack(16 + len(body), command, 0, sequence) + body


def _body(source: bytes, destination: bytes, text: bytes) -> bytes:
    return b"".join((b"\0\5\0", source, b"\0\1\1", destination, b"\0", _TAIL, bytes((len(text),)), text))


def _fields(body: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Service type, source, destination and the rest, by their ends."""
    service_end = body.index(0)
    source_end = body.index(0, service_end + 3)
    destination_end = body.index(0, source_end + 3)
    return (
        body[:service_end],
        body[service_end + 3 : source_end],
        body[source_end + 3 : destination_end],
        body[destination_end + 11 :],
    )


def _serve_bare(port: int, ready: Event) -> None:
    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", port)
        ready.set()
        await server.serve_forever()

    asyncio.run(serve())


async def _drive_bare(port: int, texts: int) -> float:
    _, client = await asyncio.get_running_loop().create_connection(lambda: _Client(texts), "127.0.0.1", port)
    begun = time.perf_counter()
    client.data_received(b"")
    await client.done
    client.transport.close()
    return texts / (time.perf_counter() - begun)


def _serve_ours(smpp: int, http: int, secret: str) -> None:
    with suppress(KeyboardInterrupt):
        asyncio.run(serve_phone(host="127.0.0.1", smpp_port=smpp, http_port=http, system_id="bench", password=secret))


async def _session(texts: int) -> float:
    smpp, http, secret = _free_port(), _free_port(), secrets.token_hex(4)
    server = multiprocessing.get_context("spawn").Process(target=_serve_ours, args=(smpp, http, secret), daemon=True)
    server.start()
    seen = asyncio.Event()
    receipts = 0

    async def arrived(batch: Sequence[Inbound | Receipt]) -> None:
        nonlocal receipts
        receipts += len(batch)
        if receipts >= texts:
            seen.set()

    batch = [Outbound(i, i, 1, "Skobutiken", f"+4673{i % 10**7:07d}", ("x" * 63,), "gsm7") for i in range(texts)]
    try:
        url = f"smpp://bench:{secret}@127.0.0.1:{smpp}?window=500"
        async with connect(url, inbound=arrived, name="bench") as carrier:
            while not carrier.connected:
                await asyncio.sleep(0.05)
            begun = time.perf_counter()
            await carrier.submit(batch, dropped=lambda _: False)
            await seen.wait()
            return texts / (time.perf_counter() - begun)
    finally:
        server.terminate()
        server.join()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
