"""Hears what the database tells: work that has come due, opt-outs that have been committed."""

from __future__ import annotations

import logging
import threading
import time

import psycopg
from django.db import Error as DatabaseFault
from django.db import connection

from samtycke.dispatch.hold import Hold

_log = logging.getLogger(__name__)


class Wake:
    """An event for each lane's thread; set when work was announced, or when anything may have been missed."""

    def __init__(self) -> None:
        self._events: list[threading.Event] = []

    def event(self) -> threading.Event:
        """One more event to set."""
        self._events.append(threading.Event())
        return self._events[-1]

    def all(self) -> None:
        """Wake every lane."""
        for event in self._events:
            event.set()


def listen(wake: Wake, hold: Hold, stop: threading.Event) -> None:
    """Listen until ``stop``. While the connection is gone the hold is deaf, and lets no marketing through."""
    while not stop.is_set():
        try:
            connection.ensure_connection()
            wire = connection.connection
            assert wire is not None
            wire.execute("LISTEN work")
            wire.execute("LISTEN opt_out")
            hold.deaf_since = None
            wake.all()
            while not stop.is_set():
                for notice in wire.notifies(timeout=0.5, stop_after=1000):
                    if notice.channel == "opt_out":
                        hold.add(notice.payload)
                    else:
                        wake.all()
        except (DatabaseFault, psycopg.Error) as error:
            hold.deaf_since = time.monotonic()
            _log.warning("the listener lost the database: %s", type(error).__name__)
            connection.close()
            stop.wait(0.5)
    connection.close()
