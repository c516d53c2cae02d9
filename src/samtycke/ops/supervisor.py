"""Keeps the processes of `samtycke up` alive, and ends them all together.

A process that dies is started again, later each time it dies young. When the supervisor itself is killed,
its children notice that their end of a pipe has closed, and go too.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_LIFELINE = "SAMTYCKE_LIFELINE"
_STEADY_SECONDS = 30


@dataclass(slots=True)
class Child:
    """One process to keep alive: ``start`` makes it, ``stop`` ends it cleanly."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[subprocess.Popen[bytes]], None]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Starts children in order, watches them, and stops them in reverse order."""

    say: Callable[[str], None]
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    """Set by a signal handler, which may interrupt us anywhere: so it is a plain flag, and no lock can be held."""

    def add(self, child: Child) -> None:
        """Start a child now and keep it alive from now on."""
        self.children.append(child)
        self._start(child)

    def watch(self) -> None:
        """Restart what dies, until ``stopping`` is set."""
        while not self.stopping:
            time.sleep(0.2)
            for child in self.children:
                if child.process and child.process.poll() is not None:
                    self._mourn(child)
                if child.process is None and time.monotonic() >= child.not_before:
                    self._start(child)

    def stop(self) -> None:
        """End every child, the last started first."""
        self.stopping = True
        for child in reversed(self.children):
            if child.process and child.process.poll() is None:
                child.stop(child.process)

    def _start(self, child: Child) -> None:
        child.started = time.monotonic()
        try:
            child.process = child.start()
        except (OSError, RuntimeError) as error:
            self.say(f"{child.name} did not start: {error}")
            child.process, child.deaths = None, child.deaths + 1
            child.not_before = time.monotonic() + min(30, 2**child.deaths)

    def _mourn(self, child: Child) -> None:
        assert child.process is not None
        code, lived = child.process.returncode, time.monotonic() - child.started
        child.process = None
        child.deaths = 0 if lived > _STEADY_SECONDS else child.deaths + 1
        wait = 0 if child.deaths <= 1 else min(30, 2 ** (child.deaths - 1))
        child.not_before = time.monotonic() + wait
        self.say(f"{child.name} ended ({code}); starting it again" + (f" in {wait} s" if wait else ""))


def samtycke_process(name: str, arguments: list[str], *, environment: dict[str, str], logs: Path) -> Child:
    """A child that runs a `samtycke` command, with its log in ``<logs>/<name>.log``."""
    read_end, write_end = os.pipe()  # the write end closes when this process is gone, however it went
    os.set_inheritable(read_end, True)

    def start() -> subprocess.Popen[bytes]:
        logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "samtycke.ops.cli", *arguments],
                env={**os.environ, **environment, _LIFELINE: str(read_end)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[read_end],
                start_new_session=True,
            )

    # Kept open as long as the child is in the list; the name keeps the descriptor from being collected.
    start.lifeline = write_end  # type: ignore[attr-defined]
    return Child(name, start, _terminate)


def follow_supervisor() -> None:
    """In a child: end this process when the supervisor has gone. Does nothing when there is none."""
    lifeline = os.environ.pop(_LIFELINE, None)
    if lifeline is None:
        return

    def wait() -> None:
        os.read(int(lifeline), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="lifeline").start()


def _terminate(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
