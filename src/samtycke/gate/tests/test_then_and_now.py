"""What was decided reads the same for ever, and what has changed since is told beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from samtycke.gate.door import explain, explain_one, opt_out, send
from samtycke.gate.tests.scene import OFFER, bought, campaign, number, people, take, yes
from samtycke.ledger.door import find_contact, note
from samtycke.organisations.door import Organisation, acting_for
from samtycke.policy import pack_for

OPEN = {"quiet_hours": None, "per_24h": None, "per_7d": None}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def town(organisation):
    """Somebody for most answers there are, all planned and leased."""
    people(organisation, yes(1), bought(2), bought(3, days_ago=500), bought(4, category="bags"), yes(5), yes(6))
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(5), because="STOPP", door="sms", now=now())
        note(cursor, find_contact(cursor, number(6).e164), "reply_held", door="sms", now=now())
    campaign(organisation)
    take(organisation)
    return organisation


def told(organisation):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT id FROM message ORDER BY id")
        return [explain(cursor, row[0], now=now()) for row in cursor.fetchall()]


def change_law(monkeypatch, **changes):
    """Sweden's law is another from now on; its version was raised, as a test of the house demands."""
    law = replace(pack_for("SE"), version="2099.1", **changes)
    known = {**dict.fromkeys(law.by_id, None), **law.by_id}
    monkeypatch.setattr("samtycke.policy.pack._PACKS", lambda: {"SE": replace(law, by_id=known)})


def reworded(rule):
    words = replace(
        rule.words,
        label={"sv": "något annat", "en": "something else"},
        why={"sv": "Helt andra ord.", "en": "Quite other words."},
    )
    return replace(rule, cites="Lag (2099:1) 1 §", words=words, saw=(), url="https://example.test/")


def test_settings_that_change_change_nothing_of_then(town):
    before = [one.then for one in told(town)]
    Organisation.objects.filter(pk=town.pk).update(
        settings={"quiet_hours": ["00:00", "23:59"], "per_24h": 2, "consent_months": 1, "customer_months": 6}
    )
    after = told(town)
    assert [one.then for one in after] == before
    changed = {one.name: (one.then, one.now) for one in after[0].differences.parameters}
    assert changed["customer_months"] == (12, 6)
    assert changed["consent_months"] == (None, 1)
    assert changed["quiet_hours"] == (None, ["00:00:00", "23:59:00"])


def test_words_and_citations_that_change_change_nothing_of_then(town, monkeypatch):
    before = [one.then for one in told(town)]
    law = pack_for("SE")
    rules = {id_: reworded(rule) for id_, rule in law.by_id.items()}
    change_law(
        monkeypatch,
        by_id=rules,
        **{
            part: tuple(rules[rule.id] for rule in getattr(law, part))
            for part in ("denials", "bases", "holds", "sale_conditions", "consent_conditions")
        },
    )
    after = told(town)
    assert [one.then for one in after] == before
    assert {one.now.pack for one in after} == {"SE 2099.1"}
    assert all(one.differences.pack for one in after)


def test_rules_that_are_gone_are_shown_as_they_were(town, monkeypatch):
    before = [one.then for one in told(town)]
    law = pack_for("SE")
    kept = {"mfl19.none", "pack.none"}
    change_law(
        monkeypatch, denials=law.denials[:1], bases=(), holds=(), by_id={i: law.by_id[i] for i in kept}
    )  # fmt: skip
    after = told(town)
    assert [one.then for one in after] == before
    assert {one.now.rule for one in after} == {"mfl19.none"}
    assert all("gdpr17.erased" in {rule.name for rule in one.differences.rules} for one in after)


def test_a_country_whose_law_is_gone_is_shown_as_it_was(town, monkeypatch):
    before = [one.then for one in told(town)]
    law = replace(pack_for("SE"), country="XX")
    monkeypatch.setattr("samtycke.policy.pack._PACKS", lambda: {"XX": law, "SE": law})
    assert [one.then for one in told(town)] == before


def test_what_is_otherwise_now_is_named(town):
    allowed = next(one for one in told(town) if one.then.basis == "soft_opt_in")
    assert not allowed.differences.any
    with acting_for(town.pk) as cursor:
        opt_out(cursor, number(2), because="STOPP", door="sms", now=now())
        otherwise = explain(cursor, allowed.message.id, now=now()).differences
    assert otherwise.decided
    assert not otherwise.pack
    assert ("objected", False, True) in {(one.name, one.then, one.now) for one in otherwise.facts}
    assert ("gdpr21.objected", "passes", "denies") in {(one.name, one.then, one.now) for one in otherwise.rules}
    assert ("mfl19.soft-opt-in", "allows", None) in {(one.name, one.then, one.now) for one in otherwise.rules}


def test_a_change_of_settings_between_two_decisions_keeps_two(organisation):
    """What a decision was measured by is part of it, also where it came to the same."""
    people(organisation, yes(1), yes(2))
    campaign(organisation)
    Organisation.objects.filter(pk=organisation.pk).update(settings={**OPEN, "per_24h": 3})
    take(organisation)
    assert {one.then.parameters["per_24h"] for one in told(organisation)} == {3}
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM decision")
        assert cursor.fetchone() == (2,)


def test_a_hold_is_told_with_the_end_it_has_for_this_person(organisation):
    Organisation.objects.filter(pk=organisation.pk).update(settings={**OPEN, "per_24h": 1})
    people(organisation, yes(1))
    campaign(organisation)
    take(organisation)
    with acting_for(organisation.pk) as cursor:
        held = send(cursor, OFFER, number(1), now=now())
        then = explain(cursor, held.id, now=now()).then
    assert (then.verdict, then.settled_by.outcome) == ("hold", "holds")
    assert then.until == held.decision.until
    assert then.settled_by.saw["per_24h"] == 1


def test_an_error_is_told_too(organisation, monkeypatch):
    """A rule that failed then is named with its error, also when it has been mended since."""

    def broken(case):
        raise ZeroDivisionError

    law = pack_for("SE")
    people(organisation, yes(1))
    with monkeypatch.context() as then:
        change_law(then, bases=(replace(law.bases[0], asks=broken), *law.bases[1:]))
        with acting_for(organisation.pk) as cursor:
            sent = send(cursor, OFFER, number(1), now=now())
    (account,) = [one.then for one in told(organisation) if one.message.id == sent.id]
    assert (account.verdict, account.rule) == ("deny", "mfl19.consent")
    assert account.settled_by.saw == {"error": "ZeroDivisionError"}
    assert account.citation


@pytest.mark.parametrize(("day", "rule"), [(date(2018, 5, 24), "pack.none"), (date(2018, 5, 25), "mfl19.none")])
def test_of_a_day_before_the_law_begins_the_answer_is_no_and_says_so(organisation, day, rule):
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    with acting_for(organisation.pk) as cursor:
        account = explain_one(cursor, OFFER, number(1), now=at)
    assert (account.verdict, account.rule) == ("deny", rule)
    assert account.settled_by.citation


def test_the_explanation_names_nobody(town):
    for one in told(town):
        assert "+4673" not in str(one.as_json())


def test_held_words_without_an_end_are_whole(organisation):
    """Quiet hours and a text too many: when it may go is each person's own."""
    Organisation.objects.filter(pk=organisation.pk).update(settings={**OPEN, "quiet_hours": ["00:00", "23:59"]})
    people(organisation, yes(1))
    with acting_for(organisation.pk) as cursor:
        note(cursor, find_contact(cursor, number(1).e164), "reply_held", door="sms", now=now() - timedelta(minutes=1))
        held = send(cursor, OFFER, number(1), now=now())
        then = explain(cursor, held.id, now=now()).then
    assert "–" not in then.explanation["sv"]
    assert "{" not in then.explanation["sv"]
