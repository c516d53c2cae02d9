"""`samtycke intent`: what a person means by a reply, and how well that is read."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samtycke.intake.measured import Measured

HELP = 'read replies: JSON lines {"text"} in, {"intent"} out; or measure the reading on labelled ones'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="a file of JSON lines (default: standard input)")
    parser.add_argument(
        "--measure", nargs="+", metavar="FILE", help="read labelled replies (YAML: label, language, texts) and count"
    )
    parser.add_argument("--amiss", action="store_true", help="with --measure: show what was read otherwise")
    parser.add_argument("--json", action="store_true", help="with --measure: print the figures as JSON")
    parser.add_argument("--country", default="SE", help="whose words come first (ISO 3166; default: SE)")


def run(options: argparse.Namespace) -> int:
    from samtycke.intake.intent import intent
    from samtycke.ops.lines import each_text

    if options.measure:
        return _measure(options)
    for text in each_text(options.file):
        sys.stdout.write(json.dumps({"intent": intent(text, country=options.country)}) + "\n")
    return 0


def _measure(options: argparse.Namespace) -> int:
    from samtycke.intake.measured import labelled, measure

    try:
        measured = measure([reply for file in options.measure for reply in labelled(Path(file))])
    except (OSError, ValueError) as error:
        raise SystemExit(str(error)) from error
    if options.amiss:
        for reply, found in measured.amiss:
            sys.stdout.write(f"{reply.meant} read as {found}: {json.dumps(reply.text, ensure_ascii=False)}\n")
    sys.stdout.write(json.dumps(_figures(measured)) + "\n" if options.json else _table(measured))
    return 0


def _figures(measured: Measured) -> dict[str, object]:
    return {
        "replies": measured.read.total(),
        "opt_outs": measured.meant("opt_out"),
        "recall_found_or_held": round(measured.recall, 4),
        "recall_found": round(measured.found, 4),
        "false_opt_outs": round(measured.false_opt_outs, 4),
        "held_without_need": round(measured.held_without_need, 4),
    }


def _table(measured: Measured) -> str:
    from samtycke.intake.measured import INTENTS

    lines = ["meant \\ read".ljust(12) + "".join(label.rjust(11) for label in INTENTS)]
    lines += [
        label.ljust(12) + "".join(str(measured.read[label, found]).rjust(11) for found in INTENTS) for label in INTENTS
    ]
    lines += [
        "",
        f"Opt-outs found or held for a person  {measured.recall:7.2%}  of {measured.meant('opt_out')}",
        f"Opt-outs carried out at once         {measured.found:7.2%}",
        f"Other replies taken as an opt-out    {measured.false_opt_outs:7.2%}",
        f"Held although nobody would read a no {measured.held_without_need:7.2%}",
        "",
    ]
    return "\n".join(lines)
