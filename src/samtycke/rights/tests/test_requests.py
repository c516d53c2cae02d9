"""A request is answered within its month, to whoever it is, with what is owed; nothing of it goes unlogged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from samtycke.gate.door import Spec, decide_one
from samtycke.ledger.door import find_contact, history, reveal
from samtycke.organisations.door import Membership, Organisation, Role, Staff, acting_for, controller
from samtycke.policy import pack_for
from samtycke.rights.door import (
    Closed,
    IdentityUnknown,
    Person,
    ReasonMissing,
    Sender,
    TooLate,
    answered,
    check_identity,
    count_due,
    draft_answer,
    draft_extension,
    draft_refusal,
    extend,
    grant,
    has_gap,
    log_of,
    mail_answer,
    note_files,
    one_request,
    refuse,
    stop_at_once,
    take_in,
    waiting,
)
from samtycke.rights.tasks import warn
from samtycke.rights.tests.scene import fresh, known
from samtycke.sms import parse_number

CAME = datetime(2026, 3, 5, 12, tzinfo=UTC)
LATER = CAME + timedelta(days=3)


def ask(organisation, kind: str = "access", *, number: str = "", came: datetime = CAME, **more: str) -> int:
    """A letter of Åsa's."""
    person = Person(number=number or fresh().e164, name="Åsa Öberg", reach=more.pop("reach", ""), says="Vad har ni?")
    with acting_for(organisation.pk) as cursor:
        return take_in(
            cursor, kind, person, door="letter", language="sv", received_at=came, by="Karin", now=max(came, LATER)
        )


def read(organisation, request_id: int):
    with acting_for(organisation.pk) as cursor:
        return one_request(cursor, request_id)


def identified(organisation, request_id: int) -> int:
    with acting_for(organisation.pk) as cursor:
        check_identity(cursor, request_id, "called_back", by="Karin", now=LATER)
    return request_id


def acts(organisation, request_id: int) -> list[tuple[str, str]]:
    with acting_for(organisation.pk) as cursor:
        return [(one.act, one.actor) for one in reversed(log_of(cursor, request_id))]


def test_it_is_sealed_with_its_last_day(organisation):
    number = fresh().e164
    request_id = ask(organisation, number=number)
    found = read(organisation, request_id)
    assert (found.due_on, found.person.name, found.identity) == (date(2026, 4, 6), "Åsa Öberg", None)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT rights_request::text FROM rights_request WHERE organisation_id = %s", [organisation.pk])
        (row,) = cursor.fetchone()
    for secret in (number, number[1:], "Åsa", "Vad har ni?"):
        assert secret not in row
        assert secret.encode().hex() not in row


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "other"}, {"door": "pigeon"}, {"received_at": LATER + timedelta(days=1)}, {"person": Person()}],
)
def test_what_is_no_request_is_not_taken_in(organisation, wrong):
    said = {"kind": "access", "person": Person(name="Åsa"), "door": "letter", "received_at": CAME, **wrong}
    kind, person = said.pop("kind"), said.pop("person")
    with acting_for(organisation.pk) as cursor, pytest.raises(ValueError, match=r"."):
        take_in(cursor, kind, person, language="sv", by="Karin", now=LATER, **said)


def test_nothing_is_handed_out_before_somebody_has_seen_who_asks(organisation):
    request_id = ask(organisation)
    with acting_for(organisation.pk) as cursor:
        with pytest.raises(IdentityUnknown):
            grant(cursor, request_id, "Här är allt.", by="Karin", now=LATER)
        with pytest.raises(IdentityUnknown):
            note_files(cursor, request_id, "pdf", by="Karin")
    assert read(organisation, request_id).outcome is None


def test_each_step_is_logged_by_name(organisation):
    request_id = identified(organisation, ask(organisation))
    with acting_for(organisation.pk) as cursor:
        note_files(cursor, request_id, "pdf", by="Karin")
        grant(cursor, request_id, "Här är allt.", by="Mia", now=LATER)
    assert acts(organisation, request_id) == [
        ("rights.received", "Karin"),
        ("rights.identity", "Karin"),
        ("rights.files", "Karin"),
        ("rights.granted", "Mia"),
    ]
    found = read(organisation, request_id)
    assert (found.outcome, found.answer, found.answered_by) == ("granted", "Här är allt.", "Mia")


def test_an_answer_is_given_once(organisation):
    request_id = identified(organisation, ask(organisation))
    with acting_for(organisation.pk) as cursor:
        grant(cursor, request_id, "Här.", by="Karin", now=LATER)
        for again in (
            lambda: grant(cursor, request_id, "Nej.", by="Karin", now=LATER),
            lambda: refuse(cursor, request_id, "Nej.", by="Karin", now=LATER),
            lambda: extend(cursor, request_id, "Vänta.", by="Karin", now=LATER),
        ):
            with pytest.raises(Closed):
                again()


def test_it_is_extended_once_within_the_month_with_a_reason_to_three_months(organisation):
    request_id = ask(organisation)
    with acting_for(organisation.pk) as cursor:
        with pytest.raises(ReasonMissing):
            extend(cursor, request_id, "  ", by="Karin", now=LATER)
        assert extend(cursor, request_id, "Det är mycket.", by="Karin", now=LATER).due_on == date(2026, 6, 5)
        with pytest.raises(TooLate):
            extend(cursor, request_id, "Än mer.", by="Karin", now=LATER)
    late = ask(organisation)
    with acting_for(organisation.pk) as cursor, pytest.raises(TooLate):
        extend(cursor, late, "Förlåt.", by="Karin", now=datetime(2026, 4, 7, 12, tzinfo=UTC))


def test_a_refusal_needs_a_reason_and_no_identity(organisation):
    """Who it is may be the very thing that cannot be found out (GDPR 12(6))."""
    request_id = ask(organisation)
    with acting_for(organisation.pk) as cursor:
        with pytest.raises(ReasonMissing):
            refuse(cursor, request_id, "", by="Karin", now=LATER)
        assert refuse(cursor, request_id, "Vi vet inte vem du är.", by="Karin", now=LATER).outcome == "refused"


def test_a_no_to_marketing_holds_when_it_is_written_down(organisation):
    number = fresh()
    request_id = ask(organisation, "objection", number=number.e164)
    with acting_for(organisation.pk) as cursor:
        stop_at_once(cursor, one_request(cursor, request_id), by="Karin", now=LATER)
        offer = Spec("marketing", "offers", "Hej", ("shoes",), "Skobutiken")
        assert decide_one(cursor, offer, number, now=LATER).verdict == "deny"
        assert grant(cursor, request_id, "Klart.", by="Karin", now=LATER).given == ("stopped",)


def test_what_is_granted_is_done(shop):
    number = fresh()
    contact = known(shop, number)
    right = identified(shop, ask(shop, "rectification", number=number.e164))
    kept = identified(shop, ask(shop, "restriction", number=number.e164))
    gone = identified(shop, ask(shop, "erasure", number=number.e164))
    with acting_for(shop.pk) as cursor:
        grant(cursor, right, "Rättat.", attributes={"name": "Åsa Ek"}, by="Karin", now=LATER)
        assert reveal(cursor, [contact])[contact].name == "Åsa Ek"
        grant(cursor, kept, "Begränsat.", by="Karin", now=LATER)
        assert history(cursor, contact)[0].kind in ("restriction", "correction", "consent")
        grant(cursor, gone, "Raderat.", by="Karin", now=LATER)
        assert reveal(cursor, [contact]) == {}
        assert find_contact(cursor, number.e164) is None
        erased = one_request(cursor, gone)
        assert (erased.answer, erased.person, erased.outcome) == ("Raderat.", None, "granted")
        assert one_request(cursor, right).answer is None  # it may have told who they were


def test_of_whom_nothing_is_held_the_answer_says_so(organisation):
    request_id = identified(organisation, ask(organisation))
    with acting_for(organisation.pk) as cursor:
        assert grant(cursor, request_id, "Vi har inget.", by="Karin", now=LATER).given == ("nothing",)


def test_the_queue_begins_with_what_is_due_first(organisation):
    second, first = ask(organisation, came=CAME), ask(organisation, came=CAME - timedelta(days=5))
    with acting_for(organisation.pk) as cursor:
        assert [one.id for one in waiting(cursor)] == [first, second]
        assert count_due(cursor, until=date(2026, 4, 1)) == (1, date(2026, 3, 30))
        assert answered(cursor) == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_letter_names_nobody_and_says_where_to_complain(organisation, language):
    request_id = ask(organisation)
    with acting_for(organisation.pk) as cursor:
        found = one_request(cursor, request_id)
        sender = Sender(controller(cursor), "Skobutiken", "Karin Berg", pack_for("SE").authority, "x.example/me/x")
    asked = replace(found, language=language)
    letters = [
        draft_answer(asked, sender),
        draft_answer(asked, sender, nothing=True),
        draft_refusal(asked, sender),
        draft_extension(asked, sender, date(2026, 6, 5)),
    ]
    for letter in letters:
        assert "Åsa" not in letter
        assert found.person.number not in letter
        assert "imy.se" in letter
        assert ("5 mars 2026" if language == "sv" else "5 March 2026") in letter
    assert [has_gap(letter) for letter in letters] == [False, False, True, True]
    assert "domstol" in letters[2] or "court" in letters[2]
    assert ("5 juni 2026" if language == "sv" else "5 June 2026") in letters[3]


def test_an_answer_is_mailed_to_the_address_they_gave(organisation, settings):
    settings.SMTP_URL = "smtp://mail.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mailed, by_post = ask(organisation, reach="asa@example.se"), ask(organisation, reach="Storgatan 1")
    for request_id in (mailed, by_post):
        with acting_for(organisation.pk) as cursor:
            refuse(cursor, identified(organisation, request_id), "Nej, därför att.", by="Karin", now=LATER)
        mail_answer(organisation.pk, request_id)
    assert [(one.to, one.body) for one in mail.outbox] == [(["asa@example.se"], "Nej, därför att.")]


def test_whoever_answers_for_it_is_mailed_when_a_last_day_is_near_and_told_of_nobody(organisation, settings):
    settings.SMTP_URL = "smtp://mail.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    staff = Staff.objects.create_user(f"mia-{organisation.slug}@example.se", "x", name="Mia")
    Membership.objects.create(organisation=organisation, staff=staff, role=Role.DPO)
    number = parse_number(fresh().e164).e164
    ask(organisation, number=number)
    for day, expected in (("2026-03-20", 0), ("2026-04-01", 1), ("2026-04-08", 2)):
        with time_machine.travel(f"{day}T08:00:00Z", tick=False):
            warn(0)
        mine = [one for one in mail.outbox if one.to == [staff.email]]
        assert len(mine) == expected, day
    assert "5 dagar" in mine[0].body
    assert "2 dagar försenad" in mine[1].body
    assert all("Åsa" not in one.body + one.subject and number not in one.body for one in mine)
    assert Organisation.objects.filter(pk=organisation.pk).exists()
