"""The database session that turns keys: one at a time, as the role that owns the tables, seeing every row."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection

_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('samtycke keys', 0))"


class KeysBusy(RuntimeError):
    """Somebody else turns the keys."""

    def __str__(self) -> str:
        return "The keys are being turned by somebody else. Wait until they are done, and run this again."


@contextmanager
def seeing_all(url: str) -> Iterator[Connection[Any]]:
    """A session that sees every organisation's rows, or fails: one that saw a part would take it for all."""
    with psycopg.connect(url, autocommit=True) as connection:
        # A role that row-level security holds back is then refused, instead of being shown what is its own.
        connection.execute("SET row_security = off")
        yield connection


@contextmanager
def turning(url: str) -> Iterator[Connection[Any]]:
    """The same, alone. The lock goes with the session, also when the process is killed.

    Raises:
        KeysBusy: somebody else has it.
    """
    with seeing_all(url) as connection:
        row = connection.execute(_LOCK).fetchone()
        if not row or not row[0]:
            raise KeysBusy
        yield connection


def writers_are_done(connection: Connection[Any], *, within: float) -> bool:
    """Wait until every transaction that is writing now has ended; False when one goes on for longer (seconds)."""
    row = connection.execute("SELECT pg_current_xact_id()::text").fetchone()
    until = time.monotonic() + within
    while row:
        ended = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [row[0]]).fetchone()
        if ended and ended[0]:
            return True
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return False
