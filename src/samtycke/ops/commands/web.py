"""`samtycke web`: pages and API."""

from __future__ import annotations

import argparse
import os

HELP = "serve the pages and the API"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("SAMTYCKE_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("SAMTYCKE_PORT", "8000")))
    parser.add_argument("--workers", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--threads", type=int, default=8, help="threads in each process (default: 8)")


def run(options: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces

    from samtycke.ops.environment import django_ready
    from samtycke.ops.supervisor import follow_supervisor
    from samtycke.web.catalogues import compile_catalogues

    follow_supervisor()
    compile_catalogues()
    django_ready()
    Granian(
        "samtycke.ops.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        log_access=False,
    ).serve()
    return 0
