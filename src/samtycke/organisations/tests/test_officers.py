"""Who answers for what is sent is always somebody by name, authorised and here."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from samtycke.organisations.door import (
    AppointmentRefused,
    LastOwner,
    Membership,
    NoSuchMember,
    NotAnswering,
    Role,
    Staff,
    acting_for,
    answering,
    appoint,
    cancel_absence,
    change_role,
    end_appointment,
    must_answer,
    note_absence,
    officers,
    remove,
)

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
TODAY = date(2026, 11, 26)


def member(organisation, name: str, role: str = "officer") -> Membership:
    staff = Staff.objects.create_user(f"{name.lower()}@{organisation.slug}.se", None, name=name)
    return Membership.objects.create(organisation=organisation, staff=staff, role=role)


@pytest.fixture
def cursor(organisation):
    with acting_for(organisation.pk) as cursor:
        yield cursor


def appointed(cursor, one: Membership, *, until: date = date(2027, 6, 30), since: date = date(2024, 7, 1)) -> int:
    """Appoint, and return the appointment's id."""
    appoint(
        cursor,
        one.pk,
        authorisation="SWEDMA",
        number="1234",
        valid_from=since,
        valid_until=until,
        by="Alice",
        now=NOW,
    )
    return next(each.id for each in officers(cursor, on=TODAY) if each.staff_id == one.staff_id)


def refused(cursor, staff_id, **values) -> NotAnswering:
    with pytest.raises(NotAnswering) as error:
        must_answer(cursor, staff_id, now=NOW, **values)
    return error.value


def test_without_any_officer_a_role_is_enough(organisation, cursor):
    """Unless the organisation asks for an officer."""
    karin = member(organisation, "Karin")
    must_answer(cursor, karin.staff_id, now=NOW)
    assert refused(cursor, karin.staff_id, officer_needed=True).reason == "no-officer"


def test_an_officer_answers_until_the_last_day_of_the_authorisation_and_not_after(organisation, cursor):
    karin, bo = member(organisation, "Karin"), member(organisation, "Bo")
    appointed(cursor, bo)
    appointed(cursor, karin, until=TODAY)
    must_answer(cursor, karin.staff_id, now=NOW, officer_needed=True)
    appointed(cursor, karin, until=TODAY - timedelta(days=1))
    found = refused(cursor, karin.staff_id)
    assert (found.reason, found.day, found.who) == ("lapsed", TODAY - timedelta(days=1), ("Bo",))
    appointed(cursor, karin, since=TODAY + timedelta(days=1))
    assert refused(cursor, karin.staff_id).reason == "not-yet"


def test_the_day_is_that_of_the_organisation(organisation, cursor):
    """Half past midnight in Stockholm is the next day, whatever UTC says."""
    karin = member(organisation, "Karin")
    appointed(cursor, karin, until=TODAY)
    with pytest.raises(NotAnswering):
        must_answer(cursor, karin.staff_id, now=datetime(2026, 11, 26, 23, 30, tzinfo=UTC))


def test_a_deputy_answers_on_the_days_away_and_on_no_others(organisation, cursor):
    karin, bo = member(organisation, "Karin"), member(organisation, "Bo", "owner")
    officer_id = appointed(cursor, karin)
    note_absence(
        cursor,
        officer_id,
        from_day=TODAY,
        to_day=TODAY + timedelta(days=2),
        deputy=bo.pk,
        by="Karin",
        now=NOW,
    )
    (one,) = answering(cursor, on=TODAY)
    assert (one.name, one.instead_of) == ("Bo", "Karin")
    must_answer(cursor, bo.staff_id, now=NOW, officer_needed=True)
    found = refused(cursor, karin.staff_id)
    assert (found.reason, found.day, found.who) == ("absent", TODAY + timedelta(days=2), ("Bo",))
    assert [one.name for one in answering(cursor, on=TODAY + timedelta(days=3))] == ["Karin"]
    cancel_absence(cursor, officers(cursor, on=TODAY)[0].absences[0].id, by="Karin", now=NOW)
    must_answer(cursor, karin.staff_id, now=NOW, officer_needed=True)
    assert refused(cursor, bo.staff_id, officer_needed=True).reason == "no-officer"


def test_away_without_a_deputy_nobody_answers(organisation, cursor):
    karin = member(organisation, "Karin")
    note_absence(cursor, appointed(cursor, karin), from_day=TODAY, to_day=TODAY, deputy=None, by="K", now=NOW)
    assert answering(cursor, on=TODAY) == []
    assert refused(cursor, karin.staff_id).who == ()


def test_whoever_wrote_it_and_whatever_is_no_person_never_answers_where_four_eyes_are_asked(organisation, cursor):
    karin = member(organisation, "Karin")
    appointed(cursor, karin)
    assert refused(cursor, karin.staff_id, wrote=True, officer_needed=True).reason == "own"
    assert refused(cursor, None, officer_needed=True).reason == "by-program"
    must_answer(cursor, karin.staff_id, now=NOW, wrote=True)


def test_what_cannot_be_is_refused(organisation, other_organisation, cursor):
    """A marketer, somebody else's member, days in the wrong order, one's own deputy."""
    karin, bob = member(organisation, "Karin"), member(organisation, "Bob", "marketer")
    for one in (bob, member(other_organisation, "Charlie")):
        with pytest.raises(NoSuchMember):
            appointed(cursor, one)
    with pytest.raises(AppointmentRefused):
        appointed(cursor, karin, until=date(2020, 1, 1))
    officer_id = appointed(cursor, karin)
    for to_day, deputy in ((TODAY - timedelta(days=1), None), (TODAY, karin.pk)):
        with pytest.raises(AppointmentRefused):
            note_absence(cursor, officer_id, from_day=TODAY, to_day=to_day, deputy=deputy, by="K", now=NOW)


def test_an_appointment_ends_by_itself_with_the_role_and_the_job(organisation, cursor):
    member(organisation, "Alice", "owner")
    karin, bo = member(organisation, "Karin"), member(organisation, "Bo")
    appointed(cursor, karin)
    appointed(cursor, bo)
    change_role(cursor, karin.pk, Role.MARKETER, by="Alice", now=NOW)
    remove(cursor, bo.pk, by="Alice", now=NOW)
    assert officers(cursor, on=TODAY) == []


def test_an_appointment_is_ended_by_an_owner(organisation, cursor):
    officer_id = appointed(cursor, member(organisation, "Karin"))
    end_appointment(cursor, officer_id, by="Alice", now=NOW)
    assert answering(cursor, on=TODAY) == []


def test_the_last_owner_stays(organisation, cursor):
    """Neither leaves nor becomes something else; with another owner both."""
    alice = member(organisation, "Alice", "owner")
    with pytest.raises(LastOwner):
        remove(cursor, alice.pk, by="Alice", now=NOW)
    with pytest.raises(LastOwner):
        change_role(cursor, alice.pk, Role.AUDITOR, by="Alice", now=NOW)
    member(organisation, "Bo", "owner")
    change_role(cursor, alice.pk, Role.AUDITOR, by="Alice", now=NOW)
    assert Membership.objects.get(pk=alice.pk).role == "auditor"
