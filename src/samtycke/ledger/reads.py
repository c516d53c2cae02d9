"""Who has looked at whom: whenever a person's data are opened for somebody, a line says so.

Nothing that opens data asks for whom it does so, and no page has to remember to tell. Whoever stands at a door (a page
of staff, a call by a key, a command) says so around all that is done there, with ``reading``; what opens data says
whose with ``opened``; and at the end one line is written with everybody who was opened. Where nobody reads, as when the
gateway opens a number to send to it, or a person sees their own page, nothing is written.

A line holds ids alone: no number, no name of a person looked at, and no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.door import load_sql

SORTS = (
    *("list", "contact", "number", "search", "message", "inbox", "campaign", "preview", "blocks", "log", "import"),
    *("interest", "export", "statement", "proof", "scan", "record", "request", "phone", "api", "decision", "explain"),
    "other",
)
"""What sorts of read there are. ``other`` is what has not been given a sort yet, so that it is written down all the
same."""
ONCE_IN = timedelta(minutes=5)
"""The same account that opens the same people in the same place again within so long is one read: a page that renews
itself, or is gone back to, fills no log."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the account (``staff/7``, ``key/3``, ``operator``), what it is called, and its role."""

    account: str
    name: str
    role: str


@dataclass(slots=True)
class Reading:
    """What is read at one door, as it goes on.

    ``strangers``: people who are no contacts, and have no id, are among them. ``shown`` is False where it turned out
    that nobody was shown anything.
    """

    reader: Reader
    sort: str
    subject: str = ""
    people: set[int] = field(default_factory=set)
    strangers: bool = False
    shown: bool = True


_going_on: ContextVar[Reading | None] = ContextVar("reading", default=None)


@contextmanager
def reading(cursor: CursorWrapper, reader: Reader, sort: str, *, subject: str = "") -> Iterator[Reading]:
    """Around all that somebody reads at a door; the line is written at its end, in the same transaction.

    Where that is undone, nothing has been shown, and nothing is written.
    """
    now = Reading(reader, sort if sort in SORTS else "other", subject)
    token = _going_on.set(now)
    try:
        yield now
    finally:
        _going_on.reset(token)
    if now.shown and (now.people or now.strangers):
        _write(cursor, now, again=False)


def opened(contact_ids: Iterable[int]) -> None:
    """These people's data are being opened, for whoever reads now, if anybody does."""
    now = _going_on.get()
    if now is not None:
        now.people.update(contact_ids)


def opened_strangers() -> None:
    """The data of people who are no contacts are being opened: refused rows of a file, somebody who is interested."""
    now = _going_on.get()
    if now is not None:
        now.strangers = True


def note_read(
    cursor: CursorWrapper, reader: Reader, sort: str, contact_ids: Iterable[int], *, subject: str = ""
) -> None:
    """Write down a read of its own, each time: a number that was asked for, a search that found somebody or nobody."""
    _write(cursor, Reading(reader, sort, subject, set(contact_ids)), again=True)


def _write(cursor: CursorWrapper, what: Reading, *, again: bool) -> None:
    values: dict[str, Any] = {
        "account": what.reader.account,
        "actor": what.reader.name,
        "role": what.reader.role,
        "sort": what.sort,
        "subject": what.subject,
        "contacts": sorted(what.people),
        "lately": timedelta() if again else ONCE_IN,
    }
    cursor.execute(load_sql(__file__, "read.sql"), values)
