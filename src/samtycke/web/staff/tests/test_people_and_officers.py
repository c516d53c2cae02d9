"""Who works here is decided by an owner, who answers is somebody by name, and two pairs of eyes are two."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samtycke.campaigns.door import read_campaign
from samtycke.organisations.door import Membership, Organisation, Staff, acting_for, make_api_key
from samtycke.web.staff.tests.conftest import make_staff, signed_in
from samtycke.web.staff.tests.test_sign_in import mails  # noqa: F401

PASSWORD = "fyra korta ord hjälper"


def invite(client, email: str = "lina@example.se", role: str = "marketer") -> str:
    """The path of the link that is shown."""
    page = client.post("/settings/people/invite", {"email": email, "role": role}).content.decode()
    return re.search(r'value="https?://[^/]+(/invited/[^"]+)"', page)[1]


def unique(organisation) -> str:
    return f"lina@{organisation.slug}.se"


def test_an_invitation_makes_an_account_once(organisation, alice, mails):  # noqa: F811
    """It goes by mail, is shown once, and the link is worth nothing after it was used."""
    email = unique(organisation)
    path = invite(alice, email)
    assert mails[0].to == [email]
    assert path in mails[0].body
    assert path not in alice.get("/settings/people").content.decode()
    lina = Client()
    assert "Skobutiken" in lina.get(path).content.decode()
    assert lina.post(path, {"name": "Lina Holm", "password": "lösenord"}).status_code == 200
    assert not Staff.objects.filter(email=email).exists()
    assert lina.post(path, {"name": "Lina Holm", "password": PASSWORD})["Location"] == "/"
    assert lina.get("/campaigns").status_code == 200
    assert Membership.objects.get(staff__email=email).role == "marketer"
    assert Client().get(path).status_code == 404
    assert Client().post(path, {"name": "Eva", "password": PASSWORD}).status_code == 404


def test_nobody_writes_a_second_receiver_into_a_letter(organisation, alice, mails):  # noqa: F811
    """Neither as an address nor as a name that stands in its subject."""
    for address in ("lina@example.se\r\nBcc: eva@example.se", "lina@example.se,eva@example.se", "a@b.se\nSubject: x"):
        alice.post("/settings/people/invite", {"email": address, "role": "agent"})
        Client().post("/signup", {"email": address, "organisation": "Skor"})
        Client().post("/login/forgotten", {"email": address})
    assert mails == []
    name = "Skor\r\nBcc: eva@example.se"
    Client(REMOTE_ADDR="192.0.2.200").post("/signup", {"email": unique(organisation), "organisation": name})
    organisation.name = name
    organisation.save()
    alice.post("/settings/people/invite", {"email": unique(organisation), "role": "agent"})
    assert len(mails) == 2
    for letter in mails:
        assert letter.recipients() == [unique(organisation)]
        assert "\n" not in letter.subject
        assert not letter.message()["Bcc"]


def test_a_browser_may_post_from_the_link(organisation, alice):
    """By "no-referrer" it would say that the form came from nowhere, and be refused as forged."""
    page = Client().get(invite(alice, unique(organisation)))
    assert page["Referrer-Policy"] == "same-origin"


def test_the_database_does_not_know_the_link(organisation, alice):
    path = invite(alice, unique(organisation))
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT encode(code, 'escape') || email FROM invitation")
        assert path.rsplit("/", 1)[1] not in cursor.fetchone()[0]


def test_an_old_a_withdrawn_and_a_replaced_link_lead_nowhere(organisation, alice):
    email = unique(organisation)
    first, second = invite(alice, email), invite(alice, email)
    assert Client().get(first).status_code == 404
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT id FROM invitation WHERE withdrawn_at IS NULL")
        (invitation_id,) = cursor.fetchone()
    alice.post(f"/settings/people/invited/{invitation_id}")
    assert Client().get(second).status_code == 404
    third = invite(alice, email)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("UPDATE invitation SET expires_at = now() - interval '1 second'")
    assert Client().get(third).status_code == 404
    assert Client().get("/invited/zzz").status_code == 404


def test_somebody_with_an_account_joins_by_signing_in(organisation, other_organisation, alice):
    """And only they: a link that went astray opens nothing to whoever found it."""
    charlie = make_staff(other_organisation, "Charlie", "owner")
    path = invite(alice, charlie.email, "auditor")
    assert Client().post(path, {"name": "x", "password": PASSWORD})["Location"].startswith("/login")
    bob = signed_in(make_staff(organisation, "Bob", "marketer"))
    bob.post(path)
    assert not Membership.objects.filter(organisation=organisation, staff=charlie).exists()
    client = signed_in(charlie)
    assert client.post(path)["Location"] == "/"
    assert "Skobutiken" in client.get("/").content.decode()
    assert Membership.objects.get(organisation=organisation, staff=charlie).role == "auditor"


def test_only_an_owner_decides_who_works_here(organisation, bob):
    """A marketer sees the page, without its buttons, and is told who may."""
    make_staff(organisation, "Alice", "owner")
    page = bob.get("/settings/people").content.decode()
    assert "Alice" in page
    assert "Bjud in" not in page
    answer = bob.post("/settings/people/invite", {"email": "x@example.se", "role": "owner"})
    assert answer.status_code == 403
    assert "Alice" in answer.content.decode()


def test_who_is_removed_sees_nothing_from_the_next_page_on(organisation, alice):
    staff = make_staff(organisation, "Bob", "marketer")
    bob = signed_in(staff)
    assert bob.get("/").status_code == 200
    one = Membership.objects.get(staff=staff)
    alice.post(f"/settings/people/{one.pk}/remove")
    assert bob.get("/").status_code == 302
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor, act FROM audit_entry WHERE act = 'person.removed'")
        assert cursor.fetchone() == ("Alice", "person.removed")


def test_nobody_removes_the_last_owner_or_somebody_elses_people(organisation, alice, charlie):
    owner = Membership.objects.get(organisation=organisation, role="owner")
    alice.post(f"/settings/people/{owner.pk}/remove")
    assert Membership.objects.filter(pk=owner.pk).exists()
    assert charlie.post(f"/settings/people/{owner.pk}/remove").status_code == 404
    assert charlie.post(f"/settings/people/{owner.pk}/role", {"role": "agent"}).status_code == 404


# officers and four eyes


@pytest.fixture
def karin(organisation):
    return make_staff(organisation, "Karin", "officer")


def appoint(alice, staff, *, days: int = 200) -> None:
    """Until so many days from now."""
    today = timezone.localdate()
    sent = {
        "member": Membership.objects.get(staff=staff).pk,
        "authorisation": "SWEDMA",
        "valid_from": (today - timedelta(days=300)).isoformat(),
        "valid_until": (today + timedelta(days=days)).isoformat(),
    }
    assert alice.post("/settings/officers/appoint", sent).status_code == 302


def draft(client) -> str:
    """A campaign that could be sent, written by whoever the client is. Returns its path."""
    path = client.post("/campaigns/new")["Location"]
    sent = {"name": "Vårskor", "text": "Hej! Nya skor.", "purpose": "offers", "categories": "shoes"}
    client.post(f"{path}/write", {**sent, "sender": "Skobutiken", "audience": "all"})
    return path


def state(organisation, path: str) -> str:
    with acting_for(organisation.pk) as cursor:
        return read_campaign(cursor, int(path.rsplit("/", 1)[1])).state


def test_the_page_says_who_answers_today(organisation, alice, karin):
    assert "Ingen är utsedd" in alice.get("/settings/officers").content.decode()
    appoint(alice, karin)
    assert "I dag svarar Karin" in alice.get("/settings/officers").content.decode()


def test_an_officer_whose_authorisation_has_ended_approves_nothing_and_is_told_what_to_do(
    organisation, alice, karin, people
):
    appoint(alice, karin, days=-1)
    client = signed_in(karin)
    path = draft(client)
    page = client.get(f"{path}/preview").content.decode()
    assert "Din auktorisation gick ut" in page
    assert "Skicka till" not in page
    client.post(f"{path}/send")
    assert state(organisation, path) == "draft"
    appoint(alice, karin)
    client.post(f"{path}/send")
    assert state(organisation, path) == "sending"
    assert "Vårskor" in alice.get("/settings/officers").content.decode()


def test_four_eyes_are_two_pairs(organisation, alice, karin, bob, people):
    """Whoever wrote any of it is refused, an owner without appointment is refused, the officer approves."""
    appoint(alice, karin)
    alice.post("/settings/officers/eyes", {"four": "yes"})
    officer = signed_in(karin)
    own = draft(officer)
    assert "Du skrev den. Någon annan godkänner." in officer.get(f"{own}/preview").content.decode()
    officer.post(f"{own}/send")
    assert state(organisation, own) == "draft"
    his = draft(bob)
    alice.post(f"{his}/send")
    assert state(organisation, his) == "draft"
    officer.post(f"{his}/send")
    assert state(organisation, his) == "sending"


def test_whoever_changes_a_word_of_it_has_written_it(organisation, alice, karin, bob, people):
    appoint(alice, karin)
    alice.post("/settings/officers/eyes", {"four": "yes"})
    path, officer = draft(bob), signed_in(karin)
    sent = {"name": "Vårskor", "text": "Hej! Nya skor i dag.", "purpose": "offers", "categories": "shoes"}
    officer.post(f"{path}/write", {**sent, "sender": "Skobutiken", "audience": "all"})
    officer.post(f"{path}/send")
    assert state(organisation, path) == "draft"


def test_a_key_approves_nothing_where_four_eyes_are_asked(organisation, alice, karin, bob, people):
    """The problem says so; without four eyes it may."""
    appoint(alice, karin)
    path = draft(bob)
    headers = {"Authorization": f"Bearer {make_api_key(organisation, name='kassan', test=False)}"}
    address = f"/api/v1{path}/approve"
    alice.post("/settings/officers/eyes", {"four": "yes"})
    refused = Client().post(address, headers=headers)
    assert refused.status_code == 403
    assert refused.json()["type"] == "not-answering"
    assert refused.json()["who"] == ["Karin"]
    alice.post("/settings/officers/eyes", {})
    assert Client().post(address, headers=headers).status_code == 200


def test_only_an_owner_asks_for_four_eyes_or_appoints(organisation, karin, bob):
    for client in (bob, signed_in(karin)):
        assert client.post("/settings/officers/eyes", {"four": "yes"}).status_code == 403
        assert client.post("/settings/officers/appoint", {}).status_code == 403
    assert not Organisation.objects.get(pk=organisation.pk).four_eyes


def test_what_was_typed_of_an_appointment_is_kept_with_what_is_wrong(alice, karin):
    sent = {"member": "", "authorisation": "SWEDMA", "valid_from": "2026-01-01", "valid_until": "i morgon"}
    page = alice.post("/settings/officers/appoint", sent).content.decode()
    assert "Välj en dag" in page
    assert 'value="2026-01-01"' in page
    member = Membership.objects.get(staff=karin).pk
    back = {**sent, "member": member, "valid_until": "2025-01-01"}
    assert "före" in alice.post("/settings/officers/appoint", back).content.decode()


def test_an_officer_notes_their_days_away(organisation, alice, karin):
    appoint(alice, karin)
    client = signed_in(karin)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT id FROM officer")
        (officer_id,) = cursor.fetchone()
    owner = Membership.objects.get(organisation=organisation, role="owner")
    today = timezone.localdate()
    sent = {"from_day": today.isoformat(), "to_day": today.isoformat(), "deputy": owner.pk}
    client.post(f"/settings/officers/{officer_id}/away", sent)
    page = client.get("/settings/officers").content.decode()
    assert "I dag svarar Alice i stället för Karin" in page
    absence_id = int(re.search(r"/settings/officers/back/(\d+)", page)[1])
    client.post(f"/settings/officers/back/{absence_id}")
    assert "I dag svarar Karin." in client.get("/settings/officers").content.decode()
