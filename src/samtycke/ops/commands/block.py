"""`samtycke block`: the platform's own block list, which holds for every organisation. Only its operator writes it."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any

HELP = "the platform's own block list: numbers to which nobody here may send marketing"

_AT_ONCE = 5_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="block numbers")
    add.add_argument("numbers", nargs="+", metavar="NUMBER")
    bring_in = acts.add_parser("import", help="block a file of numbers or SHA-256 hashes, one on each line")
    bring_in.add_argument("file", type=Path, metavar="FILE")
    bring_in.add_argument("--source", required=True, help="where it comes from")
    for one in (add, bring_in):
        one.add_argument("--because", required=True, help="the reason, for whoever asks later")
    lift = acts.add_parser("lift", help="take a number off the list")
    lift.add_argument("number", metavar="NUMBER")
    shown = acts.add_parser("list", help="what the list holds, or whether a number stands on it")
    shown.add_argument("number", nargs="?", metavar="NUMBER")
    for one in (add, bring_in, lift, shown):
        one.add_argument("--url", help="a role that owns the tables (default: DATABASE_OWNER_URL, else DATABASE_URL)")
        one.add_argument("--json", action="store_true", help="the result as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when it is done; 1 when there was nothing to lift, or the number is not on the list."""
    from samtycke.ops.environment import owner_ready

    owner_ready(options.url)
    acts = {"add": _add, "import": _import, "lift": _lift, "list": _list}
    try:
        done = acts[options.act](options)
    except OSError as error:
        raise SystemExit(f"{options.file}: {error.strerror}") from None
    if options.json:
        sys.stdout.write(json.dumps(done["json"], default=str, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{done['says']}\n")
    return int(done.get("exit", 0))


def _add(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.utils import timezone

    from samtycke.ledger.door import block_on_platform

    numbers = [_number(one) for one in options.numbers]
    with transaction.atomic(), connection.cursor() as cursor:
        new = block_on_platform(cursor, numbers, because=options.because, by=getpass.getuser(), now=timezone.now())
    return {"says": f"{new} of {len(numbers)} were not blocked before.", "json": {"new": new, "numbers": len(numbers)}}


def _import(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.utils import timezone

    from samtycke.intake.door import read_list
    from samtycke.ledger.door import block_hashes_on_platform, block_on_platform

    read = read_list(options.file.read_bytes(), country="SE")
    said: dict[str, Any] = {
        "because": options.because,
        "by": getpass.getuser(),
        "source": options.source,
        "now": timezone.now(),
    }
    new = 0
    for lines, block in ((read.numbers, block_on_platform), (read.hashes, block_hashes_on_platform)):
        for begin in range(0, len(lines), _AT_ONCE):
            with transaction.atomic(), connection.cursor() as cursor:
                new += block(cursor, lines[begin : begin + _AT_ONCE], **said)
    if read.hashes:
        _match()
    counts = {"new": new, "numbers": len(read.numbers), "hashes": len(read.hashes), "unread": len(read.unread)}
    return {
        "says": f"{new} new, of {counts['numbers']} numbers and {counts['hashes']} hashes. "
        f"{counts['unread']} lines hold neither.",
        "json": counts,
    }


def _match() -> None:
    """Hold everybody who is a contact of somebody against the hashes, one organisation at a time."""
    from samtycke.ledger.door import match_platform, settle_hashed
    from samtycke.organisations.door import Organisation, acting_for

    for organisation in Organisation.objects.order_by("pk"):
        with acting_for(organisation.pk) as cursor:
            settle_hashed(cursor)
        after: int | None = 0
        while after is not None:
            with acting_for(organisation.pk) as cursor:
                after = match_platform(cursor, after=after, limit=_AT_ONCE)


def _lift(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection, transaction

    from samtycke.ledger.door import lift_on_platform

    with transaction.atomic(), connection.cursor() as cursor:
        lifted = lift_on_platform(cursor, _number(options.number))
    says = "Lifted. What organisations block themselves stands." if lifted else "It was not on the platform's list."
    return {"says": says, "json": {"lifted": bool(lifted)}, "exit": 0 if lifted else 1}


def _list(options: argparse.Namespace) -> dict[str, Any]:
    from dataclasses import asdict

    from django.db import connection

    from samtycke.ledger.door import blocks_on, platform_blocks

    with connection.cursor() as cursor:
        if options.number:
            found = [one for one in blocks_on(cursor, _number(options.number)) if one.scope == "platform"]
            says = "\n".join(f"Blocked since {one.since:%Y-%m-%d} by {one.by}: {one.because}" for one in found[:1])
            return {"says": says or "Not on the platform's list.", "json": {"blocked": bool(found)}, "exit": not found}
        rows = platform_blocks(cursor)
    says = "\n".join(
        f"{one.since:%Y-%m-%d}  {one.numbers} numbers, {one.hashes} hashes  {one.because}"
        f"{f' (from {one.source})' if one.source else ''}, by {one.by}"
        for one in rows
    )
    return {"says": says or "Nobody is blocked on the platform.", "json": [asdict(one) for one in rows]}


def _number(raw: str) -> str:
    from samtycke.sms import NumberRefused, parse_number

    try:
        return parse_number(raw, os.environ.get("SAMTYCKE_COUNTRY", "SE")).e164
    except NumberRefused as refused:
        raise SystemExit(f"{raw}: not a mobile number ({refused.reason}). Write it as {refused.right}.") from None
