"""The machine is lost: what is left is a backup, two keys and the journal, and a new machine goes on (promise 6)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from tests.running import started


@pytest.mark.slow
def test_a_new_machine_goes_on_from_a_backup_with_the_database_that_comes_along(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    with started(old):
        made = samtycke("backup", "--data", str(old), "--to", str(tmp_path / "backups"))
        assert made.returncode == 0, made.stderr
    new.mkdir()
    for name in ("keyring.json", "backup.key"):
        shutil.copy(old / name, new)
    shutil.copytree(old / "journal", new / "journal")
    shutil.rmtree(old)
    (backup,) = (tmp_path / "backups").iterdir()
    done = samtycke("restore", str(backup), "--data", str(new))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Marketing may leave" in done.stdout
    with started(new) as program:
        assert samtycke("verify", data=str(new)).returncode == 0
        assert "login" not in program.demo  # no demo is made beside what was put back


def samtycke(*arguments: str, data: str = "") -> subprocess.CompletedProcess[str]:
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "SAMTYCKE_KEYRING_FILE", "SAMTYCKE_DATA", "SAMTYCKE_SECRET_KEY")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    if data:
        clean["SAMTYCKE_DATA"] = data
    return subprocess.run(
        [sys.executable, "-m", "samtycke.ops.cli", *arguments], env=clean, capture_output=True, text=True
    )
