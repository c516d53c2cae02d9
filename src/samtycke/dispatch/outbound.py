"""One lane of one carrier: lease, submit, settle; and lease the next batch while the last is on the wire.

Each lane has a thread with its own connection; the carriers live in the loop. They meet in ``_submit``.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import psycopg
from django.db import Error as DatabaseFault
from django.db import connection
from django.utils import timezone

from samtycke.carriers import Carrier, Outbound, Result
from samtycke.dispatch.hold import Hold
from samtycke.dispatch.pace import Pace
from samtycke.dispatch.unsettled import Unsettled
from samtycke.gate.door import Lane, Lease, Outcome, Verdicts, due_lanes, lease, recall, settle
from samtycke.organisations.door import acting_for

_log = logging.getLogger(__name__)

BATCH = 500
"""Messages in a lease: fewer cost more round trips, many more gain little and leave more unknown at a crash."""
THREADS = {"service": 1, "marketing": 2}
"""Threads, and leases out at once: while one batch is on the wire the other is leased or settled."""
POLL_SECONDS = 2.0
"""A notification may be missed; nothing waits longer for that than this."""


@dataclass(slots=True)
class _Flight:
    lease: Lease
    begun: float
    results: Future[list[Result]]
    number: int


@dataclass(slots=True)
class OutboundLane:
    """Drains one carrier's service or marketing lanes, of every organisation in turn."""

    carrier: Carrier
    name: str
    kind: str
    gateway_id: int
    hold: Hold
    pace: Pace
    unsettled: Unsettled
    loop: asyncio.AbstractEventLoop
    wake: threading.Event
    stop: threading.Event
    flights: deque[_Flight] = field(default_factory=deque)
    verdicts: Verdicts = field(default_factory=Verdicts)
    due: deque[Lane] = field(default_factory=deque)
    doubtful: int | None = None
    """The organisation of a lease of which we never heard whether it committed."""
    fault: Exception | None = None

    def run(self) -> None:
        """Work until told to stop, then let what is in flight land and record it.

        A fault of our own ends the whole gateway, which is then started anew; a lane that died unseen would let
        texts lie.
        """
        try:
            while not self.stop.is_set():
                self._work()
            while self.flights:
                self._land()
        except Exception as error:
            self.fault = error
            self.stop.set()
        finally:
            connection.close()

    def _work(self) -> None:
        self.wake.clear()
        try:
            if not self._step():
                self.wake.wait(POLL_SECONDS)
        except (DatabaseFault, psycopg.Error) as error:
            self._recover(error)

    def _step(self) -> bool:
        """Lease and submit, or land what is on the wire. Returns False when there was nothing to do."""
        if self.doubtful is not None:
            self._recall(self.doubtful)
        if not self.flights and self._may_lease():
            begun = time.monotonic()
            if taken := self._lease():
                if taken.messages:
                    self._submit(taken, begun)
                return True
        if self.flights:
            self._land()
            return True
        return False

    def _may_lease(self) -> bool:
        # What cannot be called back must not be handed out; a dead carrier should hold nobody's messages.
        return self.carrier.connected and (self.kind != "marketing" or self.hold.deaf_since is None)

    def _lease(self) -> Lease | None:
        lane = self._next_lane()
        if lane is None:
            return None
        self.doubtful = lane.organisation_id
        with acting_for(lane.organisation_id) as cursor:
            taken = lease(
                cursor,
                gateway_id=self.gateway_id,
                lane=lane.name,
                limit=self.pace.batch(BATCH),
                verdicts=self.verdicts,
            )
        self.doubtful = None
        return taken

    def _recall(self, organisation_id: int) -> None:
        with acting_for(organisation_id) as cursor:
            recall(cursor, gateway_id=self.gateway_id, carrier=self.name, held=(), now=timezone.now())
        self.doubtful = None

    def _next_lane(self) -> Lane | None:
        """Lanes take turns, a lease each, so that no organisation and no campaign starves another."""
        if not self.due:
            with connection.cursor() as cursor:
                self.due.extend(due_lanes(cursor, self.name, self.kind, timezone.now()))
        return self.due.popleft() if self.due else None

    def _submit(self, taken: Lease, begun: float) -> None:
        batch = [
            Outbound(
                id=message.id,
                person=message.contact_id,
                organisation=taken.organisation_id,
                sender=message.sender,
                to=message.number,
                parts=message.parts,
                encoding=message.encoding,
            )
            for message in taken.messages
        ]
        wait = self.pace.wait_for(sum(len(message.parts) for message in batch))
        guard = self.hold.guard(taken, begun)

        async def send() -> list[Result]:
            if wait:
                await asyncio.sleep(wait)
            return list(await self.carrier.submit(batch, dropped=guard))

        future = asyncio.run_coroutine_threadsafe(send(), self.loop)
        self.flights.append(_Flight(taken, begun, future, self.unsettled.begin()))

    def _land(self) -> None:
        """Record what became of the oldest batch. Until it is recorded, it stays in memory."""
        flight = self.flights[0]
        outcomes = self._outcomes(flight)
        attempt = 0
        while True:
            try:
                with acting_for(flight.lease.organisation_id) as cursor:
                    settle(cursor, flight.lease, outcomes, carrier=self.name, now=timezone.now())
                break
            except (DatabaseFault, psycopg.Error) as error:
                attempt += 1
                if self.stop.is_set() and attempt > 10:
                    _log.error("results of lease %s could not be recorded", flight.lease.id)
                    break
                self._recover(error)
        self.flights.popleft()
        self.unsettled.end(flight.number)

    def _results(self, flight: _Flight) -> Sequence[Result]:
        try:
            return flight.results.result()
        except Exception as error:
            # Nobody can say how far it came: that is what "unknown" is for.
            _log.error("carrier %s failed: %s", self.name, type(error).__name__)
            return [Result(message.id, "unknown", None, type(error).__name__) for message in flight.lease.messages]

    def _outcomes(self, flight: _Flight) -> list[Outcome]:
        leased = {message.id: message for message in flight.lease.messages}
        outcomes = []
        for result in self._results(flight):
            message, state = leased[result.id], result.state
            if state == "dropped" and not self.hold.has_left(flight.lease.organisation_id, message, flight.begun):
                state = "retry"  # held back only because nothing could be heard
            outcomes.append(Outcome(message, state, result.ref, result.code))
        return outcomes

    def _recover(self, error: Exception) -> None:
        _log.warning("lane %s/%s lost the database: %s", self.name, self.kind, type(error).__name__)
        connection.close()
        self.verdicts = Verdicts()
        self.due.clear()
        self.stop.wait(0.5)
