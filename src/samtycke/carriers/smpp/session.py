"""Our side of an SMPP connection: bound as a transceiver, with a window of unanswered texts, kept alive by itself.

A text is *written* once. If the connection is lost before it is answered, nobody can know whether it went, and the
result says so; what was not written may be offered again.
"""

from __future__ import annotations

import asyncio
import logging
import random
import ssl
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from samtycke.carriers.base import Arrivals, Health, Outbound, Result
from samtycke.carriers.smpp import pdu
from samtycke.carriers.smpp.arrivals import Queue
from samtycke.carriers.smpp.compose import compose
from samtycke.carriers.smpp.offers import THROTTLED, Batch, Text
from samtycke.carriers.smpp.settings import Settings
from samtycke.carriers.smpp.valve import Valve
from samtycke.carriers.smpp.wire import Wire

_log = logging.getLogger(__name__)

CONNECT_SECONDS = 10.0
STEADY_SECONDS = 10.0
"""A connection that held this long was a good one; when it breaks, the next is tried at once."""
LEAVE_SECONDS = 5.0
"""How long what is being committed is waited for before we leave."""

Slot = tuple[Text, bool]
"""What waits for an answer: a part of a text, and whether it is the last."""


class SmppCarrier:
    """A carrier reached over SMPP 3.4."""

    def __init__(self, settings: Settings, arrivals: Arrivals, name: str) -> None:
        self.settings, self.name, self.tps, self.window = settings, name, settings.tps, settings.window
        self._arrivals = arrivals
        self._wire: Wire[Slot] | None = None
        self._waiting: deque[Batch] = deque()
        self._keeper: asyncio.Task[None] | None = None
        self._reference = random.randrange(0x10000)  # noqa: S311 - tells long texts apart, guards nothing
        self._valve = Valve(settings.window, settings.tps)
        self._alarm: asyncio.TimerHandle | None = None
        self._leaving = False
        self._trouble = "never connected"

    async def __aenter__(self) -> SmppCarrier:
        """Begin to connect, and go on for as long as it takes."""
        self._keeper = asyncio.create_task(self._keep(), name=f"{self.name} session")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let what is being committed be answered, unbind, and stop. What is unanswered then is unknown."""
        self._leaving = True
        wire, self._wire = self._wire, None
        self._fail_waiting()
        if wire:
            await _before(LEAVE_SECONDS, asyncio.gather(wire.texts.idle.wait(), wire.receipts.idle.wait()))
            wire.unbind()
            await _before(1, wire.closed.wait())
        if self._keeper:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._alarm:
            self._alarm.cancel()

    @property
    def connected(self) -> bool:
        """Whether texts can be written now."""
        return self._wire is not None and self._wire.open

    @property
    def health(self) -> Health:
        """How the connection fares."""
        unanswered = len(self._wire.unanswered) if self._wire else 0
        waiting = sum(len(batch.waiting) for batch in self._waiting)
        return Health(self.connected, unanswered, waiting, "" if self.connected else self._trouble)

    async def submit(self, batch: Sequence[Outbound], *, dropped: Callable[[Outbound], bool]) -> list[Result]:
        """Write texts as the window allows and wait until each is answered, refused, or lost."""
        if not batch:
            return []
        offered = Batch(batch, dropped, self.settings.left)
        self._waiting.append(offered)
        self.pump()
        await offered.done
        return offered.results()

    def pump(self) -> None:
        """Write what there is room for, in one go. Batches take turns: a code never waits behind a campaign."""
        wire = self._wire
        if wire is None or not wire.open:
            self._fail_waiting()
            return
        out: list[bytes] = []
        now = time.monotonic()
        while self._waiting and self._valve.open(len(wire.unanswered), now):
            batch = self._waiting.popleft()
            text = batch.waiting.popleft()
            if batch.waiting:
                self._waiting.append(batch)
            if self._may_go(text):
                self._compose(wire, text, now, out)
        if out:
            wire.write(b"".join(out))
        if self._waiting and self._alarm is None and (delay := self._valve.opens_in(now)):
            self._alarm = asyncio.get_running_loop().call_later(delay, self._rung)

    def _rung(self) -> None:
        self._alarm = None
        self.pump()

    def _may_go(self, text: Text) -> bool:
        """Ask the caller, in the turn in which the text would be written. No answer is a no."""
        try:
            if not text.batch.dropped(text.message):
                return True
            text.settle("dropped")
        except Exception as error:
            _log.error("carrier %s: may a text go? %s", self.name, type(error).__name__)
            text.settle("dropped", type(error).__name__)
        return False

    def _compose(self, wire: Wire[Slot], text: Text, now: float, out: list[bytes]) -> None:
        self._reference += len(text.message.parts) > 1
        try:
            bodies = compose(text.message, self._reference, self.settings)
        except UnicodeEncodeError:
            text.settle("failed", "alphabet")
            return
        except (KeyError, ValueError):
            text.settle("failed", "encoding")
            return
        self._valve.take(len(bodies))
        for number, body in enumerate(bodies, start=1):
            sequence = wire.next_sequence()
            wire.unanswered[sequence] = ((text, number == len(bodies)), now)
            out.append(pdu.pack(pdu.SUBMIT_SM, sequence, body))

    def _answered(self, slot: Slot, status: int, ref: str) -> None:
        text, last = slot
        if status in THROTTLED:
            self._valve.throttled(time.monotonic())
        else:
            self._valve.answered()
        text.part_answered(last=last, status=status, ref=ref)

    async def _keep(self) -> None:
        """Connect, serve, and connect again: sooner after a good while, later after failures."""
        failures = 0
        while not self._leaving:
            began = time.monotonic()
            try:
                await self._serve()
                self._trouble = "the peer left"
            except ssl.SSLCertVerificationError as error:
                self._trouble = f"its certificate is not trusted: {error.verify_message}"
            except ssl.SSLError:
                self._trouble = "it does not speak TLS, or none that is safe"
            except (TimeoutError, OSError) as error:
                self._trouble = str(error) or type(error).__name__
            _log.warning("carrier %s: %s", self.name, self._trouble)
            failures = 0 if time.monotonic() - began > STEADY_SECONDS else failures + 1
            await asyncio.sleep(min(30.0, 0.1 * 2 ** min(failures, 9)) * random.uniform(0.5, 1.0))  # noqa: S311

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        settings = self.settings
        async with asyncio.timeout(CONNECT_SECONDS):
            _, wire = await loop.create_connection(
                lambda: Wire[Slot](settings, self._answered, self.pump), settings.host, settings.port, ssl=settings.tls
            )
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await wire.bind()
            self._wire = wire
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._take_in(wire, wire.texts)),
                    group.create_task(self._take_in(wire, wire.receipts)),
                    group.create_task(self._watch(wire)),
                ]
                await wire.closed.wait()
                for task in tasks:
                    task.cancel()
        except ExceptionGroup as group_error:
            raise ConnectionError(_first(group_error)) from group_error
        finally:
            self._wire = None
            wire.abort()
            wire.texts.idle.set()  # nothing of this line will be committed any more
            wire.receipts.idle.set()
            self._lost(wire)

    async def _take_in(self, wire: Wire[Slot], queue: Queue) -> None:
        """Hand arrivals over, and answer the carrier when they are committed; what comes meanwhile is the next batch.

        If they cannot be committed the connection is given up: the carrier will deliver them again.
        """
        while True:
            batch = await queue.take()
            await self._arrivals([arrival for arrival, _ in batch])
            wire.acknowledge([sequence for _, sequences in batch for sequence in sequences])
            queue.done()

    async def _watch(self, wire: Wire[Slot]) -> None:
        """Ask whether the peer is there, and give up on one that does not answer."""
        enquire, answer = self.settings.enquire, self.settings.answer
        while True:
            await asyncio.sleep(min(1.0, enquire / 4, answer / 4, self.settings.patience / 4))
            now = time.monotonic()
            wire.deliver_overdue()
            if wire.asked_at and now - wire.asked_at > answer:
                raise ConnectionError("the peer has gone silent")
            self._give_up_on_old(wire, now - answer)
            if now - wire.heard_at > enquire:
                wire.enquire(now)

    def _give_up_on_old(self, wire: Wire[Slot], before: float) -> None:
        """An answer that is this late will not come. If later texts were answered, one answer was lost.

        Else nothing more may be written here: each text would become one that nobody knows the outcome of.
        """
        while wire.unanswered:
            sequence, ((text, _), written_at) = next(iter(wire.unanswered.items()))
            if written_at > before:
                break
            if wire.answered_at < written_at:
                raise ConnectionError("texts are no longer answered")
            del wire.unanswered[sequence]
            text.settle("unknown", "no-answer")
        self.pump()

    def _lost(self, wire: Wire[Slot]) -> None:
        """The connection has gone: what was written and not answered is unknown, what was not written may be again."""
        for (text, _), _ in wire.unanswered.values():
            text.settle("unknown", "connection-lost")
        wire.unanswered.clear()
        self._fail_waiting()

    def _fail_waiting(self) -> None:
        while self._waiting:
            for text in self._waiting.popleft().waiting:
                text.settle("retry", "not-connected")


async def _before(seconds: float, what: Awaitable[object]) -> None:
    """Wait for something, but not for ever."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await what


def _first(group: BaseExceptionGroup[Exception]) -> str:
    """What went wrong, from within a group: our own words, or the kind of error (its words may hold a number)."""
    error = group.exceptions[0]
    return str(error) if isinstance(error, ConnectionError) else type(error).__name__
