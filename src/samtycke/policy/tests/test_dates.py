"""A decision about a day is made with the rules and parameters of that day, where the recipient is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from samtycke.policy import Envelope, Facts, decide, pack_for
from samtycke.policy.dated import Schedule, Value
from samtycke.policy.pack import Pack
from samtycke.policy.rule import Rule

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFER = Envelope("marketing", "offers", ("shoes",), "skobutiken")
YES = Facts(country="SE", consent_method="web_form", consent_informed=True, consent_evidenced=True)
TURN = date(2026, 4, 1)
NOON = datetime(2026, 3, 31, 12, tzinfo=STOCKHOLM)


def law(**changes) -> Pack:
    """Sweden with something else in it, as in force on no day in particular."""
    return replace(pack_for("SE"), in_force=(date.max, date.max), **changes)


def shorter_from_april() -> Pack:
    months = (Value(12, date(2010, 1, 1), "SWEDMA"), Value(6, TURN, "a new edition"))
    return law(schedule=Schedule(customer_months=months, customer_months_most=12))


def ban_from(since: date, until: date = date.max) -> Rule:
    sample = pack_for("SE").rule("minor.under-16")
    return replace(sample, id="new.ban", since=since, until=until, asks=lambda case: case.envelope.is_marketing)


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (datetime(2026, 3, 31, 20, 59, tzinfo=STOCKHOLM), "allow"),
        (datetime(2026, 4, 1, 8, 0, tzinfo=STOCKHOLM), "deny"),
        # Midnight is the recipient's: in Greenwich it is still March.
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), "hold"),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), "deny"),
    ],
)
def test_a_parameter_changes_at_midnight_where_the_recipient_is(at, verdict):
    bought_in_july = Facts(country="SE", customer_on=date(2025, 7, 1))
    decision = decide(OFFER, bought_in_july, at, shorter_from_april())
    assert decision.verdict == verdict
    assert decision.parameters.customer_months == (6 if verdict == "deny" else 12)


def test_a_permission_ends_with_the_parameter_that_gave_it():
    """Twelve months would last until July; from April six are counted, and they are over."""
    decision = decide(OFFER, Facts(country="SE", customer_on=date(2025, 7, 1)), NOON, shorter_from_april())
    assert decision.until == datetime(2026, 3, 31, 23, 59, 59, 999999, tzinfo=STOCKHOLM)


def test_a_permission_that_the_new_parameter_also_gives_ends_as_that_says():
    decision = decide(OFFER, Facts(country="SE", customer_on=date(2026, 1, 10)), NOON, shorter_from_april())
    assert decision.until == datetime(2026, 7, 10, 23, 59, 59, 999999, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("at", "rule"),
    [
        (datetime(2026, 3, 31, 12, tzinfo=STOCKHOLM), "mfl19.consent"),
        (datetime(2026, 4, 1, 0, 0, tzinfo=STOCKHOLM), "new.ban"),
        (datetime(2026, 4, 30, 23, 59, 59, tzinfo=STOCKHOLM), "new.ban"),
        (datetime(2026, 5, 1, 12, tzinfo=STOCKHOLM), "mfl19.consent"),
    ],
)
def test_a_rule_is_asked_from_its_first_day_to_its_last(at, rule):
    pack = law(denials=(*pack_for("SE").denials, ban_from(TURN, date(2026, 4, 30))))
    decision = decide(OFFER, YES, at, pack)
    assert decision.rule == rule
    asked = {step.rule for step in decision.consulted}
    assert ("new.ban" in asked) == (rule == "new.ban")


def test_a_permission_ends_the_day_before_a_denial_begins():
    decision = decide(OFFER, YES, NOON, law(denials=(*pack_for("SE").denials, ban_from(TURN))))
    assert decision.until == datetime(2026, 3, 31, 23, 59, 59, 999999, tzinfo=STOCKHOLM)


def test_a_permission_ends_with_the_last_day_of_its_rule():
    consent, *others = pack_for("SE").bases
    decision = decide(OFFER, YES, NOON, law(bases=(replace(consent, until=date(2026, 4, 30)), *others)))
    assert decision.until == datetime(2026, 4, 30, 23, 59, 59, 999999, tzinfo=STOCKHOLM)


def test_settings_follow_the_law_through_its_days():
    """What an organisation has tightened stays; what the law changes, changes beneath it."""
    pack = shorter_from_april().with_settings({"per_24h": 3})
    before, after = pack.on(date(2026, 3, 31)).parameters, pack.on(TURN).parameters
    assert (before.customer_months, before.per_24h) == (12, 3)
    assert (after.customer_months, after.per_24h) == (6, 3)
    assert pack.on(TURN).on(date(2026, 3, 31)).parameters == before


@pytest.mark.parametrize(
    ("country", "last"), [("SE", "2018-05-24"), ("GB", "2018-05-24"), ("DE", "2018-05-24"), ("NO", "2018-07-19")]
)
def test_before_a_law_begins_the_answer_is_no_and_says_why(country, last):
    pack = pack_for(country)
    noon = datetime.fromisoformat(f"{last}T12:00:00").replace(tzinfo=pack.timezone)
    yes = replace(YES, country=country, consent_method="paper")
    before = decide(OFFER, yes, noon, pack)
    assert (before.verdict, before.rule) == ("deny", "pack.none")
    assert "dag" in before.explanation["sv"]
    assert decide(OFFER, yes, noon + timedelta(days=1), pack).verdict == "allow"


def test_britains_rule_for_charities_begins_on_its_day():
    charity = replace(OFFER, charitable=True)
    supporter = Facts(country="GB", supported_on=date(2026, 2, 5))
    london = ZoneInfo("Europe/London")
    eve = decide(charity, supporter, datetime(2026, 2, 4, 12, tzinfo=london), pack_for("GB"))
    day = decide(charity, supporter, datetime(2026, 2, 5, 12, tzinfo=london), pack_for("GB"))
    assert (eve.verdict, day.verdict, day.rule) == ("deny", "allow", "gb.charity")
    assert day.until == datetime(2027, 2, 5, 23, 59, 59, 999999, tzinfo=london)


def test_the_pack_of_a_day_is_the_same_whichever_day_it_was_taken_from():
    pack = shorter_from_april()
    for day in (date.min, date(2018, 5, 25), date(2026, 3, 31), TURN, date(2040, 1, 1), date.max):
        assert pack.on(day).parameters == pack.on(TURN).on(day).parameters == pack.on(date.min).on(day).parameters
        start, end = pack.on(day).in_force
        assert start <= day
        assert day < end or end == date.max
