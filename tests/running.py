"""The whole program, started as a newcomer starts it, for tests that use it from outside."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Running:
    """A started program: its address, its data folder, what demo.json says, and its supervising process."""

    url: str
    data: Path
    demo: dict[str, Any]
    process: subprocess.Popen[bytes]

    def child(self, name: str) -> int:
        """The pid of one of its processes: postgres, web, worker, gateway or phone."""
        import psutil

        for process in psutil.Process(self.process.pid).children():
            if process.status() == psutil.STATUS_ZOMBIE:
                continue  # killed, and not yet buried
            words = process.cmdline()
            if name == "postgres" and process.name() == "postgres":
                return int(process.pid)
            if "samtycke.ops.cli" in words and words[words.index("samtycke.ops.cli") + 1] == name:
                return int(process.pid)
        raise LookupError(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(data: Path, *, port: int | None = None, seconds: float = 120) -> Iterator[Running]:
    """`samtycke up` with this data folder, until the block ends; then Ctrl-C, which must end it cleanly."""
    port = port or free_port()
    _own_ports(data)
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "SAMTYCKE_KEYRING_FILE", "SAMTYCKE_SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
    }
    log = (data.parent / f"{data.name}.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", "samtycke.ops.cli", "up", "--data", str(data), "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        _wait_until_greeted(Path(log.name), process, seconds)
        demo = json.loads((data / "demo.json").read_text())
        yield Running(f"http://127.0.0.1:{port}", data, demo, process)
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(60)
        log.close()
    assert code == 0, Path(log.name).read_text()[-2000:]


def _own_ports(data: Path) -> None:
    """Two programs that start in one moment would both find the usual port of the simulator free."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    phone = data / "phone.json"
    if not phone.exists():
        phone.write_text(json.dumps({"secret": secrets.token_urlsafe(6)[:8], "smpp": free_port(), "http": free_port()}))


def _wait_until_greeted(log: Path, process: subprocess.Popen[bytes], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while "Samtycke is running" not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
