"""npm's smpp, which shares no line with ours, as a carrier and as a client."""

from __future__ import annotations

import asyncio

import pytest

from samtycke.carriers import connect

from .scene import LONG, NUMBER, Arrived, network, node_with_smpp, outbound, program

absent = node_with_smpp()
pytestmark = pytest.mark.skipif(absent is not None, reason=str(absent))


@pytest.mark.parametrize("encoding", ["gsm7", "ucs2"])
def test_it_reads_our_long_texts_whole_and_we_read_its_receipt(encoding):
    async def run():
        arrived = Arrived()
        async with program("node", "server.js") as said:
            port = (await said())["port"]
            url = f"smpp://us:secret@127.0.0.1:{port}?ids=receipt-hex"
            async with connect(url, inbound=arrived, name="npm") as carrier:
                assert await said() == {"enquired": 0}
                message = outbound(1, LONG[encoding])
                (result,) = await carrier.submit([message], dropped=lambda _: False)
                parts = [await said() for _ in message.parts]
                assert await said() == {"receipt_answered": 0}
        assert result.state == "sent"
        assert "".join(part["text"] for part in parts) == LONG[encoding]
        assert {(part["sender"], part["to"], part["ton"]) for part in parts} == {("Skobutiken", NUMBER[1:], 1)}
        assert [part["receipt"] for part in parts] == [0] * (len(parts) - 1) + [1]
        references = {part["header"][0][:-4] for part in parts}
        assert len(references) == 1
        places = [part["header"][0][-4:] for part in parts]
        assert places == [f"{len(parts):02x}{place:02x}" for place in range(1, len(parts) + 1)]
        (receipt,) = arrived.receipts()
        assert (receipt.ref, receipt.state) == (result.ref, "delivered")

    asyncio.run(run())


def test_we_read_its_texts_short_and_long_and_acknowledge_each():
    async def run():
        arrived = Arrived()
        async with program("node", "server.js") as said:
            port = (await said())["port"]
            async with connect(f"smpp://us:secret@127.0.0.1:{port}", inbound=arrived, name="npm") as carrier:
                await said()
                await carrier.submit([outbound(1, "svara")], dropped=lambda _: False)
                answered = [await said() for _ in range(5)]
        assert {"text_answered": 0} in answered
        assert answered.count({"part_answered": 0}) == 2
        assert [(one.sender, one.to, one.text) for one in arrived.texts()] == [
            (NUMBER, "71000", "STOPP tack åäö €"),
            (NUMBER, "71000", "Hej 😀 på dig ” igen"),
        ]

    asyncio.run(run())


def test_it_refuses_a_wrong_password_and_we_say_so():
    async def run():
        async with program("node", "server.js") as said:
            port = (await said())["port"]
            async with connect(f"smpp://us:wrong@127.0.0.1:{port}", inbound=Arrived(), name="npm") as carrier:
                await asyncio.sleep(0.5)
                assert carrier.health.trouble == "bind refused with 0x0d"
                (result,) = await carrier.submit([outbound(1, "Hej")], dropped=lambda _: False)
        assert result.state == "retry"

    asyncio.run(run())


def client(port: int, password: str, text: str):
    return program("node", "client.js", PORT=str(port), PASSWORD=password, TEXT=text)


def test_it_sends_through_our_server_and_takes_receipt_and_reply():
    async def run():
        async with network() as (simulated, port), client(port, "secret", LONG["ucs2"]) as said:
            heard = [await said()]
            assert heard == [{"bound": 0}]
            while heard[-1].get("esm_class") != 4:
                heard.append(await said())
            (received,) = simulated.handsets.of(NUMBER)["texts"]
            await asyncio.wait_for(simulated.reply(NUMBER, "71000", "STOPP"), 10)
            reply = await said()
        assert {"enquired": 0} in heard
        submitted = [one for one in heard if "submitted" in one]
        assert {one["submitted"] for one in submitted} == {0}
        assert (received["text"], received["sender"]) == (LONG["ucs2"], "Skobutiken")
        assert received["parts"] == len(submitted)
        assert f"id:{submitted[-1]['id']} " in heard[-1]["text"]
        assert "stat:DELIVRD" in heard[-1]["text"]
        assert reply == {"esm_class": 0, "sender": NUMBER[1:], "to": "71000", "text": "STOPP"}

    asyncio.run(run())


def test_our_server_refuses_a_wrong_password():
    async def run():
        async with network() as (_, port), client(port, "wrong", "Hej") as said:
            assert await said() == {"bound": 0x0D}

    asyncio.run(run())
