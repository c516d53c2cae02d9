"""The other side of an SMPP connection: a server that takes binds, texts, and brings texts and receipts.

The simulator is one, and so is what tests play a carrier with.
"""

from __future__ import annotations

import asyncio
import hmac
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from samtycke.carriers.smpp import pdu

Take = Callable[["Peer", pdu.Sm], tuple[int, str]]
"""Says of a submitted text which status to answer with, and which id."""


@dataclass(slots=True)
class Host:
    """What all connections of a server share: who may bind, and what happens to texts."""

    system_id: str
    password: str
    take: Take
    peers: list[Peer] = field(default_factory=list)
    ids: count[int] = field(default_factory=lambda: count(1))

    def receivers(self) -> list[Peer]:
        """The connections that texts can be brought to."""
        return [peer for peer in self.peers if peer.bound in (pdu.BIND_TRANSCEIVER, pdu.BIND_RECEIVER)]


class Peer(asyncio.Protocol):
    """One connection from a client (ESME)."""

    def __init__(self, host: Host, *, window: int = 1000) -> None:
        self.host, self._window = host, window
        self._buffer = bytearray()
        self._sequence = 0
        self._out: list[bytes] = []
        self._waiting: deque[tuple[bytes, asyncio.Future[int] | None]] = deque()
        self._unanswered: dict[int, asyncio.Future[int] | None] = {}
        self.transport: asyncio.Transport | None = None
        self.bound = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host.peers.append(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self in self.host.peers:
            self.host.peers.remove(self)
        for waiting in [*self._unanswered.values(), *(future for _, future in self._waiting)]:
            if waiting and not waiting.done():
                waiting.set_exception(ConnectionError("the client went away"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        try:
            for unit in pdu.unpack(self._buffer):
                self._received(unit)
        except pdu.Malformed as error:
            self._out.append(pdu.pack(pdu.GENERIC_NACK, error.sequence, status=error.status))
            self.flush()
            if self.transport:
                self.transport.close()
        self.flush()

    def deliver(self, body: bytes, answered: asyncio.Future[int] | None = None) -> None:
        """Bring a deliver_sm; ``answered`` gets the status of its response."""
        self._waiting.append((body, answered))

    def flush(self) -> None:
        """Write what has gathered, in one go."""
        while self._waiting and len(self._unanswered) < self._window:
            body, future = self._waiting.popleft()
            self._sequence = self._sequence % 0x7FFFFFFF + 1
            self._unanswered[self._sequence] = future
            self._out.append(pdu.pack(pdu.DELIVER_SM, self._sequence, body))
        if self._out and self.transport and not self.transport.is_closing():
            self.transport.write(b"".join(self._out))
        self._out.clear()

    def _received(self, unit: pdu.Pdu) -> None:
        match unit.command:
            case pdu.SUBMIT_SM:
                self._submitted(unit)
            case 0x80000005:  # deliver_sm_resp
                future = self._unanswered.pop(unit.sequence, None)
                if future and not future.done():
                    future.set_result(unit.status)
            case pdu.BIND_RECEIVER | pdu.BIND_TRANSMITTER | pdu.BIND_TRANSCEIVER:
                self._bind(unit)
            case pdu.ENQUIRE_LINK:
                self._answer(unit)
            case pdu.UNBIND:
                self._answer(unit)
                self.flush()
                if self.transport:
                    self.transport.close()
            case other if not other & pdu.RESP:
                self._out.append(pdu.pack(pdu.GENERIC_NACK, unit.sequence, status=pdu.ESME_RINVCMDID))

    def _bind(self, unit: pdu.Pdu) -> None:
        try:
            system_id, password = pdu.unpack_bind(unit.body)
        except pdu.Malformed as error:
            return self._answer(unit, b"", error.status)
        good = hmac.compare_digest(
            f"{system_id}\0{password}".encode(), f"{self.host.system_id}\0{self.host.password}".encode()
        )
        if good:
            self.bound = unit.command
        return self._answer(unit, b"samtycke\0" if good else b"", pdu.ESME_ROK if good else pdu.ESME_RBINDFAIL)

    def _submitted(self, unit: pdu.Pdu) -> None:
        if self.bound not in (pdu.BIND_TRANSCEIVER, pdu.BIND_TRANSMITTER):
            return self._answer(unit, b"", pdu.ESME_RINVBNDSTS)
        try:
            sm = pdu.unpack_sm(unit.body)
        except pdu.Malformed as error:
            return self._answer(unit, b"", error.status)
        status, ref = self.host.take(self, sm)
        return self._answer(unit, ref.encode() + b"\0" if status == pdu.ESME_ROK else b"", status)

    def _answer(self, unit: pdu.Pdu, body: bytes = b"", status: int = pdu.ESME_ROK) -> None:
        self._out.append(pdu.pack(unit.command | pdu.RESP, unit.sequence, body, status))
