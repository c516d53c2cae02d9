"""The gateway: one process that holds the carriers' connections and drains the lanes.

Everything above ``carriers`` is synchronous, with a thread and a connection for each lane; ``carriers`` is asyncio.
This is where they meet, and the only place.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from samtycke.carriers import connect
from samtycke.dispatch.beat import Register
from samtycke.dispatch.hold import Hold
from samtycke.dispatch.inbound import InboundDoor
from samtycke.dispatch.outbound import THREADS, OutboundLane
from samtycke.dispatch.pace import Pace
from samtycke.dispatch.route import KINDS, carriers
from samtycke.dispatch.unsettled import Unsettled
from samtycke.dispatch.wake import Wake, listen


def run(stop: threading.Event) -> None:
    """Run until ``stop`` is set; then lease no more, let what is in flight land, record it, and leave."""
    asyncio.run(_Gateway(stop).run())


class Buried(RuntimeError):
    """The database was away for so long that this gateway counts as dead. Start it anew."""


@dataclass(slots=True)
class _Gateway:
    stop: threading.Event
    hold: Hold = field(default_factory=Hold)
    paces: dict[str, Pace] = field(default_factory=dict)
    lanes: list[OutboundLane] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    async def run(self) -> None:
        wake = Wake()
        register = Register(self.stop, self.paces)
        ending = threading.Event()  # after the lanes: opt-outs are heard, and beats told, to the very last
        beside = [
            threading.Thread(target=listen, args=(wake, self.hold, ending), name="listen"),
            threading.Thread(target=register.beat, args=(ending,), name="beat"),
        ]
        for thread in beside:
            thread.start()
        try:
            async with AsyncExitStack() as stack:
                for name, url in carriers().items():
                    await self._open(stack, name, url, wake, register)
                await asyncio.to_thread(self.stop.wait)
                wake.all()
                for thread in self.threads:
                    await asyncio.to_thread(thread.join)
        finally:
            self.stop.set()
            ending.set()
            for thread in beside:
                await asyncio.to_thread(thread.join)
            await asyncio.to_thread(register.leave)
        if register.buried:
            raise Buried
        for lane in self.lanes:
            if lane.fault:
                raise lane.fault

    async def _open(self, stack: AsyncExitStack, name: str, url: str, wake: Wake, register: Register) -> None:
        unsettled = Unsettled()
        door = InboundDoor(name, self.stop, unsettled)
        stack.callback(door.close)
        door.warm()
        carrier = await stack.enter_async_context(connect(url, inbound=door, name=name))
        pace = self.paces[name] = Pace(carrier.tps or None)
        for kind in [one for one in KINDS for _ in range(THREADS[one])]:
            lane = OutboundLane(
                carrier=carrier,
                name=name,
                kind=kind,
                gateway_id=await asyncio.to_thread(register.enlist),
                hold=self.hold,
                pace=pace,
                unsettled=unsettled,
                loop=asyncio.get_running_loop(),
                wake=wake.event(),
                stop=self.stop,
            )
            thread = threading.Thread(target=lane.run, name=f"{name}/{kind}")
            thread.start()
            self.lanes.append(lane)
            self.threads.append(thread)
