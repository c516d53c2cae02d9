"""A key may do what its scopes say and nothing else, and only until its last day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from samtycke.organisations.door import SCOPES, ApiKey, make_api_key
from samtycke.web.api.api import api, scopes
from samtycke.web.api.tests.conftest import CONSENT, Caller, campaign_to, text_to
from samtycke.web.api.tests.test_problems import problem

CALLS = sorted(scopes())


def caller(organisation, *may: str, **values) -> Caller:
    return Caller(make_api_key(organisation, name="kassan", test=False, scopes=may, **values), Client())


def at(path: str) -> str:
    """A path below /api/v1, with ids in it."""
    return re.sub(r"\{\w+\}", "1", path.removeprefix("/api/v1"))


def test_every_call_declares_a_scope_and_every_scope_opens_a_call():
    described = {(path, method) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods}
    assert set(CALLS) == described
    assert set(scopes().values()) == set(SCOPES)


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_a_key_with_every_scope_but_that_of_the_call_is_refused(organisation, path, method):
    """Before the call is read, and with the name of what is missing."""
    needed = scopes()[path, method]
    key = caller(organisation, *(set(SCOPES) - {needed}))
    found = problem(getattr(key, method)(at(path)), 403, "scope")
    assert found["scope"] == needed
    assert needed in found["detail"]
    assert needed not in found["scopes"]


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_a_key_with_that_scope_alone_comes_further(organisation, path, method):
    answer = getattr(caller(organisation, scopes()[path, method]), method)(at(path))
    assert answer.status_code not in (401, 403)


def test_a_call_that_forgets_to_declare_one_is_open_to_no_key(organisation, rf):
    from samtycke.web.api.bearer import Bearer
    from samtycke.web.api.problem import Problem

    with pytest.raises(Problem) as refused:
        Bearer().authenticate(rf.get("/"), caller(organisation, *SCOPES).key)
    assert refused.value.type == "scope"


def test_the_description_tells_the_scope_of_each_call():
    paths = api.get_openapi_schema()["paths"]
    for (path, method), scope in scopes().items():
        operation = paths[path][method]
        assert [scheme[name] for scheme in operation["security"] for name in scheme] == [[scope]]
        assert f"`{scope}`" in operation["description"]
        assert 403 in {int(status) for status in operation["responses"]}, (path, method)


def test_a_key_that_has_ended_says_when_and_what_to_do(organisation):
    now = datetime.now(UTC)
    key = caller(organisation, *SCOPES, ends_at=now - timedelta(seconds=1))
    answer = key.get("/campaigns")
    found = problem(answer, 401, "key-ended")
    assert found["last_day"][:4] in found["detail"]
    assert "Make a new one" in found["detail"]
    assert answer["WWW-Authenticate"] == "Bearer"
    assert caller(organisation, *SCOPES, ends_at=now + timedelta(minutes=1)).get("/campaigns").status_code == 200


def test_a_key_for_service_sends_no_marketing(organisation):
    service, both = caller(organisation, *SCOPES, service=True), caller(organisation, *SCOPES)
    both.post("/consents", CONSENT)
    said = text_to(CONSENT["number"])
    assert problem(service.post("/messages", said), 403, "scope")["kind"] == "service"
    assert both.post("/messages", said).status_code == 201
    told = {**said, "kind": "service", "purpose": "orders", "categories": []}
    assert problem(service.post("/messages", {**told, "advertising": True}), 403, "scope")
    assert service.post("/messages", told).status_code in (201, 422)
    campaign = both.post("/campaigns", campaign_to({"all": True})).json()["id"]
    problem(service.post("/campaigns", campaign_to({"all": True})), 403, "scope")
    problem(service.post(f"/campaigns/{campaign}/approve"), 403, "scope")


def test_a_test_key_moves_no_campaign_that_texts_real_people(organisation, alice, testing):
    campaign = alice.post("/campaigns", campaign_to({"all": True})).json()["id"]
    for verb in ("approve", "send", "pause", "resume", "cancel"):
        assert problem(testing.post(f"/campaigns/{campaign}/{verb}"), 403, "scope")["test"] is True
    assert alice.get(f"/campaigns/{campaign}").json()["state"] == "draft"


def test_that_a_key_is_used_is_noted_by_the_hour(organisation):
    key = caller(organisation, *SCOPES)
    key.get("/campaigns")
    (first,) = ApiKey.objects.filter(organisation=organisation).values_list("last_used_at", flat=True)
    key.get("/campaigns")
    assert ApiKey.objects.get(organisation=organisation).last_used_at == first
    ApiKey.objects.filter(organisation=organisation).update(last_used_at=first - timedelta(hours=1))
    key.get("/campaigns")
    assert ApiKey.objects.get(organisation=organisation).last_used_at >= first


def test_the_database_does_not_know_the_key(organisation):
    key = caller(organisation, *SCOPES).key
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(k)::text FROM api_key k WHERE organisation_id = %s", [organisation.pk])
        row = cursor.fetchone()[0]
    assert key not in row
    assert key.encode().hex() not in row
    assert key[:13] in row
