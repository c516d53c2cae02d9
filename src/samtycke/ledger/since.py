"""What a journal tells that a backup does not hold: what was said after it was made. Pure: lines in, entries out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from samtycke.ledger.journal import Line

RESTORED = "restored"
"""The line that says that all before it was applied to a database that began its life from a backup."""
BACKUP = "backup"
"""The line that says that a backup was made: its journal can be told from another, and from an older copy of it."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A no, a block, a restriction or an erasure as the journal tells it. ``whole``: its line is as it was written."""

    kind: str
    organisation_id: int
    contact_id: int | None
    number_key: bytes
    purpose: str
    since: datetime
    own_doing: bool
    by_staff: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Backed:
    """What a backup says of itself that tells what is newer: which life of the database, what it saw, its line."""

    life: str
    snapshot: str
    mark: str


@dataclass(slots=True)
class Read:
    """What was read of a journal: what it tells since a backup, where its chain is broken, whether it is the one."""

    noted: list[Noted] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    the_one: bool = False
    """The backup's own line is in it: neither another journal nor a copy from before."""
    lines: int = 0


def since_backup(lines: Iterable[Line], backed: Backed) -> Read:
    """Read a journal for what a backup lacks.

    A line of the backup's own life is left out where its transaction had committed when the backup was made. If that
    life itself began from a backup, all that stands before its beginning was applied then.
    """
    read = Read()
    for line in lines:
        read.lines += 1
        if not line.whole:
            read.broken.append(line.where)
        said = line.said
        if said.get("kind") == RESTORED:
            if said.get("life") == backed.life and line.whole:
                read.noted.clear()
        elif said.get("kind") == BACKUP:
            read.the_one = read.the_one or line.mark == backed.mark
        elif not (said.get("life") == backed.life and _visible(str(said.get("xact")), backed.snapshot)):
            read.noted += _noted(line)
    return read


def _noted(line: Line) -> Iterator[Noted]:
    said = line.said
    try:
        yield Noted(
            kind=said["kind"],
            organisation_id=said["organisation"],
            contact_id=said["contact"],
            number_key=bytes.fromhex(said["key"]),
            purpose=said["purpose"],
            since=datetime.fromisoformat(said["since"]),
            own_doing=said["own"],
            by_staff=said["staff"],
            whole=line.whole,
        )
    except (KeyError, TypeError, ValueError):
        return  # what is no entry any more breaks the chain, and is named there


def _visible(xact: str, snapshot: str) -> bool:
    """Whether a snapshot (``xmin:xmax:running,…``) sees a transaction (PostgreSQL, functions-info: pg_snapshot)."""
    if not xact.isdigit():
        return False
    xmin, xmax, running = snapshot.split(":")
    id_ = int(xact)
    return id_ < int(xmin) or (id_ < int(xmax) and xact not in running.split(","))
