"""A gateway says that it lives, and finds out who else does: the dead one's leases are taken from it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg
from django.db import Error as DatabaseFault
from django.db import connection

from samtycke.dispatch.pace import Pace
from samtycke.gate.door import beat, enlist, leave, reap, refresh_stale

_log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
REAP_SECONDS = 15.0


@dataclass(slots=True)
class Register:
    """This process's lines in the ``gateway`` table: one a lane's thread, so that what it leased is its own."""

    stop: threading.Event
    paces: Mapping[str, Pace]
    ids: list[int] = field(default_factory=list)
    buried: bool = False

    def enlist(self) -> int:
        """Make one more lane known, waiting for the database if need be."""
        while True:
            try:
                self.ids.append(enlist())
                return self.ids[-1]
            except (DatabaseFault, psycopg.Error) as error:
                _log.warning("the gateway waits for the database: %s", type(error).__name__)
                if self.stop.wait(1):
                    raise
            finally:
                connection.close()

    def beat(self, ending: threading.Event) -> None:
        """Beat and reap until the end."""
        reaped, begun = 0.0, time.monotonic()
        while True:
            try:
                self._beat_once()
                refresh_stale()
                # At first with every beat: what the dead held may still be locked by their last breath.
                if time.monotonic() - reaped >= REAP_SECONDS or time.monotonic() - begun < 2 * REAP_SECONDS:
                    reap()
                    reaped = time.monotonic()
            except (DatabaseFault, psycopg.Error) as error:
                _log.warning("no beat: %s", type(error).__name__)
                connection.close()
            if ending.wait(BEAT_SECONDS):
                break
        connection.close()

    def leave(self) -> None:
        """Take the lines away: nothing of this gateway is left to reap."""
        try:
            for id_ in self.ids:
                leave(id_)
        except (DatabaseFault, psycopg.Error):
            _log.warning("the gateway could not sign off; another will notice")
        connection.close()

    def _beat_once(self) -> None:
        mine = tuple(self.ids)
        for id_ in mine:
            alive = beat(id_)
            for pace in self.paces.values():
                pace.gateways = max(1, round(alive / len(mine)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM gateway WHERE id = ANY(%s)", [list(mine)])
            if cursor.fetchone()[0] < len(mine):
                # We were away so long that others have buried us: what we lease now they would take from us.
                self.buried = True
                self.stop.set()
