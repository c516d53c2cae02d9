"""Which database a restore writes to: DATABASE_URL's, or that of a data folder, started here and stopped after."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samtycke.ops import postgres
from samtycke.ops.backup.put_back import RestoreFailed
from samtycke.ops.environment import django_ready
from samtycke.ops.up import CannotStart, alone


@contextmanager
def target(data: Path, *, url: str | None) -> Iterator[str]:
    """Yield the URL of the role that owns the database; the environment then names the program's own.

    Raises:
        RestoreFailed: there is no keyring, or a program runs with the data folder.
    """
    os.environ["SAMTYCKE_DATA"] = str(data)
    os.environ.setdefault("SAMTYCKE_KEYRING_FILE", str(data / "keyring.json"))
    if "SAMTYCKE_KEYRING" not in os.environ and not Path(os.environ["SAMTYCKE_KEYRING_FILE"]).exists():
        raise RestoreFailed(
            f"There is no keyring at {os.environ['SAMTYCKE_KEYRING_FILE']}, and no backup holds it: copy it there."
        )
    if app := os.environ.get("DATABASE_URL"):
        yield url or os.environ.get("DATABASE_OWNER_URL", app)
        return
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with alone(data):
            server = postgres.start(data)
            try:
                urls = postgres.urls(data)
                postgres.prepare(urls.admin, passwords=postgres.passwords(data))
                os.environ.update(DATABASE_URL=urls.app, DATABASE_OWNER_URL=urls.owner)
                yield urls.owner
            finally:
                postgres.stop(server)
    except CannotStart as error:
        raise RestoreFailed(str(error)) from error


def bring_up_to_date(owner_url: str) -> None:
    """Load Django as the program's own role; a backup of an older version becomes one of this version."""
    django_ready()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    done = subprocess.run(
        [sys.executable, "-m", "samtycke.ops.cli", "migrate", "--url", owner_url], capture_output=True, text=True
    )
    if done.returncode:
        raise RestoreFailed(f"The database could not be brought to this version:\n{done.stderr[-2000:]}")
