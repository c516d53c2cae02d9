"""`samtycke worker`: background work (imports, planning, the journal). Any number may run, on any machines."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import threading
from typing import TYPE_CHECKING

HELP = "do background work: imports, planning"

if TYPE_CHECKING:
    from procrastinate import App

_STALLED_SECONDS = 30
"""After so long without a heartbeat a worker is dead, and its jobs are anybody's."""

_log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=int, default=2, help="jobs at once (default: 2)")


def run(options: argparse.Namespace) -> int:
    from samtycke.ops.environment import django_ready
    from samtycke.ops.supervisor import follow_supervisor

    follow_supervisor()
    django_ready()
    ending = threading.Event()
    journal = threading.Thread(target=_keep_journal, args=(ending,), name="journal")
    journal.start()
    try:
        asyncio.run(_work(options.jobs))
    finally:
        ending.set()
        journal.join()
    return 0


def _keep_journal(ending: threading.Event) -> None:
    from samtycke.ops.backup.keep import keep_journal

    keep_journal(ending)


async def _work(jobs: int) -> None:
    """Work until told to stop. When the database goes away, begin again when it is back."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    while not stop.is_set():
        try:
            await _until_stopped(stop, jobs)
        except Exception as error:
            _log.warning("the worker begins again: %s", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 1)


async def _until_stopped(stop: asyncio.Event, jobs: int) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    # Another app beside the first: what a task defers goes through Django, into the task's own transaction.
    async with app.with_connector(app.connector.get_worker_connector()).open_async() as working:
        worker = asyncio.create_task(
            working.run_worker_async(
                concurrency=jobs,
                install_signal_handlers=False,
                fetch_job_polling_interval=2,
                delete_jobs="successful",
                shutdown_graceful_timeout=15,
            )
        )
        beside = asyncio.create_task(_retry_stalled(working))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({worker, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (worker, beside, stopping):
            task.cancel()
        results = await asyncio.gather(worker, beside, stopping, return_exceptions=True)
        if isinstance(results[0], Exception):
            raise results[0]


async def _retry_stalled(app: App) -> None:
    """Give a dead worker's jobs to the living. Each task is made so that doing it again is harmless."""
    from django.utils import timezone

    while True:
        with contextlib.suppress(Exception):
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_SECONDS):
                await app.job_manager.retry_job(job, retry_at=timezone.now())
        await asyncio.sleep(10)
