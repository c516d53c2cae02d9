"""Whatever octets a peer sends, each end goes on or hangs up; it never stumbles, and never forgets to answer."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from samtycke.carriers import Inbound, Receipt
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.peer import Host, Peer
from samtycke.carriers.smpp.settings import read_url
from samtycke.carriers.smpp.wire import Wire

commands = st.sampled_from([0x04, 0x05, 0x06, 0x09, 0x01, 0x0B, 0x15, 0x102, 0x103]).flatmap(
    lambda command: st.sampled_from([command, command | pdu.RESP])
) | st.integers(0, 0xFFFFFFFF)
bodies = st.binary(max_size=80) | st.builds(
    lambda source, to, message, coding, esm, tlvs: pdu.pack_sm(
        source, to, message, data_coding=coding, esm_class=esm, tlvs=tlvs
    ),
    st.text(max_size=21), st.text(max_size=21), st.binary(max_size=200), st.integers(0, 255),
    st.sampled_from([0, 4, 0x20, 0x40, 0x44]), st.binary(max_size=60),
)  # fmt: skip
units = st.lists(st.tuples(commands, st.sampled_from([0, 0x58, 0x0D]), st.integers(0, 0x7FFFFFFF), bodies), max_size=6)


class Ear(asyncio.Transport):
    """A transport that only remembers: the other end of a conversation held in one thread."""

    def __init__(self):
        super().__init__()
        self.octets, self.closed = bytearray(), False

    def write(self, data):
        self.octets += data

    def close(self):
        self.closed = True

    abort = close

    def is_closing(self):
        return self.closed


@given(units, st.integers(1, 50))
def test_our_session_answers_or_keeps_every_request_it_is_sent(sent, size):
    async def run():
        settings = read_url("smpp://us:secret@host?patience=0.01", "x")
        wire: Wire[object] = Wire(settings, lambda *_: None, lambda: None)
        ear = Ear()
        wire.connection_made(ear)
        stream = b"".join(pdu.pack(command, sequence, body, status) for command, status, sequence, body in sent)
        for at in range(0, len(stream), size):
            wire.data_received(stream[at : at + size])
        for at in wire._assembler._open.values():
            at.grown_at = 0.0
        wire.deliver_overdue()
        answered = [unit.sequence for unit in pdu.unpack(ear.octets)]
        kept = [*wire.texts._items, *wire.receipts._items]
        owed = answered + [sequence for _, sequences in kept for sequence in sequences]
        for arrival, _ in kept:
            assert storable(arrival)
        asked = [s for c, _, s, _ in sent if not c & pdu.RESP and c not in pdu.UNANSWERED]
        if not ear.closed:
            assert sorted(owed) == sorted(asked)
        wire.connection_lost(None)
        wire._bound.exception()

    asyncio.run(run())


def storable(arrival: Inbound | Receipt) -> bool:
    """Whether a database can store it: UTF-8 without NUL, and no id longer than one can be."""
    if isinstance(arrival, Receipt):
        said = [arrival.ref, arrival.code]
        assert max(map(len, said)) <= 65
    else:
        said = [arrival.sender, arrival.to, arrival.text]
    return all("\0" not in one and one.encode() is not None for one in said)


@given(units, st.integers(1, 50))
def test_our_server_answers_every_request_until_it_hangs_up(sent, size):
    peer = Peer(Host("us", "secret", lambda peer, sm: (0, "1")))
    ear = Ear()
    peer.connection_made(ear)
    stream = b"".join(pdu.pack(command, sequence, body, status) for command, status, sequence, body in sent)
    for at in range(0, len(stream), size):
        peer.data_received(stream[at : at + size])
    answered = [unit.sequence for unit in pdu.unpack(ear.octets)]
    asked = [s for c, _, s, _ in sent if not c & pdu.RESP and c not in pdu.UNANSWERED]
    assert answered == asked[: len(answered)]
    assert ear.closed or answered == asked


@given(st.binary(max_size=200))
def test_any_octets_at_all_are_survived(junk):
    peer = Peer(Host("us", "secret", lambda peer, sm: (0, "1")))
    ear = Ear()
    peer.connection_made(ear)
    peer.data_received(junk)
