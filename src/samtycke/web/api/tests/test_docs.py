"""The API describes itself, to programs and to people."""

from __future__ import annotations

import pytest
from django.test import Client

from samtycke.web.api.api import api

CORE = {
    "/imports": {"post"},
    "/imports/{import_id}": {"get"},
    "/imports/{import_id}/refusals.csv": {"get"},
    "/consents": {"post"},
    "/withdrawals": {"post"},
    "/objections": {"post"},
    "/purchases": {"post"},
    "/purchases/cancel": {"post"},
    "/decisions": {"post"},
    "/messages": {"get", "post"},
    "/messages/{message_id}": {"get"},
    "/messages/{message_id}/explanation": {"get"},
    "/campaigns": {"get", "post"},
    "/campaigns/{campaign_id}": {"get"},
    **{
        f"/campaigns/{{campaign_id}}/{verb}": {"post"}
        for verb in ("preview", "ask-for-approval", "approve", "send", "pause", "resume", "cancel")
    },
}


@pytest.fixture(scope="module")
def schema():
    return Client().get("/api/v1/openapi.json").json()


def operations(schema):
    return [(f"{method} {path}", one) for path, methods in schema["paths"].items() for method, one in methods.items()]


def test_every_call_of_the_core_is_described_and_nothing_else(schema):
    found = {path.removeprefix("/api/v1"): set(methods) for path, methods in schema["paths"].items()}
    assert found == CORE


def test_every_call_has_a_summary_a_description_and_its_errors(schema):
    for name, one in operations(schema):
        assert one["summary"], name
        assert one["description"], name
        assert "401" in one["responses"], name
        assert one["security"], name
        for status, response in one["responses"].items():
            assert response["description"], name
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], name


def test_every_post_takes_an_idempotency_key(schema):
    for name, one in operations(schema):
        if name.startswith("post"):
            assert "Idempotency-Key" in [parameter["name"] for parameter in one["parameters"]], name


def test_every_reference_leads_somewhere(schema):
    import json
    import re

    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(schema)))
    assert named <= set(schema["components"]["schemas"])


def test_the_page_names_every_call_and_loads_nothing_from_elsewhere(schema):
    answer = Client().get("/api/v1/docs")
    assert answer.status_code == 200
    page = answer.content.decode()
    for name, _one in operations(schema):
        assert name.split()[1] in page
    assert "https://" not in page.replace("https://www.w3.org", "")
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_the_schema_is_described_once_for_each_question(schema):
    """Asked twice it says the same: what is written into it is not written into it again."""
    assert api.get_openapi_schema() == api.get_openapi_schema()
