"""`samtycke verify`: check the ledger, here or from a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samtycke.ledger.offline import Noted, Reading

HELP = "check the ledger: its guards, its seals, and that permissions follow from its events"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    parser.add_argument("--organisation", metavar="SLUG", help="only this one")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--export", metavar="FILE", help="write the ledger to a file that can be checked elsewhere")
    where.add_argument("--offline", metavar="FILE", help="check such a file; needs no database and no keys")
    where.add_argument("--bundle", metavar="FILE", help="check the proof of a message; needs no database and no keys")
    parser.add_argument("--witness", metavar="FILE", help="compare with heads that somebody outside has noted")


def run(options: argparse.Namespace) -> int:
    from samtycke.ledger.bundle import NotAProof
    from samtycke.ledger.offline import NotALedger, noted_heads

    try:
        noted = noted_heads(_lines(options.witness)) if options.witness else []
        if options.bundle:
            return _bundle(options, noted)
        if options.offline:
            return _offline(options, noted)
    except (OSError, NotALedger, NotAProof) as error:
        raise SystemExit(f"Cannot check this file: {error}") from None
    if options.export:
        return _export(options)
    return _here(options, noted)


def _here(options: argparse.Namespace, noted: Sequence[Noted]) -> int:
    chosen = _organisations(options)
    from samtycke.ledger.door import heads, verify
    from samtycke.ledger.offline import against_witness
    from samtycke.organisations.door import acting_for

    findings: list[tuple[str, Any]] = []
    agree = 0
    for organisation in chosen:
        with acting_for(organisation.pk) as cursor:
            findings += [(organisation.slug, finding) for finding in verify(cursor)]
            if noted:
                kept = {one.number: (one.root, one.head) for one in heads(cursor, limit=None)}
                amiss, same = against_witness(noted, organisation.pk, kept)
                findings += [(organisation.slug, one) for one in amiss]
                agree += same
    return _say(options, findings, _agreed(noted, agree))


def _offline(options: argparse.Namespace, noted: Sequence[Noted]) -> int:
    from samtycke.ledger.offline import against_witness, read_ledgers

    findings: list[tuple[str, Any]] = []
    notes: list[str] = []
    agree = 0
    for reading in read_ledgers(_lines(options.offline)):
        amiss, same = against_witness(noted, reading.organisation, reading.heads)
        findings += [(reading.slug, one) for one in [*reading.amiss, *amiss]]
        agree += same
        notes.append(_summed_up(reading))
    return _say(options, findings, [*notes, *_agreed(noted, agree)])


def _summed_up(reading: Reading) -> str:
    number = max(reading.heads, default=0)
    head = f", head {reading.heads[number][1].hex()}" if number else ""
    return f"{reading.slug}: {reading.events} events in {number} batches, {reading.waiting} wait{head}"


def _agreed(noted: Sequence[Noted], agree: int) -> list[str]:
    return [f"{agree} of the witness's {len(noted)} notes agree."] if noted else []


def _bundle(options: argparse.Namespace, noted: Sequence[Noted]) -> int:
    from samtycke.ledger.bundle import NotAProof, check_bundle

    try:
        bundle = json.loads(Path(options.bundle).read_text(encoding="utf-8"))
    except ValueError as error:
        raise NotAProof(str(error)) from error
    verdict = check_bundle(bundle, noted)
    if options.json:
        sys.stdout.write(json.dumps(asdict(verdict)) + "\n")
        return 1 if verdict.wrong else 0
    for sentence in verdict.wrong:
        print(f"Wrong: {sentence}.")
    for sentence in verdict.shown:
        print(f"Shown: {sentence}.")
    if verdict.waiting:
        print(f"Not shown: {verdict.waiting} events wait for their seal.")
    print("Not shown: that what was recorded is true, or that no event has been left out of this file.")
    print("Not shown: the decision and the text; they are as the organisation's database has them.")
    if not noted:
        print("Not shown: that the ledger was not rewritten whole. Compare with a witness's notes (--witness).")
    return 1 if verdict.wrong else 0


def _export(options: argparse.Namespace) -> int:
    chosen = _organisations(options)
    from samtycke.ledger.export import export_ledger
    from samtycke.organisations.door import acting_for

    lines = 0
    with Path(options.export).open("w", encoding="utf-8") as file:
        for organisation in chosen:
            with acting_for(organisation.pk) as cursor:
                for line in export_ledger(cursor, slug=organisation.slug, now=datetime.now(UTC)):
                    file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
                    lines += 1
    print(f"{lines} lines in {options.export}. Check them anywhere: samtycke verify --offline {options.export}")
    return 0


def _organisations(options: argparse.Namespace) -> list[Any]:
    from samtycke.ops.environment import django_ready

    django_ready()
    from samtycke.organisations.door import Organisation

    chosen = Organisation.objects.order_by("pk")
    if options.organisation:
        chosen = chosen.filter(slug=options.organisation)
        if not chosen:
            raise SystemExit(f"There is no organisation {options.organisation}.")
    return list(chosen)


def _lines(file: str) -> Iterator[Mapping[str, Any]]:
    """The JSON objects of a file, one a line, or a file that is one.

    Raises:
        NotALedger: it holds something else.
    """
    from samtycke.ledger.offline import NotALedger

    with Path(file).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except ValueError as error:
                raise NotALedger(f"line {number} is no JSON: {error}") from error


def _say(options: argparse.Namespace, findings: Sequence[tuple[str, Any]], notes: Sequence[str]) -> int:
    if options.json:
        rows = [{"organisation": slug, **asdict(finding)} for slug, finding in findings]
        sys.stdout.write(json.dumps(rows, default=str) + "\n")
    else:
        for slug, finding in findings:
            print(f"{slug}: {finding}")
        for note in notes:
            print(note)
        print("The ledger is whole." if not findings else f"{len(findings)} findings.")
    return 1 if findings else 0
