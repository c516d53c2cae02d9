"""`samtycke restore`: put a backup into an empty database, and say again what was said since it was made."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samtycke.ops.backup.settle import Settled

HELP = "put a backup into an empty database; nobody who left since comes back with it"

_HELD = 2
"""The exit status when the data is there and marketing is held."""
_WORDS = 20
"""Fewer letters than this say nothing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the backup")
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--check", action="store_true", help="only read the file to its end: whole, and of your key?")
    act.add_argument("--apply", action="store_true", help="apply the journal to what was put back earlier")
    act.add_argument("--accept", metavar="WORDS", help="send without the journal, and say why you may")
    parser.add_argument("--journal", action="append", type=Path, metavar="FOLDER",
                        help="where the journal is; one for each machine that had a worker (default: SAMTYCKE_JOURNAL, "
                        "else journal in the data folder)")  # fmt: skip
    parser.add_argument("--url", help="a role that owns the database (default: DATABASE_OWNER_URL, else DATABASE_URL)")
    parser.add_argument("--data", help="the data folder (default: SAMTYCKE_DATA, else samtycke-data)")


def run(options: argparse.Namespace) -> int:
    """0 when all is done; 2 when the data is there but marketing is held."""
    from samtycke.ops.backup.key import BackupKeyMissing
    from samtycke.ops.backup.put_back import RestoreFailed
    from samtycke.ops.backup.sealed import NotABackup
    from samtycke.ops.environment import data_folder

    if (options.file is None) != bool(options.apply or options.accept):
        raise SystemExit("Name a backup, or --apply or --accept without one.")
    data = data_folder(options.data)
    try:
        if options.check:
            return _check(options.file, data)
        return _restore(options, data)
    except NotABackup as error:
        raise SystemExit(f"Nothing was put back. {options.file} is no backup to trust: {error}.") from None
    except (RestoreFailed, BackupKeyMissing, OSError) as error:
        raise SystemExit(f"Nothing was put back. {error}") from None


def _check(path: Path, data: Path) -> int:
    from samtycke.ops.backup.key import backup_key
    from samtycke.ops.backup.put_back import read_backup

    key, _ = backup_key(data)
    with path.open("rb") as file:
        made_at, manifest, dump = read_backup(file, key)
        size = sum(len(chunk) for chunk in dump)
    print(f"Whole: made {made_at} by version {manifest['version']}, {size / 1e6:.1f} MB of SQL.")
    for head in manifest["heads"]:
        print(f"  {head['slug']}: {head['events']} events in {head['number']} batches, head {head['head']}")
    return 0


def _restore(options: argparse.Namespace, data: Path) -> int:
    from samtycke.ops.backup.key import backup_key
    from samtycke.ops.backup.put_back import put_back
    from samtycke.ops.backup.target import bring_up_to_date, target

    key, _ = backup_key(data) if options.file else (b"", False)
    with target(data, url=options.url) as owner_url:
        heads: Sequence[dict[str, Any]] = ()
        if options.file:
            back = put_back(options.file, owner_url, key=key)
            heads = back.manifest["heads"]
            print(f"Put back: the database as it was {back.made_at}. What waited to be sent then is not sent again.")
        bring_up_to_date(owner_url)
        if options.accept:
            return _accept(options, owner_url)
        return _settle(options, owner_url, heads)


def _journals(options: argparse.Namespace) -> list[Path]:
    from django.conf import settings

    return options.journal or [settings.JOURNAL]


def _settle(options: argparse.Namespace, owner_url: str, heads: Sequence[dict[str, Any]]) -> int:
    from samtycke.ops.backup.settle import settle

    _waiting()
    return _say(settle(owner_url, _journals(options), heads=heads, now=datetime.now(UTC)))


def _say(done: Settled) -> int:
    print(f"Read {done.lines} lines of the journal. New here:")
    for kind, number in sorted(done.applied.items()):
        print(f"  {number} {_KINDS.get(kind, kind)}")
    if not done.applied:
        print("  nothing")
    if not done.wrong:
        print("Every ledger is whole. Marketing may leave.")
        return 0
    print("\nALL MARKETING IS HELD:")
    for one in done.wrong:
        print(f"  {one}.")
    print(
        "\nFind the journal (each worker's machine has one) and run:  samtycke restore --apply --journal FOLDER\n"
        'If it is lost for good, answer for it in words:              samtycke restore --accept "why …"'
    )
    return _HELD


_KINDS = {
    "no": "people's own no",
    "block": "blocks by staff",
    "hashed": "blocks that came as hashes",
    "restriction": "restrictions",
    "erasure": "people erased",
}


def _accept(options: argparse.Namespace, owner_url: str) -> int:
    from samtycke.ops.backup.settle import let_go
    from samtycke.organisations.door import Organisation, acting_for, audit

    _waiting()
    words = options.accept.strip()
    if len(words) < _WORDS:
        raise SystemExit("Say in a sentence why people who left since the backup will not be texted.")
    by = getpass.getuser()
    for organisation in Organisation.objects.order_by("pk"):
        with acting_for(organisation.pk) as cursor:
            audit(cursor, actor=by, act="restore.accepted", words=words)
    let_go(owner_url, _journals(options)[0], by=by, words=words, now=datetime.now(UTC))
    print("Marketing may leave. Your words and your name are in the database and in the audit log.")
    return 0


def _waiting() -> None:
    from django.db import connection

    from samtycke.ledger.door import life

    with connection.cursor() as cursor:
        present = life(cursor)
    if present.backed is None or present.settled_at is not None:
        raise SystemExit("No restore waits for its journal here: nothing is held.")
