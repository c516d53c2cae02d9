"""Our session against a real server over TCP: windows, refusals, cut connections, and acknowledgement after commit."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest

from samtycke.carriers import BadUrl, Inbound, Outbound, Receipt, connect
from samtycke.carriers.phone import Network, NobodyListens
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.peer import Host, Peer
from samtycke.sms import segment


def text(i, body="Hej", to="+46701740605"):
    counted = segment(body)
    return Outbound(i, i, 1, "Skobutiken", to, counted.parts, counted.encoding)


def never(_):
    return False


class Arrived:
    """Collects what comes in, and can be told to wait before it lets it be acknowledged."""

    def __init__(self):
        self.all, self.gate, self.some = [], asyncio.Event(), asyncio.Event()
        self.gate.set()

    async def __call__(self, batch):
        await self.gate.wait()
        self.all += batch
        self.some.set()

    def of(self, kind):
        return [one for one in self.all if isinstance(one, kind)]


@asynccontextmanager
async def bound(network_or_protocol, arrived, *, password="secret", query="window=50"):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(network_or_protocol, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, connect(f"smpp://us:{password}@127.0.0.1:{port}?{query}", inbound=arrived, name="t") as carrier:
        yield carrier


async def until(true, seconds=5.0):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


def test_texts_arrive_once_each_and_are_reported_delivered():
    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        async with bound(network.protocol, arrived) as carrier:
            await until(lambda: carrier.connected)
            results = await carrier.submit([text(i, to=f"+4673000{i:04d}") for i in range(500)], dropped=never)
            assert [result.state for result in results] == ["sent"] * 500
            await until(lambda: len(arrived.all) == 500)
        network.flush()
        assert network.handsets.statistics() == {"received": 500, "handsets": 500, "twice": 0}
        assert {one.ref for one in arrived.of(Receipt)} == {result.ref for result in results}
        assert {one.state for one in arrived.of(Receipt)} == {"delivered"}

    asyncio.run(run())


@pytest.mark.parametrize("body", ["Å" * 400 + "€", "Hej 😀 " * 40])
def test_a_long_text_arrives_whole_with_one_receipt(body):
    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        async with bound(network.protocol, arrived, query="window=2") as carrier:
            await until(lambda: carrier.connected)
            (result,) = await carrier.submit([text(1, body)], dropped=never)
            await until(lambda: arrived.all)
            await asyncio.sleep(0.05)
        network.flush()
        (received,) = network.handsets.of("+46701740605")["texts"]
        assert received["text"] == body
        assert [one.ref for one in arrived.of(Receipt)] == [result.ref]

    asyncio.run(run())


def test_a_reply_is_acknowledged_only_after_it_is_committed():
    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        async with bound(network.protocol, arrived) as carrier:
            await until(lambda: carrier.connected)
            arrived.gate.clear()
            replying = asyncio.create_task(network.reply("+46701740605", "71000", "STOPP " + "å" * 200))
            await asyncio.sleep(0.2)
            assert not replying.done()
            arrived.gate.set()
            await asyncio.wait_for(replying, 5)
        (inbound,) = arrived.of(Inbound)
        assert (inbound.sender, inbound.to, inbound.text[:6]) == ("+46701740605", "71000", "STOPP ")

    asyncio.run(run())


def test_a_text_that_cannot_be_committed_is_not_acknowledged():
    async def run():
        network = Network("us", "secret")

        async def broken(_):
            raise RuntimeError("the database is away")

        async with bound(network.protocol, broken) as carrier:
            await until(lambda: carrier.connected)
            with pytest.raises((NobodyListens, ConnectionError)):
                await network.reply("+46701740605", "71000", "STOPP")

    asyncio.run(run())


def test_who_has_left_is_dropped_in_the_turn_it_would_be_written():
    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        async with bound(network.protocol, arrived) as carrier:
            await until(lambda: carrier.connected)
            results = await carrier.submit([text(1), text(2)], dropped=lambda message: message.person == 2)
        assert [result.state for result in results] == ["sent", "dropped"]
        network.flush()
        assert network.handsets.statistics()["received"] == 1

    asyncio.run(run())


def answering(status):
    """A server that answers every text with a status, or with nothing at all."""

    class Silent(Peer):
        def _submitted(self, unit):
            if status is not None:
                self._answer(unit, b"", status)

    return lambda: Silent(Host("us", "secret", lambda peer, sm: (0, "")))


@pytest.mark.parametrize(
    ("status", "state"), [(pdu.ESME_RTHROTTLED, "retry"), (pdu.ESME_RMSGQFUL, "retry"), (0x0B, "failed")]
)
def test_a_refusal_that_passes_may_be_tried_again_and_another_not(status, state):
    async def run():
        async with bound(answering(status), Arrived()) as carrier:
            await until(lambda: carrier.connected)
            (result,) = await carrier.submit([text(1)], dropped=never)
        assert result.state == state

    asyncio.run(run())


def test_what_was_written_when_the_wire_was_cut_is_unknown_and_the_rest_may_go_again():
    async def run():
        peers = []

        def protocol():
            peers.append(answering(None)())
            return peers[-1]

        async with bound(protocol, Arrived(), query="window=3") as carrier:
            await until(lambda: carrier.connected)
            submitting = asyncio.create_task(carrier.submit([text(i) for i in range(5)], dropped=never))
            await asyncio.sleep(0.1)
            peers[0].transport.abort()
            results = await asyncio.wait_for(submitting, 5)
            assert [result.state for result in results] == ["unknown"] * 3 + ["retry"] * 2
            await until(lambda: carrier.connected)
            assert len(peers) == 2

    asyncio.run(run())


def test_a_wrong_password_is_refused_and_nothing_is_offered():
    async def run():
        network = Network("us", "secret")
        async with bound(network.protocol, Arrived(), password="wrong") as carrier:
            await asyncio.sleep(0.3)
            assert not carrier.connected
            (result,) = await carrier.submit([text(1)], dropped=never)
        assert result.state == "retry"

    asyncio.run(run())


def test_an_address_that_cannot_be_is_refused_with_its_reason_and_without_its_password():
    with pytest.raises(BadUrl, match="unknown setting windw") as refused:
        connect("smpp://us:hemligt@host?windw=3", inbound=Arrived(), name="x")
    assert "hemligt" not in str(refused.value)
    with pytest.raises(BadUrl, match="no carrier called"):
        connect("pigeon://roof", inbound=Arrived(), name="x")
