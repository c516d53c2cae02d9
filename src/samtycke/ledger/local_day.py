"""The calendar day where a number's owner is, in SQL: the function ``local_day`` knows the zone of every pack."""

from __future__ import annotations

from typing import Any

from django.db import connections
from psycopg import sql

from samtycke.policy import pack_for, territories

_FUNCTION = sql.SQL(
    "CREATE OR REPLACE FUNCTION local_day(at timestamptz, country text) RETURNS date "
    "LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN at < '9999-01-01' THEN "
    "(at AT TIME ZONE CASE country {zones} ELSE 'Europe/Stockholm' END)::date ELSE '9999-12-31'::date END"
)


def write_zones(using: str, **_: Any) -> None:
    """Write the zones of all packs into the function, after each migration: a country is added by its pack alone."""
    zones = sql.SQL(" ").join(
        sql.SQL("WHEN {} THEN {}").format(code, pack_for(code).timezone.key) for code in territories()
    )
    with connections[using].cursor() as cursor:
        cursor.execute(_FUNCTION.format(zones=zones).as_string(cursor.connection))
