"""An installation of its own on the tests' server: other tests tamper with their rows, and share their keyring."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from samtycke.ledger.door import Consent, record
from samtycke.ops.keys import rotate
from samtycke.ops.keys.alone import seeing_all
from samtycke.ops.keys.carried import carried
from samtycke.ops.keys.columns import COLUMNS, about, value, written
from samtycke.organisations.door import Keyring, acting_for, make_keyring
from samtycke.organisations.held_keyring import keyring_now
from samtycke.organisations.keyring import read_keyring
from samtycke.sms import parse_number

CLEAR = b"what only the keyring opens"
_ANY = {"text": "x", "jsonb": "{}", "bytea": b"token", "boolean": False, "timestamp with time zone": "2026-01-01",
        "date": "2026-01-01"}  # fmt: skip


@dataclass
class House:
    """A database, a keyring beside it, and the command."""

    data: Path
    database: str

    @property
    def keyring(self) -> Path:
        return self.data / "keyring.json"

    @property
    def ring(self) -> Keyring:
        """As it stands in the file."""
        return read_keyring(self.keyring.read_text())

    @property
    def owner(self) -> str:
        return _url("SAMTYCKE_TEST_OWNER_URL", self.database)

    @property
    def admin(self) -> str:
        return _url("SAMTYCKE_TEST_ADMIN_URL", self.database)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": _url("DATABASE_URL", self.database),
            "DATABASE_OWNER_URL": self.owner,
            "SAMTYCKE_DATA": str(self.data),
            "SAMTYCKE_KEYRING_FILE": str(self.keyring),
        }

    def keys(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "samtycke.ops.cli", "keys", *arguments, **environment)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], env=self.environment | environment, capture_output=True, text=True
        )

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def listed(self) -> dict[int, int]:
        """How much each data key has sealed."""
        with seeing_all(self.owner) as connection:
            return {key: sum(where.values()) for key, where in carried(connection).items()}

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.admin) as admin:
            return admin.execute(statement, values).fetchall()

    def write(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.admin) as admin:
            admin.execute(statement, values)

    def a_day_later(self) -> None:
        """As if the key that seals had done so since yesterday."""
        keys = json.loads(self.keyring.read_text())
        keys["sealing_since"] = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
        self.keyring.write_text(json.dumps(keys))


def _url(name: str, database: str) -> str:
    return f"{os.environ[name].rsplit('/', 1)[0]}/{database}"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """This process too goes by its database and its keyring until the test is over."""
    name = f"keys_{os.getpid()}_{secrets.token_hex(3)}"
    make_keyring(tmp_path / "keyring.json", now=datetime.now(UTC))
    server = _url("SAMTYCKE_TEST_ADMIN_URL", "postgres")
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template_samtycke OWNER samtycke_owner").format(sql.Identifier(name))
        )
    connection.close()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SAMTYCKE_KEYRING_FILE", str(tmp_path / "keyring.json"))
            patch.setitem(connection.settings_dict, "NAME", name)
            keyring_now()
            yield House(tmp_path, name)
    finally:
        connection.close()
        keyring_now()
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(autouse=True)
def _not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process nobody else seals: the second in which other processes look is theirs."""
    monkeypatch.setattr(rotate, "LOOKS_EVERY", 0)


def say_yes(organisation, *numbers: str, name: str = "Åsa Lindqvist") -> tuple[int, ...]:
    """Contacts with a name, and a consent with its evidence."""
    said = [
        Consent(
            number=parse_number(number), occurred_at=datetime.now(UTC), door="form", purpose="offers",
            method="web_form", wording="Ja, skicka erbjudanden.", informed=True, attributes={"name": name},
            evidence={"ip": "192.0.2.7"},
        )
        for number in numbers
    ]  # fmt: skip
    with acting_for(organisation.pk) as cursor:
        return tuple(record(cursor, said, now=datetime.now(UTC)).contact_ids)


def fill_every_column(house: House, *, times: int = 1) -> None:
    """Rows in every table in which anything is sealed, with something sealed in each of its columns.

    Made from the catalogue, so that a column that a room names tomorrow is filled tomorrow.
    """
    with psycopg.connect(house.admin) as admin:
        admin.execute("SET session_replication_role = replica")
        for (table, name) in admin.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 "
            "AND conrelid::regclass::text = ANY(%s)", [list({column.table for column in COLUMNS})],
        ).fetchall():  # fmt: skip
            admin.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for table in sorted({column.table for column in COLUMNS}):
            for number in range(1, times + 1):
                _fill(admin, house.ring, table, number)


def _fill(admin: psycopg.Connection[Any], ring: Keyring, table: str, number: int) -> None:
    rows = admin.execute(
        "SELECT attname, atttypid::regtype::text, attnotnull AND NOT atthasdef FROM pg_attribute "
        "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attidentity = ''", [table],
    ).fetchall()  # fmt: skip
    row = {name: _ANY.get(sort, number) for name, sort, needed in rows if needed}
    row |= {name: "{}" for name, sort, needed in rows if needed and sort.endswith("[]")}
    for column in (one for one in COLUMNS if one.table == table):
        sealed = written(column, ring.seal(CLEAR, about=about(column, tuple(row[name] for name in column.of))))
        kept = json.loads(row.get(column.column, "{}")) if column.inside else None
        row[column.column] = json.dumps(kept | {column.inside: sealed}) if column.inside else sealed
    admin.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join([sql.Placeholder()] * len(row)),
        ),
        list(row.values()),
    )


def opened(house: House) -> dict[str, list[bytes]]:
    """What stands in every sealed column, opened."""
    ring, found = house.ring, {}
    with psycopg.connect(house.admin) as admin:
        for column in COLUMNS:
            named = ", ".join(("v", *column.of))
            rows = admin.execute(
                f"SELECT {named} FROM (SELECT {value(column)} AS v, t.* FROM {column.table} t) s WHERE v IS NOT NULL"
            ).fetchall()
            found[column.name] = [ring.open(row[0], about=about(column, row[1:])) for row in rows]
    return found
