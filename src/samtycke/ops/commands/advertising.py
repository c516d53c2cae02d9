"""`samtycke advertising`: whether texts read like advertising, and by which of their words."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HELP = 'read texts called service: JSON lines {"text"} in, {"advertising", "because"} out'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="a file of JSON lines (default: standard input)")
    parser.add_argument(
        "--measure",
        nargs="+",
        type=Path,
        metavar="YAML",
        help="instead, tell precision and recall over files with lists of texts under advertising and service",
    )


def run(options: argparse.Namespace) -> int:
    if options.measure:
        return _measure(options.measure)
    from samtycke.ops.lines import each_text
    from samtycke.policy.content import reads_like_advertising

    for text in each_text(options.file):
        reading = reads_like_advertising(text)
        line = {"advertising": reading.advertising, "because": reading.explained("en")}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


def _measure(paths: list[Path]) -> int:
    from samtycke.policy.content import measured

    try:
        found = measured(paths)
    except (OSError, ValueError) as error:
        raise SystemExit(str(error)) from None
    called, of_them = found.found + found.stopped, found.found + found.missed
    sys.stdout.write(f"precision {found.precision:.3f}: of {called} called advertising, {found.stopped} are not\n")
    sys.stdout.write(f"recall    {found.recall:.3f}: of {of_them} advertisements, {found.missed} are missed\n")
    return 0
