"""Known holes in what is installed, asked of the advisory service: `python -m tests.house.holes`, part of `make lint`.

Where the service cannot be reached this says so and goes on: no network, no verdict. A hole that is known fails.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[2] / "requirements.lock"
FOUND = 1
_TRIES_FOR = 90


def main() -> int:
    """1 where a hole is known, else 0."""
    ask = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--require-hashes", "--timeout", "10",
           "--progress-spinner", "off", "-r", str(LOCK)]  # fmt: skip
    try:
        done = subprocess.run(ask, capture_output=True, text=True, timeout=_TRIES_FOR)
    except subprocess.TimeoutExpired:
        return _unknown("it did not answer in time")
    return judged(done.returncode, done.stdout, done.stderr)


def judged(code: int, out: str, err: str) -> int:
    """What its answer means: a hole is one only where it is named in a table of packages."""
    if code == 0:
        print("No known holes in what is installed.")
        return 0
    if code == FOUND and out.lstrip().startswith("Name"):
        print(out)
        return 1
    return _unknown((err.strip().splitlines() or ["no reason given"])[-1][:200])


def _unknown(why: str) -> int:
    print(f"Known holes could not be asked for: {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
