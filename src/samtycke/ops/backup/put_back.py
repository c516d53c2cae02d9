"""Put a backup into an empty database: all of it in one transaction, or nothing.

The transaction ends with ``begin.sql``, which holds all marketing: no gateway that is pointed at the new database can
send before the journal has been applied. A file that turns out changed or cut short, even at its very last byte, leaves
the database as empty as it was.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg

from samtycke.ops.backup.sealed import CHUNK, NotABackup, opened, read_header
from samtycke.ops.backup.tools import tool

_FIRST = 1 << 16
"""The settings of a dump stand in its first lines."""


class RestoreFailed(RuntimeError):
    """Why nothing was put back."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back: the life that the database began by it, and what the backup says of itself."""

    life: str
    made_at: str
    manifest: dict[str, Any]


def put_back(path: Path, owner_url: str, *, key: bytes) -> PutBack:
    """Put a backup into an empty database.

    Args:
        owner_url: a role that owns the database; it will own the tables.

    Raises:
        RestoreFailed: the database is not empty, lacks the program's roles, or refuses the dump.
        NotABackup: see ``read_backup``. Either way the database is as it was.
    """
    version = _empty(owner_url)
    life = str(uuid.uuid4())
    with path.open("rb") as file:
        made_at, manifest, dump = read_backup(file, key)
        said_of_it = json.dumps({name: manifest[name] for name in ("life", "snapshot", "journal")})
        variables = {"ON_ERROR_STOP": "1", "life": life, "backup_of": made_at, "backed": said_of_it}
        settings = [f"--set={name}={value}" for name, value in variables.items()]
        command, environment = tool("psql", "--no-psqlrc", "--quiet", *settings, url=owner_url)
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
            )
            assert process.stdin is not None
            try:
                _feed(process.stdin, dump, version)
            except BrokenPipeError:
                pass  # it says why below
            except BaseException:
                process.kill()  # nothing was committed, and nothing will be
                process.wait()
                raise
            process.wait()
            if process.returncode:
                said.seek(0)
                raise RestoreFailed(said.read().decode(errors="replace").strip()[-2000:] or "psql failed")
    return PutBack(life, made_at, manifest)


def _feed(stdin: IO[bytes], dump: Iterator[bytes], version: int) -> None:
    with stdin:
        stdin.write(b"BEGIN;\n")
        for number, chunk in enumerate(dump):
            # A setting of version 17 that older servers do not know.
            ours = chunk if number or version >= 170_000 else chunk.replace(b"SET transaction_timeout = 0;\n", b"", 1)
            stdin.write(ours)
        stdin.write(b"\n" + Path(__file__).with_name("begin.sql").read_bytes() + b"\nCOMMIT;\n")


def read_backup(file: IO[bytes], key: bytes) -> tuple[str, dict[str, Any], Iterator[bytes]]:
    """When a backup was made, what it says of itself, and its SQL a chunk at a time.

    Raises:
        NotABackup: it is none, of another key, changed or cut short; the last may show only at the end of the SQL.
    """
    header = read_header(file)
    chunks = opened(file, header, key)
    first = next(chunks)
    length = int.from_bytes(first[:8], "big")
    while len(first) < 8 + length:
        first += next(chunks)
    return str(header.about["made_at"]), json.loads(first[8 : 8 + length]), _inflated(first[8 + length :], chunks)


def _inflated(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The dump as it was before it was squeezed, never more than a chunk at once."""
    expand = zlib.decompressobj()
    size = _FIRST
    waiting = first
    while True:
        while waiting:
            if out := expand.decompress(waiting, size):
                yield out
            size, waiting = CHUNK, expand.unconsumed_tail
        following = next(chunks, None)
        if following is None:
            break
        waiting = following
    if not expand.eof:
        raise NotABackup("its dump ends too early")


def _empty(owner_url: str) -> int:
    """The server's version, once it is sure that the database holds nothing and that the roles are there."""
    try:
        with psycopg.connect(owner_url) as connection:
            row = connection.execute(
                "SELECT current_database(), current_setting('server_version_num')::int, "
                "(SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace), "
                "EXISTS (SELECT FROM pg_roles WHERE rolname = 'samtycke_app')"
            ).fetchone()
    except psycopg.Error as error:
        raise RestoreFailed(str(error).strip()) from error
    assert row is not None
    name, version, tables, app = row
    if tables:
        raise RestoreFailed(f"The database {name} is not empty. A backup is only put into an empty one: make a new.")
    if not app:
        raise RestoreFailed("The role samtycke_app is missing on this server: make it first (see run-on-postgresql).")
    return int(version)
