"""The database as it lies on a disk, past all that guards it from the program."""

from __future__ import annotations

import os

import psycopg
from psycopg import sql


def all_rows(organisation: int) -> dict[str, list[dict[str, object]]]:
    """Every committed row of an organisation, as the superuser sees it."""
    found: dict[str, list[dict[str, object]]] = {}
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"]) as admin:
        tables = admin.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND column_name = 'organisation_id'"
        ).fetchall()
        for (table,) in tables:
            rows = admin.execute(
                sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE organisation_id = %s").format(sql.Identifier(table)),
                [organisation],
            ).fetchall()
            if rows:
                found[table] = [row[0] for row in rows]
    return found
