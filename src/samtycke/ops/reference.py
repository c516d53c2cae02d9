"""The reference page of commands, written from the commands themselves: `python -m samtycke.ops.reference`."""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from pathlib import Path

from samtycke.ops import commands

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "commands.md"


def commands_page() -> str:
    """The page as it must be now. Written at a fixed width, so that it is the same on every terminal."""
    os.environ["COLUMNS"] = "100"
    out = [
        "# Commands\n\nWritten from the commands themselves (`python -m samtycke.ops.reference`); "
        "a test holds them together.\n"
    ]
    for name in sorted(module.name for module in pkgutil.iter_modules(commands.__path__)):
        module = importlib.import_module(f"samtycke.ops.commands.{name}")
        parser = argparse.ArgumentParser(prog=f"samtycke {name}", description=module.HELP)
        module.add_arguments(parser)
        out.append(f"## {name}\n\n```\n{parser.format_help().strip()}\n```\n")
    return "\n".join(out)


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
