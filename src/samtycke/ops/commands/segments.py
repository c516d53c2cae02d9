"""`samtycke segments`: how many parts each text becomes."""

from __future__ import annotations

import argparse
import json
import sys

HELP = 'count the parts of texts: JSON lines {"text"} in, {"encoding", "units", "segments"} out'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="a file of JSON lines (default: standard input)")


def run(options: argparse.Namespace) -> int:
    from samtycke.ops.lines import each_text
    from samtycke.sms import segment

    for text in each_text(options.file):
        counted = segment(text)
        line = {"encoding": counted.encoding, "units": counted.units, "segments": counted.segments}
        sys.stdout.write(json.dumps(line) + "\n")
    return 0
