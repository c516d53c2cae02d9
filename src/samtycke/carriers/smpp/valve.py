"""How much may be written now: the window, the carrier's rate, and what its refusals have taught."""

from __future__ import annotations

PAUSE_SECONDS = 1.0
"""After a carrier says that it is too much."""


class Valve:
    """Times are monotonic seconds and given, so that this has no clock of its own.

    ``window`` is the most that may be unanswered, ``tps`` segments a second (None: no limit). A carrier that throttles
    is left alone for a while and then offered half as much at a time; each answer afterwards widens the window a
    little, as TCP does.
    """

    def __init__(self, window: int, tps: float | None) -> None:
        self.window, self.tps = window, tps
        self.room = float(window)
        self._burst = max(1.0, tps / 10) if tps else 0.0
        self._tokens, self._filled_at = self._burst, 0.0
        self._shut_until = 0.0

    def open(self, unanswered: int, now: float) -> bool:
        """Whether one more text may be written."""
        if unanswered >= self.room or now < self._shut_until:
            return False
        if self.tps is None:
            return True
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * self.tps)
        self._filled_at = now
        return self._tokens > 0

    def opens_in(self, now: float) -> float:
        """Seconds until time alone may open it; 0.0 when only an answer can."""
        if now < self._shut_until:
            return self._shut_until - now
        if self.tps and self._tokens <= 0:
            return (1 - self._tokens) / self.tps
        return 0.0

    def take(self, segments: int) -> None:
        """Count what is written. A long text may borrow; what comes after it waits."""
        if self.tps:
            self._tokens -= segments

    def answered(self) -> None:
        """A part was taken."""
        if self.room < self.window:
            self.room = min(float(self.window), self.room + 1 / self.room)

    def throttled(self, now: float) -> None:
        """The carrier said that it is too much. Many at once, written together, are said once."""
        if now >= self._shut_until:
            self.room = max(1.0, self.room / 2)
        self._shut_until = now + PAUSE_SECONDS
