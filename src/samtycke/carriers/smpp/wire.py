"""One TCP connection to a carrier: octets to PDUs and back, and the window of what is unanswered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Generic, TypeVar

from samtycke.carriers.base import Inbound
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.arrivals import Queue
from samtycke.carriers.smpp.parts import Assembler, placed
from samtycke.carriers.smpp.settings import Settings
from samtycke.carriers.smpp.texts import is_receipt, number_of, read_receipt, read_text

T = TypeVar("T")


class Wire(asyncio.Protocol, Generic[T]):
    """``answered`` is told of each answer to a submit: what was noted with it, the status, the id.

    ``pump`` is called when all that came in one read has been looked at, to write what there now is room for.
    """

    def __init__(self, settings: Settings, answered: Callable[[T, int, str], None], pump: Callable[[], None]) -> None:
        self._settings, self._tell, self._pump = settings, answered, pump
        self._buffer = bytearray()
        self._sequence = 0
        self._transport: asyncio.Transport | None = None
        self._bound: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._assembler: Assembler[int] = Assembler(self._read, settings.patience)
        self.unanswered: dict[int, tuple[T, float]] = {}
        self.closed = asyncio.Event()
        self.texts, self.receipts = Queue(), Queue()
        self.heard_at = time.monotonic()
        self.answered_at = 0.0
        self.asked_at = 0.0

    @property
    def open(self) -> bool:
        """Whether what is written now may still reach the peer."""
        return self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()
        if not self._bound.done():
            self._bound.set_exception(ConnectionError("closed before it was bound"))

    def data_received(self, data: bytes) -> None:
        self.heard_at = time.monotonic()
        self._buffer += data
        try:
            for unit in pdu.unpack(self._buffer):
                self._received(unit)
        except pdu.Malformed as error:
            self.write(pdu.pack(pdu.GENERIC_NACK, error.sequence, status=error.status))
            self.close()
        self._pump()

    def next_sequence(self) -> int:
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence

    def write(self, octets: bytes) -> None:
        if self.open and self._transport:
            self._transport.write(octets)

    def close(self) -> None:
        """Close when what is written has gone."""
        if self._transport:
            self._transport.close()

    def abort(self) -> None:
        """Close now: a peer that has gone silent would let a buffer lie for ever."""
        if self._transport:
            self._transport.abort()

    async def bind(self) -> None:
        """Bind as a transceiver.

        Raises:
            ConnectionError: the peer refused.
        """
        body = pdu.pack_bind(self._settings.system_id, self._settings.password, self._settings.system_type)
        self.write(pdu.pack(pdu.BIND_TRANSCEIVER, self.next_sequence(), body))
        await self._bound

    def unbind(self) -> None:
        self.write(pdu.pack(pdu.UNBIND, self.next_sequence()))

    def enquire(self, now: float) -> None:
        """Ask whether the peer is there, unless it has just been asked."""
        if not self.asked_at:
            self.asked_at = now
            self.write(pdu.pack(pdu.ENQUIRE_LINK, self.next_sequence()))

    def acknowledge(self, sequences: list[int]) -> None:
        """Tell the peer that what it brought is ours now."""
        self.write(b"".join([pdu.pack(pdu.DELIVER_SM | pdu.RESP, sequence, b"\0") for sequence in sequences]))

    def _read(self, message: bytes, data_coding: int) -> str:
        return read_text(message, data_coding, self._settings.alphabet)

    def deliver_overdue(self) -> None:
        """Hand on texts whose missing parts never came."""
        for sender, to, text, sequences in self._assembler.overdue():
            self.texts.put(Inbound(sender, to, text, datetime.now(UTC)), sequences)

    def _received(self, unit: pdu.Pdu) -> None:
        match unit.command:
            case pdu.SUBMIT_SM_RESP:
                self._answered(unit, unit.status, pdu.message_id(unit.body))
            case pdu.DELIVER_SM:
                self._delivered(unit)
            case pdu.ENQUIRE_LINK:
                self.write(pdu.pack(pdu.ENQUIRE_LINK | pdu.RESP, unit.sequence))
            case pdu.ENQUIRE_LINK_RESP:
                self.asked_at = 0.0
            case pdu.BIND_TRANSCEIVER_RESP:
                self._answer_bind(unit.status)
            case pdu.UNBIND:
                self.write(pdu.pack(pdu.UNBIND | pdu.RESP, unit.sequence))
                self.close()
            case pdu.UNBIND_RESP:
                self.close()
            case pdu.GENERIC_NACK:
                self.asked_at = 0.0  # a peer that knows no enquire_link is there all the same
                self._answered(unit, unit.status or pdu.ESME_RX_T_APPN, "")
                self._answer_bind(unit.status or pdu.ESME_RBINDFAIL)
            case other if not other & pdu.RESP and other not in pdu.UNANSWERED:
                self.write(pdu.pack(pdu.GENERIC_NACK, unit.sequence, status=pdu.ESME_RINVCMDID))

    def _answered(self, unit: pdu.Pdu, status: int, ref: str) -> None:
        if found := self.unanswered.pop(unit.sequence, None):
            self.answered_at = self.heard_at
            self._tell(found[0], status, ref)

    def _answer_bind(self, status: int) -> None:
        if not self._bound.done():
            if status == pdu.ESME_ROK:
                self._bound.set_result(None)
            else:
                self._bound.set_exception(ConnectionError(f"bind refused with {status:#04x}"))

    def _delivered(self, unit: pdu.Pdu) -> None:
        try:
            sm = pdu.unpack_sm(unit.body)
        except pdu.Malformed as error:
            self.write(pdu.pack(pdu.DELIVER_SM | pdu.RESP, unit.sequence, b"\0", error.status))
            return
        if is_receipt(sm):
            if receipt := read_receipt(sm, self._settings.ids, self._settings.left):
                self.receipts.put(receipt, [unit.sequence])
            else:
                self.acknowledge([unit.sequence])  # of nothing we could ever find; asked again it would say no more
            return
        sender = number_of(sm.source, sm.source_ton)
        to = number_of(sm.destination, sm.destination_ton)
        place, message = placed(sm)
        if place is None:
            self.texts.put(Inbound(sender, to, self._read(message, sm.data_coding), datetime.now(UTC)), [unit.sequence])
        elif complete := self._assembler.add(sender, to, place, message, sm.data_coding, unit.sequence):
            self.texts.put(Inbound(sender, to, complete[0], datetime.now(UTC)), complete[1])
