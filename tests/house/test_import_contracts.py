"""The contracts of pyproject.toml hold: rooms are stacked, the pure ones stay pure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_every_import_contract_is_kept():
    """`lint-imports` finds nothing."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
