"""A transaction acts for one organisation, sees that one only, and forgets it when it ends."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from samtycke.organisations.door import OtherOrganisation, acting_for, audit, load_sql, purposes


def seen():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM purpose")
        return cursor.fetchone()[0]


def note_and_fail(cursor, act):
    audit(cursor, actor="Karin", act=act)
    raise ZeroDivisionError


def test_nothing_is_seen_before_and_after(organisation):
    """The organisation is the transaction's, not the connection's: the next request on it starts blind."""
    assert seen() == 0
    with acting_for(organisation.pk):
        assert seen() == 3
    assert seen() == 0


def test_nothing_is_seen_after_a_transaction_that_failed(organisation):
    with pytest.raises(DatabaseError), acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT 1 / 0")
    assert seen() == 0


def test_one_organisation_sees_its_own_purposes_only(organisation, other_organisation):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("DELETE FROM purpose WHERE slug = 'events'")
        assert set(purposes(cursor)) == {"offers", "orders"}
    with acting_for(other_organisation.pk) as cursor:
        assert set(purposes(cursor)) == {"offers", "events", "orders"}


def test_the_same_organisation_joins_and_another_is_refused(organisation, other_organisation):
    with acting_for(organisation.pk):
        with acting_for(organisation.pk):
            assert seen() == 3
        assert seen() == 3
        with pytest.raises(OtherOrganisation), acting_for(other_organisation.pk):
            pass
        assert seen() == 3


def test_a_part_that_fails_inside_takes_only_itself_with_it(organisation):
    with acting_for(organisation.pk) as outer:
        audit(outer, actor="Karin", act="first")
        with pytest.raises(ZeroDivisionError), acting_for(organisation.pk) as inner:
            note_and_fail(inner, "second")
        outer.execute("SELECT act FROM audit_entry")
        assert [row[0] for row in outer.fetchall()] == ["first"]


def test_all_or_nothing_is_written(organisation):
    with pytest.raises(ZeroDivisionError), acting_for(organisation.pk) as cursor:
        note_and_fail(cursor, "first")
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("act", ["UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry"])
def test_what_was_done_cannot_be_undone_in_the_log(organisation, act):
    with acting_for(organisation.pk) as cursor:
        audit(cursor, actor="Karin", act="approve", subject="campaign 7", people=3)
    with pytest.raises(DatabaseError), acting_for(organisation.pk) as cursor:
        cursor.execute(act)


def test_whoever_is_not_in_a_transaction_cannot_name_an_organisation_for_later(organisation):
    """SET LOCAL outside a transaction lasts for its own statement only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.organisation_id', %s, true)", [str(organisation.pk)])
    assert seen() == 0


def test_a_comment_in_a_statement_carries_no_value(tmp_path):
    """A value written into a comment would be run after its first line break."""
    (tmp_path / "one.sql").write_text("-- In: %(name)s\nSELECT 1\n  -- %(name)s\n")
    assert load_sql(str(tmp_path / "one.py"), "one.sql") == "SELECT 1"


def test_isolate_puts_a_table_behind_the_organisation(organisation, other_organisation):
    """Rows of one organisation are read, written and changed by that one."""
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM purpose WHERE organisation_id <> current_organisation()")
        assert cursor.fetchone() == (0,)
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(
                "INSERT INTO price (organisation_id, country, minor_units) VALUES (%s, 'NO', 1)",
                [other_organisation.pk],
            )
        cursor.execute("UPDATE price SET minor_units = 1 WHERE organisation_id = %s", [other_organisation.pk])
        assert cursor.rowcount == 0
