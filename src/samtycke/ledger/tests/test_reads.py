"""Whoever opens a person's data is written down, once for what is one read, and nobody where nobody reads."""

from __future__ import annotations

import pytest

from samtycke.ledger.door import Reader, history, note_read, opened, reading, record, reveal
from samtycke.ledger.tests.cast import ASA, BO, NOW, consent
from samtycke.organisations.door import acting_for

KARIN = Reader("staff/1", "Karin", "agent")


@pytest.fixture
def two(organisation):
    with acting_for(organisation.pk) as cursor:
        return record(cursor, [consent(ASA), consent(BO)], now=NOW).contact_ids


def lines(cursor):
    cursor.execute("SELECT account, actor, role, sort, subject, contact_ids FROM read_entry ORDER BY id")
    return cursor.fetchall()


def test_everybody_who_is_opened_at_a_door_stands_in_one_line(organisation, two):
    asa, bo = two
    with acting_for(organisation.pk) as cursor:
        with reading(cursor, KARIN, "contact", subject="contact/1"):
            reveal(cursor, [asa])
            history(cursor, bo)
        assert lines(cursor) == [("staff/1", "Karin", "agent", "contact", "contact/1", sorted(two))]


def test_where_nobody_reads_nothing_is_written(organisation, two):
    """The gateway, a task, and whoever sees their own page."""
    with acting_for(organisation.pk) as cursor:
        reveal(cursor, list(two))
        with reading(cursor, KARIN, "contact"):
            pass
        assert lines(cursor) == []


def test_what_turns_out_not_to_be_shown_is_not_written(organisation, two):
    with acting_for(organisation.pk) as cursor:
        with reading(cursor, KARIN, "contact") as read:
            reveal(cursor, list(two))
            read.shown = False
        assert lines(cursor) == []


def test_an_error_at_the_door_ends_the_reading(organisation, two):
    with acting_for(organisation.pk) as cursor:
        with pytest.raises(KeyError), reading(cursor, KARIN, "contact"):
            reveal(cursor, list(two))[0]
        opened(two)
        assert lines(cursor) == []


def test_the_same_again_within_minutes_is_one_read_and_something_else_is_another(organisation, two):
    asa, bo = two
    with acting_for(organisation.pk) as cursor:
        for person in (asa, asa, bo):
            with reading(cursor, KARIN, "contact"):
                reveal(cursor, [person])
        with reading(cursor, Reader("staff/2", "Bo", "agent"), "contact"):
            reveal(cursor, [asa])
        assert [(line[0], line[5]) for line in lines(cursor)] == [
            ("staff/1", [asa]),
            ("staff/1", [bo]),
            ("staff/2", [asa]),
        ]


def test_what_is_asked_for_is_written_each_time_also_when_nobody_is_found(organisation):
    with acting_for(organisation.pk) as cursor:
        for _ in range(2):
            note_read(cursor, KARIN, "search", [])
        assert [line[5] for line in lines(cursor)] == [[], []]


def test_another_organisation_sees_none_of_it(organisation, other_organisation, two):
    with acting_for(organisation.pk) as cursor:
        note_read(cursor, KARIN, "contact", two)
    with acting_for(other_organisation.pk) as cursor:
        assert lines(cursor) == []
        cursor.execute("SELECT count(*) FROM reads_of(%s)", [two[0]])
        assert cursor.fetchone() == (0,)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM reads_of(%s)", [two[0]])
        assert cursor.fetchone() == (1,)
