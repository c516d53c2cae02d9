"""A case as somebody tells it: what is left out takes the safe value, and what cannot be read is named."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from samtycke.policy import Question, answer
from samtycke.policy.vignettes import read
from samtycke.policy.vignettes.case import Vignette
from samtycke.policy.vignettes.compare import answer as answer_of_lawyer

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
OFFER = {"kind": "marketing", "sender": "us"}


def told(**case):
    return Question.model_validate(case).told(now=NOON, jurisdiction="SE")


def test_a_case_that_tells_nothing_is_denied():
    assert answer(told(message=OFFER)).verdict == "deny"


def test_a_day_that_nobody_told_is_called_so():
    """It is too long ago, and no day of the year 1."""
    sale = {
        "sender": "us", "product_category": "x", "number_collected_in_sale": True, "informed_of_use": True,
        "offered_refusal": True,
    }  # fmt: skip
    message = {**OFFER, "product_category": "x", "contains_opt_out": "auto"}
    decision = answer(told(message=message, facts={"purchases": [sale]}))
    assert decision.rule == "soft.not-customer"
    assert "an unknown day" in decision.explanation["en"]
    assert "en okänd dag" in decision.explanation["sv"]


def test_the_law_asked_is_named_or_the_recipients_or_else_home():
    def law(**case):
        return answer(told(message=OFFER, **case)).pack.split()[0]

    assert law() == "SE"
    assert law(recipient={"country": "NO"}) == "NO"
    assert law(recipient={"country": "NO"}, jurisdiction="DK") == "DK"


def test_what_a_lawyer_wrote_is_answered_alike_when_it_is_only_told():
    """A written case without its answer is a question, and the answer is the same."""
    from pathlib import Path

    from samtycke.policy import packs

    cases = [case for _file, case in read([Path(packs.__path__[0])]) if isinstance(case, Vignette)]
    assert len(cases) > 400
    names = set(Question.model_fields)
    for case in cases:
        body = case.model_dump(mode="json", include=names, exclude_unset=True)
        again = Question.model_validate(body).told(now=NOON, jurisdiction="SE")
        assert answer(again) == answer_of_lawyer(case), case.id


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({}, "message"),
        ({"message": {**OFFER, "kind": "spam"}}, "message.kind"),
        ({"message": OFFER, "facts": {"consents": [{"given": "x"}]}}, "facts.consents.0.given"),
        ({"message": OFFER, "facts": {"erased": "no"}}, "facts.erased"),
        ({"message": OFFER, "now": "2026-03-10T12:00:00"}, "now"),
        ({"message": OFFER, "now": "0001-01-01T00:00:00Z"}, "now"),
        ({"message": OFFER, "expect": {"decision": "allow"}}, "expect"),
        ({"message": OFFER, "jurisdiction": "Sweden"}, "jurisdiction"),
    ],
)
def test_what_cannot_be_read_is_named(case, field):
    with pytest.raises(ValidationError) as refused:
        Question.model_validate(case)
    assert field in {".".join(map(str, one["loc"])) for one in refused.value.errors()}


def test_every_field_says_what_it_means():
    """The descriptions are the documentation of the API."""
    schema = Question.model_json_schema()
    shapes = {"Question": schema, **schema["$defs"]}
    silent = [
        f"{name}.{field}"
        for name, shape in shapes.items()
        for field, one in shape.get("properties", {}).items()
        if "description" not in one
    ]
    assert silent == []
