"""The guide and the rules cannot drift apart: what it claims is what the program asks, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, time
from html import unescape
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from samtycke.policy import Pack, countries, pack_for, sections
from samtycke.web.parts.law import SIGNS
from samtycke.web.parts.tags import guided
from samtycke.web.public.guide.chapters import CHAPTERS, LANGUAGES, claimed, figures, unclaimed
from samtycke.web.public.guide.claims import supports
from samtycke.web.public.guide.duties import DUTIES, LINKS
from samtycke.web.public.guide.views import said_by

SWEDEN = pack_for("SE")
FOLDER = Path(__file__).parents[1]
SOURCES = {language: sorted((FOLDER / language).glob("*.html")) for language in LANGUAGES}
ABOUT_RULES = {"may": {"sv": "Får", "en": "May"}, "waits": {"sv": "Väntar", "en": "Waits"}}
NO = {"sv": "Får inte", "en": "May not"}


def guide_in(language: str, pack: Pack = SWEDEN) -> str:
    """The text of every chapter, rendered with a pack."""
    with translation.override(language):
        said = said_by(pack, language)
        names = [said["short"], *(one.template(language) for one in CHAPTERS)]
        return unescape("\n".join(render_to_string(name, said) for name in names))


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


def test_every_rule_and_condition_of_the_swedish_pack_is_claimed(language):
    assert unclaimed(SWEDEN, language) == ()


def test_a_rule_that_the_guide_forgot_is_named(language):
    """The check above can fail: a rule is planted in a copy of the pack, and found missing."""
    planted = replace(SWEDEN.rule("mfl20.way-out"), id="mfl99.planted")
    pack = replace(SWEDEN, by_id={**SWEDEN.by_id, planted.id: planted})
    assert unclaimed(pack, language) == ("mfl99.planted",)


def test_every_claim_is_carried_by_a_rule_or_a_duty_and_made_once(language):
    """Once, so that /guide#<id> leads to one place; of the duties none is left out either."""
    ids = claimed(language)
    assert sorted(ids) == sorted(set(ids))
    assert set(ids) == {rule.id for rule in SWEDEN.rules} | DUTIES.keys()


def test_both_languages_claim_the_same_in_the_same_order():
    for chapter in CHAPTERS:
        assert chapter.claims("sv") == chapter.claims("en"), chapter.name


def test_both_languages_point_at_the_same_rules():
    """Also in the mistakes and the checklist, which claim nothing of their own."""
    for sv, en in zip(SOURCES["sv"], SOURCES["en"], strict=True):
        seen = [re.findall(r'\{% see "([^"]+)" %\}', source.read_text()) for source in (sv, en)]
        assert seen[0] == seen[1], sv.name
        assert set(seen[0]) <= set(claimed("sv")), sv.name


def test_a_claim_by_no_rule_is_an_error():
    with pytest.raises(KeyError, match=re.escape("mfl99.none")):
        _template('{% claim "mfl99.none" %}x{% endclaim %}').render(said_by(SWEDEN, "sv"))
    for written in ("{% claim %}x{% endclaim %}", "{% claim name %}x{% endclaim %}"):
        with pytest.raises(TemplateSyntaxError):
            _template(written)


def test_each_claim_says_what_the_rule_does(language):
    """A denial is a no, a hold a wait, a basis a yes; label, citation and link are the rule's own."""
    text = guide_in(language)
    for section in sections(SWEDEN):
        for rule in section.rules:
            entry = re.search(
                rf"<details class=\"by\".*?<code>{re.escape(rule.id)}</code>.*?</details>", _entry(text, rule.id), re.S
            )
            assert entry, rule.id
            sign = SIGNS[section.verdict]
            word = ABOUT_RULES.get(sign, {}).get(language, NO[language])
            assert f'class="verdict {sign}"' in entry[0], rule.id
            assert re.search(rf"</svg>{word}</span>", entry[0]), rule.id
            assert rule.words.label[language] in entry[0], rule.id
            assert rule.cites in entry[0], rule.id
            assert not rule.url or f'href="{rule.url}"' in entry[0], rule.id


def test_what_is_ethics_is_marked_as_ethics_and_nothing_else_is(language):
    text = guide_in(language)
    tag = {"sv": '<span class="tag">etik</span>', "en": '<span class="tag">ethics</span>'}[language]
    for one in supports(SWEDEN).values():
        assert (tag in _entry(text, one.id)) is one.ethics, one.id


def test_a_duty_is_never_said_to_be_decided_by_the_program(language):
    text = guide_in(language)
    for id_ in DUTIES:
        assert 'class="verdict duty"' in _entry(text, id_), id_


def test_the_figures_are_those_of_the_pack(language):
    """Another value in the pack is another text, and nothing of the old one is left."""
    changed = replace(
        SWEDEN.parameters, customer_months=7, quiet_hours=(time(19, 30), time(9, 15)), per_24h=3, per_7d=11
    )
    before, after = (_prose(guide_in(language, pack)) for pack in (SWEDEN, replace(SWEDEN, parameters=changed)))
    months = {"sv": "{} månader", "en": "{} months"}[language]
    for old, new in ((months.format(12), months.format(7)), ("21:00", "19:30"), ("08:00", "09:15")):
        assert old in before
        assert old not in after
        assert new in after
    assert re.search(r"\b3 (reklam-SMS|marketing text).{1,40}\b11\b", after)


def test_no_figure_of_the_law_is_typed(language):
    """Twelve months, the quiet hours, the ages: none stands in the source, in figures or in letters."""
    months = r"(12|tolv|twelve)[ \u00a0-](mån|month)"
    ages = rf"(under|below) ({figures(SWEDEN)['minor']}|{figures(SWEDEN)['child']}|sexton|tretton|sixteen|thirteen)\b"
    for source in SOURCES[language]:
        without_ids = re.sub(r'"[a-z0-9.-]+"', "", source.read_text())
        assert not re.search(rf"{months}|\b(21|08|8)[:.]00|kl\.? ?(21|08)|\b21[–-]0?8\b|{ages}", without_ids, re.I), (
            source
        )


def test_no_address_is_typed(language):
    """Links are the rules' own, or of the short list."""
    for source in SOURCES[language]:
        assert "http" not in source.read_text(), source


def test_every_link_leads_where_a_rule_or_the_list_says(language):
    listed = {rule.url for rule in SWEDEN.rules} | set(LINKS.values())
    outside = re.findall(r'href="(https?://[^"]+)"', guide_in(language))
    assert outside
    assert set(outside) <= listed
    assert set(LINKS.values()) <= set(outside)
    assert all(url.startswith("https://") for url in listed if url)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/guide", "/guide/checklist", "/guide/rules", "/guide/rules/gb"])
def test_pages_are_open_to_anybody(path, language):
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert anchor in ids, anchor


@pytest.mark.django_db
def test_every_claim_can_be_linked(language):
    page = Client(headers={"accept-language": language}).get("/guide").content.decode()
    for id_ in claimed(language):
        assert f'id="{id_}"' in page, id_


@pytest.mark.django_db
@pytest.mark.parametrize("country", countries())
def test_every_rule_of_every_country_is_shown(country, language):
    """With its id, label, words, citation, and the figures with their days."""
    page = unescape(
        Client(headers={"accept-language": language}).get(f"/guide/rules/{country.lower()}").content.decode()
    )
    pack = pack_for(country)
    for rule in pack.rules:
        for shown in (f'id="{rule.id}"', rule.words.label[language], rule.cites):
            assert shown in page, (rule.id, shown)
    assert pack.authority.name in page
    assert pack.authority.url in page
    for value in pack.schedule.customer_months:
        assert value.source in page


@pytest.mark.django_db
def test_a_country_without_rules_has_no_page():
    assert Client().get("/guide/rules/xx").status_code == 404


def test_the_day_a_rule_began_is_told():
    """The charities' rule of the United Kingdom has one."""
    assert pack_for("GB").rule("gb.charity").since == date(2026, 2, 5)


def test_a_citation_leads_to_where_its_rule_is_told_of():
    assert guided("mfl20.way-out") == "/guide#mfl20.way-out"
    assert guided("gb.charity") == "/guide/rules/gb#gb.charity"


def _template(source: str):
    return engines["django"].from_string("{% load guide %}" + source)


def _entry(text: str, id_: str) -> str:
    """What carries one claim, as it is rendered."""
    found = [
        one
        for one in re.findall(r'<details class="by".*?</details>', text, re.S)
        if f"<code>{id_}</code></summary>" in one
    ]
    assert len(found) == 1, id_
    return found[0]


def _prose(text: str) -> str:
    """The guide's own words: without what the rules say below them."""
    return re.sub(r"<[^>]+>", "", re.sub(r'<details class="by".*?</details>', "", text, flags=re.S))
