"""`make test`: every test in parallel, or a part of them (T=path) in one process."""

from __future__ import annotations

import os
import sys

import pytest


def main(paths: list[str]) -> int:
    parallel = [] if paths else ["-n", str(os.cpu_count() or 2), "--dist", "loadgroup"]
    return pytest.main([*parallel, *paths])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
