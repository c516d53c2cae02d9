"""`samtycke up`: everything on this machine."""

from __future__ import annotations

import argparse
import os

HELP = "start everything on this machine: database, pages, worker, gateway and virtual phones"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("SAMTYCKE_PORT", "8000")))
    parser.add_argument("--data", help="where everything is kept (default: SAMTYCKE_DATA, else ./samtycke-data)")


def run(options: argparse.Namespace) -> int:
    from samtycke.ops.environment import data_folder
    from samtycke.ops.up import up

    return up(data_folder(options.data), port=options.port)
