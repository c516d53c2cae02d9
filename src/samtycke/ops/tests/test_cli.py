"""The command line: what cannot be done is said in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", [["verify"], ["explain", "1"], ["migrate"], ["block", "list", "+46701740605"]])
def test_a_command_that_finds_no_program_says_how_to_start_one(tmp_path, command):
    names = {"DATABASE_URL", "SAMTYCKE_KEYRING_FILE", "SAMTYCKE_KEYRING", "SAMTYCKE_SECRET_KEY"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    ended = subprocess.run(
        [sys.executable, "-m", "samtycke.ops.cli", *command],
        env={**environment, "SAMTYCKE_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("There is no database to talk to. Run `samtycke up` first")
    assert "Traceback" not in ended.stderr
