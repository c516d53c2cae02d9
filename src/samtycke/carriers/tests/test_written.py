"""What is written is what was asked for: coded, cut, paced and dropped as it should be."""

from __future__ import annotations

import asyncio
import time

import pytest

from samtycke.carriers import Outbound
from samtycke.carriers.phone import Network
from samtycke.carriers.smpp import pdu

from .scene import NUMBER, Arrived, Stage, bound, never, states, text, until


def written(messages, query):
    """What a carrier with these settings gets, and the results."""

    async def run():
        stage = Stage()
        async with bound(stage, Arrived(), query=query) as carrier:
            await until(lambda: carrier.connected)
            return await carrier.submit(messages, dropped=never), stage.submitted

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("alphabet", "body", "octets"),
    [("gsm", "å@€", b"\x0f\x00\x1be"), ("latin1", "å@", b"\xe5@"), ("ascii", "a@", b"a@")],
)
def test_coding_zero_is_what_the_carrier_says_it_is(alphabet, body, octets):
    _, (sm,) = written([text(1, body)], f"alphabet={alphabet}")
    assert (sm.data_coding, sm.message) == (0, octets)


@pytest.mark.parametrize(("alphabet", "body"), [("latin1", "5 €"), ("ascii", "på")])
def test_a_character_the_carrier_lacks_is_refused_alone_and_never_replaced(alphabet, body):
    results, submitted = written([text(1, "ja"), text(2, body), text(3, "ja")], f"alphabet={alphabet}")
    assert states(results) == ["sent", "failed", "sent"]
    assert results[1].code == "alphabet"
    assert [sm.message for sm in submitted] == [b"ja", b"ja"]


def test_parts_that_are_not_what_they_say_are_refused_alone():
    bad = Outbound(2, 2, 1, "Skobutiken", NUMBER, ("😀",), "gsm7")
    long = Outbound(3, 3, 1, "Skobutiken", NUMBER, ("a" * 300,), "gsm7")
    results, submitted = written([text(1), bad, long, text(4)], "")
    assert states(results) == ["sent", "failed", "failed", "sent"]
    assert len(submitted) == 2


def test_the_last_part_alone_asks_for_a_receipt_and_names_the_text():
    (result,), submitted = written([text(1, "å" * 400)], "")
    assert [sm.registered for sm in submitted] == [0, 0, 1]
    assert result.ref == "3"


def test_parts_may_say_that_they_belong_together_beside_the_text():
    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        async with bound(network.protocol, arrived, query="long=sar") as carrier:
            await until(lambda: carrier.connected)
            await carrier.submit([text(1, "å€" * 300)], dropped=never)
        (received,) = network.handsets.of(NUMBER)["texts"]
        assert (received["text"], received["parts"]) == ("å€" * 300, text(1, "å€" * 300).parts.__len__())

    asyncio.run(run())


def test_a_rate_is_counted_in_segments():
    async def run():
        stage = Stage()
        async with bound(stage, Arrived(), query="tps=50") as carrier:
            await until(lambda: carrier.connected)
            begun = time.monotonic()
            results = await carrier.submit([text(i, "å" * 200) for i in range(15)], dropped=never)
            taken = time.monotonic() - begun
        assert states(results) == ["sent"] * 15
        assert len(stage.submitted) == 30
        assert 0.4 < taken < 3

    asyncio.run(run())


def test_a_throttled_text_may_go_again_and_later_ones_wait():
    async def run():
        stage = Stage(lambda number: pdu.ESME_RTHROTTLED if number == 1 else 0)
        async with bound(stage, Arrived(), query="window=1") as carrier:
            await until(lambda: carrier.connected)
            begun = time.monotonic()
            results = await carrier.submit([text(1), text(2)], dropped=never)
            assert states(results) == ["retry", "sent"]
            assert time.monotonic() - begun >= 0.9

    asyncio.run(run())


def test_whether_a_text_may_go_is_asked_when_it_is_written_and_not_when_it_is_offered():
    async def run():
        stage, left = Stage(lambda _: None), set()
        async with bound(stage, Arrived(), query="window=1") as carrier:
            await until(lambda: carrier.connected)
            task = asyncio.create_task(
                carrier.submit([text(i) for i in range(3)], dropped=lambda message: message.person in left)
            )
            await until(lambda: len(stage.submitted) == 1)
            left.add(1)  # after it was offered, before there was room for it
            stage.answer = lambda _: 0
            stage.peer._out.append(pdu.pack(pdu.SUBMIT_SM_RESP, 2, b"1\0"))
            stage.peer.flush()
            assert states(await asyncio.wait_for(task, 5)) == ["sent", "dropped", "sent"]

    asyncio.run(run())


def test_no_answer_to_whether_a_text_may_go_is_a_no():
    def asked(message):
        if message.id == 2:
            raise LookupError(message)
        return False

    async def run():
        stage = Stage()
        async with bound(stage, Arrived()) as carrier:
            await until(lambda: carrier.connected)
            results = await carrier.submit([text(i) for i in (1, 2, 3)], dropped=asked)
        assert [(result.state, result.code) for result in results] == [
            ("sent", ""), ("dropped", "LookupError"), ("sent", ""),
        ]  # fmt: skip

    asyncio.run(run())


def test_a_code_does_not_wait_behind_a_campaign():
    """Batches take turns at the window, whoever offered first and most."""

    async def run():
        stage = Stage(lambda _: None)
        async with bound(stage, Arrived(), query="window=1") as carrier:
            await until(lambda: carrier.connected)
            campaign = asyncio.create_task(carrier.submit([text(i) for i in range(500)], dropped=never))
            await until(lambda: stage.submitted)
            code = asyncio.create_task(carrier.submit([text(1, "Din kod: 482 913")], dropped=never))
            await asyncio.sleep(0)
            assert carrier.health.waiting == 500
            stage.answer = lambda _: 0
            stage.peer._out.append(pdu.pack(pdu.SUBMIT_SM_RESP, 2, b"1\0"))
            stage.peer.flush()
            assert states(await code) == ["sent"]
            assert [sm.message for sm in stage.submitted[:4]].count(b"Din kod: 482 913") == 1
            assert states(await campaign) == ["sent"] * 500

    asyncio.run(run())
