"""Our side of an SMPP connection: bound as a transceiver, with a window of unanswered texts, kept alive by itself.

A text is *written* once. If the connection is lost before it is answered, nobody can know whether it went, and the
result says so; what was not written may be offered again.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from samtycke.carriers.base import Arrivals, Inbound, Outbound, Receipt, Result
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.parts import Assembler, header, placed
from samtycke.carriers.smpp.texts import is_receipt, normal_ref, number_of, read_receipt, read_text
from samtycke.sms import encode

_log = logging.getLogger(__name__)

ENQUIRE_SECONDS = 15.0
ANSWER_SECONDS = 30.0
"""A peer that has not answered for this long is gone, whatever its socket says."""
SLOW_DOWN_SECONDS = 1.0
_THROTTLED = {pdu.ESME_RTHROTTLED, pdu.ESME_RMSGQFUL}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the carrier's URL says."""

    host: str
    port: int
    system_id: str
    password: str
    window: int = 50
    tps: float | None = None
    alphabet: str = "gsm"
    """What data coding 0 means there: ``gsm`` (septets in octets) or ``latin1``."""
    ids: str = "same"
    """``receipt-hex``: decimal in the response, hexadecimal in the receipt."""
    system_type: str = ""


@dataclass(slots=True)
class _Batch:
    """Texts offered together, and their results as they come."""

    dropped: Callable[[Outbound], bool]
    results: list[Result | None]
    left: int
    done: asyncio.Future[None]


@dataclass(slots=True)
class _Text:
    """One text of a batch on its way. It is answered when its last part is."""

    batch: _Batch
    place: int
    message: Outbound
    unanswered: int
    accepted: int = 0
    ref: str | None = None
    refusal: int | None = None


class SmppCarrier:
    """A carrier reached over SMPP 3.4."""

    def __init__(self, settings: Settings, arrivals: Arrivals, name: str) -> None:
        self.settings, self.name, self.tps, self.window = settings, name, settings.tps, settings.window
        self._arrivals = arrivals
        self._wire: _Wire | None = None
        self._waiting: deque[_Text] = deque()
        self._keeper: asyncio.Task[None] | None = None
        self._reference = random.randrange(256)  # noqa: S311 - tells long texts apart, guards nothing
        self._slow_until = 0.0

    async def __aenter__(self) -> SmppCarrier:
        """Begin to connect, and go on for as long as it takes."""
        self._keeper = asyncio.create_task(self._keep(), name=f"{self.name} session")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Unbind and stop. What is unanswered is unknown."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._wire:
            self._wire.unbind()
            self._wire = None
        self._fail_waiting()

    @property
    def connected(self) -> bool:
        """Whether texts can be written now."""
        return self._wire is not None

    async def submit(self, batch: Sequence[Outbound], *, dropped: Callable[[Outbound], bool]) -> list[Result]:
        """Write texts as the window allows and wait until each is answered, refused, or lost."""
        if not batch:
            return []
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        offered = _Batch(dropped, [None] * len(batch), len(batch), done)
        self._waiting.extend(_Text(offered, place, message, len(message.parts)) for place, message in enumerate(batch))
        if self._wire is None:
            self._fail_waiting()
        else:
            self.pump()
        await done
        return [result for result in offered.results if result is not None]

    def pump(self) -> None:
        """Write what the window has room for, in one go."""
        wire = self._wire
        if wire is None or (self._slow_until and not self._fast_again()):
            return
        out: list[bytes] = []
        while self._waiting and len(wire.unanswered) < self.settings.window:
            text = self._waiting.popleft()
            if text.batch.dropped(text.message):
                settle(text, Result(text.message.id, "dropped"))
            else:
                self._compose(wire, text, out)
        if out:
            wire.write(b"".join(out))

    def _fast_again(self) -> bool:
        if time.monotonic() < self._slow_until:
            return False
        self._slow_until = 0.0
        return True

    def _compose(self, wire: _Wire, text: _Text, out: list[bytes]) -> None:
        message = text.message
        several = len(message.parts) > 1
        if several:
            self._reference += 1
        coding = pdu.DATA_UCS2 if message.encoding == "ucs2" else 0
        for number, part in enumerate(message.parts, start=1):
            octets = self._encode(part, message.encoding)
            last = number == len(message.parts)
            body = pdu.pack_sm(
                message.sender,
                message.to,
                header(self._reference, len(message.parts), number) + octets if several else octets,
                data_coding=coding,
                esm_class=pdu.ESM_UDHI if several else 0,
                registered=int(last),  # one receipt a text, for the part that completes it
            )
            sequence = wire.next_sequence()
            wire.unanswered[sequence] = (text, last, time.monotonic())
            out.append(pdu.pack(pdu.SUBMIT_SM, sequence, body))

    def _encode(self, part: str, encoding: str) -> bytes:
        if encoding == "gsm7" and self.settings.alphabet == "latin1":
            return part.encode("latin-1", "replace")
        return encode(part, encoding)

    def answered(self, text: _Text, *, last: bool, status: int, ref: str) -> None:
        """A part has been answered."""
        text.unanswered -= 1
        if status == pdu.ESME_ROK:
            text.accepted += 1
            if last:
                text.ref = normal_ref(ref)
        else:
            text.refusal = status
        if status in _THROTTLED:
            self._slow_down()
        if text.unanswered == 0:
            settle(text, _result(text))

    def _slow_down(self) -> None:
        if not self._slow_until:
            asyncio.get_running_loop().call_later(SLOW_DOWN_SECONDS + 0.01, self.pump)
        self._slow_until = time.monotonic() + SLOW_DOWN_SECONDS

    async def _keep(self) -> None:
        """Connect, serve, and connect again: sooner after a good while, later after failures."""
        failures = 0
        while True:
            began = time.monotonic()
            try:
                await self._serve()
            except (TimeoutError, OSError, ConnectionError) as error:
                _log.warning("carrier %s: %s", self.name, type(error).__name__)
            failures = 0 if time.monotonic() - began > 60 else failures + 1
            await asyncio.sleep(min(30.0, 0.2 * 2 ** min(failures, 8)) * random.uniform(0.5, 1.0))  # noqa: S311

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        settings = self.settings
        async with asyncio.timeout(10):
            _, wire = await loop.create_connection(lambda: _Wire(self), settings.host, settings.port)
        try:
            async with asyncio.timeout(10):
                await wire.bind(settings)
            self._wire = wire
            self.pump()
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._take_in(wire, wire.texts)),
                    group.create_task(self._take_in(wire, wire.receipts)),
                    group.create_task(self._watch(wire)),
                ]
                await wire.closed.wait()
                for task in tasks:
                    task.cancel()
        except BaseExceptionGroup as group_error:
            raise ConnectionError from group_error
        finally:
            self._wire = None
            wire.close()
            self._lost(wire)

    async def _take_in(self, wire: _Wire, queue: _Queue) -> None:
        """Hand arrivals over, and answer the carrier when they are committed; what comes meanwhile is the next batch.

        If they cannot be committed the connection is given up: the carrier will deliver them again.
        """
        while True:
            batch = await queue.take()
            await self._arrivals([one for one, _ in batch])
            wire.write(
                b"".join(
                    pdu.pack(pdu.DELIVER_SM | pdu.RESP, sequence, b"\0")
                    for _, sequences in batch
                    for sequence in sequences
                )
            )

    async def _watch(self, wire: _Wire) -> None:
        """Ask whether the peer is there, and give up on one that does not answer."""
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            wire.deliver_overdue()
            oldest = next(iter(wire.unanswered.values()), None)
            if (oldest and now - oldest[2] > ANSWER_SECONDS) or (
                wire.asked_at and now - wire.asked_at > ANSWER_SECONDS
            ):
                raise ConnectionError("the peer has gone silent")
            if now - wire.heard_at > ENQUIRE_SECONDS and not wire.asked_at:
                wire.asked_at = now
                wire.write(pdu.pack(pdu.ENQUIRE_LINK, wire.next_sequence()))

    def _lost(self, wire: _Wire) -> None:
        """The connection has gone: what was written and not answered is unknown, what was not written may be again."""
        for text, _, _ in wire.unanswered.values():
            settle(text, Result(text.message.id, "unknown", None, "connection-lost"))
        wire.unanswered.clear()
        self._fail_waiting()

    def _fail_waiting(self) -> None:
        while self._waiting:
            text = self._waiting.popleft()
            settle(text, Result(text.message.id, "retry", None, "not-connected"))


def settle(text: _Text, result: Result) -> None:
    """Note the result of a text, once; its batch is done with its last."""
    batch = text.batch
    if batch.results[text.place] is None:
        batch.results[text.place] = result
        batch.left -= 1
        if batch.left == 0 and not batch.done.done():
            batch.done.set_result(None)


def _result(text: _Text) -> Result:
    """The result of a text all of whose parts have been answered."""
    if text.refusal is None:
        return Result(text.message.id, "sent", text.ref)
    code = f"{text.refusal:#04x}"
    if text.accepted:
        # Some parts went and some did not: sending it again would repeat those that went.
        return Result(text.message.id, "unknown", text.ref, code)
    return Result(text.message.id, "retry" if text.refusal in _THROTTLED else "failed", None, code)


@dataclass(slots=True)
class _Queue:
    """Arrivals that wait to be committed, each with the sequence numbers to answer."""

    items: list[tuple[Any, list[int]]] = field(default_factory=list)
    some: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, arrival: Inbound | Receipt, sequences: list[int]) -> None:
        self.items.append((arrival, sequences))
        self.some.set()

    async def take(self) -> list[tuple[Any, list[int]]]:
        await self.some.wait()
        self.some.clear()
        batch, self.items = self.items, []
        return batch


class _Wire(asyncio.Protocol):
    """One TCP connection: octets to PDUs and back."""

    def __init__(self, carrier: SmppCarrier) -> None:
        self._carrier = carrier
        self._buffer = bytearray()
        self._sequence = 0
        self._transport: asyncio.Transport | None = None
        self._bound: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._assembler: Assembler[int] = Assembler()
        self.unanswered: dict[int, tuple[_Text, bool, float]] = {}
        self.closed = asyncio.Event()
        self.texts, self.receipts = _Queue(), _Queue()
        self.heard_at = time.monotonic()
        self.asked_at = 0.0

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
        self._carrier.pump()

    def next_sequence(self) -> int:
        self._sequence = self._sequence % 0x7FFFFFFF + 1
        return self._sequence

    def write(self, octets: bytes) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.write(octets)

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def unbind(self) -> None:
        self.write(pdu.pack(pdu.UNBIND, self.next_sequence()))
        self.close()

    async def bind(self, settings: Settings) -> None:
        """Bind as a transceiver.

        Raises:
            ConnectionError: the peer refused.
        """
        body = pdu.pack_bind(settings.system_id, settings.password, settings.system_type)
        self.write(pdu.pack(pdu.BIND_TRANSCEIVER, self.next_sequence(), body))
        await self._bound

    def _received(self, unit: pdu.Pdu) -> None:
        match unit.command:
            case 0x80000004:  # submit_sm_resp
                self._answered(unit, unit.status, pdu.message_id(unit.body))
            case pdu.DELIVER_SM:
                self._delivered(unit)
            case pdu.ENQUIRE_LINK:
                self.write(pdu.pack(pdu.ENQUIRE_LINK | pdu.RESP, unit.sequence))
            case 0x80000015:  # enquire_link_resp
                self.asked_at = 0.0
            case 0x80000009:  # bind_transceiver_resp
                self._answer_bind(unit.status)
            case pdu.UNBIND:
                self.write(pdu.pack(pdu.UNBIND | pdu.RESP, unit.sequence))
                self.close()
            case pdu.GENERIC_NACK:
                self._answered(unit, unit.status or pdu.ESME_RX_T_APPN, "")
                self._answer_bind(unit.status or pdu.ESME_RBINDFAIL)
            case other if not other & pdu.RESP:
                self.write(pdu.pack(pdu.GENERIC_NACK, unit.sequence, status=pdu.ESME_RINVCMDID))

    def _answered(self, unit: pdu.Pdu, status: int, ref: str) -> None:
        if found := self.unanswered.pop(unit.sequence, None):
            text, last, _ = found
            self._carrier.answered(text, last=last, status=status, ref=ref)

    def _answer_bind(self, status: int) -> None:
        if not self._bound.done():
            if status == pdu.ESME_ROK:
                self._bound.set_result(None)
            else:
                self._bound.set_exception(ConnectionError(f"bind refused: {status:#04x}"))

    def _delivered(self, unit: pdu.Pdu) -> None:
        try:
            sm = pdu.unpack_sm(unit.body)
        except pdu.Malformed as error:
            self.write(pdu.pack(pdu.DELIVER_SM | pdu.RESP, unit.sequence, b"\0", error.status))
            return
        if is_receipt(sm):
            receipt = read_receipt(sm, self._carrier.settings.ids)
            if receipt is None:
                self.write(pdu.pack(pdu.DELIVER_SM | pdu.RESP, unit.sequence, b"\0"))
            else:
                self.receipts.put(receipt, [unit.sequence])
            return
        sender = number_of(sm.source, sm.source_ton)
        to = number_of(sm.destination, sm.destination_ton)
        place, message = placed(sm)
        text = read_text(message, sm.data_coding, self._carrier.settings.alphabet)
        if place is None:
            self.texts.put(Inbound(sender, to, text, datetime.now(UTC)), [unit.sequence])
        elif whole := self._assembler.add(sender, to, place, text, unit.sequence):
            self.texts.put(Inbound(sender, to, whole[0], datetime.now(UTC)), whole[1])

    def deliver_overdue(self) -> None:
        """Hand on texts whose missing parts never came."""
        for sender, to, text, sequences in self._assembler.overdue():
            self.texts.put(Inbound(sender, to, text, datetime.now(UTC)), sequences)
