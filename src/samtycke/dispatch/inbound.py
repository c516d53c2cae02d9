"""What a carrier brings in: texts and receipts, committed before the carrier hears that we have them (promise 8)."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg
from django.db import Error as DatabaseFault
from django.db import connection
from django.utils import timezone

from samtycke.carriers import Inbound, Receipt
from samtycke.dispatch.unsettled import Unsettled
from samtycke.gate.door import CarrierReceipt, receipts
from samtycke.intake.door import intent, receive

_log = logging.getLogger(__name__)


Arrival = TypeVar("Arrival")


def _one_thread(name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix=name)


@dataclass(slots=True)
class InboundDoor:
    """Awaited by a carrier's session with a batch; returns when it is committed.

    Texts and receipts have a thread each: a STOPP never waits behind a campaign's receipts.
    """

    carrier: str
    stop: threading.Event
    unsettled: Unsettled
    texts: ThreadPoolExecutor = field(default_factory=lambda: _one_thread("texts"))
    receipts: ThreadPoolExecutor = field(default_factory=lambda: _one_thread("receipts"))

    async def __call__(self, batch: Sequence[Inbound | Receipt]) -> None:
        """Store a batch.

        Raises:
            NotStored: the program is stopping and the database is away; the carrier will send it again.
        """
        loop = asyncio.get_running_loop()
        texts = [one for one in batch if isinstance(one, Inbound)]
        reports = [one for one in batch if isinstance(one, Receipt)]
        work = []
        if texts:
            work.append(loop.run_in_executor(self.texts, self._until_stored, self._store_texts, texts))
        if reports:
            work.append(loop.run_in_executor(self.receipts, self._until_stored, self._store_receipts, reports))
        await asyncio.gather(*work)

    def warm(self) -> None:
        """Open the threads' connections and read the words, so that the first STOPP is as quick as the next."""
        for pool in (self.texts, self.receipts):
            pool.submit(connection.ensure_connection)
        self.texts.submit(intent, "hej")

    def close(self) -> None:
        """Let what is being stored be stored, and close the threads' connections."""
        for pool in (self.texts, self.receipts):
            pool.submit(connection.close)
            pool.shutdown(wait=True)

    def _store_texts(self, texts: Sequence[Inbound]) -> None:
        receive(texts, carrier=self.carrier, now=timezone.now())

    def _store_receipts(self, reports: Sequence[Receipt]) -> None:
        self.unsettled.let_go_first()
        batch = [CarrierReceipt(report.ref, report.state, report.code, report.at) for report in reports]
        receipts(self.carrier, batch)

    def _until_stored(self, store: Callable[[Sequence[Arrival]], None], batch: Sequence[Arrival]) -> None:
        while True:
            try:
                store(batch)
                return
            except (DatabaseFault, psycopg.Error) as error:
                _log.warning("inbound from %s waits for the database: %s", self.carrier, type(error).__name__)
                connection.close()
                if self.stop.wait(0.5):
                    raise NotStored from None


class NotStored(RuntimeError):
    """The batch is not in the database, and must not be acknowledged."""
