"""Our session against a real server over TCP: windows, refusals, cut connections, and acknowledgement after commit."""

from __future__ import annotations

import asyncio

import pytest

from samtycke.carriers import Inbound, Receipt
from samtycke.carriers.phone import Network, NobodyListens
from samtycke.carriers.smpp import pdu

from .scene import Arrived, Stage, bound, never, states, text, until


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


@pytest.mark.parametrize(
    ("status", "state"), [(pdu.ESME_RTHROTTLED, "retry"), (pdu.ESME_RMSGQFUL, "retry"), (0x0B, "failed")]
)
def test_a_refusal_that_passes_may_be_tried_again_and_another_not(status, state):
    async def run():
        async with bound(Stage(lambda _: status), Arrived()) as carrier:
            await until(lambda: carrier.connected)
            (result,) = await carrier.submit([text(1)], dropped=never)
        assert result.state == state

    asyncio.run(run())


@pytest.mark.parametrize(("query", "state"), [("left=0x411,0x412", "left"), ("left=0x0B", "failed"), ("", "failed")])
def test_a_refusal_may_say_that_the_person_has_left_and_the_url_says_which(query, state):
    async def run():
        async with bound(Stage(lambda _: 0x411), Arrived(), query=query) as carrier:
            await until(lambda: carrier.connected)
            (result,) = await carrier.submit([text(1)], dropped=never)
        assert (result.state, result.code) == (state, "0x411")

    asyncio.run(run())


def test_what_was_written_when_the_wire_was_cut_is_unknown_and_the_rest_may_go_again():
    async def run():
        stage = Stage(lambda _: None)
        async with bound(stage, Arrived(), query="window=3") as carrier:
            await until(lambda: carrier.connected)
            submitting = asyncio.create_task(carrier.submit([text(i) for i in range(5)], dropped=never))
            await until(lambda: len(stage.submitted) == 3)
            stage.peer.transport.abort()
            results = await asyncio.wait_for(submitting, 5)
            assert states(results) == ["unknown"] * 3 + ["retry"] * 2
            await until(lambda: carrier.connected)
            assert len(stage.peers) == 2

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
