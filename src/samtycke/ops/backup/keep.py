"""Keep the journal: what people have just said is on its disk some milliseconds after it was committed."""

from __future__ import annotations

import logging
import threading
import time

import psycopg
from django.conf import settings
from django.db import Error as DatabaseFault
from django.db import connection
from django.utils import timezone

from samtycke.ledger.door import Journal, drain
from samtycke.ops.backup.settle import empty
from samtycke.organisations.door import acting_for

_log = logging.getLogger(__name__)
_ROUND_SECONDS = 30
"""A notification may be missed; nothing waits longer for that than this."""


def keep_journal(ending: threading.Event) -> None:
    """Write whatever waits, as the database tells of it, until the end. What cannot be written waits there."""
    journal = Journal(settings.JOURNAL)
    while not ending.is_set():
        try:
            _listen(journal, ending)
        except (DatabaseFault, psycopg.Error) as error:
            _log.warning("the journal waits for the database: %s", type(error).__name__)
        except OSError as error:
            _log.error("THE JOURNAL CANNOT BE WRITTEN (%s): mend %s", error.strerror, settings.JOURNAL)
        finally:
            connection.close()
        ending.wait(1)


def _listen(journal: Journal, ending: threading.Event) -> None:
    connection.ensure_connection()
    wire = connection.connection
    assert wire is not None
    wire.execute("LISTEN journal")
    emptied = 0.0
    while not ending.is_set():
        if time.monotonic() - emptied > _ROUND_SECONDS:
            empty(journal, now=timezone.now())
            emptied = time.monotonic()
        # Those who say no in the same moment share a write.
        for organisation_id in {int(notice.payload) for notice in wire.notifies(timeout=0.5, stop_after=1)}:
            with acting_for(organisation_id) as cursor:
                drain(cursor, journal, now=timezone.now())
