"""`samtycke bench`: measure the program beside the floor of this machine, and print the ratio."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys

from samtycke.ops import bench

HELP = "measure what the program does beside the floor of this machine, in the same run"

_NOT_MEASUREMENTS = {"database", "report", "town"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    names = sorted({module.name for module in pkgutil.iter_modules(bench.__path__)} - _NOT_MEASUREMENTS)
    parser.add_argument("what", choices=names, nargs="+", help="which measurements")
    parser.add_argument("--size", type=int, default=200_000, help="how many people (default: 200,000)")
    parser.add_argument("--json", action="store_true", help="the figures as JSON, one line each")


def run(options: argparse.Namespace) -> int:
    """Returns 1 when a measurement is over its target."""
    from samtycke.ops.bench.database import a_database

    met = True
    with a_database():
        for name in options.what:
            measured = importlib.import_module(f"samtycke.ops.bench.{name}").measure(options.size)
            sys.stdout.write(f"{json.dumps(measured.as_json()) if options.json else measured}\n")
            sys.stdout.flush()
            met = met and measured.ratio <= measured.target
    return 0 if met else 1
