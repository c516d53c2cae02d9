"""A question is sealed, answered once by name, found by its code alone, and let go of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection

from samtycke.organisations.door import Organisation, acting_for
from samtycke.policy import Question, answer
from samtycke.rights import personal
from samtycke.rights.door import (
    ADVICE_KEPT,
    AlreadyAnswered,
    Asker,
    NoSuchAdvice,
    ask,
    asked,
    count_waiting,
    house,
    mail_reply,
    questions,
    reply,
    withdraw,
)
from samtycke.rights.tasks import retain

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
LINA = Asker("Lina Holm", "lina@example.se", "Räcker ett kvitto?")
CASE = Question.model_validate({"message": {"kind": "marketing", "sender": "us", "contains_opt_out": "auto"}}).told(
    now=NOW, jurisdiction="SE"
)


def put(organisation, *, asker: Asker = LINA, now: datetime = NOW) -> str:
    return ask(organisation.pk, asker, answers="for=offer", case=CASE, decision=answer(CASE), language="sv", now=now)


def test_a_question_is_kept_with_its_case_and_the_decision_as_it_was(organisation):
    found = asked(put(organisation))
    assert found.asker == LINA
    assert found.case == CASE
    assert found.decision["rule"] == "mfl19.none"
    assert found.decision["pack"] == answer(CASE).pack
    assert [step["rule"] for step in found.decision["consulted"]] == [step.rule for step in answer(CASE).consulted]
    assert found.reply is None


def test_nothing_of_the_one_who_asks_can_be_read_in_the_database(organisation):
    code = put(organisation)
    with acting_for(organisation.pk) as cursor:
        reply(cursor, asked(code).id, "Nej, Lina.", by="Karin", now=NOW)
        cursor.execute("SELECT advice_request::text FROM advice_request")
        row = cursor.fetchone()[0]
    for secret in ("Lina", "lina@example.se", "kvitto", code, code.split("-", 1)[1]):
        assert secret not in row
        assert secret.encode().hex() not in row


@pytest.mark.parametrize("code", ["", "x", "-", "1-guessed", "0-x", "-1-x", "ffffffffffffffffffff-x", "1"])
def test_a_code_that_is_none_finds_nothing(code):
    with pytest.raises(NoSuchAdvice):
        asked(code)


def test_a_code_of_another_organisation_finds_nothing_there(organisation, other_organisation):
    """Promise 9: the code names its organisation, and is looked for nowhere else."""
    code = put(organisation)
    hers = asked(code).id
    moved = f"{other_organisation.pk:x}-{code.split('-', 1)[1]}"
    with pytest.raises(NoSuchAdvice):
        asked(moved)
    with acting_for(other_organisation.pk) as cursor:
        assert questions(cursor) == []
        with pytest.raises(NoSuchAdvice):
            reply(cursor, hers, "Ja.", by="Charlie", now=NOW)


def test_it_is_answered_once_by_name_and_the_audit_holds_no_text(organisation):
    code = put(organisation)
    with acting_for(organisation.pk) as cursor:
        (one,) = questions(cursor)
        assert count_waiting(cursor) == 1
        reply(cursor, one.id, "Nej: det ska framgå före.", by="Karin Berg", now=NOW)
        with pytest.raises(AlreadyAnswered):
            reply(cursor, one.id, "Jo.", by="Bo", now=NOW)
        assert count_waiting(cursor) == 0
        cursor.execute("SELECT actor, act, subject, (detail - 'staff')::text FROM audit_entry")
        assert cursor.fetchall() == [("Karin Berg", "advice.replied", str(one.id), "{}")]
    found = asked(code)
    assert (found.reply, found.replied_by) == ("Nej: det ska framgå före.", "Karin Berg")


def test_those_that_wait_come_first_and_the_oldest_of_them(organisation):
    codes = [put(organisation, now=NOW + timedelta(hours=n)) for n in (2, 0, 1)]
    with acting_for(organisation.pk) as cursor:
        reply(cursor, asked(codes[1]).id, "Ja.", by="Karin", now=NOW + timedelta(days=1))
        order = [(one.asked_at - NOW) / timedelta(hours=1) for one in questions(cursor)]
    assert order == [1, 2, 0]


def test_whoever_asked_takes_it_back(organisation):
    code = put(organisation)
    withdraw(code)
    with pytest.raises(NoSuchAdvice):
        asked(code)
    with pytest.raises(NoSuchAdvice):
        withdraw(code)


def test_it_is_let_go_of_after_a_year(organisation):
    """Answered or not; a day less and it stays."""
    put(organisation, now=NOW)
    put(organisation, now=NOW + timedelta(days=1))
    with acting_for(organisation.pk) as cursor:
        kept = next(one for one in personal.KEPT if one.kind == "advice")
        assert kept.let_go(cursor, NOW + timedelta(seconds=1), NOW, 100) == 1
        assert len(questions(cursor)) == 1
        assert personal.export(cursor, 1) == {"requests": []}


def test_what_is_too_old_goes_when_retention_runs(organisation):
    from django.utils import timezone

    put(organisation, now=timezone.now() - ADVICE_KEPT - timedelta(days=2))
    put(organisation, now=timezone.now() - ADVICE_KEPT + timedelta(days=2))
    retain(organisation_id=organisation.pk, by="")
    with acting_for(organisation.pk) as cursor:
        assert len(questions(cursor)) == 1


def test_the_house_is_the_one_that_is_named_else_the_oldest(organisation, other_organisation, settings):
    settings.HOUSE = other_organisation.slug
    assert house() == other_organisation
    settings.HOUSE = ""
    assert house() == Organisation.objects.order_by("created_at", "pk").first()
    settings.HOUSE = "nobody-here"
    assert house() is None


def test_a_reply_goes_by_mail_where_there_is_a_server_and_only_there(organisation, settings):
    code = put(organisation)
    advice_id = asked(code).id
    with acting_for(organisation.pk) as cursor:
        reply(cursor, advice_id, "Nej.", by="Karin Berg", now=NOW)
    settings.SMTP_URL = ""
    mail_reply(organisation.pk, advice_id)
    assert mail.outbox == []
    settings.SMTP_URL = "smtp://mail.example:587"
    mail_reply(organisation.pk, advice_id)
    (sent,) = mail.outbox
    assert sent.to == ["lina@example.se"]
    assert "Nej." in sent.body
    assert "Karin Berg" in sent.body
    assert "Räcker ett kvitto?" in sent.body


def test_the_table_is_claimed():
    """What holds personal data is let go of by somebody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname = ANY(%s)", [list(personal.TABLES)])
        assert cursor.fetchone() == (len(personal.TABLES),)
