"""An API key ends by itself, has a successor beside it for a while, and its owner is told before it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from samtycke.organisations.door import (
    SCOPE_SETS,
    SCOPES,
    ApiKey,
    KeyEnded,
    KeyRefused,
    Membership,
    Staff,
    acting_for,
    ending,
    find_api_key,
    last_day_of,
    make_api_key,
    new_api_key,
    revoke_api_key,
    rotate_api_key,
    set_of,
)
from samtycke.organisations.tasks import warn_of_keys

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def made(organisation, name="Kassan", **values):
    asked = {"test": False, "service": False, "scopes": ("messages:send",), "last_day": date(2027, 11, 26)}
    with acting_for(organisation.pk) as cursor:
        return new_api_key(cursor, organisation, name=name, by="Alice", now=NOW, **{**asked, **values})


def rotated(organisation, key_id, *, overlap=timedelta(days=7), last_day=date(2027, 11, 26), now=NOW):
    with acting_for(organisation.pk) as cursor:
        return rotate_api_key(
            cursor, organisation, key_id, overlap=overlap, last_day=last_day, by="Alice", now=now
        )  # fmt: skip


def trail(organisation):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT act, subject, detail FROM audit_entry WHERE act LIKE 'key.%%' ORDER BY id")
        return cursor.fetchall()


def test_a_key_works_through_its_last_day_where_the_organisation_is_at_home(organisation):
    key = made(organisation, last_day=date(2026, 12, 5)).key
    last_minute = datetime(2026, 12, 5, 22, 59, tzinfo=UTC)  # 23:59 in Stockholm
    assert find_api_key(key, now=last_minute)
    with pytest.raises(KeyEnded) as ended:
        find_api_key(key, now=last_minute + timedelta(minutes=1))
    assert ended.value.last_day == date(2026, 12, 5)


def test_a_key_without_a_last_day_goes_on(organisation):
    assert find_api_key(made(organisation, last_day=None).key, now=NOW + timedelta(days=3650))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("everything",)}, "scopes"),
        ({"last_day": date(2026, 11, 25)}, "last-day"),
        ({"last_day": date.max}, "last-day"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(organisation, values, reason):
    with pytest.raises(KeyRefused) as refused:
        made(organisation, **values)
    assert refused.value.reason == reason
    assert not ApiKey.objects.filter(organisation=organisation).exists()


def test_a_name_is_of_one_working_key_so_that_a_page_loaded_anew_makes_no_second(organisation):
    first = made(organisation)
    with pytest.raises(KeyRefused, match="taken"):
        made(organisation, "kassan")
    with acting_for(organisation.pk) as cursor:
        revoke_api_key(cursor, organisation, first.id, by="Alice", now=NOW)
    assert made(organisation)


def test_both_work_during_the_overlap_and_then_the_old_one_ends_by_itself(organisation):
    old = made(organisation, scopes=("messages:send", "messages:read"), service=True)
    new = rotated(organisation, old.id)
    for key in (old.key, new.key):
        assert find_api_key(key, now=NOW + timedelta(days=6)).may == {"messages:send", "messages:read"}
    assert find_api_key(new.key, now=NOW).service
    assert find_api_key(new.key, now=NOW).name == "Kassan"
    with pytest.raises(KeyEnded):
        find_api_key(old.key, now=NOW + timedelta(days=7))
    assert find_api_key(new.key, now=NOW + timedelta(days=7))


def test_an_overlap_never_makes_the_old_one_live_longer(organisation):
    old = made(organisation, last_day=date(2026, 11, 28))
    rotated(organisation, old.id, overlap=timedelta(days=30))
    assert last_day_of(ApiKey.objects.get(pk=old.id), organisation) == date(2026, 11, 28)


def test_no_overlap_ends_the_old_one_at_once(organisation):
    old = made(organisation)
    rotated(organisation, old.id, overlap=timedelta())
    with pytest.raises(KeyEnded):
        find_api_key(old.key, now=NOW)


def test_a_key_has_one_successor(organisation):
    old = made(organisation)
    rotated(organisation, old.id)
    with pytest.raises(KeyRefused, match="over"):
        rotated(organisation, old.id)
    with pytest.raises(KeyRefused, match="overlap"):
        rotated(organisation, made(organisation, "Annan").id, overlap=timedelta(days=91))


def test_a_key_that_has_ended_has_no_successor(organisation):
    old = made(organisation, last_day=date(2026, 11, 26))
    with pytest.raises(KeyRefused, match="over"):
        rotated(organisation, old.id, now=NOW + timedelta(days=1))


def test_a_revoked_key_is_no_key_in_the_same_instant(organisation):
    key = made(organisation)
    with acting_for(organisation.pk) as cursor:
        revoke_api_key(cursor, organisation, key.id, by="Alice", now=NOW)
    assert find_api_key(key.key, now=NOW) is None


def test_another_organisations_key_is_not_there(organisation, other_organisation):
    key = made(organisation)
    with acting_for(other_organisation.pk) as cursor:
        for act in (revoke_api_key, rotate_api_key):
            more = {"overlap": timedelta(), "last_day": None} if act is rotate_api_key else {}
            with pytest.raises(LookupError):
                act(cursor, other_organisation, key.id, by="Charlie", now=NOW, **more)
    assert find_api_key(key.key, now=NOW)


def test_what_is_done_with_keys_is_written_down_without_the_keys(organisation):
    key = made(organisation)
    new = rotated(organisation, key.id)
    with acting_for(organisation.pk) as cursor:
        revoke_api_key(cursor, organisation, new.id, by="Alice", now=NOW)
    lines = trail(organisation)
    assert [line[0] for line in lines] == ["key.made", "key.rotated", "key.revoked"]
    assert not [one for one in (key.key, new.key) if one in str(lines)]


def test_every_set_is_of_scopes_that_exist_and_is_known_by_them():
    for name, scopes in SCOPE_SETS.items():
        assert set(scopes) <= set(SCOPES)
        assert set_of(frozenset(scopes)) == name
    assert set_of(frozenset({"messages:send", "contacts:read"})) == ""


def test_no_set_but_all_can_both_bring_people_in_and_text_them():
    both = {"contacts:write", "messages:send"}
    assert [name for name, scopes in SCOPE_SETS.items() if both <= set(scopes)] == ["all"]


def test_what_ends_within_two_weeks_and_has_no_successor_is_spoken_of(organisation):
    soon = made(organisation, "Snart", last_day=date(2026, 12, 9))
    made(organisation, "Sedan", last_day=date(2026, 12, 20))
    replaced = made(organisation, "Bytt", last_day=date(2026, 12, 1))
    rotated(organisation, replaced.id)
    assert [(key.pk, day) for key, day in ending(organisation, now=NOW)] == [(soon.id, date(2026, 12, 9))]


@pytest.fixture
def owner(organisation, settings):
    settings.SMTP_URL = "smtp://mail.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    staff = Staff.objects.create_user(f"agare-{organisation.slug}@example.se", "x", name="Mia")
    Membership.objects.create(organisation=organisation, staff=staff, role="owner")
    return staff


def to(staff):
    return [one for one in mail.outbox if one.to == [staff.email]]


def test_an_owner_is_mailed_two_weeks_and_a_day_before_once_each(organisation, owner):
    today = timezone.localdate()
    make_api_key(organisation, name="Kassan", test=False, ends_at=timezone.now() + timedelta(days=9))
    for _ in range(2):
        warn_of_keys(0)
    (letter,) = to(owner)
    assert "Kassan" in letter.body
    assert "sam_live_" in letter.body
    assert str(today.year) in letter.body or str(today.year + 1) in letter.body
    ApiKey.objects.filter(organisation=organisation).update(ends_at=timezone.now() + timedelta(hours=20))
    for _ in range(2):
        warn_of_keys(0)
    assert len(to(owner)) == 2


def test_nobody_is_mailed_of_a_key_that_has_a_successor_or_long_to_go(organisation, owner):
    make_api_key(organisation, name="Kassan", test=False, ends_at=timezone.now() + timedelta(days=60))
    make_api_key(organisation, name="Lagret", test=False)
    old = made(organisation, "Bytt", last_day=timezone.localdate() + timedelta(days=5))
    rotated(organisation, old.id, last_day=timezone.localdate() + timedelta(days=90), now=timezone.now())
    warn_of_keys(0)
    assert to(owner) == []


def test_without_a_mail_server_nothing_is_promised(organisation, owner, settings):
    settings.SMTP_URL = ""
    make_api_key(organisation, name="Kassan", test=False, ends_at=timezone.now() + timedelta(days=9))
    warn_of_keys(0)
    assert to(owner) == []
    assert ApiKey.objects.get(organisation=organisation).warned_days is None
