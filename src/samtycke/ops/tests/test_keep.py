"""The journal is kept by a worker while the program runs: a no is on its disk moments after it was said."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

from django.db import connection

from samtycke.gate.door import opt_out
from samtycke.ledger.door import number_key, read_journal
from samtycke.ops.backup.keep import keep_journal
from samtycke.organisations.door import acting_for
from samtycke.sms import Number


def test_a_no_is_on_the_journals_disk_moments_after_it_was_committed(organisation, settings, tmp_path):
    settings.JOURNAL = tmp_path / "journal"
    ending = threading.Event()
    thread = threading.Thread(target=keep_journal, args=(ending,))
    thread.start()
    try:
        for number in (Number("+46701740612", "SE"), Number("+46701740613", "SE")):
            with acting_for(organisation.pk) as cursor:
                opt_out(cursor, number, because="STOPP", door="sms", now=datetime.now(UTC))
            eventually_stands(settings.JOURNAL, number_key(number.e164).hex(), organisation.pk)
    finally:
        ending.set()
        thread.join(10)
    assert not thread.is_alive()
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM unjournaled")
        assert cursor.fetchone() == (0,)
    connection.close()


def eventually_stands(folder, key, organisation):
    deadline = time.monotonic() + 20
    while not any(
        line.whole and line.said["key"] == key and line.said["organisation"] == organisation
        for line in read_journal(folder)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.02)
