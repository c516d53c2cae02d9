"""PostgreSQL's own pg_dump and psql: those that come with this program, or the operator's (SAMTYCKE_PG_BIN)."""

from __future__ import annotations

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samtycke.ops import postgres


def tool(name: str, *arguments: str, url: str) -> tuple[list[str], dict[str, str]]:
    """A command line and its environment: the password is in no list of processes."""
    parts = conninfo_to_dict(url)
    environment = {**os.environ, "PGPASSWORD": str(parts.pop("password", "") or "")}
    folder = Path(os.environ["SAMTYCKE_PG_BIN"]) if os.environ.get("SAMTYCKE_PG_BIN") else postgres.binaries()
    return [str(folder / name), *arguments, "--no-password", "--dbname", make_conninfo("", **parts)], environment
