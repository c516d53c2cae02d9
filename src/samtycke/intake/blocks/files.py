"""A block list is brought in: in sealed parts, each recorded in one transaction, then held against all contacts."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper
from procrastinate.contrib.django import app

from samtycke.gate.door import opt_out_listed
from samtycke.intake.blocks.read import ReadList
from samtycke.ledger.door import Listed, Match, block, block_hashed, count_contacts, hashed_matches
from samtycke.organisations.door import NotDeclared, audit, keyring, purposes
from samtycke.sms import parse_number

SALT = b"block_file"
"""What binds a sealed salt to being a file's."""
LINES = 5_000
"""In a part, and contacts looked at in a turn: a second or less."""
_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What whoever brings in a list says of it."""

    own_doing: bool
    purpose: str = ""
    since: datetime
    because: str
    source: str
    salt: str = ""


@dataclass(frozen=True, slots=True)
class BlockFile:
    """``state``: queued, running, matching (hashes are held against contacts), done, failed. ``met``: contacts on it.

    ``looked``: contacts that have been held against the hashes, of ``contacts``.
    """

    id: int
    name: str
    own_doing: bool
    purpose: str
    since: datetime
    because: str
    source: str
    state: str
    numbers: int
    hashes: int
    unread: tuple[int, ...]
    unread_lines: int
    done: int
    looked: int
    met: int
    by: str
    created_at: datetime
    finished_at: datetime | None
    contacts: int


def bring_in_blocks(cursor: CursorWrapper, read: ReadList, given: Given, *, name: str, by: str) -> int:
    """Keep a list that was read, and queue it, in this transaction. Returns its id.

    Raises:
        NotDeclared: the organisation has no such purpose.
    """
    if given.purpose and given.purpose not in (known := purposes(cursor)):
        raise NotDeclared("purpose", given.purpose, tuple(known))
    cursor.execute(
        "INSERT INTO block_file (organisation_id, name, own_doing, purpose, since, because, source, salt, numbers, "
        "hashes, unread, unread_lines, by) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, organisation_id",
        [
            name[:200],
            given.own_doing,
            given.purpose,
            given.since,
            given.because,
            given.source,
            keyring().seal(given.salt.encode(), about=SALT) if given.salt else None,
            len(read.numbers),
            len(read.hashes),
            read.unread[:_NAMED],
            len(read.unread),
            by,
        ],
    )
    file_id, organisation_id = cursor.fetchone()
    number = 0
    for sort, lines in (("numbers", read.numbers), ("hashes", read.hashes)):
        for begin in range(0, len(lines), LINES):
            number += 1
            packed = zlib.compress(json.dumps([sort, lines[begin : begin + LINES]]).encode(), level=1)
            cursor.execute(
                "INSERT INTO block_part VALUES (current_organisation(), %s, %s, %s)",
                [file_id, number, keyring().seal(packed, about=about(file_id, number))],
            )
    audit(cursor, actor=by, act="blocks.import", subject=f"block_file/{file_id}", lines=len(read.numbers + read.hashes))
    _later(organisation_id, file_id)
    return int(file_id)


def _later(organisation_id: int, file_id: int) -> None:
    """Enqueue, in the open transaction. By its name: the task calls this file."""
    lock = f"block_file/{organisation_id}/{file_id}"
    app.configure_task("intake.run_block_file", allow_unknown=False, lock=lock).defer(
        organisation_id=organisation_id, file_id=file_id
    )


def block_file(cursor: CursorWrapper, file_id: int) -> BlockFile | None:
    """One list, or None where the organisation has brought in none with this id."""
    found = _files(cursor, "AND id = %s", [file_id])
    return found[0] if found else None


def block_files(cursor: CursorWrapper, *, limit: int = 20) -> list[BlockFile]:
    """The newest lists, the last first."""
    return _files(cursor, "ORDER BY id DESC LIMIT %s", [limit])


def run_block_turn(cursor: CursorWrapper, file_id: int, *, now: datetime) -> bool:
    """Do the next part, or hold the next contacts against the hashes. Returns whether there is more to do."""
    given, state, by, after, hashes = _given(cursor, file_id)
    if state in ("queued", "running"):
        if _take_part(cursor, file_id, given, by=by, now=now):
            return True
        _set(cursor, file_id, "state = %s", ["matching" if hashes else "done"])
        if hashes:
            return True
    elif state == "matching":
        last, looked, matches = hashed_matches(cursor, after=after, limit=LINES)
        _apply(cursor, matches, by=by, now=now)
        if last is not None:
            _set(cursor, file_id, "after_contact = %s, looked = looked + %s, met = met + %s",
                 [last, looked, len(matches)])  # fmt: skip
            return True
        _set(cursor, file_id, "state = 'done'", [])
    _set(cursor, file_id, "finished_at = coalesce(finished_at, %s)", [now])
    return False


def fail_block_file(cursor: CursorWrapper, file_id: int) -> None:
    """It cannot go on. What is in stays in."""
    _set(cursor, file_id, "state = 'failed', finished_at = now()", [])


def _take_part(cursor: CursorWrapper, file_id: int, given: Given, *, by: str, now: datetime) -> bool:
    cursor.execute(
        "DELETE FROM block_part WHERE organisation_id = current_organisation() AND file_id = %(id)s AND number = "
        "(SELECT min(number) FROM block_part WHERE organisation_id = current_organisation() AND file_id = %(id)s) "
        "RETURNING number, sealed",
        {"id": file_id},
    )
    row = cursor.fetchone()
    if row is None:
        return False
    sort, lines = json.loads(zlib.decompress(keyring().open(row[1], about=about(file_id, row[0]))))
    met = 0
    if sort == "hashes":
        block_hashed(cursor, lines, _listed(given, by), salt=given.salt)
    else:
        met = count_contacts(cursor, lines)
        _block(cursor, lines, _listed(given, by), by=by, now=now)
    _set(cursor, file_id, "state = 'running', done = done + %s, met = met + %s", [len(lines), met])
    return True


def _apply(cursor: CursorWrapper, matches: list[Match], *, by: str, now: datetime) -> None:
    alike: dict[Listed, list[str]] = {}
    for match in matches:
        alike.setdefault(match.what, []).append(match.number)
    for what, numbers in alike.items():
        _block(cursor, numbers, what, by=by, now=now)


def _block(cursor: CursorWrapper, numbers: list[str], what: Listed, *, by: str, now: datetime) -> None:
    if not what.own_doing:
        block(
            cursor,
            numbers,
            purpose=what.purpose or None,
            because=what.because,
            door="import",
            by=what.by,
            source=what.source,
            now=now,
        )
        return
    opt_out_listed(
        cursor,
        [parse_number(number) for number in numbers],
        purpose=what.purpose or None,
        because=what.because,
        door="import",
        by=by,
        source=what.source,
        evidence={"list": what.source},
        occurred_at=what.since,
        now=now,
    )


def _listed(given: Given, by: str) -> Listed:
    return Listed(
        purpose=given.purpose,
        since=given.since,
        because=given.because,
        by=by,
        source=given.source,
        own_doing=given.own_doing,
    )


def _given(cursor: CursorWrapper, file_id: int) -> tuple[Given, str, str, int, int]:
    cursor.execute(
        "SELECT own_doing, purpose, since, because, source, salt, state, by, after_contact, hashes FROM block_file "
        "WHERE organisation_id = current_organisation() AND id = %s FOR UPDATE",
        [file_id],
    )
    own_doing, purpose, since, because, source, salt, *rest = cursor.fetchone()
    opened = keyring().open(salt, about=SALT).decode() if salt else ""
    given = Given(own_doing=own_doing, purpose=purpose, since=since, because=because, source=source, salt=opened)
    return (given, *rest)


def _files(cursor: CursorWrapper, rest: str, values: list[Any]) -> list[BlockFile]:
    cursor.execute(
        "SELECT id, name, own_doing, purpose, since, because, source, state, numbers, hashes, unread, unread_lines, "  # noqa: S608
        "done, looked, met, by, created_at, finished_at, "
        "CASE WHEN state = 'matching' THEN (SELECT count(*) FROM identity "
        "WHERE organisation_id = current_organisation()) ELSE looked END "
        f"FROM block_file WHERE organisation_id = current_organisation() {rest}",
        values,
    )
    return [BlockFile(*(*row[:10], tuple(row[10]), *row[11:])) for row in cursor.fetchall()]


def _set(cursor: CursorWrapper, file_id: int, what: str, values: list[Any]) -> None:
    cursor.execute(
        f"UPDATE block_file SET {what} WHERE organisation_id = current_organisation() AND id = %s",  # noqa: S608
        [*values, file_id],
    )


def about(file_id: int, number: int) -> bytes:
    """What binds a sealed part to its place in its file."""
    return f"block_part/{file_id}/{number}".encode()
