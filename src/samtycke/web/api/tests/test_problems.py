"""What goes wrong is said by a problem document, in the caller's language, and tells nothing of anybody else."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from samtycke.organisations.door import ApiKey
from samtycke.web.api.tests.conftest import CONSENT, text_to


def problem(answer, status: int, type_: str) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    found = json.loads(answer.content)
    assert (found["type"], found["status"]) == (type_, status)
    assert found["title"]
    assert found["detail"]
    return found


@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer sam_live_nobody", "Basic YTpi", "sam_live_x"])
def test_a_call_without_a_valid_key_is_refused(header):
    answer = Client().get("/api/v1/campaigns", headers={"Authorization": header} if header else {})
    problem(answer, 401, "unauthorised")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_no_key(alice, organisation):
    from django.utils import timezone

    assert alice.get("/campaigns").status_code == 200
    ApiKey.objects.filter(organisation=organisation).update(revoked_at=timezone.now())
    problem(alice.get("/campaigns"), 401, "unauthorised")


def test_what_must_be_corrected_is_named_field_by_field(alice):
    found = problem(alice.post("/messages", {"to": "+46701740605", "kind": "spam", "test": True}), 422, "invalid")
    assert {(one["field"], one["reason"]) for one in found["errors"]} == {
        ("text", "missing"),
        ("kind", "not_allowed"),
        ("purpose", "missing"),
        ("test", "unknown_field"),
    }
    assert all(one["message"] for one in found["errors"])


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"to": "abc"}, "to", "unreadable"),
        ({"to": "08-123 456 78"}, "to", "landline"),
        ({"to": ""}, "to", "empty"),
        ({"purpose": "lottery"}, "purpose", "not_declared"),
        ({"purpose": "orders"}, "purpose", "not_declared"),
        ({"categories": ["cars"]}, "categories", "not_declared"),
        ({"sender": "Telia"}, "sender", "not_declared"),
        ({"text": "å" * 2000}, "text", "too_long"),
        ({"text": " \n"}, "text", "empty"),
        ({"text": ""}, "text", "empty"),
    ],
)
def test_a_message_that_cannot_be_is_refused_with_the_reason(alice, change, field, reason):
    found = problem(alice.post("/messages", {**text_to("+46701740605"), **change}), 422, "invalid")
    assert [(one["field"], one["reason"]) for one in found["errors"]] == [(field, reason)]


def test_words_follow_the_language_that_is_asked_for(alice):
    bad = text_to("abc")
    swedish = problem(alice.post("/messages", bad, Accept_Language="sv-SE,sv;q=0.9"), 422, "invalid")
    english = problem(alice.post("/messages", bad, Accept_Language="en-GB"), 422, "invalid")
    assert swedish["type"] == english["type"]
    assert swedish["detail"] != english["detail"]
    assert "nummer" in swedish["detail"]


@pytest.mark.parametrize("body", ["{", "[1]", "null", '"x"', b"\xff\xfe"])
def test_a_body_that_is_no_object_is_refused(alice, body):
    answer = alice.post("/messages", body)
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/csv", ""]
)
def test_a_body_that_does_not_say_it_is_json_is_not_read(alice, kind):
    """A form on another site can send such a one."""
    for path, body in (("/messages", text_to("+46701740605")), ("/consents", CONSENT)):
        problem(alice.post(path, json.dumps(body), media_type=kind), 415, "unsupported-media-type")
    assert alice.get("/messages").json()["items"] == []


@pytest.mark.parametrize("path", ["/nothing", "/messages/abc", "/messages/", "/messages/1/why"])
def test_an_address_that_is_none_is_a_problem_too(alice, path):
    problem(alice.client.get(f"/api/v1{path}", headers=alice._headers({})), 404, "not-found")


def test_a_method_that_is_none_says_which_there_are(alice):
    answer = alice.client.delete("/api/v1/messages", headers=alice._headers({}))
    assert "POST" in problem(answer, 405, "method-not-allowed")["detail"]
    assert "POST" in answer["Allow"]


def test_our_own_fault_tells_nothing(alice, monkeypatch, caplog):
    """Neither to the caller nor to the log, where the message of the error could hold a number."""
    from samtycke.web.api import messages

    def broken(*args, **values):
        raise RuntimeError(args[2])

    monkeypatch.setattr(messages, "send", broken)
    answer = alice.client.post(
        "/api/v1/messages", json.dumps(text_to("+46701740605")), content_type="application/json",
        headers=alice._headers({}),
    )  # fmt: skip
    found = problem(answer, 500, "internal")
    assert "Traceback" not in answer.content.decode()
    assert "701740605" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert found["detail"].startswith("The fault is ours")


def test_another_organisations_things_are_not_there(alice, charlie):
    """Promise 9, by every address that takes an id."""
    alice.post("/consents", CONSENT)
    message = alice.post("/messages", text_to("+46701740605")).json()["id"]
    campaign = alice.post(
        "/campaigns", {"name": "x", "text": "Hej", "purpose": "offers", "audience": {"all": True}}
    ).json()["id"]
    import_ = alice.post("/imports", {"rows": [CONSENT]}).json()["id"]
    looked_for = [
        f"/messages/{message}", f"/messages/{message}/explanation", f"/campaigns/{campaign}",
        f"/imports/{import_}", f"/imports/{import_}/refusals.csv",
    ]  # fmt: skip
    for path in looked_for:
        assert alice.get(path).status_code == 200, path
        problem(charlie.get(path), 404, "not-found")
    for verb in ("preview", "approve", "send", "pause", "resume", "cancel"):
        problem(charlie.post(f"/campaigns/{campaign}/{verb}"), 404, "not-found")
    assert charlie.get("/messages").json()["items"] == []
    assert charlie.get("/campaigns").json()["items"] == []
    problem(charlie.get(f"/messages/{2**70}"), 404, "not-found")


def test_no_session_opens_the_api(organisation):
    """A browser that is signed in is nobody here: nothing a page elsewhere makes it send is answered."""
    from samtycke.organisations.door import Membership, Staff

    staff = Staff.objects.create_user(f"alice@{organisation.slug}.se", "hemligt", name="Alice")
    Membership.objects.create(organisation=organisation, staff=staff, role="owner")
    client = Client()
    client.force_login(staff)
    problem(client.get("/api/v1/campaigns"), 401, "unauthorised")
