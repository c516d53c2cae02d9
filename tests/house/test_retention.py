"""Nothing personal is kept without somebody having said for how long, and why.

Nothing here names a table: the catalogue is read, so that a table made tomorrow is asked for tomorrow.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from samtycke.ops.cast import make_organisation
from samtycke.organisations.door import acting_for, due
from samtycke.rights.door import POLICIES, claims

SIGNS = ("contact_id", "number_key", "sealed", "evidence", "evidence_key", "asker", "answer", "actor", "typed")
"""Columns that tell that a table holds people: who it is about, or what nobody else may read."""
LEFT_OUT = {
    "shop": "its secrets are the shop's own, and name nobody",
}


@pytest.fixture(scope="module")
def admin() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"], autocommit=True) as connection:
        yield connection


def test_every_table_that_holds_people_says_for_how_long(admin):
    """Claim a new one in its room's personal.py, as a kind that rights/retention/policies.py knows."""
    rows = admin.execute(
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
        "AND NOT a.attisdropped AND a.attname = ANY(%s) AND c.relname !~ '^(django|procrastinate|auth)_'",
        [list(SIGNS)],
    )
    claimed = {table for _, kept in claims() for table in kept.tables}
    assert {row[0] for row in rows} - claimed - LEFT_OUT.keys() == set()


def test_what_is_claimed_is_there(admin):
    tables = {table for _, kept in claims() for table in kept.tables}
    found = admin.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s)", [list(tables)]).fetchall()
    assert {row[0] for row in found} == tables


def test_every_kind_has_a_policy_and_every_policy_something_to_hold(admin):
    assert {kept.kind for _, kept in claims()} == {policy.kind for policy in POLICIES}
    for policy in POLICIES:
        holders = [kept for _, kept in claims() if kept.kind == policy.kind]
        assert any(kept.due for kept in holders) == (policy.period is not None), policy.kind


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.kind)
def test_each_is_motivated_in_both_languages_with_its_source(policy):
    assert policy.citation
    for words in (policy.name, policy.why):
        assert words["sv"].strip()
        assert words["en"].strip()
        assert words["sv"] != words["en"]


def test_what_is_due_can_be_asked_of_every_kind():
    """The statements are valid on the migrated schema; of an organisation that has nothing, nothing is due."""
    organisation = make_organisation(f"due-{os.getpid()}")
    houses = {policy.kind: policy.of_house for policy in POLICIES}
    with acting_for(organisation.pk) as cursor:
        for _, kept in claims():
            if kept.due and not houses.get(kept.kind):
                assert due(cursor, kept, before=datetime.now(UTC), limit=5).count == 0, kept.kind
