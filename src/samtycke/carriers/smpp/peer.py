"""The other side of an SMPP connection: a server that takes binds, texts, and brings texts and receipts.

The simulator is one, and so is what tests play a carrier with.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from samtycke.carriers.smpp import pdu

Take = Callable[["Peer", pdu.Sm], tuple[int, str]]
"""Says of a submitted text which status to answer with, and which id."""

_BINDS = frozenset({pdu.BIND_RECEIVER, pdu.BIND_TRANSMITTER, pdu.BIND_TRANSCEIVER})


@dataclass(slots=True)
class Host:
    """What all connections of a server share: who may bind, and what happens to texts.

    ``keep`` is called before answers are written: what was taken must be stored by then. A receipt that no client has
    acknowledged is brought again, to whoever binds next, as networks do.
    """

    system_id: str
    password: str
    take: Take
    keep: Callable[[], None] = lambda: None
    idle: float = 60.0
    """Seconds of silence after which a client is asked whether it is there; as many again, and it is let go."""
    peers: list[Peer] = field(default_factory=list)
    backlog: deque[bytes] = field(default_factory=deque)
    ids: count[int] = field(default_factory=lambda: count(1))
    turns: count[int] = field(default_factory=count)

    def receiver(self) -> Peer | None:
        """A connection that texts can be brought to; each in its turn."""
        bound = [peer for peer in self.peers if peer.receives]
        return bound[next(self.turns) % len(bound)] if bound else None

    def bring(self, body: bytes, peer: Peer | None = None) -> None:
        """Bring a receipt, by the connection its text came by if it still can."""
        chosen = peer if peer and peer.receives else self.receiver()
        if chosen:
            chosen.deliver(body)
        else:
            self.backlog.append(body)

    def watch(self) -> None:
        """Look after silent clients. Called now and then."""
        for peer in list(self.peers):
            peer.watch(time.monotonic())


class Peer(asyncio.Protocol):
    """One connection from a client (ESME)."""

    def __init__(self, host: Host, *, window: int = 1000) -> None:
        self.host, self._window = host, window
        self._buffer = bytearray()
        self._sequence = 0
        self._out: list[bytes] = []
        self._waiting: deque[tuple[bytes, asyncio.Future[int] | None]] = deque()
        self._unanswered: dict[int, tuple[bytes, asyncio.Future[int] | None]] = {}
        self._heard_at = time.monotonic()
        self.transport: asyncio.Transport | None = None
        self.bound = 0

    @property
    def receives(self) -> bool:
        """Whether texts can be brought to it."""
        open_still = self.transport is not None and not self.transport.is_closing()
        return open_still and self.bound in (pdu.BIND_TRANSCEIVER, pdu.BIND_RECEIVER)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host.peers.append(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self in self.host.peers:
            self.host.peers.remove(self)
        left = [*self._unanswered.values(), *self._waiting]
        self._unanswered.clear()
        self._waiting.clear()
        for body, answered in left:
            if answered is None:
                self.host.bring(body)
            elif not answered.done():
                answered.set_exception(ConnectionError("the client went away"))
        for peer in self.host.peers:
            peer.flush()

    def data_received(self, data: bytes) -> None:
        self._heard_at = time.monotonic()
        self._buffer += data
        try:
            for unit in pdu.unpack(self._buffer):
                self._received(unit)
        except pdu.Malformed as error:
            self._out.append(pdu.pack(pdu.GENERIC_NACK, error.sequence, status=error.status))
            self.flush()
            self.close()
        self.flush()

    def deliver(self, body: bytes, answered: asyncio.Future[int] | None = None) -> None:
        """Bring a deliver_sm; ``answered`` gets the status of its response."""
        self._waiting.append((body, answered))

    def flush(self) -> None:
        """Write what has gathered, in one go, when what was taken has been kept."""
        self.host.keep()
        while self._waiting and len(self._unanswered) < self._window:
            waiting = self._waiting.popleft()
            self._sequence = self._sequence % 0x7FFFFFFF + 1
            self._unanswered[self._sequence] = waiting
            self._out.append(pdu.pack(pdu.DELIVER_SM, self._sequence, waiting[0]))
        if self._out and self.transport and not self.transport.is_closing():
            self.transport.write(b"".join(self._out))
        self._out.clear()

    def watch(self, now: float) -> None:
        """Ask a silent client whether it is there; let go of one that does not say so."""
        silent = now - self._heard_at
        if silent > 2 * self.host.idle and self.transport:
            self.transport.abort()
        elif silent > self.host.idle and self.bound:
            self._sequence = self._sequence % 0x7FFFFFFF + 1
            self._out.append(pdu.pack(pdu.ENQUIRE_LINK, self._sequence))
            self.flush()

    def close(self) -> None:
        if self.transport:
            self.transport.close()

    def _received(self, unit: pdu.Pdu) -> None:
        match unit.command:
            case pdu.SUBMIT_SM:
                self._submitted(unit)
            case pdu.DELIVER_SM_RESP | pdu.GENERIC_NACK:
                _, answered = self._unanswered.pop(unit.sequence, (b"", None))
                if answered and not answered.done():
                    answered.set_result(unit.status)
            case command if command in _BINDS:
                self._bind(unit)
            case pdu.ENQUIRE_LINK:
                self._answer(unit)
            case pdu.UNBIND:
                self._answer(unit)
                self.flush()
                self.close()
            case other if not other & pdu.RESP and other not in pdu.UNANSWERED:
                self._out.append(pdu.pack(pdu.GENERIC_NACK, unit.sequence, status=pdu.ESME_RINVCMDID))

    def _bind(self, unit: pdu.Pdu) -> None:
        if self.bound:
            return self._answer(unit, b"", pdu.ESME_RALYBND)
        try:
            system_id, password = pdu.unpack_bind(unit.body)
        except pdu.Malformed as error:
            return self._answer(unit, b"", error.status)
        good = hmac.compare_digest(
            f"{system_id}\0{password}".encode(), f"{self.host.system_id}\0{self.host.password}".encode()
        )
        self._answer(unit, b"samtycke\0" if good else b"", pdu.ESME_ROK if good else pdu.ESME_RBINDFAIL)
        if good:
            self.bound = unit.command
            if self.receives:
                self._waiting.extend((body, None) for body in self.host.backlog)
                self.host.backlog.clear()
        return None

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
