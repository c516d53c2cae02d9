"""`samtycke intent`: what a person means by a reply."""

from __future__ import annotations

import argparse
import json
import sys

HELP = 'read replies: JSON lines {"text"} in, {"intent"} out'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="a file of JSON lines (default: standard input)")


def run(options: argparse.Namespace) -> int:
    from samtycke.intake.intent import intent
    from samtycke.ops.lines import each_text

    for text in each_text(options.file):
        sys.stdout.write(json.dumps({"intent": intent(text)}) + "\n")
    return 0
