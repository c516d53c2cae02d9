"""`samtycke verify`: check the ledger."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

HELP = "check that the ledger is guarded and that permissions follow from its events"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(options: argparse.Namespace) -> int:
    from samtycke.ops.environment import django_ready

    django_ready()
    from samtycke.ledger.door import verify
    from samtycke.organisations.door import Organisation, acting_for

    findings = []
    for organisation in Organisation.objects.order_by("pk"):
        with acting_for(organisation.pk) as cursor:
            findings += [(organisation.slug, finding) for finding in verify(cursor)]
    if options.json:
        rows = [{"organisation": slug, **asdict(finding)} for slug, finding in findings]
        sys.stdout.write(json.dumps(rows, default=str) + "\n")
    else:
        for slug, finding in findings:
            print(f"{slug}: {finding}")
        print("The ledger is whole." if not findings else f"{len(findings)} findings.")
    return 1 if findings else 0
