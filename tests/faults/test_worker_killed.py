"""kill -9 of the worker, in the middle of an import."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from samtycke.dispatch.tests.scene import eventually
from samtycke.intake.door import draft_import, import_state, start_import
from samtycke.organisations.door import acting_for

ROWS = 12_000


@contextmanager
def worker_process() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "samtycke.ops.cli", "worker"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "samtycke.ops.settings"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0


def other_tests_jobs_are_not_waited_for() -> None:
    """What other tests queued in this database is theirs, and nobody works it off."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE status = 'todo'")


def the_dead_are_known_to_be_dead() -> None:
    """As if their last heartbeat were a minute ago; a test should not wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


@pytest.mark.slow
def test_an_import_whose_worker_is_killed_is_finished_by_another_and_counts_each_row_once(organisation):
    other_tests_jobs_are_not_waited_for()
    rows = "".join(f"+4673{organisation.pk % 100:02d}{i:05d};offers;paper;2026-03-02;Ja, skicka\n" for i in range(ROWS))
    with acting_for(organisation.pk) as cursor:
        content = ("number;purpose;method;consented_at;wording\n" + rows).encode()
        import_id = draft_import(cursor, name="kunder.csv", content=content, by="alice")
        start_import(cursor, import_id)

    def state():
        with acting_for(organisation.pk) as cursor:
            return import_state(cursor, import_id)

    with worker_process() as worker:
        eventually(lambda: state().done > 0, seconds=120)
        worker.kill()
        worker.wait()
    the_dead_are_known_to_be_dead()
    with worker_process():
        eventually(lambda: state().state == "done", seconds=120)
    ended = state()
    assert (ended.rows, ended.done, ended.accepted, ended.unchanged, ended.refused) == (ROWS, ROWS, ROWS, 0, 0)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT contact_id) FROM consent_event")
        assert cursor.fetchone() == (ROWS, ROWS)
