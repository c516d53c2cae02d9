"""The account of somebody who has left goes when its time is out; what they answered for stays theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from samtycke.campaigns.door import Content, approve, create, read_campaign
from samtycke.organisations.door import Membership, Role, Staff, accept, acting_for, due, invite, personal, remove
from samtycke.rights.retention.run import run_retention
from samtycke.web.staff.tests.conftest import make_staff

(ACCOUNTS,) = (kept for kept in personal.KEPT if kept.kind == "accounts")
NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=100)


@pytest.fixture
def bob(organisation):
    make_staff(organisation, "Alice", "owner")
    return make_staff(organisation, "Bob", "officer")


def leaves(staff, organisation, *, now=NOW):
    with acting_for(organisation.pk) as cursor:
        remove(cursor, Membership.objects.get(staff=staff, organisation=organisation).pk, by="Alice", now=now)


def run(organisation, *, now, house=True):
    run_retention(organisation.pk, by="", house=house, now=now)


def is_there(staff) -> bool:
    return Staff.objects.filter(pk=staff.pk).exists()


def test_an_account_goes_three_months_after_the_last_organisation_let_it_go(organisation, bob):
    EmailAddress.objects.create(user=bob, email=bob.email)
    Authenticator.objects.create(user=bob, type="totp", data={})
    Client().post("/login", {"login": bob.email, "password": "hemligt"})
    leaves(bob, organisation)
    run(organisation, now=NOW + timedelta(days=80))
    assert is_there(bob)
    with acting_for(organisation.pk) as cursor:
        assert str(bob.pk) in [what for what, _at in due(cursor, ACCOUNTS, before=LATER, limit=10_000).first]
    run(organisation, now=LATER)
    assert not is_there(bob)
    assert not EmailAddress.objects.filter(email=bob.email).exists()
    assert not Authenticator.objects.filter(user_id=bob.pk).exists()


def test_whoever_works_somewhere_keeps_it(organisation, other_organisation, bob):
    Membership.objects.create(organisation=other_organisation, staff=bob, role=Role.AGENT)
    leaves(bob, organisation)
    bob.refresh_from_db()
    assert bob.left_at is None
    run(organisation, now=LATER)
    assert is_there(bob)


def test_whoever_comes_back_keeps_it(organisation, bob):
    leaves(bob, organisation)
    with acting_for(organisation.pk) as cursor:
        code = invite(cursor, bob.email, Role.AGENT, by="Alice", now=NOW)
    bob.refresh_from_db()
    assert bob.left_at == NOW
    accept(code, bob, now=NOW + timedelta(days=1))
    bob.refresh_from_db()
    assert bob.left_at is None
    run(organisation, now=LATER)
    assert is_there(bob)


def test_only_whoever_runs_the_installation_lets_go_of_accounts(organisation, bob):
    leaves(bob, organisation)
    run(organisation, now=LATER, house=False)
    assert is_there(bob)


def test_what_they_approved_still_bears_their_name(organisation, bob):
    """And the log of acts; of the account an id is left, which leads to nobody."""
    with acting_for(organisation.pk) as cursor:
        content = Content("Höst", "Hej! Skorna är här.", "offers", ("shoes",), "Skobutiken")
        campaign = create(cursor, content, by="Lina", now=NOW)
        approve(cursor, campaign.id, by="Bob", now=NOW)
    leaves(bob, organisation)
    run(organisation, now=LATER)
    assert not is_there(bob)
    with acting_for(organisation.pk) as cursor:
        assert read_campaign(cursor, campaign.id).approved_by == "Bob"
        cursor.execute("SELECT actor FROM audit_entry WHERE act LIKE 'campaign.%%' ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone()[0] == "Bob"
        cursor.execute("SELECT subject FROM audit_entry WHERE act = 'person.removed'")
        assert cursor.fetchone()[0] == str(bob.pk)
