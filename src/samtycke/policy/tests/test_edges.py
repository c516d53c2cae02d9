"""What holds of every case there can be, in every country, with settings, at the edges of hours, days and months."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samtycke.policy import countries, decide, pack_for
from samtycke.policy.rule import Case, words
from samtycke.policy.tests.situations import ACTIVE, cases, instants

ABSOLUTE = (
    *("erased", "restricted", "number_wrong", "minor"),
    *("blocked_platform", "blocked_organisation", "blocked_purpose"),
)
MICROSECOND = timedelta(microseconds=1)
NOES = (
    *("erased", "restricted", "objected", "blocked_platform", "blocked_organisation", "blocked_purpose"),
    *("number_wrong", "minor", "child", "refused", "consent_withdrawn", "paused", "unread_reply"),
)


def asked(case, now=None, *, facts=None, envelope=None):
    of_text, known, at, country, own, of_person = case
    return decide(envelope or of_text, facts or known, now or at, pack_for(country, own), of_person)


def allowed_by(decision) -> str | None:
    """The rule that allows, whether it goes or waits."""
    return next((step.rule for step in decision.consulted if step.outcome == "allows"), None)


@given(cases())
def test_every_case_is_answered_with_a_rule_and_its_words(case):
    decision = asked(case)
    assert decision.verdict in {"allow", "hold", "deny"}
    assert decision.rule
    assert decision.citation
    assert decision.consulted
    for language in ("sv", "en"):
        assert decision.explanation[language]
        assert not re.search(r"[{}]|None|–|9999", decision.explanation[language]), decision.explanation[language]


@given(cases(willing=True), st.sampled_from(countries()))
def test_a_wait_whose_end_nobody_knows_has_words_in_every_country(case, country):
    """An unread reply holds without end, so that no day can be named for what holds beside it."""
    envelope, known, now, _, own, of_person = case
    decision = decide(envelope, replace(known, unread_reply=True), now, pack_for(country, own), of_person)
    assert decision.explanation["sv"]
    assert decision.explanation["en"]


def test_words_that_name_a_day_say_what_to_tell_without_one():
    with pytest.raises(ValueError, match="Names a day"):
        words("tyst", "quiet", why_sv="Går {until}.", why_en="Goes {until}.")


@given(cases())
def test_the_rule_that_settles_stands_among_those_asked_and_settles_there(case):
    decision = asked(case)
    outcome = {"allow": "allows", "hold": "holds", "deny": "denies"}[decision.verdict]
    (settling,) = [step for step in decision.consulted if step.rule == decision.rule and step.outcome == outcome]
    if decision.verdict == "deny":
        assert settling == decision.consulted[-1]
    assert (decision.basis is None) == (decision.verdict == "deny")


@settings(max_examples=400)
@given(cases(marketing=True))
def test_no_basis_no_text(case):
    """Marketing passes only with a whole consent, all conditions of the exception for customers, a charity's own, or to
    a company where the country's law lets it."""
    envelope, known, now, country, own, _ = case
    decision = asked(case)
    if decision.verdict == "deny":
        return
    pack = pack_for(country, own).at(now)
    limit = now.date() - timedelta(days=pack.parameters.customer_months * 31 + 2)
    consent = (
        known.consent_method in ACTIVE
        and (not pack.proof or known.consent_method in pack.proof)
        and known.consent_informed
        and known.consent_evidenced
        and not (known.consent_withdrawn or known.child or known.consent_elsewhere or known.consent_other_sender)
    )
    whole = known.sale_collected and known.sale_informed and known.sale_offered and known.sale_similar
    days = (known.customer_on, known.sale_on if whole else None)
    sale = any(day is not None and day >= limit for day in days) and not known.refused and envelope.own_goods
    charity = (
        pack.counts_support
        and envelope.charitable
        and known.supported_on is not None
        and date(2026, 2, 5) <= known.supported_on
        and not known.refused
    )
    company = known.recipient == "company" and country not in ("DE", "DK")
    grounds = {"consent": consent, "soft_opt_in": sale or charity, "company": company}
    assert grounds[decision.basis]
    assert country in {"AX", "SJ", *countries()}
    assert envelope.way_out
    assert envelope.sender_named
    assert not any(getattr(known, name) for name in ABSOLUTE)
    assert not known.objected or (known.consent_after_objection and consent)


@settings(max_examples=400)
@given(cases(), st.sampled_from(NOES))
def test_a_no_never_opens_a_way(case, no):
    before = asked(case, facts=replace(case[1], **{no: False})).verdict
    after = asked(case, facts=replace(case[1], **{no: True})).verdict
    assert not (before == "deny" and after != "deny")
    assert not (before == "hold" and after == "allow")


@settings(max_examples=400)
@given(cases(), st.integers(1, 500 * 24))
def test_time_gives_no_permission_except_where_a_hold_ends(case, hours):
    """Nor does a rule with a first day here: of Britain's for charities (gb.charity, from 5 February 2026) only support
    from that day on counts, which nobody has given before it."""
    _, known, now, *_ = case
    assume(known.supported_on is None or known.supported_on <= now.date())
    if asked(case).verdict == "deny":
        assert asked(case, now + timedelta(hours=hours)).verdict == "deny"


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(willing=True))
def test_the_end_of_a_permission_is_exact(case):
    """At its last instant the same basis holds, and one microsecond later it does not."""
    decision = asked(case)
    assume(decision.verdict == "allow")
    if decision.until is None:
        return
    assert decision.until >= case[2]
    assert allowed_by(asked(case, decision.until)) == decision.rule
    assert allowed_by(asked(case, decision.until + MICROSECOND)) != decision.rule


@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(willing=True), st.integers(1, 4000))
def test_a_permission_without_an_end_does_not_end_by_itself(case, days):
    decision = asked(case)
    assume(decision.verdict == "allow")
    assume(decision.until is None)
    assert allowed_by(asked(case, case[2] + timedelta(days=days))) == decision.rule


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(willing=True))
def test_a_hold_ends_in_the_future_and_never_in_quiet_hours(case):
    decision = asked(case)
    assume(decision.verdict == "hold")
    if decision.until is None:
        return
    pack = pack_for(case[3], case[4]).at(decision.until)
    assert decision.until > case[2]
    assert pack.quiet_end(decision.until) is None
    assert asked(case, decision.until).rule != "ethics.quiet-hours"


@settings(max_examples=200)
@given(cases(marketing=True))
def test_within_quiet_hours_no_marketing_goes(case):
    pack = pack_for(case[3], case[4]).at(case[2])
    if pack.quiet_end(case[2]) is not None:
        assert asked(case).verdict != "allow"


@given(st.sampled_from(countries()), cases(), instants, st.data())
def test_an_error_in_any_rule_is_a_denial_that_names_it(country, case, now, data):
    def broken(_: Case) -> bool:
        raise ZeroDivisionError

    pack = pack_for(country)
    group = data.draw(st.sampled_from(["denials", "bases", "holds", "service_bases"]))
    rules = getattr(pack, group)
    place = data.draw(st.integers(0, len(rules) - 1))
    crashing = replace(rules[place], asks=broken)
    pack = replace(pack, **{group: (*rules[:place], crashing, *rules[place + 1 :])})
    decision = decide(case[0], case[1], now, pack)
    if (crashing.id, "denies") in {(step.rule, step.outcome) for step in decision.consulted}:
        assert (decision.verdict, decision.rule) == ("deny", crashing.id)
        assert decision.consulted[-1].saw == {"error": "ZeroDivisionError"}
        assert decision.citation
    else:
        assert crashing.id not in {step.rule for step in decision.consulted}
