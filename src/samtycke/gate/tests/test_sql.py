"""Every query file of the house is valid on the migrated schema, and facts are what the policy asks for."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime
from pathlib import Path

from samtycke.gate.door import EVERYBODY, draft_envelope
from samtycke.gate.facts import facts_sql, parameters
from samtycke.gate.tests.scene import OFFER
from samtycke.organisations.door import acting_for
from samtycke.policy import Facts

_TYPES = {"text": str, "boolean": bool, "date": date, "integer": int}


def test_the_columns_of_the_facts_query_are_the_fields_of_facts(organisation):
    with acting_for(organisation.pk) as cursor:
        envelope = draft_envelope(cursor, OFFER)
        values = parameters(envelope, EVERYBODY, {}, datetime.now(UTC))
        cursor.execute(f"CREATE TEMP TABLE seen ON COMMIT DROP AS {facts_sql(EVERYBODY)}", values)
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'seen' "
            "ORDER BY ordinal_position"
        )
        columns = cursor.fetchall()
    hints = typing.get_type_hints(Facts)
    expected = [
        (name, next(a for a in (*typing.get_args(hint), hint) if a is not type(None))) for name, hint in hints.items()
    ]
    assert [(name, _TYPES[kind]) for name, kind in columns[1:-2]] == expected
    assert [name for name, _ in (columns[0], *columns[-2:])] == ["contact_id", "paused_until", "recent"]


def test_every_query_file_of_the_room_says_what_goes_in_what_comes_out_and_what_it_locks():
    for path in Path(__file__).parents[1].rglob("*.sql"):
        if path.name == "schema.sql":
            continue
        head = path.read_text().split("\n\n")[0] + path.read_text()
        assert head.startswith("-- "), path
        for word in ("-- In:", "-- Locks:", "-- Cost:"):
            assert word in head, (path, word)
