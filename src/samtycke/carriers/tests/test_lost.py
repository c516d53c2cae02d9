"""What is lost on the way is noticed, named, and neither repeated nor forgotten."""

from __future__ import annotations

import asyncio

import pytest

from samtycke.carriers import Inbound, Receipt
from samtycke.carriers.phone import Network
from samtycke.carriers.smpp import pdu

from .scene import NUMBER, Arrived, Stage, bound, never, states, text, until

IMPATIENT = "enquire=0.1&answer=0.3"


def test_a_peer_gone_silent_is_noticed_while_texts_wait_for_it():
    async def run():
        stage = Stage()
        async with bound(stage, Arrived(), query=f"window=2&{IMPATIENT}") as carrier:
            await until(lambda: carrier.connected)
            stage.deaf = True
            results = await asyncio.wait_for(carrier.submit([text(i) for i in range(4)], dropped=never), 5)
            assert states(results) == ["unknown"] * 2 + ["retry"] * 2
            assert carrier.health.trouble != ""
            stage.deaf = False
            await until(lambda: carrier.connected)
            assert states(await carrier.submit([text(9)], dropped=never)) == ["sent"]

    asyncio.run(run())


def test_a_peer_gone_silent_is_noticed_while_nothing_is_sent():
    async def run():
        stage = Stage(deaf=True)
        async with bound(stage, Arrived(), query=IMPATIENT) as carrier:
            await until(lambda: carrier.connected)
            await until(lambda: len(stage.peers) > 1)

    asyncio.run(run())


def test_a_peer_that_is_only_quiet_is_asked_and_kept():
    async def run():
        stage = Stage()
        async with bound(stage, Arrived(), query=IMPATIENT) as carrier:
            await until(lambda: stage.commands.count(pdu.ENQUIRE_LINK) >= 5)
            assert carrier.connected
        assert len(stage.peers) == 1

    asyncio.run(run())


def test_one_lost_answer_is_one_unknown_text_and_the_line_is_kept():
    async def run():
        stage = Stage(lambda number: None if number == 3 else 0)
        async with bound(stage, Arrived(), query=f"window=2&{IMPATIENT}") as carrier:
            await until(lambda: carrier.connected)
            results = await asyncio.wait_for(carrier.submit([text(i) for i in range(9)], dropped=never), 5)
            assert states(results) == ["sent", "sent", "unknown"] + ["sent"] * 6
            assert results[2].code == "no-answer"
        assert len(stage.peers) == 1

    asyncio.run(run())


def test_a_peer_that_answers_no_text_is_given_no_more_of_them():
    """It says it is there, but what it takes disappears: the window is lost, never the whole queue."""

    async def run():
        stage = Stage(lambda _: None)
        async with bound(stage, Arrived(), query=f"window=4&{IMPATIENT}") as carrier:
            await until(lambda: carrier.connected)
            results = await asyncio.wait_for(carrier.submit([text(i) for i in range(20)], dropped=never), 5)
            assert states(results) == ["unknown"] * 4 + ["retry"] * 16
        assert len(stage.submitted) == 4

    asyncio.run(run())


def test_a_window_is_never_exceeded_but_by_the_parts_of_one_text():
    async def run():
        stage = Stage(lambda _: None)
        async with bound(stage, Arrived(), query="window=4") as carrier:
            await until(lambda: carrier.connected)
            task = asyncio.create_task(carrier.submit([text(i, "å" * 400) for i in range(4)], dropped=never))
            await asyncio.sleep(0.2)
            assert len(stage.submitted) == 6
            assert carrier.health.unanswered == 6
        assert states(await task) == ["unknown"] * 2 + ["retry"] * 2

    asyncio.run(run())


def test_some_parts_refused_is_unknown_since_sending_again_would_repeat_the_others():
    async def run():
        stage = Stage(lambda number: pdu.ESME_RTHROTTLED if number == 2 else 0)
        async with bound(stage, Arrived()) as carrier:
            await until(lambda: carrier.connected)
            (result,) = await carrier.submit([text(1, "å" * 400)], dropped=never)
        assert (result.state, result.code) == ("unknown", "0x58")

    asyncio.run(run())


def test_what_could_not_be_committed_is_brought_again_and_not_before_acknowledged():
    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        arrived.failures = 1
        async with bound(network.protocol, arrived) as carrier:
            await until(lambda: carrier.connected)
            results = await carrier.submit([text(i) for i in range(20)], dropped=never)
            await until(lambda: len(arrived.of(Receipt)) == 20)
        assert {one.ref for one in arrived.all} == {result.ref for result in results}

    asyncio.run(run())


def test_receipts_of_a_cut_line_are_brought_when_we_are_back():
    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        async with bound(network.protocol, arrived) as carrier:
            await until(lambda: carrier.connected)
            arrived.gate.clear()
            results = await carrier.submit([text(i) for i in range(20)], dropped=never)
            network.host.peers[0].transport.abort()
            arrived.gate.set()
            await until(lambda: carrier.connected and {one.ref for one in arrived.all} == {r.ref for r in results})

    asyncio.run(run())


def test_leaving_lets_what_is_being_committed_be_acknowledged_and_says_goodbye():
    async def run():
        stage, arrived = Stage(), Arrived()
        async with bound(stage, arrived) as carrier:
            await until(lambda: carrier.connected)
            arrived.gate.clear()
            stage.peer.deliver(pdu.pack_sm(NUMBER, "71000", b"STOPP", data_coding=0))
            stage.peer.flush()
            await asyncio.sleep(0.1)
            asyncio.get_running_loop().call_later(0.2, arrived.gate.set)
        assert [one.text for one in arrived.of(Inbound)] == ["STOPP"]
        assert stage.commands[-2:] == [pdu.DELIVER_SM_RESP, pdu.UNBIND]

    asyncio.run(run())


def test_a_receipt_may_come_before_its_response_and_twice():
    async def run():
        stage, arrived = Stage(), Arrived()

        def receipt_first(number):
            for _ in range(2):
                body = pdu.pack_sm(NUMBER, "71000", b"id:%d stat:DELIVRD err:000" % number, data_coding=0, esm_class=4)
                stage.peer.deliver(body)
            stage.peer.flush()
            return 0

        stage.answer = receipt_first
        async with bound(stage, arrived) as carrier:
            await until(lambda: carrier.connected)
            (result,) = await carrier.submit([text(1)], dropped=never)
            await until(lambda: len(arrived.all) == 2)
        assert [one.ref for one in arrived.all] == [result.ref] * 2

    asyncio.run(run())


@pytest.mark.parametrize("window", [1, 10])
def test_a_peer_that_brings_one_part_at_a_time_is_not_kept_waiting_for_ever(window):
    """It waits for our answer before it brings the second part: then the parts are read as they come, none lost."""

    async def run():
        stage, arrived = Stage(window=window), Arrived()
        async with bound(stage, arrived, query="patience=0.2") as carrier:
            await until(lambda: carrier.connected)
            for number, part in ((1, b"STOPP "), (2, b"tack")):
                message = bytes((5, 0, 3, 9, 2, number)) + part
                stage.peer.deliver(pdu.pack_sm(NUMBER, "71000", message, data_coding=0, esm_class=pdu.ESM_UDHI))
            stage.peer.flush()
            await until(lambda: stage.commands.count(pdu.DELIVER_SM_RESP) == 2)
        expected = ["STOPP ", "tack"] if window == 1 else ["STOPP tack"]
        assert [one.text for one in arrived.of(Inbound)] == expected

    asyncio.run(run())


def test_octets_that_are_no_smpp_end_the_line_and_a_new_one_is_made():
    async def run():
        stage = Stage()
        async with bound(stage, Arrived()) as carrier:
            await until(lambda: carrier.connected)
            stage.peer.transport.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await until(lambda: len(stage.peers) == 2 and carrier.connected)
        assert pdu.GENERIC_NACK in stage.commands

    asyncio.run(run())


def test_a_peer_that_unbinds_is_answered_and_bound_anew():
    async def run():
        stage = Stage()
        async with bound(stage, Arrived()) as carrier:
            await until(lambda: carrier.connected)
            stage.peer.transport.write(pdu.pack(pdu.UNBIND, 1))
            await until(lambda: len(stage.peers) == 2 and carrier.connected)
        assert pdu.UNBIND_RESP in stage.commands

    asyncio.run(run())


def test_leaving_does_not_wait_for_what_can_no_longer_be_committed():
    async def run():
        stage, arrived = Stage(), Arrived()
        async with bound(stage, arrived) as carrier:
            await until(lambda: carrier.connected)
            arrived.gate.clear()
            stage.peer.deliver(pdu.pack_sm(NUMBER, "71000", b"STOPP", data_coding=0))
            stage.peer.flush()
            await asyncio.sleep(0.1)
            asyncio.get_running_loop().call_later(0.1, stage.peer.transport.abort)
            begun = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - begun < 2
        assert not arrived.all

    asyncio.run(run())


def test_however_often_the_line_is_cut_nothing_is_sent_twice_nor_lost():
    """Each text ends as sent, certainly not sent, or unknown; the handsets agree; each receipt comes in the end."""

    async def run():
        network, arrived = Network("us", "secret"), Arrived()
        results = []

        async def campaign(carrier, first):
            left = [text(i, f"Text {i}") for i in range(first, first + 2000)]
            while left:
                await until(lambda: carrier.connected)
                done = await carrier.submit(left[:150], dropped=never)
                results.extend(result for result in done if result.state != "retry")
                again = {result.id for result in done if result.state == "retry"}
                left = [message for message in left[:150] if message.id in again] + left[150:]

        async def cut():
            for _ in range(4):
                await asyncio.sleep(0.05)
                for peer in list(network.host.peers):
                    peer.transport.abort()

        async with bound(network.protocol, arrived) as carrier:
            await asyncio.gather(campaign(carrier, 0), campaign(carrier, 10_000), cut())
            sent = {result.ref for result in results if result.state == "sent"}
            await until(lambda: sent <= {one.ref for one in arrived.of(Receipt)})
        assert len(results) == 4000
        has = [row["text"] for row in network.handsets.after(0, limit=10_000)]
        assert len(has) == len(set(has))
        unknown = {f"Text {result.id}" for result in results if result.state == "unknown"}
        assert {f"Text {result.id}" for result in results if result.state == "sent"} == set(has) - unknown
        assert len(unknown) <= 4 * 50

    asyncio.run(run())
