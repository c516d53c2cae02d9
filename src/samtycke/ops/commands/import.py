"""`samtycke import`: bring in a file of contacts with consents or purchases, row by row, or say why not."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samtycke.intake.door import DryRun, ImportState

HELP = "bring in contacts with their consents or purchases; refuses rows without provenance and says why for each"

_DEFAULTS = ("purpose", "method", "wording", "source", "category")
_PATIENCE = 5
"""Seconds after which a person is told what it waits for."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV, as a shop's system exports it")
    for name in _DEFAULTS:
        parser.add_argument(f"--{name}", default="", help=f"the {name} of every row that has none of its own")
    parser.add_argument(
        "--mapping",
        type=_mapping,
        default={},
        metavar="JSON",
        help='what columns hold where the guess is wrong: \'{"Mobil": "number"}\'',
    )
    parser.add_argument("--organisation", default="", help="its short name (needed where there are several)")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, and bring in nothing")
    parser.add_argument("--refusals", type=Path, help="where refused rows go (default: beside FILE, -refused.csv)")
    parser.add_argument("--json", action="store_true", help="the result as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when every row came in, 1 when some were refused. What a worker has begun goes on if this is stopped."""
    from samtycke.ops.environment import django_ready

    django_ready()
    from django.utils.translation import override

    from samtycke.intake.door import MappingRefused, TableUnreadable
    from samtycke.ops.named import named_organisation

    with override("en"):
        try:
            content = options.file.read_bytes()
            organisation_id = named_organisation(options.organisation).pk
            act = _try if options.dry_run else _do
            return act(options, organisation_id, content)
        except OSError as error:
            raise SystemExit(f"{options.file}: {error.strerror}") from None
        except TableUnreadable as error:
            raise SystemExit(f"{options.file}: {error.reason} {error.right}") from None
        except MappingRefused as error:
            raise SystemExit(f"--mapping: {error.reason.replace('_', ' ')}: {error.name}") from None


def _try(options: argparse.Namespace, organisation_id: int, content: bytes) -> int:
    """What would come in. What is only tried leaves nothing behind."""
    from django.db import transaction
    from django.utils import timezone

    from samtycke.intake.door import dry_run
    from samtycke.organisations.door import acting_for

    with acting_for(organisation_id) as cursor:
        tried = dry_run(cursor, _draft(cursor, options, content), now=timezone.now())
        transaction.set_rollback(True)
    if options.json:
        _print_json(_tried(tried))
    else:
        print(f"{tried.accepted} of {tried.rows} rows would come in, {tried.refused} are refused.")
        for group in tried.groups:
            print(f"  {group.count} × {group.first[0].message}")
    return 1 if tried.refused else 0


def _do(options: argparse.Namespace, organisation_id: int, content: bytes) -> int:
    from samtycke.intake.door import refusals_csv, start_import
    from samtycke.organisations.door import acting_for

    with acting_for(organisation_id) as cursor:
        import_id = _draft(cursor, options, content)
        start_import(cursor, import_id)
    state = _followed(organisation_id, import_id)
    kept: Path | None = None
    if state.refused:
        kept = options.refusals or options.file.with_name(f"{options.file.stem}-refused.csv")
        with acting_for(organisation_id) as cursor:
            kept.write_text("".join(refusals_csv(cursor, import_id)), encoding="utf-8", newline="")
    if options.json:
        _print_json(_done(state, kept))
    else:
        print(
            f"{state.accepted - state.unchanged} of {state.rows} rows came in; "
            f"{state.unchanged} were known, {state.blocked} remain blocked, {state.refused} are refused."
        )
        if kept:
            print(f"The refused rows, each with the reason: {kept}")
    return 1 if state.refused or state.state == "failed" else 0


def _draft(cursor: Any, options: argparse.Namespace, content: bytes) -> int:
    from samtycke.intake.door import IGNORED, draft_import, import_state, map_import

    import_id = draft_import(cursor, name=options.file.name, content=content, by=f"shell: {getpass.getuser()}")
    state = import_state(cursor, import_id)
    assert state is not None
    taken = set(options.mapping.values()) - {IGNORED}
    guessed = {column: field for column, field in state.mapping.items() if field not in taken}
    defaults = {name: getattr(options, name) for name in _DEFAULTS}
    map_import(cursor, import_id, mapping={**guessed, **options.mapping}, defaults=defaults)
    return int(import_id)


def _followed(organisation_id: int, import_id: int) -> ImportState:
    """Wait until it is done, telling how far it is where somebody looks."""
    from samtycke.intake.door import import_state
    from samtycke.organisations.door import acting_for

    began, told, looks = time.monotonic(), False, sys.stderr.isatty()
    while True:
        with acting_for(organisation_id) as cursor:
            state = import_state(cursor, import_id)
        assert state is not None
        if state.state in ("done", "failed"):
            print("\r" + " " * 60 + "\r" if looks else "", end="", file=sys.stderr)
            return state
        if looks:
            print(f"\r{state.done} of {state.rows} rows …", end="", file=sys.stderr, flush=True)
        if not told and state.state == "queued" and time.monotonic() - began > _PATIENCE:
            told = True
            print("It waits for a worker (`samtycke worker`, or `samtycke up`).", file=sys.stderr)
        time.sleep(0.2)


def _tried(tried: DryRun) -> dict[str, Any]:
    return {
        "rows": tried.rows,
        "accepted": tried.accepted,
        "refused": tried.refused,
        "unchanged": tried.unchanged,
        "blocked": tried.blocked,
        "reasons": [{"field": one.field, "reason": one.reason, "count": one.count} for one in tried.groups],
    }


def _done(state: ImportState, kept: Path | None) -> dict[str, Any]:
    names = ("id", "state", "rows", "accepted", "refused", "unchanged", "blocked")
    return {**{name: getattr(state, name) for name in names}, "refusals": str(kept) if kept else None}


def _mapping(text: str) -> dict[str, str]:
    try:
        return {str(column): str(field) for column, field in json.loads(text).items()}
    except (ValueError, AttributeError):
        raise argparse.ArgumentTypeError('write a JSON object, as {"Mobil": "number"}') from None


def _print_json(result: dict[str, Any]) -> None:
    print(json.dumps(result, ensure_ascii=False))
