"""`samtycke vignettes`: written cases of law against the policy."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

HELP = "run written cases of law (YAML) against the policy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files, or folders of them")
    parser.add_argument("--json", action="store_true", help="the whole result as JSON")


def run(options: argparse.Namespace) -> int:
    from samtycke.policy.vignettes import run_vignettes

    report = run_vignettes(options.paths)
    if options.json:
        sys.stdout.write(json.dumps(asdict(report), default=str, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(f"{report}\n")
    return 1 if report.failures else 0
