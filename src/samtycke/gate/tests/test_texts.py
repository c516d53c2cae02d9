"""A service text that reads like advertising waits for a person, and goes, or does not, as they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from samtycke.gate.door import (
    EVERYBODY,
    NoSuchText,
    ReasonMissing,
    Spec,
    Verdicts,
    counts,
    decide_one,
    draft_envelope,
    enlist,
    explain,
    halt,
    judge_text,
    lease,
    preview,
    read_texts,
    reap,
    resume,
    send,
    unread_texts,
)
from samtycke.gate.tests.scene import bury, campaign, number, people, states, take, yes
from samtycke.organisations.door import acting_for

MIXED = Spec("service", "orders", "Dina skor är framme. Just nu 20 % på allt i butiken")
OTHER_FIGURES = Spec("service", "orders", "Dina skor är framme. Just nu 35 % på allt i butiken")
PLAIN = Spec("service", "orders", "Dina skor är framme")


def now() -> datetime:
    return datetime.now(UTC)


def sent(organisation, spec: Spec = MIXED, to: int = 1):
    with acting_for(organisation.pk) as cursor:
        return send(cursor, spec, number(to), now=now())


def judged(organisation, meant: str, *, reason: str = "Läste texten", by: str = "Karin Berg") -> int:
    with acting_for(organisation.pk) as cursor:
        key = (*unread_texts(cursor), *read_texts(cursor))[0].key
        return judge_text(cursor, key, meant, reason=reason, by=by, now=now()).messages


def taken(organisation, lane: str, verdicts: Verdicts | None = None):
    with acting_for(organisation.pk) as cursor:
        return lease(cursor, gateway_id=enlist(), lane=lane, limit=500, verdicts=verdicts or Verdicts()).messages


@pytest.fixture
def customer(organisation):
    """Number 1 has said yes to what orders are about; number 2 to nothing."""
    people(organisation, yes(1, purpose="orders"), yes(2, purpose="events"))
    return organisation


def test_it_waits_without_an_end_and_is_not_leased(customer):
    message = sent(customer)
    assert (message.state, message.decision.verdict, message.decision.rule) == ("planned", "hold", "content.unread")
    assert message.decision.until is None
    assert message.decision.basis == "contract"
    assert taken(customer, "phone/service") == ()
    assert states(customer) == {"planned": 1}


def test_a_text_that_only_tells_goes_at_once(customer):
    assert sent(customer, PLAIN).decision.rule == "gdpr6.contract"
    assert [one.text for one in taken(customer, "phone/service")] == [PLAIN.body]


def test_what_the_program_itself_owes_a_person_is_not_read(customer):
    owed = Spec("service", "reply", "Erbjudande: 20 % på allt", legal_basis="legal_obligation")
    assert sent(customer, owed).decision.verdict == "allow"


def test_it_is_listed_with_who_waits_and_since_when(customer):
    sent(customer)
    sent(customer, OTHER_FIGURES, to=2)
    with acting_for(customer.pk) as cursor:
        (text,) = unread_texts(cursor)
    assert text.waiting == 2
    assert text.envelope.body == OTHER_FIGURES.body
    assert {"share-off", "hurry"} <= set(text.envelope.signs)
    assert now() - text.since < timedelta(minutes=1)


def test_said_to_be_service_it_goes_as_it_was_written(customer):
    sent(customer)
    assert judged(customer, "service") == 1
    (message,) = taken(customer, "phone/service")
    assert message.text == MIXED.body
    assert not message.marketing


def test_said_to_be_advertising_it_is_withheld_from_whoever_said_yes_to_something_else(customer):
    sent(customer, to=2)
    assert judged(customer, "advertising") == 1
    assert taken(customer, "phone/marketing") == ()
    assert states(customer) == {"withheld": 1}


def test_said_to_be_advertising_it_goes_with_a_way_out_to_whoever_said_yes(customer):
    sent(customer)
    judged(customer, "advertising")
    assert taken(customer, "phone/service") == ()
    (message,) = taken(customer, "phone/marketing")
    assert message.marketing
    assert message.text == f"{MIXED.body}\nAvsluta: STOPP till 71000"


def test_the_same_words_with_other_figures_need_no_second_reading(customer):
    sent(customer)
    judged(customer, "service")
    assert sent(customer, OTHER_FIGURES).decision.rule == "gdpr6.contract"
    another = Spec("service", "orders", "Dina stövlar är framme. Just nu 20 % på allt i butiken")
    assert sent(customer, another).decision.rule == "content.unread"


def test_the_judgement_of_another_organisation_does_not_count(customer, other_organisation):
    sent(customer)
    judged(customer, "service")
    assert sent(other_organisation).decision.rule == "content.unread"
    with acting_for(customer.pk) as cursor:
        (text,) = read_texts(cursor)
    with acting_for(other_organisation.pk) as cursor:
        assert read_texts(cursor) == []
        judge_text(cursor, text.key, "advertising", reason="Vår egen", by="Olle", now=now())
    with acting_for(customer.pk) as cursor:
        assert [one.verdict for one in read_texts(cursor)] == ["service"]


def test_a_gateway_that_has_just_decided_answers_anew_after_a_reading(customer):
    verdicts = Verdicts()
    sent(customer)
    assert taken(customer, "phone/service", verdicts) == ()
    judged(customer, "service")
    assert len(taken(customer, "phone/service", verdicts)) == 1


def test_a_later_decision_on_the_same_words_counts_and_the_earlier_is_kept(customer):
    sent(customer, to=2)
    judged(customer, "service")
    assert judged(customer, "advertising", reason="Hela sista meningen säljer", by="Lars Ek") == 1
    assert taken(customer, "phone/service") == ()
    assert taken(customer, "phone/marketing") == ()
    assert states(customer) == {"withheld": 1}
    with acting_for(customer.pk) as cursor:
        (text,) = read_texts(cursor)
        assert (text.verdict, text.reason, text.by) == ("advertising", "Hela sista meningen säljer", "Lars Ek")
        cursor.execute("SELECT verdict FROM content_reading ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == ["service", "advertising"]
    assert sent(customer, to=2).state == "withheld"


def test_advertising_that_turns_out_to_be_service_goes_after_all(customer):
    sent(customer)
    judged(customer, "advertising")
    assert judged(customer, "service") == 1
    assert taken(customer, "phone/marketing") == ()
    (message,) = taken(customer, "phone/service")
    assert (message.text, message.marketing) == (MIXED.body, False)


def test_what_was_planned_while_somebody_decided_leaves_by_its_own_lane(customer):
    """Planned in the lane of service texts, in a transaction that had not seen the decision."""
    sent(customer)
    judged(customer, "advertising")
    with acting_for(customer.pk) as cursor:
        cursor.execute("UPDATE message SET lane = 'phone/service', due_at = clock_timestamp()")
    assert taken(customer, "phone/service") == ()
    assert [one.marketing for one in taken(customer, "phone/marketing")] == [True]


def test_judged_advertising_that_a_dead_gateway_held_is_not_sent_again(customer):
    sent(customer)
    judged(customer, "advertising")
    dead = enlist()
    take(customer, lane="phone/marketing", gateway=dead)
    bury(dead)
    reap()
    assert states(customer) == {"unknown": 1}


def test_a_campaign_of_it_waits_as_a_whole_and_a_paused_one_stays_paused(customer):
    assert campaign(customer, spec=MIXED, campaign_id=7) == {"planned": 2}
    with acting_for(customer.pk) as cursor:
        seen = preview(cursor, draft_envelope(cursor, MIXED), EVERYBODY, now=now())
        assert [(one.verdict, one.rule.id, one.people) for one in seen.groups] == [("hold", "content.unread", 2)]
        halt(cursor, 7)
    judged(customer, "advertising")
    with acting_for(customer.pk) as cursor:
        cursor.execute("SELECT name, halted FROM lane WHERE organisation_id = current_organisation() ORDER BY name")
        assert dict(cursor.fetchall()) == {"phone/marketing/7": True, "phone/service/7": True}
        resume(cursor, 7)
    assert len(take(customer, lane="phone/marketing/7").messages) == 1
    with acting_for(customer.pk) as cursor:
        assert counts(cursor, 7)[0] == {"leased": 1, "withheld": 1}


def test_a_sender_who_says_so_themselves_is_believed(customer):
    honest = Spec("service", "orders", PLAIN.body, advertising=True)
    assert sent(customer, honest, to=2).state == "withheld"
    assert sent(customer, honest).decision.basis == "consent"
    assert [one.marketing for one in taken(customer, "phone/marketing")] == [True]


def test_a_decision_needs_a_reason_and_a_text_that_is_there(customer):
    sent(customer)
    with pytest.raises(ReasonMissing):
        judged(customer, "service", reason="  ")
    for key in ("00" * 16, "no"):
        with acting_for(customer.pk) as cursor, pytest.raises(NoSuchText):
            judge_text(cursor, key, "service", reason="Hej", by="Karin", now=now())


def test_the_audit_log_says_who_and_what_and_never_the_text(customer):
    sent(customer)
    judged(customer, "service")
    with acting_for(customer.pk) as cursor:
        cursor.execute("SELECT actor, act, subject, detail::text FROM audit_entry WHERE act LIKE 'text.%%'")
        ((actor, act, subject, detail),) = cursor.fetchall()
    assert (actor, act, detail) == ("Karin Berg", "text.is-service", '{"staff": null}')
    assert len(subject) == 32


def test_a_message_that_waits_is_explained_and_so_is_what_became_of_it(customer):
    message = sent(customer)
    with acting_for(customer.pk) as cursor:
        told = explain(cursor, message.id, now=now())
        assert [asked.outcome for asked in told.then.asked][-2:] == ["allows", "holds"]
        assert told.now.rule == "content.unread"
        assert decide_one(cursor, MIXED, number(1), now=now()).rule == "content.unread"
    judged(customer, "service")
    with acting_for(customer.pk) as cursor:
        told = explain(cursor, message.id, now=now())
    assert (told.then.rule, told.now.rule) == ("content.unread", "gdpr6.contract")
