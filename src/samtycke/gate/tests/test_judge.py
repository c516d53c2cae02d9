"""The judge answers as the law does, for everybody, and asks it as seldom as it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from samtycke.gate.arrays import listed
from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS
from samtycke.gate.judge import Judge
from samtycke.organisations.door import acting_for
from samtycke.policy import Decision, Facts, decide, pack_for

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SETTINGS = {"quiet_hours": None, "per_24h": 1, "per_7d": 4}
OFFER = Sealed(1, "marketing", "offers", ("shoes",), ("shoes",), None, "Skobutiken", "71000", "phone", "Hej")
days = st.none() | st.dates(date(2023, 1, 1), date(2026, 3, 10)) | st.just(date.max)
flags = st.booleans()


@st.composite
def situations(draw) -> Facts:
    values = {name: draw(flags) for name in COLUMNS if Facts.__dataclass_fields__[name].type == "bool"}
    quiet = draw(st.sets(st.sampled_from(sorted(values)), min_size=10))
    return Facts(
        **{**values, **dict.fromkeys(quiet, False)}
        | {
            "country": draw(st.sampled_from(["SE", "SE", "SE", "IE", ""])),
            "recipient": draw(st.sampled_from(["consumer", "sole_trader", "company", "unknown", "martian"])),
            "minor": draw(st.sampled_from([False, False, True, None])),
            "consent_method": draw(st.sampled_from([None, "web_form", "checkbox_preticked", "bundled_terms"])),
            "consent_on": None,
            "customer_on": draw(days),
            "sale_on": draw(days),
            "texts_day": draw(st.integers(0, 2)),
            "texts_week": draw(st.integers(0, 5)),
        }
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(situations(), min_size=1, max_size=30), flags)
def test_the_judge_says_what_the_law_says_whoever_was_asked_before(everybody, own_goods):
    envelope = Sealed(**{**{name: getattr(OFFER, name) for name in Sealed.__slots__}, "own_goods": own_goods})
    judge = Judge(envelope, SETTINGS, NOW)
    for facts in everybody * 2:
        row = tuple(getattr(facts, name) for name in COLUMNS)
        law = decide(envelope.policy, facts, NOW, pack_for(facts.country, SETTINGS))
        assert but_for_days(judge.judge(row).decision) == but_for_days(law)


def but_for_days(decision: Decision) -> Decision:
    """Of whoever is alike but for a day, only the side of the period is told where nothing else turns on it."""
    steps = tuple(
        step._replace(saw={name: value for name, value in step.saw.items() if not name.endswith("_on")})
        for step in decision.consulted
    )
    return replace(decision, consulted=steps)


def test_of_a_day_that_settles_nothing_the_side_is_told_and_not_somebody_elses_day():
    judge, told = Judge(OFFER, SETTINGS, NOW), set()
    for day in (date(2022, 5, 6), date(2023, 1, 1)):
        facts = Facts(country="SE", consent_method="web_form", customer_on=day)
        judgement = judge.judge(tuple(getattr(facts, name) for name in COLUMNS))
        told |= {step.saw["customer_on"] for step in judgement.decision.consulted if "customer_on" in step.saw}
        assert judgement.decision.rule == "consent.not-informed"
    assert len(told) == 1
    assert told.pop().startswith("< 2025-0")


def test_people_who_bought_on_different_days_are_told_their_own_day():
    judge = Judge(OFFER, SETTINGS, NOW)
    until = set()
    for ago in range(1, 300):
        facts = Facts(country="SE", customer_on=NOW.date() - timedelta(days=ago))
        until.add(judge.judge(tuple(getattr(facts, name) for name in COLUMNS)).decision.until)
    assert len(until) == 299


def test_of_somebody_with_a_whole_consent_no_purchase_is_looked_at():
    facts = Facts(
        country="SE", consent_method="web_form", consent_informed=True, consent_evidenced=True,
        customer_on=date(2026, 1, 1),
    )  # fmt: skip
    judgement = Judge(OFFER, SETTINGS, NOW).judge(tuple(getattr(facts, name) for name in COLUMNS))
    assert judgement.decision.basis == "consent"
    assert not {"customer_on", "sale_on"} & judgement.looked_at.keys()


def test_an_array_is_written_as_postgresql_reads_it(organisation):
    with acting_for(organisation.pk) as cursor:
        for kind, values in {
            "bigint": [1, None, 3], "date": [date(2026, 1, 2), None], "timestamptz": [NOW],
            "text": ["mfl19.soft-opt-in", "+4670"], "boolean": [True, False], "smallint": [],
        }.items():  # fmt: skip
            cursor.execute(f"SELECT %s::{kind}[]", [listed(values)])
            assert cursor.fetchone()[0] == values
