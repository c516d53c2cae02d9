"""What the tests of this room share: texts, a place for what comes in, and a server on a port of its own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from samtycke.carriers import Inbound, Outbound, Receipt, connect
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.peer import Host, Peer
from samtycke.sms import segment

NUMBER = "+46701740605"


def text(i, body="Hej", to=NUMBER):
    counted = segment(body)
    return Outbound(i, i, 1, "Skobutiken", to, counted.parts, counted.encoding)


def never(_):
    return False


def states(results):
    return [result.state for result in results]


class Arrived:
    """Collects what comes in, and can be told to wait before it lets it be acknowledged, or to fail."""

    def __init__(self):
        self.all, self.gate, self.failures = [], asyncio.Event(), 0
        self.gate.set()

    async def __call__(self, batch: list[Inbound | Receipt]):
        await self.gate.wait()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is away")
        self.all += batch

    def of(self, kind):
        return [one for one in self.all if isinstance(one, kind)]


class Stage:
    """A carrier that behaves as a test says: ``answer`` gets each submit and returns a status, or None for silence."""

    def __init__(self, answer=lambda number: 0, *, deaf=False, window=1000):
        self.answer, self.deaf, self.window = answer, deaf, window
        self.host = Host("us", "secret", lambda peer, sm: (0, ""))
        self.peers: list[Peer] = []
        self.submitted: list[pdu.Sm] = []
        self.commands: list[int] = []
        self.most_unanswered = 0

    @property
    def peer(self) -> Peer:
        return self.peers[-1]

    def __call__(self) -> Peer:
        self.peers.append(_Player(self))
        return self.peers[-1]


class _Player(Peer):
    def __init__(self, stage):
        super().__init__(stage.host, window=stage.window)
        self.stage = stage

    def data_received(self, data):
        if not (self.stage.deaf and self.bound):
            super().data_received(data)

    def _received(self, unit):
        self.stage.commands.append(unit.command)
        super()._received(unit)

    def _submitted(self, unit):
        self.stage.submitted.append(pdu.unpack_sm(unit.body))
        status = self.stage.answer(len(self.stage.submitted))
        if status is not None:
            self._answer(unit, b"%d\0" % len(self.stage.submitted), status)


@asynccontextmanager
async def bound(protocol, arrived, *, password="secret", query="window=50"):
    """A server that speaks ``protocol``, and our session with it."""
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, connect(f"smpp://us:{password}@127.0.0.1:{port}?{query}", inbound=arrived, name="t") as carrier:
        yield carrier


async def until(true, seconds=10.0):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)
