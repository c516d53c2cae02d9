"""The version that stands in every decision means one law: what a pack says or answers never changes beneath it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from samtycke.policy import countries, pack_for
from samtycke.policy.dated import Schedule, Value
from samtycke.policy.fingerprint import LOCK, fingerprint, locked

RENEW = (
    "The law of {name} has changed: raise `version` in packs/{folder}/law.py, then run "
    "`python -m samtycke.policy.fingerprint`."
)


@pytest.mark.parametrize("country", countries())
def test_no_law_changes_under_its_version(country):
    pack = pack_for(country)
    told = RENEW.format(name=pack.name, folder=country.lower())
    assert locked().get((country, pack.version)) == fingerprint(pack), told


def test_the_lock_is_in_order_and_every_pack_is_at_its_newest():
    lines = [line for line in LOCK.read_text().splitlines() if not line.startswith("#")]
    assert lines == sorted(lines)
    assert len({tuple(line.split()[:2]) for line in lines}) == len(lines)
    for country in countries():
        versions = [version for of, version in locked() if of == country]
        assert pack_for(country).version == max(versions, key=lambda one: [int(part) for part in one.split(".")])


def changed(rule_id: str, **changes):
    pack = pack_for("SE")
    rule = replace(pack.rule(rule_id), **changes)
    swap = {rule_id: rule}
    groups = ("denials", "bases", "holds", "consent_conditions", "sale_conditions")
    parts = {group: tuple(swap.get(one.id, one) for one in getattr(pack, group)) for group in groups}
    return replace(pack, by_id={**pack.by_id, **swap}, **parts)


MINOR = pack_for("SE").rule("minor.under-16")


@pytest.mark.parametrize(
    "pack",
    [
        changed("minor.under-16", cites="MFL 5 a §"),
        changed("minor.under-16", words=replace(MINOR.words, why={**MINOR.words.why, "en": "Too young."})),
        changed("minor.under-16", since=date(2026, 1, 1)),
        changed("minor.under-16", asks=lambda case: False),
        changed("soft.not-customer", asks=lambda case: False),
        changed("ethics.frequency", asks=lambda case: case.facts.texts_day > 1),
        replace(pack_for("SE"), denials=(*pack_for("SE").denials[:3], *pack_for("SE").denials[:2:-1])),
        replace(pack_for("SE"), schedule=Schedule(customer_months=(Value(12, date(2010, 1, 1), "another source"),))),
        replace(pack_for("SE"), parameters=replace(pack_for("SE").parameters, customer_months=11)),
        replace(pack_for("SE"), words={**pack_for("SE").words, "stop": ("STOPP",)}),
    ],
    ids=[
        "citation",
        "words",
        "first day",
        "a denial",
        "a condition",
        "a cap",
        "order",
        "source",
        "a value",
        "stop words",
    ],
)
def test_whatever_changes_in_a_law_changes_its_fingerprint(pack):
    assert fingerprint(pack) != fingerprint(pack_for("SE"))


def test_code_may_be_moved_about_and_the_version_may_be_raised():
    """What says and answers the same is the same law."""
    same = changed("minor.under-16", asks=lambda case: bool(MINOR.asks(case)))
    assert fingerprint(replace(same, version="2099.1")) == fingerprint(pack_for("SE"))
