"""The checklist says what stands, what to look at and what is lacking, by evidence; and prints."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from samtycke.gate.door import Spec, opt_out, send
from samtycke.ledger.door import Consent, record
from samtycke.organisations.door import acting_for, appoint, keyring
from samtycke.rights.door import (
    Breach,
    Period,
    Recipient,
    Told,
    add_recipient,
    change_period,
    sent_after_no,
    standing_consents,
    write_breach,
)
from samtycke.rights.tasks import retain
from samtycke.sms import parse_number
from samtycke.web.staff.compliance import checks
from samtycke.web.staff.compliance.points import points
from samtycke.web.staff.tests.conftest import make_staff

POINTS = (
    *("GDPR: you can show it", "Legal basis", "Information", "Opt-in", "Soft opt-in", "The way out", "Block lists"),
    *("Good practice", "Security", "Processors and transfers", "Minimisation and retention", "DM officer"),
)
ASA = parse_number("070-174 06 05")


def found(organisation):
    """Each row's verdict, and what it says, by its title."""
    with translation.override("en"), acting_for(organisation.pk) as cursor:
        return {row.title: row for point in points(cursor, organisation) for row in point.rows}


def read(client) -> str:
    return client.get("/compliance", headers={"accept-language": "en"}).content.decode()


def test_every_point_is_there_with_its_rule_and_where_it_is_mended(alice, organisation):
    page = read(alice)
    for name in POINTS:
        assert f"</svg> {name}</h2>" in page, name
    for row in found(organisation).values():
        assert row.citation
        assert row.proof
        assert row.verdict == "may" or row.url, row.title


def test_a_point_stands_as_the_worst_of_its_rows(organisation):
    with acting_for(organisation.pk) as cursor:
        for point in points(cursor, organisation):
            verdicts = [row.verdict for row in point.rows]
            worst = "not" if "not" in verdicts else "waits" if "waits" in verdicts else "may"
            assert point.verdict == worst, point.name


def test_a_text_that_left_after_a_no_is_red(organisation, people):
    """It can't happen by the program. Should it, by whatever hand, this is where it shows."""
    now = timezone.now()
    with acting_for(organisation.pk) as cursor:
        sent = send(cursor, Spec("marketing", "offers", "Hej!", ("shoes",)), ASA, now=now)
        opt_out(cursor, ASA, because="STOPP", door="sms", now=now)
        assert sent_after_no(cursor) == (1, 0)
        cursor.execute(
            "UPDATE message SET state = 'sent', leased_at = %s, sent_at = %s WHERE id = %s",
            [now + timedelta(minutes=1), now + timedelta(minutes=1), sent.id],
        )
        assert sent_after_no(cursor) == (1, 1)
    assert found(organisation)["Nobody who said no was sent more"].verdict == "not"


def test_what_left_before_the_no_or_after_a_new_yes_is_no_fault(organisation, people):
    now = timezone.now()
    with acting_for(organisation.pk) as cursor:
        sent = send(cursor, Spec("marketing", "offers", "Hej!", ("shoes",)), ASA, now=now)
        leased = "UPDATE message SET state = 'sent', leased_at = %s, sent_at = %s WHERE id = %s"
        cursor.execute(leased, [now, now, sent.id])
        opt_out(cursor, ASA, because="STOPP", door="sms", now=now + timedelta(minutes=1))
        assert sent_after_no(cursor) == (1, 0)
        again = Consent(
            number=ASA,
            occurred_at=now + timedelta(minutes=2),
            door="form",
            purpose="offers",
            method="web_form",
            wording="Ja.",
            informed=True,
            evidence={"form": "1"},
        )
        record(cursor, [again], now=now + timedelta(minutes=2))
        cursor.execute(leased, [now + timedelta(minutes=3), now + timedelta(minutes=3), sent.id])
        assert sent_after_no(cursor) == (1, 0)


def test_consents_that_cannot_be_shown_are_counted(organisation, people):
    with acting_for(organisation.pk) as cursor:
        assert standing_consents(cursor) == (1, 1)
        cursor.execute("UPDATE permission SET evidenced = false")
        assert standing_consents(cursor) == (1, 0)
    assert found(organisation)["Every consent that stands can be shown"].verdict == "waits"


def test_retention_is_green_when_it_runs_and_yellow_when_somebody_keeps_longer(organisation):
    assert found(organisation)["What is out of time goes by itself"].verdict == "waits"
    retain(organisation_id=organisation.pk, by="")
    assert found(organisation)["What is out of time goes by itself"].verdict == "may"
    with acting_for(organisation.pk) as cursor:
        change_period(cursor, "bodies", Period(24), by="Karin", reason="Tvist.", now=timezone.now())
    assert found(organisation)["Nothing is kept longer than it needs"].verdict == "waits"


def test_a_carrier_without_an_agreement_is_red(organisation):
    title = "There is an agreement with everybody who holds the data for you"
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET carrier = 'telex'")
    assert found(organisation)[title].verdict == "not"
    with acting_for(organisation.pk) as cursor:
        said = Recipient(name="Tele X", does="carries texts", carrier="telex", agreed_on=date(2026, 1, 7))
        add_recipient(cursor, said, by="Karin", now=timezone.now())
    # Somebody else runs the installation: their agreement is what is left.
    assert title not in found(organisation) or found(organisation)[title].verdict != "not"


def test_an_overdue_breach_is_red(organisation):
    known = Breach(aware_at=timezone.now() - timedelta(hours=90), told=Told(what="Lost."))
    with acting_for(organisation.pk) as cursor:
        write_breach(cursor, known, by="Alice", now=timezone.now())
    assert found(organisation)["Breaches are written down and told in time"].verdict == "not"


@pytest.mark.parametrize(("days", "verdict"), [(0, "may"), (390, "may"), (400, "waits"), (None, "waits")], ids=str)
def test_a_key_that_has_sealed_for_more_than_a_year_is_to_be_changed(monkeypatch, days, verdict):
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    since = None if days is None else now - timedelta(days=days)
    ring = replace(keyring(), sealing_since=since, made={})
    monkeypatch.setattr(checks, "keyring", lambda: ring)
    check = checks.keys(now)
    assert check.verdict == verdict
    assert ("samtycke keys rotate" in check.proof) == (verdict == "waits")


def test_a_dm_officer_is_named_with_what_their_authorisation_is_worth(organisation):
    title, today = "A DM officer answers for the texts", timezone.localdate()
    karin = make_staff(organisation, "Karin", "officer")
    assert found(organisation)[title].verdict == "not"
    with acting_for(organisation.pk) as cursor:
        appoint(
            cursor,
            karin.membership_set.get().pk,
            authorisation="SWEDMA",
            number="1",
            valid_from=today - timedelta(days=300),
            valid_until=today + timedelta(days=30),
            by="Alice",
            now=timezone.now(),
        )
    soon = found(organisation)[title]
    assert (soon.verdict, "An authorisation ends on" in soon.proof) == ("waits", True)


def test_the_report_is_dated_and_says_who_made_it(alice, organisation):
    printed = alice.get("/compliance/report.pdf", headers={"accept-language": "en"})
    assert printed.content.startswith(b"%PDF")
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor FROM audit_entry WHERE act = 'compliance.report'")
        assert cursor.fetchall() == [("Alice",)]
