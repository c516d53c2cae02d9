"""An organisation with a town of customers, to measure on."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper

from samtycke.ledger.numbers import about
from samtycke.ops.cast import make_organisation
from samtycke.organisations.door import Organisation, acting_for, keyring, load_sql

TABLES = (
    *("lease", "tally", "message", "decision", "reasoning", "envelope", "recent_marketing"),
    *("customer", "permission", "suppression", "identity", "contact"),
)
_PROFILE = ("sender", "price", "similar_category", "category", "purpose", "controller")
_BATCH = 20_000
_OUTSIDE = ("lane", "sent_ref", "last_sender", "inbound_route")


@contextmanager
def a_town(people: int, *, now: datetime, readable: bool = False) -> Iterator[Organisation]:
    """Make an organisation and its people; take all of it away afterwards.

    ``readable``: give each a number that can be texted, which takes the most time.
    """
    organisation = make_organisation(f"bench-{secrets.token_hex(4)}", inbound="71999")
    try:
        with acting_for(organisation.pk) as cursor:
            cursor.execute(load_sql(__file__, "town.sql"), {"people": people, "now": now})
            if readable:
                _name(cursor)
        analyse(*TABLES)
        yield organisation
    finally:
        _leave(organisation)


def _name(cursor: CursorWrapper) -> None:
    """Numbers that nobody has, in batches: COPY does not go through row-level security."""
    cursor.execute("SELECT id FROM contact WHERE organisation_id = current_organisation() ORDER BY id")
    ids = [row[0] for row in cursor.fetchall()]
    ring = keyring()
    for first in range(0, len(ids), _BATCH):
        batch = ids[first : first + _BATCH]
        sealed = [
            ring.seal(_clear(first + position), about=about(contact_id)) for position, contact_id in enumerate(batch)
        ]
        cursor.execute(
            "INSERT INTO identity (organisation_id, contact_id, sealed, evidence_key) "
            "SELECT current_organisation(), i, s, '' FROM unnest(%s::bigint[], %s::bytea[]) AS t(i, s)",
            [batch, sealed],
        )


def _clear(position: int) -> bytes:
    return json.dumps({"n": f"+4670{position:09d}", "a": {"name": f"Person {position}"}}).encode()


def analyse(*tables: str) -> None:
    """Let the planner know what was loaded, as the database does by itself after a minute."""
    with psycopg.connect(os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"]), autocommit=True) as owner:
        for table in tables:
            owner.execute(f"VACUUM ANALYZE {table}".encode())


def _leave(organisation: Organisation) -> None:
    with acting_for(organisation.pk) as cursor:
        for table in (*TABLES, *_PROFILE, *_OUTSIDE):
            cursor.execute(f"DELETE FROM {table} WHERE organisation_id = %s", [organisation.pk])  # noqa: S608
    organisation.delete()
    connection.close()
