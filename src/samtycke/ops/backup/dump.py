"""Make a backup: the database as it is at one instant, encrypted as it is read, in the folder only once it is whole.

The dump is PostgreSQL's own (pg_dump, as SQL), so that tables, partitions, triggers, sequences, rights and policies
come along whoever's they are. Its snapshot is one that we hold open: the manifest was read in that same
instant.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from samtycke import __version__
from samtycke.ops.backup.sealed import CHUNK, SealedFile
from samtycke.ops.backup.tools import tool

SUFFIX = ".samtycke"
PART = ".part"


class BackupFailed(RuntimeError):
    """Why there is no backup."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole."""

    path: Path
    size: int
    manifest: dict[str, Any]


def make_backup(owner_url: str, folder: Path, *, key: bytes, journal_mark: str, now: datetime) -> Made:
    """Write a backup to a folder. Nothing there looks like one before it is whole and on the disk.

    Args:
        owner_url: a role that owns the tables: nobody else sees every organisation.
        journal_mark: of the line in the journal that says that this backup is made.

    Raises:
        BackupFailed: the disk is full, the database went away, pg_dump does not fit the server.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"samtycke-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}{SUFFIX}"
    part = path.with_name(path.name + PART)
    try:
        with _private(part) as out, _held_snapshot(owner_url) as (snapshot, manifest):
            manifest |= {"journal": journal_mark}
            file = SealedFile(out, key, {"made_at": now.astimezone(UTC).isoformat(), "version": __version__})
            written = json.dumps(manifest, sort_keys=True).encode()
            file.write(len(written).to_bytes(8, "big") + written)
            _dump(owner_url, snapshot, file)
            file.finish()
            out.flush()
            os.fsync(out.fileno())
            size = out.tell()
        part.rename(path)
        _sync(folder)
    except (OSError, psycopg.Error) as error:
        part.unlink(missing_ok=True)
        raise BackupFailed(str(error).strip()) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Made(path, size, manifest)


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file


@contextmanager
def _held_snapshot(owner_url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Hold one instant of the database open: its name for pg_dump, and what the manifest says of it."""
    with psycopg.connect(owner_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute(
            "SELECT pg_export_snapshot(), pg_current_snapshot()::text, current_setting('server_version'), "
            "(SELECT id::text FROM database_life ORDER BY begun_at DESC LIMIT 1)"
        ).fetchone()
        assert row is not None
        heads = connection.execute(
            "SELECT DISTINCT ON (s.organisation_id) s.organisation_id, o.slug, s.number, encode(s.head, 'hex'), "
            "s.events FROM seal s JOIN organisation o ON o.id = s.organisation_id "
            "ORDER BY s.organisation_id, s.number DESC"
        ).fetchall()
        names = ("organisation", "slug", "number", "head", "events")
        yield (
            row[0],
            {
                "version": __version__,
                "snapshot": row[1],
                "postgresql": row[2],
                "life": row[3],
                "heads": [dict(zip(names, head, strict=True)) for head in heads],
            },
        )


def _dump(owner_url: str, snapshot: str, file: SealedFile) -> None:
    command, environment = tool("pg_dump", "--no-owner", f"--snapshot={snapshot}", url=owner_url)
    squeeze = zlib.compressobj(level=1)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        try:
            while chunk := process.stdout.read(CHUNK):
                file.write(squeeze.compress(chunk))
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdout.close()
            process.wait()
        if process.returncode:
            said.seek(0)
            raise BackupFailed(said.read().decode(errors="replace").strip()[-2000:] or "pg_dump failed")
    file.write(squeeze.flush())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
