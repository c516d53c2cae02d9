"""The `samtycke` command: one file in `commands/` is one command, named as the file."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

from samtycke import __version__
from samtycke.ops import commands
from samtycke.ops.environment import NothingRuns


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Every command module has ``HELP``, ``add_arguments(parser)`` and ``run(options)``.

    2 also where it needs a program and none runs.
    """
    parser = argparse.ArgumentParser(prog="samtycke", description="An SMS platform that is lawful by construction.")
    parser.add_argument("--version", action="version", version=__version__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    chosen = next((word for word in (sys.argv[1:] if arguments is None else arguments) if word in names), None)
    for name in names:
        # Only the chosen command is wholly loaded, so that `samtycke segments` starts without Django.
        module = importlib.import_module(f"samtycke.ops.commands.{name}")
        sub = subparsers.add_parser(name, help=module.HELP, description=module.HELP)
        if name == chosen:
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except NothingRuns as nothing:
        print(nothing, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
