"""What is kept is kept for a reason and a time; then it goes by itself, and it is told what went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from samtycke.campaigns.door import Content, create
from samtycke.gate.door import Spec, message_state, opt_out, proof, send
from samtycke.ledger.door import Consent, Sale, blocks_on, find_contact, record, reveal, seal, verify
from samtycke.organisations.door import acting_for
from samtycke.rights.door import (
    Period,
    PeriodRefused,
    change_period,
    kept_until,
    period_changes,
    periods,
    read_period,
    runs,
    stop_retention,
    would_go,
)
from samtycke.rights.retention import run as running
from samtycke.rights.retention.run import run_retention
from samtycke.sms import parse_number

NOW = datetime(2026, 11, 26, 3, 40, tzinfo=UTC)
ASA, BO = parse_number("070-174 06 05"), parse_number("070-174 06 06")


def yes(number, *, years=0.0, **more):
    return Consent(
        number=number,
        occurred_at=NOW - timedelta(days=365 * years),
        door="import",
        purpose="offers",
        method="web_form",
        wording="Ja, skicka erbjudanden.",
        informed=True,
        evidence={"row": "17"},
        **more,
    )


def bought(number, *, years):
    return Sale(
        number=number,
        occurred_at=NOW - timedelta(days=365 * years),
        door="import",
        category="shoes",
        collected=True,
        informed=True,
        offered=True,
        refused=False,
    )


def all_dated(cursor, table, column, at):
    """As if it had all happened then: the database's own clock writes it. The ledger itself is never dated back."""
    cursor.execute(f"UPDATE {table} SET {column} = %s WHERE organisation_id = current_organisation()", [at])


def went(cursor):
    return {one.kind: one.gone for one in runs(cursor)[0].gone}


@pytest.fixture
def long_ago(organisation):
    """Six years ago somebody bought shoes and said no, somebody else said yes; since then nobody was heard of."""
    then = NOW - timedelta(days=6 * 365)
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes(ASA, years=6.2), bought(BO, years=6.1)], now=then)
        opt_out(cursor, ASA, because="STOPP", door="sms", now=then)
        all_dated(cursor, "contact", "created_at", then - timedelta(days=1))
        seal(cursor, now=then)
    return organisation


def test_the_dry_run_says_exactly_what_goes_and_changes_nothing(long_ago):
    with acting_for(long_ago.pk) as cursor:
        going = {kind: would_go(cursor, one, now=NOW, limit=10) for kind, one in periods(cursor).items()}
        ids = sorted(str(find_contact(cursor, one.e164)) for one in (ASA, BO))
    assert going["people"].count == 2
    assert sorted(what for what, _ in going["people"].first) == ids
    assert going["people"].before == datetime(2021, 11, 26, 3, 40, tzinfo=UTC)
    assert going["blocks"] is None
    run_retention(long_ago.pk, by="", house=False, now=NOW)
    with acting_for(long_ago.pk) as cursor:
        # Of both no name was kept: there the profile is gone already.
        assert went(cursor) == {kind: one.count for kind, one in going.items() if one and one.count}


def test_whoever_is_forgotten_can_be_found_nowhere_and_their_no_stands(long_ago):
    run_retention(long_ago.pk, by="", house=False, now=NOW)
    with acting_for(long_ago.pk) as cursor:
        assert [find_contact(cursor, one.e164) for one in (ASA, BO)] == [None, None]
        assert [one.because for one in blocks_on(cursor, ASA.e164)] == ["STOPP"]
        assert blocks_on(cursor, BO.e164) == []
        cursor.execute("SELECT count(*) FROM identity")
        assert cursor.fetchone() == (0,)
        seal(cursor, now=NOW)
        assert verify(cursor) == []
        # A file that brings them back brings back nobody's consent.
        assert record(cursor, [yes(ASA)], now=NOW).blocked == 1


def test_running_twice_lets_go_once(long_ago):
    for _ in range(2):
        run_retention(long_ago.pk, by="", house=False, now=NOW)
    with acting_for(long_ago.pk) as cursor:
        second, first = runs(cursor)
    assert (first.total > 0, second.total, second.state) == (True, 0, "done")


def test_a_standing_yes_and_what_is_young_stay(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes(ASA, years=8, attributes={"name": "Åsa"}), bought(BO, years=0.1)], now=NOW)
        all_dated(cursor, "contact", "created_at", NOW - timedelta(days=8 * 365))
    run_retention(organisation.pk, by="", house=False, now=NOW + timedelta(days=300))
    with acting_for(organisation.pk) as cursor:
        contact = find_contact(cursor, ASA.e164)
        assert reveal(cursor, [contact])[contact].name == "Åsa"
        assert find_contact(cursor, BO.e164) is not None


def test_a_customer_is_kept_as_long_as_they_are_one_however_short_the_period(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [bought(ASA, years=0.5), bought(BO, years=1.5)], now=NOW - timedelta(days=100))
        all_dated(cursor, "contact", "created_at", NOW - timedelta(days=600))
        change_period(cursor, "people", Period(1), by="Karin", reason="", now=NOW)
    run_retention(organisation.pk, by="", house=False, now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert find_contact(cursor, BO.e164) is None
        assert find_contact(cursor, ASA.e164) is not None


def test_the_words_of_a_text_go_before_the_text_does(organisation):
    """A booking to one person is a text of its own: both its words and the person's own version go."""
    with acting_for(organisation.pk) as cursor:
        record(cursor, [bought(ASA, years=0.1)], now=NOW - timedelta(days=1))
        booking = Spec("service", "orders", "Dina skor är framme, Åsa.")
        sent = send(cursor, booking, ASA, now=NOW - timedelta(days=400))
        cursor.execute(
            "UPDATE message SET state = 'delivered', due_at = NULL, final_at = %s WHERE id = %s",
            [NOW - timedelta(days=399), sent.id],
        )
    run_retention(organisation.pk, by="", house=False, now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert went(cursor) == {"bodies": 1}
        assert message_state(cursor, sent.id).text == ""
        assert proof(cursor, sent.id, now=NOW)["message"]["text_is"] == "no longer kept"
    run_retention(organisation.pk, by="", house=False, now=NOW + timedelta(days=5 * 365))
    with acting_for(organisation.pk) as cursor:
        assert went(cursor)["messages"] == 1
        cursor.execute("SELECT count(*) FROM message")
        assert cursor.fetchone() == (0,)


def test_what_waits_to_be_sent_is_never_let_go_of(organisation):
    with acting_for(organisation.pk) as cursor:
        record(cursor, [yes(ASA)], now=NOW - timedelta(days=1))
        send(cursor, Spec("marketing", "offers", "Hej!", ("shoes",)), ASA, now=NOW)
        cursor.execute("UPDATE message SET planned_on = '2015-01-01', planned_at = '2015-01-01' WHERE true")
    run_retention(organisation.pk, by="", house=False, now=NOW)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT state, body FROM message")
        assert cursor.fetchall() == [("planned", None)]


def test_a_reply_that_may_be_a_no_waits_to_be_read(organisation):
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [yes(ASA)], now=NOW).contact_ids
        for intent in ("ambiguous", "other"):
            cursor.execute(
                "INSERT INTO inbound_text (organisation_id, contact_id, inbound_number, carrier, received_at, intent, "
                "sealed) VALUES (current_organisation(), %s, '71000', 'phone', %s, %s, ''::bytea)",
                [contact, NOW - timedelta(days=800), intent],
            )
    run_retention(organisation.pk, by="", house=False, now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert went(cursor) == {"replies": 1}
        cursor.execute("SELECT intent FROM inbound_text")
        assert cursor.fetchall() == [("ambiguous",)]


def test_numbers_in_a_draft_nobody_touches_go_and_its_text_stays(organisation):
    with acting_for(organisation.pk) as cursor:
        content = Content("Rea", "Hej!", "offers", (), "", {"numbers": [ASA.e164]})
        campaign = create(cursor, content, by="Karin", now=NOW).id
        all_dated(cursor, "campaign", "saved_at", NOW - timedelta(days=91))
    run_retention(organisation.pk, by="", house=False, now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert went(cursor) == {"drafts": 1}
        cursor.execute("SELECT typed, text FROM campaign WHERE id = %s", [campaign])
        assert cursor.fetchone() == (None, "Hej!")


def test_a_run_is_stopped_between_two_batches(organisation, monkeypatch):
    """What went is gone and told of; the rest waits for the next run."""
    monkeypatch.setattr(running, "AT_ONCE", 1)
    with acting_for(organisation.pk) as cursor:
        for place in range(4):
            cursor.execute(
                "INSERT INTO idempotency (organisation_id, key, request, at) "
                "VALUES (current_organisation(), %s, ''::bytea, %s)",
                [f"call-{place}", NOW - timedelta(days=30)],
            )
    let_go = running.timed("answers")[0][1]

    def stopping(cursor, before, now, most):
        gone = let_go(cursor, before, now, most)
        assert stop_retention(cursor, by="Karin")
        return gone

    timed = running.timed
    monkeypatch.setattr(
        running, "timed", lambda kind: [(timed(kind)[0][0], stopping)] if kind == "answers" else timed(kind)
    )
    run_retention(organisation.pk, by="Karin", house=False, now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert (runs(cursor)[0].state, went(cursor)) == ("stopped", {"answers": 1})
        assert stop_retention(cursor, by="Karin") is False
    monkeypatch.undo()
    run_retention(organisation.pk, by="", house=False, now=NOW)
    with acting_for(organisation.pk) as cursor:
        assert (runs(cursor)[0].state, went(cursor)) == ("done", {"answers": 3})


def test_the_trail_goes_by_the_databases_own_hand_and_never_the_last_year(organisation):
    """Batch by batch as it was sealed; the check of the seal finds nothing amiss before or after."""
    with acting_for(organisation.pk) as cursor:
        for days in (6 * 366, 100):
            at = datetime.now(UTC) - timedelta(days=days)
            cursor.execute(
                "INSERT INTO audit_entry (organisation_id, at, actor, act) "
                "VALUES (current_organisation(), %s, 'Karin', 'looked')",
                [at],
            )
            assert seal(cursor, now=at + timedelta(hours=1)).count == 1
        assert verify(cursor) == []
        cursor.execute("SELECT let_go_of_log('acts', 'infinity', 100)")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM audit_entry")
        assert cursor.fetchone() == (1,)
        assert verify(cursor) == []


def test_a_period_is_shortened_freely_and_lengthened_by_name_with_a_reason(organisation):
    with acting_for(organisation.pk) as cursor:
        assert change_period(cursor, "bodies", Period(6), by="Karin", reason="", now=NOW).was == Period(12)
        assert change_period(cursor, "bodies", Period(6), by="Karin", reason="", now=NOW) is None
        with pytest.raises(PeriodRefused) as refused:
            change_period(cursor, "bodies", Period(24), by="Karin", reason=" ", now=NOW)
        assert (refused.value.reason, refused.value.right) == ("no-reason", Period(12))
        change_period(cursor, "bodies", Period(24), by="Karin", reason="Tvist med en kund.", now=NOW)
        one = periods(cursor)["bodies"]
        assert (one.period, one.longer, one.changed.reason) == (Period(24), True, "Tvist med en kund.")
        assert [str(change.became) for change in period_changes(cursor)] == ["24m", "6m"]
        cursor.execute("SELECT count(*) FROM audit_entry WHERE act = 'retention.change'")
        assert cursor.fetchone() == (2,)


@pytest.mark.parametrize(
    ("kind", "period", "reason"),
    [
        ("advice", Period(13), "too-long"),
        ("trail", Period(11), "too-short"),
        ("senders", Period(10, "d"), "fixed"),
        ("blocks", Period(10), "fixed"),
        ("people", Period(121), "too-long"),
        ("nothing", Period(1), "unknown"),
    ],
)
def test_some_periods_are_promises_and_stay(organisation, kind, period, reason):
    with acting_for(organisation.pk) as cursor, pytest.raises(PeriodRefused) as refused:
        change_period(cursor, kind, period, by="Karin", reason="Ändå.", now=NOW)
    assert refused.value.reason == reason


def test_another_organisations_periods_and_people_are_left_alone(long_ago, other_organisation):
    with acting_for(other_organisation.pk) as cursor:
        change_period(cursor, "people", Period(1), by="Charlie", reason="", now=NOW)
    run_retention(other_organisation.pk, by="", house=False, now=NOW)
    with acting_for(long_ago.pk) as cursor:
        assert str(periods(cursor)["people"].period) == "60m"
        assert find_contact(cursor, BO.e164) is not None


def test_a_person_is_told_until_when(organisation):
    """No day while a yes keeps them; then the day five years from the last that was said."""
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [yes(ASA)], now=NOW).contact_ids
        until = {one.kind: one for one in kept_until(cursor, contact)}
        assert until["people"].at is None
        assert until["people"].rule["sv"].startswith("5 år sedan")
        assert until["blocks"].rule == {}
        opt_out(cursor, ASA, because="STOPP", door="sms", now=NOW)
        until = {one.kind: one for one in kept_until(cursor, contact)}
        assert (until["people"].at.year, until["profiles"].at.year) == (2031, 2027)


@pytest.mark.parametrize(
    ("written", "sv", "en"),
    [
        ("90d", "90 dagar", "90 days"),
        ("1d", "1 dag", "1 day"),
        ("12m", "1 år", "1 year"),
        ("18m", "18 månader", "18 months"),
    ],
)
def test_a_period_reads_as_people_say_it(written, sv, en):
    period = read_period(written)
    assert (period.said("sv"), period.said("en"), str(period)) == (sv, en, written)


@pytest.mark.parametrize("written", ["", "0m", "12", "m", "-1d", "1y"])
def test_what_is_no_period_is_refused(written):
    with pytest.raises(ValueError, match=written or "^$"):
        read_period(written)
