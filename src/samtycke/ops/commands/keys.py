"""`samtycke keys`: the keys that seal what can be read, listed and turned while everything runs."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

    from samtycke.ops.keys.carried import Carried
    from samtycke.ops.keys.reseal import Batch
    from samtycke.ops.keys.rotate import Turned
    from samtycke.organisations.door import Keyring

HELP = "the keys that seal what can be read: list them, turn them while everything runs, retire old ones"

_STOPPED = 130
_NAMED = 100
"""So many values that nothing opens are named; all are counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    shown = acts.add_parser("list", help="the keys, and how much each has sealed")
    shown.add_argument("--json", action="store_true", help="the result as JSON")
    rotate = acts.add_parser(
        "rotate", help="make a new data key, and seal everything anew under it; or go on with that"
    )
    how = rotate.add_mutually_exclusive_group()
    how.add_argument("--new", action="store_true", help="a new key at once, also where an older rotation is not done")
    how.add_argument("--announce", action="store_true",
                     help="only make it, for keyrings on several machines: copy the file, then rotate")  # fmt: skip
    retire = acts.add_parser("retire", help="take an old data key out of the keyring, once nothing carries it")
    retire.add_argument("id", type=int, metavar="ID")
    for one in (shown, rotate, retire):
        one.add_argument("--url", help="a role that owns the tables (default: DATABASE_OWNER_URL, else DATABASE_URL)")
        one.add_argument("--data", help="the data folder (default: SAMTYCKE_DATA, else samtycke-data)")


def run(options: argparse.Namespace) -> int:
    """0 when it is done; 1 when it was refused, or something opens by no key; 130 when it was stopped."""
    from samtycke.ops.environment import data_folder, owner_ready

    os.environ["SAMTYCKE_DATA"] = str(data_folder(options.data))
    owner_ready(options.url)
    from psycopg import Error

    from samtycke.ops.keys.alone import KeysBusy
    from samtycke.ops.keys.retire import NotRetired
    from samtycke.organisations.door import KeyringMissing, NoKeyring

    acts: dict[str, Callable[[argparse.Namespace], int]] = {"list": _list, "rotate": _rotate, "retire": _retire}
    try:
        return acts[options.act](options)
    except (KeysBusy, NotRetired, KeyringMissing, NoKeyring) as refused:
        raise SystemExit(str(refused)) from None
    except Error as error:
        raise SystemExit(f"The database refused: {error}. It must be asked as the role that owns the tables.") from None


def _list(options: argparse.Namespace) -> int:
    from samtycke.ops.keys.alone import seeing_all
    from samtycke.ops.keys.carried import carried
    from samtycke.organisations.door import keyring

    ring = keyring()
    with seeing_all(os.environ["DATABASE_URL"]) as connection:
        kept = carried(connection)
    rows = [*_data_keys(ring, kept), *_number_keys(ring)]
    if options.json:
        sys.stdout.write(json.dumps(rows) + "\n")
    else:
        sys.stdout.write("\n".join(map(_line, rows)) + "\n")
    return 0


def _data_keys(ring: Keyring, kept: Carried) -> list[dict[str, Any]]:
    return [
        {
            "sort": "data",
            "id": id_,
            "state": "missing" if id_ not in ring.data else "seals" if id_ == ring.seals else "opens",
            "made": made.isoformat() if (made := ring.made.get(id_)) else None,
            "values": sum(kept.get(id_, Counter()).values()),
            "where": dict(sorted(kept.get(id_, Counter()).items())),
        }
        for id_ in sorted(ring.data.keys() | kept.keys(), reverse=True)
    ]


def _number_keys(ring: Keyring) -> list[dict[str, Any]]:
    return [
        {
            "sort": "number",
            "id": id_,
            "state": "names" if id_ == max(ring.number) else "recognises",
            "made": made.isoformat() if (made := ring.number_made.get(id_)) else None,
        }
        for id_ in sorted(ring.number, reverse=True)
    ]


def _line(row: dict[str, Any]) -> str:
    made = f"made {row['made'][:10]}" if row["made"] else "made before that was noted"
    said = f"{row['sort']:<6}  {row['id']:>3}  {row['state']:<10}  {made:<26}"
    if row["sort"] == "number":
        return said.rstrip()
    where = ", ".join(f"{name} {count}" for name, count in row["where"].items())
    more = f" ({where})" if row["values"] and row["state"] != "seals" else ""
    return f"{said}  {row['values']} values{more}"


def _rotate(options: argparse.Namespace) -> int:
    from samtycke.ops.keys.alone import turning
    from samtycke.ops.keys.carried import carried, opens_any
    from samtycke.ops.keys.rotate import next_step
    from samtycke.organisations.door import keyring

    with turning(os.environ["DATABASE_URL"]) as connection:
        ring = keyring()
        if not opens_any(connection, ring):
            raise SystemExit("This keyring opens nothing of what the database holds. Is it the program's own?")
        step = next_step(ring, carried(connection), new=options.new or options.announce)
        if step == "reseal":
            _tell(f"The rotation to data key {ring.seals} is not done: it goes on.")
        elif not _change(ring, step, announce=options.announce):
            return 0 if options.announce else 1
        return _seal_anew(connection)


def _change(ring: Keyring, step: str, *, announce: bool) -> bool:
    """Change the keyring by one step. Returns whether what older keys sealed is to be sealed anew now."""
    from samtycke.organisations.door import keyring_file
    from samtycke.organisations.held_keyring import keyring_content
    from samtycke.organisations.keyring_file import replace_keyring, with_new_data_key, with_newest_sealing

    now, path = datetime.now(UTC), keyring_file()
    id_ = max(ring.data) + (step == "new")
    if step == "let_seal" and announce:
        raise SystemExit(f"Data key {id_} is announced already. When it is on every machine: samtycke keys rotate.")
    if step == "new":
        content = with_new_data_key(keyring_content(), seals=path is not None and not announce, now=now)
    else:
        content = with_newest_sealing(keyring_content(), now=now)
    if path is None:
        _by_hand(content, f"data key {id_} {'opens' if step == 'new' else 'seals'}", "run this again")
        return False
    try:
        replace_keyring(path, content)
    except OSError as error:
        _tell(f"{path} cannot be replaced ({error.strerror}).")
        _by_hand(content, f"data key {id_} is in it", "run this again")
        return False
    if announce:
        _tell(f"Data key {id_} is in {path} and opens; key {ring.seals} still seals.")
        _tell("Copy the file to every machine. When it is everywhere, run: samtycke keys rotate")
        return False
    _tell(
        f"Data key {id_} is in {path} and seals. Copy the file to where you keep its copy, and to every other machine."
    )
    return True


def _by_hand(content: str, state: str, then: str) -> None:
    """Write out the keyring as it is to become, for whoever keeps it where we cannot write."""
    where = "SAMTYCKE_KEYRING" if os.environ.get("SAMTYCKE_KEYRING") else "the keyring file"
    _tell(
        f"Nothing was changed. Put what follows in {where} of every process ({state}), restart them, and {then}.\n"
        "It is secret: write it to where it belongs, and to no log."
    )
    sys.stdout.write(content + "\n")


def _seal_anew(connection: Connection[Any]) -> int:
    from samtycke.ops.keys.carried import carried
    from samtycke.ops.keys.rotate import Turned, older, turn
    from samtycke.organisations.held_keyring import keyring_now

    ring, turned = keyring_now(), Turned()
    try:
        total = older(ring, carried(connection))
        _follow(turn(connection, ring, turned), total)
    except KeyboardInterrupt:
        _tell(
            f"Stopped. {turned.resealed} values were sealed anew, the rest opens as before. Go on: samtycke keys rotate"
        )
        return _STOPPED
    return _outcome(ring, turned)


def _follow(batches: Iterable[Batch], total: int) -> None:
    """Tell how far it has come, once every two seconds."""
    done, told = 0, time.monotonic()
    for batch in batches:
        done += batch.resealed
        if time.monotonic() - told >= 2:
            told = time.monotonic()
            _tell(f"{done} of {max(total, done)}: {batch.column.name}")


def _outcome(ring: Keyring, turned: Turned) -> int:
    print(f"{turned.resealed} values were sealed anew under data key {ring.seals}.")
    for one in turned.broken[:_NAMED]:
        print(f"Opens by no key, and was left as it is: {one}")
    if turned.broken:
        print(f"{len(turned.broken)} values open by no key: changed, or their key is gone. See: samtycke verify")
    if turned.left:
        print(f"{turned.left} values are left: others hold them, or go on sealing by an older key. Run this again.")
    if turned.broken or turned.left:
        return 1
    for id_ in sorted(ring.data.keys() - {ring.seals}):
        print(f"Nothing is sealed by data key {id_} any more. In a day it may go: samtycke keys retire {id_}")
    return 0


def _retire(options: argparse.Namespace) -> int:
    from samtycke.ops.keys.alone import turning
    from samtycke.ops.keys.retire import may_retire
    from samtycke.organisations.door import keyring, keyring_file
    from samtycke.organisations.held_keyring import keyring_content
    from samtycke.organisations.keyring_file import replace_keyring, without_data_key

    with turning(os.environ["DATABASE_URL"]) as connection:
        may_retire(connection, keyring(), options.id, now=datetime.now(UTC))
        content = without_data_key(keyring_content(), options.id)
        path: Path | None = keyring_file()
        try:
            if path is not None:
                replace_keyring(path, content)
        except OSError as error:
            _tell(f"{path} cannot be replaced ({error.strerror}).")
            path = None
    if path is None:
        _by_hand(content, f"data key {options.id} is gone", "it is done")
        return 1
    print(f"Data key {options.id} is out of {path}. Take it out on every other machine too: copy the file.")
    print("Backups that were made before this day may need it: keep the old keyring for as long as you keep them.")
    return 0


def _tell(said: str) -> None:
    print(said, file=sys.stderr, flush=True)
