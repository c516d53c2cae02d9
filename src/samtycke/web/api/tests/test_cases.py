"""A case that is told is decided for anybody; a contact only for its own organisation."""

from __future__ import annotations

import json
from itertools import count

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samtycke.policy import answer
from samtycke.policy.vignettes import read
from samtycke.policy.vignettes.case import Question, Vignette
from samtycke.web.api.decisions import _EXAMPLE, MOST
from samtycke.web.api.tests.conftest import CONSENT
from samtycke.web.api.tests.test_anything import TEXTS, VALUES
from samtycke.web.api.tests.test_problems import problem

_callers = count(1)


def tell(body: object, *, address: str | None = None, **headers: str):
    data = body if isinstance(body, bytes) else json.dumps(body)
    n = next(_callers)
    return Client().post(
        "/api/v1/decisions", data, content_type="application/json", headers={"Accept-Language": "en", **headers},
        REMOTE_ADDR=address or f"10.200.{n >> 8 & 255}.{n & 255}",
    )  # fmt: skip


def test_the_example_of_the_documentation_is_answered():
    got = tell(_EXAMPLE)
    assert got.status_code == 200
    assert got.json()["rule"] == "mfl19.soft-opt-in"
    assert [step["outcome"] for step in got.json()["consulted"]].count("allows") == 1


def test_lawyers_cases_get_their_answers_without_a_key():
    """One of each kind of answer, from the cases of every country."""
    from pathlib import Path

    from samtycke.policy import packs

    every = [case for _file, case in read([Path(packs.__path__[0])]) if isinstance(case, Vignette)]
    first = {(case.jurisdiction, case.expect.because): case for case in reversed(every)}
    assert len(first) > 50
    for case in first.values():
        body = case.model_dump(mode="json", include=set(Question.model_fields), exclude_unset=True)
        got = tell(body)
        assert got.status_code == 200, got.content
        decision = answer(case)
        whole = decision.as_json() | {"consulted": decision.steps_as_json()}
        assert got.json() == json.loads(json.dumps(whole)), case.id


def test_with_a_key_it_is_the_same_and_the_law_is_that_of_the_organisations_home(alice, organisation):
    body = {"message": {"kind": "marketing", "sender": "us", "contains_opt_out": "auto"}}
    got = alice.post("/decisions", body).json()
    assert (got["rule"], got["pack"].split()[0]) == ("mfl19.none", "SE")
    organisation.home_country = "NO"
    organisation.save()
    assert alice.post("/decisions", body).json()["rule"] == "no.none"
    assert tell(body).json()["rule"] == "mfl19.none"


def test_a_contact_is_decided_as_before(alice):
    """By what the ledger knows, in the same shape."""
    alice.post("/consents", CONSENT)
    got = alice.post("/decisions", {"to": CONSENT["number"], "purpose": "offers", "categories": ["shoes"]}).json()
    assert got["rule"] == "mfl19.consent"
    assert set(got) == {"verdict", "basis", "rule", "citation", "explanation", "until", "pack"}


@pytest.mark.parametrize("body", [{"to": "+46701740605", "purpose": "offers"}, {}, [], None, {"to": "x", **_EXAMPLE}])
def test_without_a_key_nothing_is_asked_of_anybodys_contacts(body):
    got = tell(body)
    problem(got, 401, "unauthorised")
    assert got["WWW-Authenticate"] == "Bearer"


def test_a_key_that_is_none_is_refused_also_with_a_case():
    problem(tell(_EXAMPLE, Authorization="Bearer sam_live_nobody"), 401, "unauthorised")


def test_each_field_that_cannot_be_read_is_named():
    found = problem(
        tell({"message": {"kind": "spam"}, "facts": {"consents": [{"given": 1}], "erased": "no"}, "now": "then"}),
        422,
        "invalid",
    )
    assert {(one["field"], one["reason"]) for one in found["errors"]} == {
        ("message.kind", "not_allowed"),
        ("message.sender", "missing"),
        ("facts.consents.0.given", "unknown_field"),
        ("facts.erased", "not_allowed"),
        ("now", "datetime_from_date_parsing"),
    }
    assert all("<" not in one["field"] for one in found["errors"])


def test_a_body_that_is_no_json_or_too_large_is_refused():
    problem(tell(b"{"), 400, "unreadable")
    large = {**_EXAMPLE, "message": {**_EXAMPLE["message"], "sender": "x" * 70_000}}
    problem(tell(large), 413, "too-large")


def test_one_address_asks_so_many_times_a_minute():
    """Until it has a key."""
    for _ in range(2 * MOST):
        got = tell(_EXAMPLE, address="192.0.2.77")
        if got.status_code == 429:
            break
    found = problem(got, 429, "too-many")
    assert 0 < int(got["Retry-After"]) <= 61
    assert "key" in found["detail"]
    assert tell(_EXAMPLE, address="192.0.2.78").status_code == 200


def test_a_key_has_no_such_limit(alice):
    for _ in range(MOST + 5):
        assert alice.post("/decisions", _EXAMPLE).status_code == 200


def test_an_idempotency_key_gives_the_first_answer_again(alice):
    body = {name: value for name, value in _EXAMPLE.items() if name != "now"}
    first = alice.post("/decisions", body, Idempotency_Key="a case")
    again = alice.post("/decisions", body, Idempotency_Key="a case")
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_case_with_anything_in_a_field_is_answered_as_documented(alice, data):
    part = data.draw(st.sampled_from(["message", "recipient", "facts", "settings", "now", "jurisdiction"]))
    fields = {
        "message": ["kind", "sender", "purpose", "product_category", "contains_opt_out", "sender_name"],
        "recipient": ["type", "age", "country"],
        "facts": ["consents", "purchases", "objections", "recent_marketing", "paused_until", "assessment"],
        "settings": ["quiet_hours", "per_24h", "customer_months", "similar"],
    }
    value = data.draw(VALUES)
    if part in fields:
        field = data.draw(st.sampled_from(fields[part]) | TEXTS)
        value = {**_EXAMPLE.get(part, {}), field: value}
    assert alice.post("/decisions", {**_EXAMPLE, part: value}).status_code < 500
