"""A gateway's share of what a carrier takes, in segments a second, as carriers count."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """``tps`` is the carrier's whole rate (None: no limit); ``gateways`` share it evenly."""

    tps: float | None
    gateways: int = 1
    _free_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def rate(self) -> float | None:
        """This gateway's segments a second."""
        return None if self.tps is None else self.tps / max(1, self.gateways)

    def batch(self, most: int) -> int:
        """How many messages to lease at once: a fifth of a second's worth, so that a crash leaves few unknown."""
        return most if self.rate is None else max(1, min(most, int(self.rate / 5)))

    def wait_for(self, segments: int) -> float:
        """Take room for some segments and return how many seconds to wait before they are sent."""
        if self.rate is None:
            return 0.0
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._free_at)
            self._free_at = begin + segments / self.rate
            return begin - now
