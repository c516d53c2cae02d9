"""`samtycke gateway`: holds the carriers' connections, sends what the gate allows, takes in what comes back."""

from __future__ import annotations

import argparse
import signal
import threading

HELP = "send and receive: one process that holds the carriers' connections"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is in the environment: DATABASE_URL, SAMTYCKE_CARRIERS."""


def run(options: argparse.Namespace) -> int:
    from samtycke.ops.environment import django_ready
    from samtycke.ops.supervisor import follow_supervisor

    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    follow_supervisor()
    django_ready()
    from samtycke.dispatch.door import run as run_gateway

    run_gateway(stop)
    return 0
