"""A gateway says that it lives, and finds out who else does: the dead one's leases are taken from it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

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
    """This gateway's line in the ``gateway`` table."""

    stop: threading.Event
    paces: Mapping[str, Pace]
    gateway_id: int = 0
    buried: bool = False

    def enter(self) -> None:
        """Register, waiting for the database if need be."""
        while not self.gateway_id:
            try:
                self.gateway_id = enlist()
            except (DatabaseFault, psycopg.Error) as error:
                _log.warning("the gateway waits for the database: %s", type(error).__name__)
                connection.close()
                if self.stop.wait(1):
                    raise
        connection.close()

    def beat(self, ending: threading.Event) -> None:
        """Beat and reap until the end."""
        reaped = 0.0
        while True:
            try:
                self._beat_once()
                refresh_stale()
                if time.monotonic() - reaped >= REAP_SECONDS:
                    reap()
                    reaped = time.monotonic()
            except (DatabaseFault, psycopg.Error) as error:
                _log.warning("no beat: %s", type(error).__name__)
                connection.close()
            if ending.wait(BEAT_SECONDS):
                break
        connection.close()

    def leave(self) -> None:
        """Take the line away: nothing of this gateway is left to reap."""
        try:
            leave(self.gateway_id)
        except (DatabaseFault, psycopg.Error):
            _log.warning("the gateway could not sign off; another will notice")
        connection.close()

    def _beat_once(self) -> None:
        alive = beat(self.gateway_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM gateway WHERE id = %s", [self.gateway_id])
            if cursor.fetchone() is None:
                # We were away so long that others have buried us: what we lease now they would take from us.
                self.buried = True
                self.stop.set()
        for pace in self.paces.values():
            pace.gateways = alive
