"""Check a ledger from a file: no database, no keys, no network. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from samtycke.ledger.canonical import Batch, NotCanonical, batch_of, event_leaf
from samtycke.ledger.walk import Walk

FORMAT = "samtycke-ledger-1"


class NotALedger(ValueError):
    """The file is no export of a ledger; says where it stops being one."""


@dataclass(frozen=True, slots=True)
class Amiss:
    """Something that is not as it was sealed."""

    what: str
    event_id: int | None = None
    contact_id: int | None = None

    def __str__(self) -> str:
        return f"{self.what}" + (f" (contact {self.contact_id})" if self.contact_id else "")


@dataclass(slots=True)
class Reading:
    """One organisation's ledger as a file has it. ``heads``: each batch's root and head, by its number."""

    organisation: int
    slug: str
    events: int = 0
    waiting: int = 0
    amiss: list[Amiss] = field(default_factory=list)
    heads: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    whole: bool = False


@dataclass(slots=True)
class _Open:
    """A batch whose events are being read."""

    batch: Batch
    peaks: tuple[bytes, ...]
    head: bytes
    leaves: list[bytes] = field(default_factory=list)


def read_ledgers(lines: Iterable[Mapping[str, Any]]) -> list[Reading]:
    """Every ledger of an export, checked.

    Raises:
        NotALedger: the lines are something else.
    """
    readings: list[Reading] = []
    reader: _Reader | None = None
    for number, line in enumerate(lines, start=1):
        try:
            if line["type"] == "ledger":
                if line["format"] != FORMAT:
                    raise NotALedger(f"line {number}: {line['format']} is not {FORMAT}")
                reader = _Reader(Reading(int(line["organisation"]), str(line["slug"])))
                readings.append(reader.reading)
            elif reader is None:
                raise NotALedger(f"line {number}: a ledger begins with a line of type ledger")
            else:
                reader.take(line)
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, NotALedger):
                raise
            raise NotALedger(f"line {number}: {type(error).__name__} {error}") from error
    for reading in readings:
        if not reading.whole:
            reading.amiss.append(Amiss("The file ends before the ledger does"))
    return readings


class _Reader:
    """Takes the lines of one ledger."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._walk = Walk()
        self._batch: _Open | None = None
        self._seen: set[int] = set()
        self._lines: set[tuple[str, int]] = set()
        self._words: set[str] = set()

    def take(self, line: Mapping[str, Any]) -> None:
        match line["type"]:
            case "wording":
                self._wording(line)
            case "batch":
                self._close()
                peaks = tuple(bytes.fromhex(peak) for peak in line["peaks"])
                self._batch = _Open(batch_of(line), peaks, bytes.fromhex(line["head"]))
            case "event":
                self._event(line)
            case "line":
                self._line(line)
            case "waiting":
                self._close()
                self.reading.waiting += 1
                self._once(int(line["id"]))
            case "end":
                self._close()
                self.reading.whole = True
                if line["batches"] != self._walk.number:
                    self._say(f"The ledger has {line['batches']} batches; the file ends at {self._walk.number}")
            case other:
                raise NotALedger(f"a line of type {other}")

    def _wording(self, line: Mapping[str, Any]) -> None:
        mark = hashlib.sha256(line["text"].encode()).hexdigest()
        self._words.add(mark)
        if mark != line["sha256"]:
            self._say(f"The words that were shown were changed: {line['sha256'][:12]}")

    def _event(self, line: Mapping[str, Any]) -> None:
        if self._batch is None:
            raise NotALedger("an event outside a batch")
        event_id, leaf, event = int(line["id"]), bytes.fromhex(line["leaf"]), line["event"]
        number = self._batch.batch.number
        self._batch.leaves.append(leaf)
        self._once(event_id)
        self.reading.events += 1
        if event is None:
            self._say(f"Event {event_id} is missing; it was sealed in batch {number}", event_id)
            return
        try:
            same = event["id"] == event_id and event_leaf(event) == leaf
        except NotCanonical:
            same = False
        if not same:
            self._say(
                f"Event {event_id} was changed after it was sealed in batch {number}", event_id, event.get("contact")
            )
        elif event["wording"] and event["wording"] not in self._words:
            self._say(f"The words of event {event_id} are missing", event_id, event["contact"])

    def _line(self, line: Mapping[str, Any]) -> None:
        """A line of a log: its hash alone."""
        if self._batch is None:
            raise NotALedger("a line outside a batch")
        self._batch.leaves.append(bytes.fromhex(line["leaf"]))
        place = self._batch.batch.log, int(line["id"])
        if place in self._lines:
            self._say(f"Line {line['id']} of the log of {self._batch.batch.log} is sealed twice")
        self._lines.add(place)

    def _once(self, event_id: int) -> None:
        if event_id in self._seen:
            self._say(f"Event {event_id} stands twice in the ledger", event_id)
        self._seen.add(event_id)

    def _close(self) -> None:
        """The events of a batch have all been read."""
        if self._batch is None:
            return
        done, self._batch = self._batch, None
        for what in self._walk.follow(done.batch, done.leaves, peaks=done.peaks, head=done.head):
            self._say(what)
        self.reading.heads[done.batch.number] = done.batch.root, done.head

    def _say(self, what: str, event_id: int | None = None, contact_id: int | None = None) -> None:
        self.reading.amiss.append(Amiss(what, event_id, contact_id))


@dataclass(frozen=True, slots=True)
class Noted:
    """A head that somebody noted."""

    organisation: int
    number: int
    root: bytes
    head: bytes


def noted_heads(lines: Iterable[Mapping[str, Any]]) -> list[Noted]:
    """What a witness wrote down: heads as they were sent or published, one a line, or such a page.

    Raises:
        NotALedger: a line is no head.
    """
    return list(_noted(lines))


def _noted(lines: Iterable[Mapping[str, Any]]) -> Iterator[Noted]:
    for number, line in enumerate(lines, start=1):
        try:
            for one in line.get("heads", [line]):
                yield Noted(
                    int(one["organisation"]),
                    int(one["number"]),
                    bytes.fromhex(one["root"]),
                    bytes.fromhex(one["head"]),
                )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise NotALedger(f"line {number}: {type(error).__name__} {error}") from error


def against_witness(
    noted: Iterable[Noted], organisation: int, heads: Mapping[int, tuple[bytes, bytes]]
) -> tuple[list[Amiss], int]:
    """Where a ledger differs from what a witness noted of it, and how many notes agree."""
    amiss: list[Amiss] = []
    agree = 0
    for one in noted:
        if one.organisation != organisation:
            continue
        have = heads.get(one.number)
        if have is None:
            amiss.append(Amiss(f"The witness noted batch {one.number}; the ledger has none of that number"))
        elif have != (one.root, one.head):
            amiss.append(Amiss(f"Batch {one.number} is not the one the witness noted: the ledger was rewritten"))
        else:
            agree += 1
    return amiss, agree
