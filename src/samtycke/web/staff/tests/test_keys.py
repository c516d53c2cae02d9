"""API keys on their pages: shown once, changed for a successor, ended, and spoken of before they end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samtycke.organisations.door import SCOPES, ApiKey, find_api_key, make_api_key
from samtycke.web.staff.tests.conftest import make_staff, signed_in

KEY = re.compile(r'value="(sam_(?:test|live)_[\w-]+)"')


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def asked(**values):
    return {"name": "Kassan", "sort": "live", "rights": "shop", "last_day": in_days(365), **values}


def shown(answer) -> str:
    assert answer.status_code == 200, answer.content
    assert answer["Cache-Control"] == "no-store, private"
    (key,) = KEY.findall(answer.content.decode())
    return key


def only(organisation) -> ApiKey:
    return ApiKey.objects.get(organisation=organisation)


def test_a_key_is_shown_once_in_a_field_that_needs_no_script(alice, organisation):
    key = shown(alice.post("/settings/keys/new", asked()))
    for path in ("/settings/keys", f"/settings/keys/{only(organisation).pk}"):
        page = alice.get(path).content.decode()
        assert key not in page
        assert key[:13] in page
    found = find_api_key(key, now=timezone.now())
    assert found.may == {"contacts:write", "contacts:read", "withdrawals:write"}
    assert (found.test, found.service, found.made_by) == (False, False, "Alice")


def test_the_page_loaded_anew_makes_no_second_key(alice, organisation):
    shown(alice.post("/settings/keys/new", asked()))
    again = alice.post("/settings/keys/new", asked())
    assert again.status_code == 422
    assert "Det finns redan en nyckel med det namnet" in again.content.decode()
    assert ApiKey.objects.filter(organisation=organisation).count() == 1


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": " "}, "Skriv vad som använder nyckeln"),
        ({"rights": "own"}, "Välj minst en sak"),
        ({"rights": "everything"}, "Välj minst en sak"),
        ({"last_day": "2020-01-01"}, "Välj i dag eller en senare dag"),
        ({"last_day": "snart"}, "Välj i dag eller en senare dag"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(alice, organisation, sent, says):
    answer = alice.post("/settings/keys/new", asked(**sent))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert sent.get("name", "Kassan").strip() in page
    assert not ApiKey.objects.filter(organisation=organisation).exists()


def test_rights_can_be_chosen_one_by_one(alice, organisation):
    shown(alice.post("/settings/keys/new", asked(rights="own", scope=["decisions:read", "messages:read", "x"])))
    assert only(organisation).may == {"decisions:read", "messages:read"}


def test_a_key_may_have_no_last_day_and_be_for_service_only(alice, organisation):
    shown(alice.post("/settings/keys/new", asked(no_end="on", service="on", last_day="")))
    assert only(organisation).ends_at is None
    assert only(organisation).service
    assert "ingen: den gäller tills någon avslutar den" in alice.get(
        f"/settings/keys/{only(organisation).pk}"
    ).content.decode()  # fmt: skip


def test_a_successor_is_shown_once_and_the_old_one_says_until_when(alice, organisation):
    old = shown(alice.post("/settings/keys/new", asked()))
    path = f"/settings/keys/{only(organisation).pk}"
    new = shown(alice.post(f"{path}/rotate", {"overlap": "7", "last_day": in_days(365)}))
    assert new != old
    for key in (old, new):
        assert find_api_key(key, now=timezone.now())
    page = alice.get(path).content.decode()
    assert "Byts ut" in page
    assert "/rotate" not in page
    again = alice.post(f"{path}/rotate", {"overlap": "7", "last_day": in_days(365)})
    assert again.status_code == 422
    assert ApiKey.objects.filter(organisation=organisation).count() == 2


def test_that_the_old_one_is_still_used_is_said(alice, organisation):
    old = shown(alice.post("/settings/keys/new", asked()))
    path = f"/settings/keys/{only(organisation).pk}"
    alice.post(f"{path}/rotate", {"overlap": "7", "last_day": in_days(365)})
    says = "Något använder fortfarande den här nyckeln"
    assert says not in alice.get(path).content.decode()
    Client().get("/api/v1/campaigns", headers={"Authorization": f"Bearer {old}"})
    assert says in alice.get(path).content.decode()


def test_ending_a_key_asks_first_and_is_at_once(alice, organisation):
    key = shown(alice.post("/settings/keys/new", asked()))
    path = f"/settings/keys/{only(organisation).pk}"
    assert "det går inte att ångra" in alice.get(path).content.decode().lower()
    assert alice.get(f"{path}/revoke").status_code == 405
    assert alice.post(f"{path}/revoke")["Location"] == "/settings/keys"
    assert find_api_key(key, now=timezone.now()) is None
    assert "Avslutad för hand" in alice.get(path).content.decode()


def test_only_owner_and_developer_make_keys_and_everybody_sees_them(bob, organisation):
    make_api_key(organisation, name="Kassan", test=True, scopes=SCOPES)
    path = f"/settings/keys/{only(organisation).pk}"
    for url in ("/settings/keys/new", f"{path}/rotate", f"{path}/revoke"):
        assert bob.post(url, asked()).status_code == 403
    for url in ("/settings/keys", path):
        page = bob.get(url).content.decode()
        assert "Kassan" in page
        assert "<form" not in page.split("<main", 1)[1]
    developer = signed_in(make_staff(organisation, "Dag", "developer"))
    shown(developer.post("/settings/keys/new", asked(name="Lagret")))


def test_before_it_ends_it_is_said_at_home_and_among_the_settings(alice, bob, organisation):
    says = "Kassan gäller till och med"
    make_api_key(organisation, name="Kassan", test=True, ends_at=timezone.now() + timedelta(days=30))
    assert says not in alice.get("/settings").content.decode()
    assert "API-nyckeln Kassan" not in alice.get("/").content.decode()
    ApiKey.objects.filter(organisation=organisation).update(ends_at=timezone.now() + timedelta(days=9))
    assert says in alice.get("/settings").content.decode()
    assert says in alice.get("/settings/keys").content.decode()
    assert "API-nyckeln Kassan slutar gälla" in alice.get("/").content.decode()
    assert "API-nyckeln Kassan" not in bob.get("/").content.decode()


def test_an_empty_page_teaches_the_first_line(alice):
    page = alice.get("/settings/keys").content.decode()
    assert "curl -H" in page
    assert "sam_test_…" in page
