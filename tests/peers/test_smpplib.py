"""smpplib as a client of ours."""

from __future__ import annotations

import asyncio
import socket
import warnings

import pytest

from .scene import LONG, NUMBER, network

smpplib = pytest.importorskip("smpplib")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import smpplib.client
    import smpplib.consts
    import smpplib.exceptions
    import smpplib.gsm

EXTENSION = set("^{}\\[~]|€")


def converse(port: int, text: str, ready) -> tuple[list, list]:
    """Bind, send a text in parts, and listen until the receipt and one reply have come."""
    client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True, timeout=10)
    submitted, delivered = [], []
    client.set_message_sent_handler(lambda pdu: submitted.append(pdu))
    client.set_message_received_handler(lambda pdu: delivered.append(pdu) or 0)
    client.connect()
    client.bind_transceiver(system_id="us", password="secret")
    parts, coding, esm_class = smpplib.gsm.make_parts(text)
    for place, part in enumerate(parts):
        client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_ALNUM, source_addr="Skobutiken",
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL, destination_addr=NUMBER[1:],
            short_message=part, data_coding=coding, esm_class=esm_class, registered_delivery=place == len(parts) - 1,
        )  # fmt: skip
    while len(submitted) < len(parts) or not delivered:
        client.read_once()
    ready()
    while len(delivered) < 2:
        client.read_once()
    client.unbind()
    client.disconnect()
    return submitted, delivered


@pytest.mark.parametrize("encoding", ["gsm7", "ucs2"])
def test_it_sends_through_our_server_and_takes_receipt_and_reply(encoding):
    # It cuts an escape from its character at the 153 edge, which a handset joins again and so do we.
    async def run():
        async with network() as (simulated, port):
            loop, heard = asyncio.get_running_loop(), asyncio.Event()
            talk = asyncio.create_task(
                asyncio.to_thread(converse, port, LONG[encoding], lambda: loop.call_soon_threadsafe(heard.set))
            )
            await asyncio.wait({talk, asyncio.create_task(heard.wait())}, return_when="FIRST_COMPLETED", timeout=15)
            await asyncio.wait_for(simulated.reply(NUMBER, "71000", "STOPP å"), 10)
            submitted, delivered = await talk
            (received,) = simulated.handsets.of(NUMBER)["texts"]
        assert (received["text"], received["encoding"]) == (LONG[encoding], encoding)
        assert received["parts"] == len(submitted)
        receipt, reply = delivered
        assert receipt.esm_class == 4
        assert b"id:" + submitted[-1].message_id in receipt.short_message
        assert (reply.source_addr, reply.short_message) == (NUMBER[1:].encode(), b"STOPP \x0f")

    asyncio.run(run())


def test_a_wrong_password_is_refused_in_words_it_understands():
    async def run():
        async with network() as (_, port):
            with pytest.raises(smpplib.exceptions.PDUError) as refused:
                await asyncio.to_thread(bind_wrongly, port)
        assert refused.value.args[1] == smpplib.consts.SMPP_ESME_RBINDFAIL

    asyncio.run(run())


def bind_wrongly(port: int) -> None:
    client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True, timeout=10)
    client.connect()
    try:
        client.bind_transceiver(system_id="us", password="wrong")
    finally:
        client.disconnect()


@pytest.mark.parametrize("before", [b"", b"\0\0\0\x10"])
def test_what_is_no_smpp_is_hung_up_on(before):
    """A stray HTTP request is answered with generic_nack and closed, and hurts nobody else."""

    def knock(port: int) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
            caller.sendall(before + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + b"\xff" * 64)
            answer = b""
            while octets := caller.recv(4096):
                answer += octets
            return answer

    async def run():
        async with network() as (_, port):
            answer = await asyncio.to_thread(knock, port)
        assert answer[4:8] == b"\x80\0\0\0"

    asyncio.run(run())
