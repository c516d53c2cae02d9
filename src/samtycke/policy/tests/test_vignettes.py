"""The cases of law that were written down from the law: the policy answers each as they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samtycke.ops.cli import main
from samtycke.policy import countries, pack_for, packs
from samtycke.policy.vignettes import answer, read, run

OWN = Path(packs.__path__[0])


def own_cases():
    return [case for _, case in read([OWN])]


def test_every_case_is_answered_as_the_law_answers_it():
    outcomes = list(run([OWN]))
    assert {one.id: one.differs for one in outcomes if not one.passed} == {}
    assert len(outcomes) >= 120


def test_every_case_says_where_its_answer_comes_from():
    assert [case.id for case in own_cases() if not case.source] == []


def test_every_rule_of_every_country_has_a_case_each_way():
    """One that it settles, and one in which it is asked and does not. What countries share by the same question under
    the same name needs its cases once; a country without a case of a rule of its own is named, with the rule."""
    settled, passed = set(), set()
    for case in own_cases():
        made = answer(case)
        pack = pack_for(case.jurisdiction)
        settled.add(_name(pack.rule(made.rule)))
        passed |= {_name(pack.rule(rule)) for rule in _not_settling(pack, made)}
    rules = {_name(rule): f"{country} {rule.id}" for country in countries() for rule in pack_for(country).rules}
    assert [told for name, told in rules.items() if name not in settled | _UNTOLD] == [], "they settle no case"
    assert [told for name, told in rules.items() if name not in passed] == [], "they let no case pass"


def _name(rule):
    return rule.id, rule.asks


def _not_settling(pack, made):
    """Rules that were asked and answered the other way; where a basis allows, its conditions were."""
    for step in made.consulted:
        if step.outcome in ("passes", "fails"):
            yield step.rule
        elif step.outcome == "allows":
            met = {"consent": pack.consent_conditions, "soft-opt-in": pack.sale_conditions}
            yield from (one.id for one in met.get(step.rule.split(".")[1], ()))
            yield pack.nothing.id if made.basis in ("consent", "soft_opt_in", "company") else "service.no-basis"


_UNTOLD = {_name(pack_for("SE").rule("content.unread"))}
"""A written case says of a text what it is; that nobody has read it yet is no question of the law's."""


@pytest.fixture
def cases(tmp_path):
    def written(text):
        path = tmp_path / "cases.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


WHOLE = """
- id: {id}
  jurisdiction: SE
  now: 2026-03-10T12:00:00+01:00
  message: {{kind: service, sender: kliniken{more}}}
  facts: {{contract: true}}
  expect: {{decision: {decision}}}
"""


def test_the_command_tells_what_differs_and_by_which_rule(cases, capsys):
    assert main(["vignettes", cases(WHOLE.format(id="wrong", more="", decision="deny"))]) == 1
    first, last = capsys.readouterr().out.splitlines()
    assert "wrong: expected deny, got allow (settled by gdpr6.contract, SE" in first
    assert last == "0 passed, 1 failed"


def test_the_command_is_content_with_what_is_right(cases, capsys):
    assert main(["vignettes", cases(WHOLE.format(id="right", more="", decision="allow"))]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"


def test_the_whole_result_comes_as_one_document(cases, capsys):
    assert main(["vignettes", "--json", cases(WHOLE.format(id="right", more="", decision="allow"))]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["passed"], told["failed"]) == (1, 0)
    got = told["cases"][0]["got"]
    assert got["rule"] == "gdpr6.contract"
    assert "gdpr17.erased" in [step["rule"] for step in got["consulted"]]


@pytest.mark.parametrize(
    ("more", "decision", "says"),
    [
        (", colour: red", "allow", "message.colour: no such field"),
        ("", "perhaps", "expect.decision"),
        (", advertising: 'no'", "allow", "message.advertising: write true or false"),
    ],
)
def test_a_malformed_case_is_a_failure_that_names_its_field(cases, capsys, more, decision, says):
    assert main(["vignettes", cases(WHOLE.format(id="odd", more=more, decision=decision))]) == 1
    assert says in capsys.readouterr().out


def test_no_case_at_all_is_no_success(tmp_path, capsys):
    assert main(["vignettes", str(tmp_path)]) == 1
    assert main(["vignettes", str(tmp_path / "nowhere.yaml")]) == 1
    assert "cannot be read" in capsys.readouterr().out
