"""Whoever is interested is told what becomes of it, can take it back, and is forgotten in time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from samtycke.organisations.door import Membership, Staff, acting_for
from samtycke.rights import personal
from samtycke.rights.door import house, interests
from samtycke.rights.tasks import mail_interest

SENT = {"name": "Lina Holm", "email": "lina@example.se", "organisation": "Skor AB", "says": "Vad kostar det?"}


@pytest.fixture
def of(organisation, settings):
    """The organisation that runs the installation."""
    settings.HOUSE = organisation.slug
    assert house() == organisation
    return organisation


def kept(of):
    with acting_for(of.pk) as cursor:
        return interests(cursor)


def test_it_is_kept_sealed_and_told_of(of):
    page = Client().post("/interest", SENT).content.decode()
    assert "Tack, Lina Holm" in page
    (one,) = kept(of)
    assert one.said.says == "Vad kostar det?"
    with acting_for(of.pk) as cursor:
        cursor.execute("SELECT encode(sealed, 'escape') FROM interest")
        assert "lina" not in cursor.fetchone()[0].lower()


def test_the_form_says_who_answers_for_it_on_what_ground_and_for_how_long(of):
    page = Client().get("/interest").content.decode()
    for said in ("Skobutiken i Staden AB", "art. 6(1)(f)", "inom ett år", "Integritetsskyddsmyndigheten"):
        assert said in page


def test_it_is_taken_back(of):
    page = Client().post("/interest", SENT).content.decode()
    path = re.search(r'action="(/interest/[^"]+/remove)"', page)[1]
    assert Client().get(path).status_code == 405
    Client().post(path)
    assert kept(of) == []
    assert Client().post(path).status_code == 404
    assert Client().post("/interest/zz/remove").status_code == 404


def test_it_is_let_go_of_after_a_year(of):
    Client().post("/interest", SENT)
    (policy,) = (one for one in personal.KEPT if one.kind == "interest")
    now = timezone.now()
    with acting_for(of.pk) as cursor:
        assert policy.let_go(cursor, now - timedelta(days=1), now, 10) == 0
        assert policy.let_go(cursor, now + timedelta(seconds=1), now, 10) == 1
    assert kept(of) == []


def test_one_address_does_not_write_without_end(of):
    client = Client(REMOTE_ADDR="198.51.100.78")
    statuses = [client.post("/interest", SENT).status_code for _ in range(7)]
    assert statuses.count(200) == 5
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "changed", [{"name": ""}, {"email": "lina"}, {"says": "x" * 4001}, {"website": "x"}, {"name": "a\0b"}]
)
def test_what_is_wrong_is_told_and_nothing_is_kept(of, changed):
    answer = Client().post("/interest", {**SENT, **changed})
    assert answer.status_code == 422
    assert kept(of) == []


def test_the_owners_are_mailed_that_somebody_wrote_and_not_who(of, settings):
    settings.SMTP_URL = "smtp://localhost"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    owner = Staff.objects.create_user(f"agare@{of.slug}.se", None, name="Alice")
    Membership.objects.create(organisation=of, staff=owner, role="owner")
    Client().post("/interest", SENT)
    mail_interest(organisation_id=of.pk)
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert "lina" not in letter.body.lower()


def test_the_operators_people_follow_it_up_and_nobody_elses_see_it(of, other_organisation):
    Client().post("/interest", SENT)
    clients = []
    for where in (of, other_organisation):
        staff = Staff.objects.create_user(f"a@{where.slug}.se", None, name="Alice")
        Membership.objects.create(organisation=where, staff=staff, role="owner")
        client = Client()
        client.force_login(staff)
        clients.append(client)
    ours, theirs = clients
    assert "Lina Holm" in ours.get("/settings/interested").content.decode()
    assert theirs.get("/settings/interested").status_code == 404
    (one,) = kept(of)
    assert theirs.post(f"/settings/interested/{one.id}", {"state": "done"}).status_code == 404
    ours.post(f"/settings/interested/{one.id}", {"state": "talking"})
    (one,) = kept(of)
    assert (one.state, one.handled_by) == ("talking", "Alice")
    assert ours.post(f"/settings/interested/{one.id}", {"state": "sold"}).status_code == 404
