"""`samtycke backup`: the whole database, encrypted, in one file."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

HELP = "write an encrypted backup of the whole database"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to (default: backups in the data folder)")
    parser.add_argument("--keep", type=int, metavar="DAYS", help="then delete backups in that folder older than this")
    parser.add_argument("--url", help="a role that owns the tables (default: DATABASE_OWNER_URL, else DATABASE_URL)")
    parser.add_argument("--data", help="the data folder (default: SAMTYCKE_DATA, else samtycke-data)")


def run(options: argparse.Namespace) -> int:
    from samtycke.ops.backup.dump import BackupFailed, make_backup
    from samtycke.ops.backup.key import BackupKeyMissing, backup_key
    from samtycke.ops.environment import data_folder, owner_ready

    data = data_folder(options.data)
    os.environ["SAMTYCKE_DATA"] = str(data)
    owner_ready(options.url)
    now = datetime.now(UTC)
    folder = options.to or data / "backups"
    try:
        key, new = backup_key(data, make=True)
        if new:
            print("A backup key was made. Copy it, and the keyring, to a place of their own: no backup holds them.")
        made = make_backup(os.environ["DATABASE_URL"], folder, key=key, journal_mark=_note(now), now=now)
    except (BackupFailed, BackupKeyMissing) as error:
        raise SystemExit(f"No backup was made: {error}") from None
    events = sum(head["events"] for head in made.manifest["heads"])
    print(f"{made.path}: {made.size / 1e6:.1f} MB, {len(made.manifest['heads'])} ledgers, {events} sealed events.")
    if options.keep is not None:
        print(f"{_delete_older(folder, now - timedelta(days=options.keep))} older backups were deleted.")
    return 0


def _note(now: datetime) -> str:
    """Empty into the journal what waits for it, and note there that a backup is made. Returns that line's mark."""
    from django.conf import settings

    from samtycke.ledger.door import BACKUP, Journal
    from samtycke.ops.backup.settle import empty

    journal = Journal(settings.JOURNAL)
    try:
        empty(journal, now=now)
        return journal.append([{"kind": BACKUP, "at": now.isoformat()}], now=now)
    except OSError as error:
        raise SystemExit(f"No backup was made: the journal at {settings.JOURNAL} cannot be written: {error}") from None


def _delete_older(folder: Path, before: datetime) -> int:
    from samtycke.ops.backup.dump import PART, SUFFIX

    old = [
        path
        for pattern in (f"samtycke-*{SUFFIX}", f"samtycke-*{SUFFIX}{PART}")
        for path in folder.glob(pattern)
        if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink()
    return len(old)
