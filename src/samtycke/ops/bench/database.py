"""A database to measure on: the one of DATABASE_URL, else one of its own that is thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from samtycke.ops import environment, postgres


@contextmanager
def a_database() -> Iterator[None]:
    """Make Django ready on a database that may be filled and emptied."""
    if "DATABASE_URL" in os.environ:
        environment.django_ready()
        yield
        return
    data = Path(tempfile.mkdtemp(prefix="samtycke-bench-"))
    server = postgres.start(data)
    try:
        _prepare(data)
        environment.django_ready(data)
        yield
    finally:
        from django.db import connections

        connections.close_all()
        postgres.stop(server)
        shutil.rmtree(data, ignore_errors=True)


def _prepare(data: Path) -> None:
    from samtycke.organisations.keyring_file import make_keyring

    urls = postgres.urls(data)
    postgres.prepare(urls.admin, passwords=postgres.passwords(data))
    make_keyring(data / "keyring.json", now=datetime.now(UTC))
    os.environ.update(
        DATABASE_URL=urls.app,
        DATABASE_OWNER_URL=urls.owner,
        SAMTYCKE_KEYRING_FILE=str(data / "keyring.json"),
        SAMTYCKE_DATA=str(data),
        SAMTYCKE_SECRET_KEY="only for this measurement",  # noqa: S106 - thrown away with the folder
    )
    subprocess.run([sys.executable, "-m", "samtycke.ops.cli", "migrate"], check=True)
