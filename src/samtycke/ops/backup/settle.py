"""Settle a database that was put back: what was said since its backup is said again, then marketing may leave.

Where the journal cannot tell it all, everything it does tell is applied, and all marketing stays held until an operator
has answered for it in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from samtycke.ledger.door import (
    PLATFORM,
    RESTORED,
    Journal,
    Life,
    Noted,
    drain,
    life,
    read_journal,
    since_backup,
    verify,
)
from samtycke.organisations.door import Organisation, acting_for
from samtycke.rights.door import say_again

_AT_ONCE = 500


@dataclass(slots=True)
class Settled:
    """What was done. ``wrong``: why marketing stays held; empty where it need not."""

    applied: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    wrong: list[str] = field(default_factory=list)


def settle(owner_url: str, folders: Sequence[Path], *, heads: Sequence[dict[str, Any]] = (), now: datetime) -> Settled:
    """Apply journals to a database that was put back, check its ledgers, and let marketing go if nothing is wrong.

    Args:
        owner_url: the platform's own lists, and the life of the database, are written by the owner only.
        heads: of the ledgers as the backup says they were.
    """
    present = _life()
    assert present.backed is not None
    done = Settled()
    noted: list[Noted] = []
    the_one = False
    for folder in folders:
        read = since_backup(read_journal(folder), present.backed)
        the_one = the_one or read.the_one
        done.lines += read.lines
        noted += read.noted
        done.wrong += [f"The journal was changed or cut at {where} of {folder}" for where in read.broken]
    if not the_one:
        told = " and ".join(str(folder) for folder in folders)
        done.wrong.insert(0, f"No journal that follows on this backup lies at {told}: who left since is not known")
    done.wrong += _other_heads(heads)
    _apply(owner_url, noted, done, now)
    done.wrong += _findings()
    if not done.wrong:
        words = ", ".join(f"{n} {kind}" for kind, n in sorted(done.applied.items())) or "nothing new"
        let_go(owner_url, folders[0], by="journal", words=f"Applied from the journal: {words}", now=now)
    return done


def let_go(owner_url: str, journal: Path, *, by: str, words: str, now: datetime) -> None:
    """Say in the journal that the database goes on from here, and let marketing leave.

    Raises:
        OSError: the journal cannot be written; marketing stays held.
    """
    present = _life()
    line = {"kind": RESTORED, "life": present.id, "at": now.astimezone(UTC).isoformat(), "by": by}
    Journal(journal).append([line], now=now)
    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "UPDATE database_life SET settled_at = %s, settled_by = %s, words = %s WHERE settled_at IS NULL",
            [now, by, words],
        )
        connection.execute("SELECT pg_notify('work', '')")
    empty(Journal(journal), now=now)


def empty(journal: Journal, *, now: datetime) -> int:
    """Write all that waits, of every organisation and of the platform. Returns how many lines."""
    written = 0
    for organisation_id in [PLATFORM, *Organisation.objects.order_by("pk").values_list("pk", flat=True)]:
        more = 1
        while more:
            with acting_for(organisation_id) as cursor:
                more = drain(cursor, journal, now=now)
            written += more
    return written


def _life() -> Life:
    from django.db import connection

    with connection.cursor() as cursor:
        return life(cursor)


def _apply(owner_url: str, noted: Sequence[Noted], done: Settled, now: datetime) -> None:
    organisations = set(Organisation.objects.values_list("pk", flat=True))
    for organisation_id in sorted({one.organisation_id for one in noted}):
        mine = [one for one in noted if one.organisation_id == organisation_id]
        if organisation_id == PLATFORM:
            done.applied += _platform(owner_url, mine)
        elif organisation_id not in organisations:
            done.applied["of organisations that came after the backup"] += len(mine)
        else:
            for begin in range(0, len(mine), _AT_ONCE):
                with acting_for(organisation_id) as cursor:
                    done.applied += say_again(cursor, mine[begin : begin + _AT_ONCE], now=now)


def _platform(owner_url: str, noted: Sequence[Noted]) -> Counter[str]:
    new: Counter[str] = Counter()
    tables = {
        "platform": ("platform_suppression", "number_key"),
        "platform_hashed": ("platform_hashed_block", "digest"),
    }
    with psycopg.connect(owner_url) as connection:
        for one in noted:
            table, column = tables[one.kind]
            source = ", source" if one.kind == "platform_hashed" else ""
            found = connection.execute(
                f"INSERT INTO {table} ({column}, since, because, by{source}) "  # noqa: S608 - names from above
                f"VALUES (%s, %s, 'journal', 'journal'{', %s' if source else ''}) ON CONFLICT DO NOTHING",
                [one.number_key, one.since, *([""] if source else [])],
            )
            new["block by the platform"] += found.rowcount
    return +new


def _other_heads(heads: Sequence[dict[str, Any]]) -> list[str]:
    """Ledgers that are not as the backup says they were."""
    wrong = []
    for one in heads:
        with acting_for(one["organisation"]) as cursor:
            cursor.execute(
                "SELECT encode(head, 'hex') FROM seal WHERE organisation_id = current_organisation() AND number = %s",
                [one["number"]],
            )
            row = cursor.fetchone()
        if row is None or row[0] != one["head"]:
            wrong.append(f"The ledger of {one['slug']} is not what the backup's manifest says")
    return wrong


def _findings() -> list[str]:
    found = []
    for organisation in Organisation.objects.order_by("pk"):
        with acting_for(organisation.pk) as cursor:
            found += [f"{organisation.slug}: {finding}" for finding in verify(cursor)]
    return found
