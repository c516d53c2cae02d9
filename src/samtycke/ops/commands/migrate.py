"""`samtycke migrate`: bring the database to this version."""

from __future__ import annotations

import argparse
import os

HELP = "bring the database to this version"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="a role that owns the tables (default: DATABASE_OWNER_URL, else DATABASE_URL)")


def run(options: argparse.Namespace) -> int:
    url = options.url or os.environ.get("DATABASE_OWNER_URL")
    if url:
        os.environ["DATABASE_URL"] = url
    os.environ["SAMTYCKE_DATABASE_ROLE"] = "samtycke_owner"
    from samtycke.ops.environment import django_ready

    django_ready()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return 0
