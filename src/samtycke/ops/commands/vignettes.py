"""`samtycke vignettes`: run written cases of law against the policy."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HELP = "run written cases of law (YAML files or folders) against the policy; exits 1 when any differs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: our own cases)")
    parser.add_argument("--json", action="store_true", help="the whole result, as one JSON document")


def run(options: argparse.Namespace) -> int:
    from samtycke.policy.vignettes import run as run_cases

    outcomes = list(run_cases(options.paths or [_own()]))
    failed = [one for one in outcomes if not one.passed]
    if options.json:
        result = {"passed": len(outcomes) - len(failed), "failed": len(failed)}
        sys.stdout.write(json.dumps(result | {"cases": [one.as_json() for one in outcomes]}, ensure_ascii=False) + "\n")
        return 1 if failed or not outcomes else 0
    for one in failed:
        settled = f" (settled by {one.decision.rule}, {one.decision.pack})" if one.decision else ""
        sys.stdout.write(f"{one.file}: {one.id}: {'; '.join(one.differs)}{settled}\n")
    sys.stdout.write(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed\n")
    return 1 if failed or not outcomes else 0


def _own() -> Path:
    from samtycke.policy import packs

    return Path(packs.__path__[0])
