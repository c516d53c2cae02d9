"""A pack as it is read is the pack that decides."""

from __future__ import annotations

import pytest

from samtycke.policy import countries, in_general, pack_for, sections

EVERY = pytest.mark.parametrize("country", countries())


@EVERY
def test_every_rule_is_read_once_and_none_besides(country):
    pack = pack_for(country)
    read = [rule.id for section in sections(pack) for rule in section.rules]
    assert sorted(read) == sorted(rule.id for rule in pack.rules)


@EVERY
def test_every_rule_speaks_both_languages_and_cites_its_place(country):
    """In full sentences without a hole, so that customer service can read them aloud."""
    for rule in pack_for(country).rules:
        for texts in (rule.words.label, rule.words.why):
            assert texts.keys() == {"sv", "en"}, rule.id
        assert rule.words.mend.keys() in ({"sv", "en"}, set()), rule.id
        assert rule.cites, rule.id
        for language, why in in_general(rule.words.why).items():
            assert "{" not in why, rule.id
            assert why.endswith("."), (rule.id, language)


@EVERY
def test_a_country_names_an_authority_that_can_be_reached(country):
    authority = pack_for(country).authority
    assert authority.name
    assert authority.url.startswith("https://")


@pytest.mark.parametrize("country", [one for one in countries() if one != "SE"])
def test_no_other_country_cites_swedish_law(country):
    for rule in pack_for(country).rules:
        assert "2018:218" not in rule.cites, rule.id
        assert "MFL" not in rule.cites, rule.id
        assert "imy.se" not in rule.url, rule.id


def test_british_law_is_cited_as_british():
    """All but what no country has made its own: a service text without a ground."""
    for rule in pack_for("GB").rules:
        if rule.id == "service.no-basis":
            continue
        assert "ePrivacy" not in rule.cites, rule.id
        assert "GDPR" not in rule.cites.replace("UK GDPR", ""), rule.id
