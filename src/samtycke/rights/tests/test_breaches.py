"""A breach is written down at once, its clock runs from when it was known, and nothing written is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from samtycke.organisations.door import acting_for
from samtycke.rights.door import Breach, BreachRefused, NoSuchBreach, Told, breach_versions, breaches, write_breach
from samtycke.rights.retention.run import run_retention

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
WHAT = Told(what="En lista skickades till fel mottagare.")
WHOLE = Told(
    what="En lista skickades till fel mottagare.",
    people="212 kunder",
    data="nummer och namn",
    effects="oönskade SMS",
    measures="listan är raderad hos mottagaren",
    risk_why="mottagaren har bekräftat",
)


def known(**more) -> Breach:
    return Breach(**({"aware_at": NOW - timedelta(hours=5), "told": WHAT} | more))


def write(cursor, one, now=NOW):
    return write_breach(cursor, one, by="Karin", now=now)


@pytest.mark.parametrize(("hours", "left", "overdue"), [(0, 72, False), (71, 1, False), (72, 0, False), (73, -1, True)])
def test_the_clock_runs_for_72_hours_from_when_it_was_known(hours, left, overdue):
    one = Breach(aware_at=NOW, told=WHAT)
    at = NOW + timedelta(hours=hours)
    assert (one.hours_left(at), one.is_overdue(at)) == (left, overdue)


def test_what_nobody_has_judged_counts_as_a_risk(organisation):
    """Not knowing is no reason to be silent; unlikely must be said, with why."""
    late = NOW + timedelta(hours=80)
    assert Breach(aware_at=NOW, told=WHAT).is_overdue(late) is True
    assert Breach(aware_at=NOW, told=WHAT, risk="unlikely").is_overdue(late) is False


def test_everything_known_later_is_a_new_version(organisation):
    with acting_for(organisation.pk) as cursor:
        first = write(cursor, known())
        write(cursor, replace(first, risk="risk", told=replace(WHAT, people="212 kunder")))
        versions = breach_versions(cursor, first.id)
        assert [(one.number, one.risk, one.told.people) for one in versions] == [
            (2, "risk", "212 kunder"), (1, "unknown", ""),
        ]  # fmt: skip
        (now,) = breaches(cursor)
        assert now == versions[0]


@pytest.mark.parametrize("statement", ["UPDATE breach_version SET risk = 'unlikely'"])
def test_nobody_changes_what_was_written(organisation, statement):
    with acting_for(organisation.pk) as cursor:
        write(cursor, known())
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


def test_what_is_written_of_it_is_sealed(organisation):
    with acting_for(organisation.pk) as cursor:
        write(cursor, known())
        cursor.execute("SELECT sealed FROM breach_version")
        assert b"fel mottagare" not in bytes(cursor.fetchone()[0])


def test_telling_the_authority_late_takes_a_reason(organisation):
    late = known(aware_at=NOW - timedelta(hours=100), notified_at=NOW, risk="risk")
    with acting_for(organisation.pk) as cursor:
        with pytest.raises(BreachRefused) as refused:
            write(cursor, late)
        assert (refused.value.field, refused.value.reason) == ("late_why", "late")
        assert write(cursor, replace(late, told=replace(WHAT, late_why="Vi utredde."))).was_late is True


@pytest.mark.parametrize(
    ("more", "field", "reason"),
    [
        ({"told": Told()}, "what", "missing"),
        ({"aware_at": NOW + timedelta(hours=1)}, "aware_at", "ahead"),
        ({"notified_at": NOW + timedelta(hours=1)}, "notified_at", "ahead"),
        ({"notified_at": NOW - timedelta(hours=6)}, "notified_at", "before"),
        ({"risk": "none"}, "risk", "missing"),
        ({"closed": True}, "risk", "open"),
    ],
)
def test_what_cannot_be_is_refused(organisation, more, field, reason):
    with acting_for(organisation.pk) as cursor, pytest.raises(BreachRefused) as refused:
        write(cursor, known(**more))
    assert (refused.value.field, refused.value.reason) == (field, reason)


@pytest.mark.parametrize(
    ("risk", "more", "lacking"),
    [
        ("unlikely", {}, ("not_notified_why",)),
        ("risk", {}, ("notified_at",)),
        ("high", {}, ("notified_at", "people_told_at")),
        ("high", {"notified_at": NOW}, ("people_told_at",)),
    ],
)
def test_it_is_closed_when_it_is_whole(organisation, risk, more, lacking):
    one = known(risk=risk, told=WHOLE, **more)
    assert one.lacking(NOW) == lacking
    filled = replace(
        one,
        closed=True,
        notified_at=NOW,
        told=replace(WHOLE, not_notified_why="x", people_told_at="26 november"),
    )
    with acting_for(organisation.pk) as cursor:
        assert write(cursor, filled).closed is True


def test_an_open_one_is_never_let_go_of_and_a_closed_one_after_five_years(organisation):
    with acting_for(organisation.pk) as cursor:
        write(cursor, known())
        closed = write(cursor, known(risk="unlikely", told=replace(WHOLE, not_notified_why="x"), closed=True))
    run_retention(organisation.pk, by="", house=False, now=NOW + timedelta(days=6 * 366))
    with acting_for(organisation.pk) as cursor:
        assert [one.closed for one in breaches(cursor)] == [False]
        with pytest.raises(NoSuchBreach):
            breach_versions(cursor, closed.id)


def test_another_organisation_sees_none(organisation, other_organisation):
    with acting_for(organisation.pk) as cursor:
        one = write(cursor, known())
    with acting_for(other_organisation.pk) as cursor:
        assert breaches(cursor) == []
        with pytest.raises(NoSuchBreach):
            write(cursor, replace(one, risk="high"))
