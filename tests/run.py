"""`make test`: every test in parallel, then those that drive a browser; or a part of them (T=path) in one process.

A browser keeps an event loop running in the thread of its tests, where others could not start theirs: so those have a
process of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys

PARALLEL = ["-m", "not browser", "-n", str(os.cpu_count() or 2), "--dist", "loadgroup"]
BROWSER = ["-m", "browser", "tests/browser"]


def main(paths: list[str]) -> int:
    """Run what is asked for. Returns the first exit status that is not 0."""
    runs = [paths] if paths else [PARALLEL, BROWSER]
    statuses = [subprocess.run([sys.executable, "-m", "pytest", *arguments]).returncode for arguments in runs]
    return next((status for status in statuses if status), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
