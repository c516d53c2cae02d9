"""The batches whose results are not recorded yet, so that receipts can let them go first.

A carrier that is quick reports a text delivered before we have recorded that it took it. Such a receipt can be kept
and matched later, at twice the work; it is cheaper to let the result be recorded first, within a moment.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

PATIENCE_SECONDS = 0.25
"""A carrier that takes its time to answer must not hold up the receipts of others."""


@dataclass(slots=True)
class Unsettled:
    """The batches of one carrier, by the order in which they were written."""

    _open: set[int] = field(default_factory=set)
    _last: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def begin(self) -> int:
        """A batch is being written; returns its number."""
        with self._changed:
            self._last += 1
            self._open.add(self._last)
            return self._last

    def end(self, number: int) -> None:
        """Its results are recorded."""
        with self._changed:
            self._open.discard(number)
            self._changed.notify_all()

    def let_go_first(self) -> None:
        """Wait until what has been written so far is recorded, for a moment at most."""
        until = time.monotonic() + PATIENCE_SECONDS
        with self._changed:
            newest = self._last
            while any(number <= newest for number in self._open):
                if not self._changed.wait(until - time.monotonic()) or time.monotonic() >= until:
                    return
