"""One command, one machine: PostgreSQL, pages, worker, gateway and the simulator, as processes of their own.

The first start makes the database, the keyring and a demo organisation; the next ones find them as they were.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from samtycke.ops import environment, postgres
from samtycke.ops.supervisor import Child, Supervisor, samtycke_process


def up(data: Path, *, port: int) -> int:
    """Run until Ctrl-C. Returns the exit status."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with alone(data):
            _free(port)
            return _run(data, port)
    except CannotStart as error:
        _say(f"{error}")
        return 1


class CannotStart(RuntimeError):
    """Why, and what to do about it."""


def _run(data: Path, port: int) -> int:
    started = time.monotonic()
    supervisor = Supervisor(_say)

    def stop(*_: object) -> None:
        supervisor.stopping = True

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, stop)
    try:
        settings = _environment(data, port, supervisor)
        os.environ.update(settings)
        _migrate()
        demo = _seed(data)
        _add_processes(supervisor, data, port, settings)
        phones = settings["SAMTYCKE_PHONE_URL"].rpartition(":")[2]
        if _answers((f"{port}/healthz", f"{phones}/handsets.json"), supervisor):
            _greet(data, settings["SAMTYCKE_URL"], demo, seconds=time.monotonic() - started)
        supervisor.watch()
    finally:
        _say("Stopping.")
        supervisor.stop()
    return 0


def _environment(data: Path, port: int, supervisor: Supervisor) -> dict[str, str]:
    """Start the database if it is ours to start, and say where everything is."""
    if owner := os.environ.get("DATABASE_URL"):
        app, owner = owner, os.environ.get("DATABASE_OWNER_URL", owner)
    else:
        if not (data / "postgres").exists():
            _say("Making the database …")
        server = Child("postgres", lambda: postgres.start(data), postgres.stop)
        supervisor.add(server)
        if server.process is None:
            raise CannotStart(f"See {data / 'postgres.log'} for what PostgreSQL says.")
        urls = postgres.urls(data)
        postgres.prepare(urls.admin, passwords=postgres.passwords(data))
        app, owner = urls.app, urls.owner
    ports = _ports(data)
    secret = ports["secret"]
    settings = {
        "DATABASE_URL": app,
        "DATABASE_OWNER_URL": owner,
        "SAMTYCKE_DATA": str(data),
        "SAMTYCKE_SECRET_KEY": environment.secret_key(data),
        "SAMTYCKE_KEYRING_FILE": os.environ.get("SAMTYCKE_KEYRING_FILE", str(data / "keyring.json")),
        "SAMTYCKE_URL": os.environ.get("SAMTYCKE_URL", f"http://127.0.0.1:{port}"),
        "SAMTYCKE_PHONE_URL": f"http://127.0.0.1:{ports['http']}",
        "SAMTYCKE_PHONE_SMPP": str(ports["smpp"]),
        "SAMTYCKE_PHONE_SECRET": str(secret),
        "SAMTYCKE_CARRIERS": os.environ.get(
            "SAMTYCKE_CARRIERS", f"phone=smpp://samtycke:{secret}@127.0.0.1:{ports['smpp']}?window=500&left=0x411"
        ),
    }
    environment.write(data, settings)
    return settings


def _migrate() -> None:
    done = subprocess.run([sys.executable, "-m", "samtycke.ops.cli", "migrate"], capture_output=True, text=True)
    if done.returncode:
        raise CannotStart(f"The database could not be brought to this version:\n{done.stderr[-2000:]}")


def _seed(data: Path) -> dict[str, object]:
    from samtycke.organisations.keyring_file import make_keyring

    keyring = Path(os.environ["SAMTYCKE_KEYRING_FILE"])
    if not keyring.exists() and "SAMTYCKE_KEYRING" not in os.environ:
        make_keyring(keyring, now=datetime.now(UTC))
    environment.django_ready(data)
    from samtycke.ops.demo import seed_demo

    return seed_demo(data, os.environ["SAMTYCKE_URL"])


def _add_processes(supervisor: Supervisor, data: Path, port: int, settings: dict[str, str]) -> None:
    commands: dict[str, list[str]] = {
        "phone": ["phone"],
        "web": ["web", "--port", str(port)],
        "worker": ["worker"],
        "gateway": ["gateway"],
    }
    for name, arguments in commands.items():
        supervisor.add(samtycke_process(name, arguments, environment=settings, logs=data / "logs"))


def _answers(doors: Iterable[str], supervisor: Supervisor) -> bool:
    """Wait until a browser would see something, and a virtual phone take a text. ``doors``: ports with paths."""
    deadline, waiting = time.monotonic() + 60, list(doors)
    while waiting and time.monotonic() < deadline and not supervisor.stopping:
        try:
            urlopen(f"http://127.0.0.1:{waiting[0]}", timeout=2).close()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            waiting.pop(0)
    return not waiting


def _greet(data: Path, url: str, demo: dict[str, object], *, seconds: float) -> None:
    login = demo.get("login")
    # A database that was put back has people of its own, whose passwords nobody here knows.
    sign_in = f"{login['email']}   {login['password']}" if isinstance(login, dict) else "as before"
    _say(
        f"""
  Samtycke is running ({seconds:.0f} s)

    Open      {url}
    Sign in   {sign_in}
    Phones    {url}/phone
    A form    {url}/f/klubben
    API       {url}/api/v1/docs

  Data, logs and the keyring lie in {data}
  (losing keyring.json loses the numbers). A file to import: {data / "kunder.csv"}
  Ctrl-C stops everything; `make up` finds it as it was.
"""
    )


def _ports(data: Path) -> dict[str, int | str]:
    """The simulator's ports and password, the same at every start unless somebody took a port."""
    import secrets

    path = data / "phone.json"
    saved = json.loads(path.read_text()) if path.exists() else {"secret": secrets.token_urlsafe(6)[:8]}
    for name, wish in (("smpp", 2775), ("http", 0)):
        if not _is_free(int(saved.setdefault(name, wish))):
            saved[name] = 0
        if saved[name] == 0:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                saved[name] = probe.getsockname()[1]
    environment.write_private(path, json.dumps(saved))
    return dict(saved)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _free(port: int) -> None:
    for _ in _patiently(lambda: _is_free(port), seconds=3):
        return
    raise CannotStart(f"Port {port} is taken by another program. Choose one: make up PORT={port + 1}")


def _patiently(true: Callable[[], bool], *, seconds: float) -> Iterator[None]:
    """Yield once ``true`` is, within some seconds: the processes of a killed run may still be leaving."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            yield
            return
        time.sleep(0.1)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Two programs on one data folder would each think the other's work was theirs."""
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart(
                f"Samtycke already runs with {data}. Stop it there, or choose another folder: --data FOLDER"
            ) from None
        yield


def _say(line: str) -> None:
    print(line, flush=True)
