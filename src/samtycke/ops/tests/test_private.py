"""What guards an installation is drawn when it is made, another in each, and read by its owner alone."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

from samtycke.ops import environment, postgres
from samtycke.ops.backup import key
from samtycke.organisations.door import make_keyring


def test_each_installation_draws_its_own_and_keeps_it_from_others(tmp_path, monkeypatch):
    """Passwords of the database's roles, the key of sessions, the keyring, the key of backups: none is one that it
    came with, and no file of theirs is open to anybody else on the machine."""
    monkeypatch.setattr(postgres, "_as_server", lambda *_args: None)  # no server: only what is drawn for it
    monkeypatch.setattr(postgres, "_give_to_server", lambda *_args: None)
    monkeypatch.delenv("SAMTYCKE_BACKUP_KEY", raising=False)
    drawn: list[str] = []
    for name in ("one", "two"):
        data = tmp_path / name
        postgres.initialise(data)
        make_keyring(data / "keyring.json", now=datetime.now(UTC))
        key.backup_key(data, make=True)
        environment.write(data, {"DATABASE_URL": "postgresql://x"})
        passwords = postgres.passwords(data)
        assert min(map(len, passwords.values())) >= 32
        keys = json.loads((data / "keyring.json").read_text())
        drawn += [*passwords.values(), environment.secret_key(data), keys["number"]["1"], keys["data"]["1"]]
        drawn.append((data / "backup.key").read_text())
        for file in ("database.json", "keyring.json", "secret_key", "environment.json", "backup.key"):
            assert _others(data / file) == 0, file
    assert len(set(drawn)) == len(drawn)


def _others(path: Path) -> int:
    """What anybody but its owner may do with a file."""
    return stat.S_IMODE(path.stat().st_mode) & 0o077
