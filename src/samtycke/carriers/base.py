"""What every carrier does, in words that belong to none of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Outbound:
    """A text to write to the wire. ``id`` and ``person`` mean something to the caller only.

    ``to`` is E.164; ``parts`` are the text cut as it travels; ``encoding`` is ``gsm7`` or ``ucs2``.
    """

    id: int
    person: int
    organisation: int
    sender: str
    to: str
    parts: tuple[str, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one text.

    ``sent``: the carrier took it, by the id ``ref``. ``retry``: it certainly was not taken, and may be offered again.
    ``failed``: refused for good. ``left``: refused for good, since the person has told the carrier that they want no
    more from the sender. ``unknown``: written, and never answered. ``dropped``: the caller said so before it was
    written. ``code`` is what the carrier said.
    """

    id: int
    state: str
    ref: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A text from a person. ``sender`` is E.164 where the carrier says so."""

    sender: str
    to: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a text the carrier took: ``delivered``, ``failed``, ``expired``, ``left`` (failed, since the
    person has told the carrier that they want no more); or ``accepted`` so far, or ``unknown`` to the carrier itself,
    neither of which is final.
    """

    ref: str
    state: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Health:
    """How a connection fares: parts ``unanswered``, texts ``waiting`` for room, and what is wrong, if anything is."""

    connected: bool
    unanswered: int
    waiting: int
    trouble: str


Arrivals: TypeAlias = Callable[[Sequence[Inbound | Receipt]], Awaitable[None]]
"""Awaited with what came in; only when it returns does the carrier hear that we have it (promise 8)."""


class Carrier(Protocol):
    """A connection to a carrier, kept alive by itself."""

    tps: float | None
    """Segments a second it takes; None where it has set no limit."""
    window: int
    """How many parts may be unanswered at a time."""

    @property
    def connected(self) -> bool:
        """Whether texts can be written now."""

    @property
    def health(self) -> Health:
        """How the connection fares."""

    async def submit(self, batch: Sequence[Outbound], *, dropped: Callable[[Outbound], bool]) -> list[Result]:
        """Write texts and wait for the answers. ``dropped`` is asked in the turn in which a text is written."""
