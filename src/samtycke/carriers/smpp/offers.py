"""Texts offered together, on their way to a result each."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samtycke.carriers.base import Outbound, Result
from samtycke.carriers.smpp.pdu import ESME_RMSGQFUL, ESME_ROK, ESME_RTHROTTLED
from samtycke.carriers.smpp.settings import status_code
from samtycke.carriers.smpp.texts import normal_ref

THROTTLED = frozenset({ESME_RTHROTTLED, ESME_RMSGQFUL})
"""Too much for now: nothing is wrong with the text."""


class Batch:
    """One call's worth of texts. ``done`` is set with the last result."""

    def __init__(
        self,
        messages: Sequence[Outbound],
        dropped: Callable[[Outbound], bool],
        left: frozenset[str] = frozenset(),
    ) -> None:
        self.dropped, self.left = dropped, left
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._results: list[Result | None] = [None] * len(messages)
        self._left = len(messages)
        self.waiting = deque(Text(self, place, message, len(message.parts)) for place, message in enumerate(messages))

    def settle(self, place: int, result: Result) -> None:
        """Note a result, once."""
        if self._results[place] is None:
            self._results[place] = result
            self._left -= 1
            if self._left == 0 and not self.done.done():
                self.done.set_result(None)

    def results(self) -> list[Result]:
        """In the order in which the texts were offered."""
        return [result for result in self._results if result is not None]


@dataclass(slots=True, eq=False)
class Text:
    """One text of a batch. It is answered when its last part is, and known by the id of that part."""

    batch: Batch
    place: int
    message: Outbound
    unanswered: int
    accepted: int = 0
    ref: str | None = None
    refusal: int | None = None

    def settle(self, state: str, code: str = "") -> None:
        """Note what became of it."""
        self.batch.settle(self.place, Result(self.message.id, state, self.ref, code))

    def part_answered(self, *, last: bool, status: int, ref: str) -> None:
        """Note the answer to one part, and the result when it was the one still missing."""
        self.unanswered -= 1
        if status == ESME_ROK:
            self.accepted += 1
            if last:
                self.ref = normal_ref(ref)
        else:
            self.refusal = status
        if self.unanswered == 0:
            self._conclude()

    def _conclude(self) -> None:
        if self.refusal is None:
            self.settle("sent")
            return
        code = status_code(self.refusal)
        if code in self.batch.left:
            self.settle("left", code)
        elif self.accepted:
            # Some parts went and some did not: sending it again would repeat those that went.
            self.settle("unknown", code)
        else:
            self.settle("retry" if self.refusal in THROTTLED else "failed", code)
