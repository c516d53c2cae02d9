"""What has come in and waits to be committed, each with the sequence numbers to answer when it is."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

from samtycke.carriers.base import Inbound, Receipt

Arrival: TypeAlias = tuple[Inbound | Receipt, list[int]]


class Queue:
    """Arrivals in their order. ``idle`` is set while none is being committed."""

    def __init__(self) -> None:
        self._items: list[Arrival] = []
        self._some = asyncio.Event()
        self.idle = asyncio.Event()
        self.idle.set()

    def put(self, arrival: Inbound | Receipt, sequences: list[int]) -> None:
        self._items.append((arrival, sequences))
        self._some.set()
        self.idle.clear()

    async def take(self) -> list[Arrival]:
        """All that has come since last, at least one."""
        await self._some.wait()
        self._some.clear()
        batch, self._items = self._items, []
        return batch

    def done(self) -> None:
        """The batch taken last is committed and answered."""
        if not self._items:
            self.idle.set()
