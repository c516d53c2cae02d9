"""Whoever may not approve asks, whoever may answers or says what must change, and each is told of the other."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from samtycke.campaigns.door import latest_asked
from samtycke.campaigns.letters import mail_answered, mail_asked
from samtycke.organisations.door import Membership, acting_for, make_api_key
from samtycke.web.staff.tests.conftest import make_staff, signed_in
from samtycke.web.staff.tests.test_people_and_officers import appoint, draft, state
from samtycke.web.staff.tests.test_sign_in import mails  # noqa: F401


@pytest.fixture
def karin(organisation, alice):
    """The appointed officer, in an organisation that asks for four eyes."""
    staff = make_staff(organisation, "Karin", "officer")
    appoint(alice, staff)
    alice.post("/settings/officers/eyes", {"four": "yes"})
    return staff


def asked(organisation, path: str):
    with acting_for(organisation.pk) as cursor:
        return latest_asked(cursor, int(path.rsplit("/", 1)[1]))


def home(client) -> str:
    return client.get("/").content.decode()


def ask(client, path: str, note: str = "Samma grupp som i våras") -> str:
    return client.post(f"{path}/ask", {"note": note}, follow=True).content.decode()


def away(organisation, karin, client, *, deputy: bool) -> None:
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT id FROM officer WHERE ended_at IS NULL")
        (officer_id,) = cursor.fetchone()
    owner = Membership.objects.get(organisation=organisation, role="owner")
    today = timezone.localdate().isoformat()
    sent = {"from_day": today, "to_day": today, "deputy": owner.pk if deputy else ""}
    client.post(f"/settings/officers/{officer_id}/away", sent)


def test_whoever_may_not_approve_asks_and_the_officer_sees_it_first(organisation, bob, karin, alice, people):
    path = draft(bob)
    assert "Be om godkännande" in bob.get(f"{path}/preview").content.decode()
    assert "Den väntar på Karin." in ask(bob, path)
    officer = signed_in(karin)
    page = home(officer)
    assert "Bob ber dig godkänna Vårskor." in page
    assert "Samma grupp som i våras" in page
    assert re.search(r'class="count">1<span class="hush"> ber om ditt godkännande', page)
    for other in (bob, alice):
        assert "ber dig godkänna" not in home(other)
    assert "Väntar på godkännande" in bob.get("/campaigns").content.decode()
    officer.post(f"{path}/send")
    assert state(organisation, path) == "sending"
    assert (asked(organisation, path).outcome, asked(organisation, path).answered_by) == ("approved", "Karin")
    assert 'class="count"' not in home(officer)


def test_what_is_approved_only_is_sent_by_whoever_wrote_it(organisation, bob, karin, people):
    path = draft(bob)
    ask(bob, path)
    assert bob.post(f"{path}/start").status_code == 302
    assert state(organisation, path) == "draft"
    signed_in(karin).post(f"{path}/approve")
    assert state(organisation, path) == "approved"
    assert "Godkänd av Karin" in bob.get(f"{path}/preview").content.decode()
    bob.post(f"{path}/start")
    assert state(organisation, path) == "sending"


def test_it_is_sent_back_with_a_reason_that_is_kept(organisation, bob, karin, people):
    path, officer = draft(bob), signed_in(karin)
    ask(bob, path)
    assert "Skriv varför" in officer.post(f"{path}/back", {"reason": " "}, follow=True).content.decode()
    assert asked(organisation, path).outcome is None
    officer.post(f"{path}/back", {"reason": "Rabatten gäller inte längre."})
    page = home(bob)
    assert "Karin skickade tillbaka Vårskor." in page
    for shown in (page, bob.get(path).content.decode(), bob.get(f"{path}/preview").content.decode()):
        assert "Rabatten gäller inte längre." in shown
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor FROM audit_entry WHERE act = 'campaign.sent-back'")
        assert cursor.fetchall() == [("Karin",)]
    ask(bob, path, "Ny rabatt")
    assert "skickade tillbaka" not in home(bob)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM approval_asked")
        assert cursor.fetchone() == (2,)


def test_a_change_takes_the_question_back(organisation, bob, karin, people):
    """Nobody is led to approve another text than was asked for; a save that changes nothing leaves it."""
    path = draft(bob)
    ask(bob, path)
    same = {"name": "Vårskor", "text": "Hej! Nya skor.", "purpose": "offers", "categories": "shoes"}
    rest = {"sender": "Skobutiken", "audience": "all"}
    bob.post(f"{path}/write", {**same, **rest, "name": "Vårens skor"})
    assert asked(organisation, path).outcome is None
    bob.post(f"{path}/write", {**same, **rest, "text": "Hej! Andra skor."})
    assert asked(organisation, path).outcome == "changed"
    assert "Be på nytt" in bob.get(f"{path}/preview").content.decode()
    assert "ber dig godkänna" not in home(signed_in(karin))


def test_nobody_is_asked_to_approve_their_own_and_none_sends_it_back(organisation, karin, people):
    officer = signed_in(karin)
    path = draft(officer)
    ask(officer, path)
    assert "ber dig godkänna" not in home(officer)
    for act in ("approve", "back"):
        page = officer.post(f"{path}/{act}", {"reason": "x"}, follow=True).content.decode()
        assert "Du skrev den" in page
    assert asked(organisation, path).outcome is None


@pytest.mark.parametrize("deputy", [True, False])
def test_while_the_officer_is_away_it_waits_for_who_stands_in(organisation, alice, bob, karin, people, deputy):
    path = draft(bob)
    ask(bob, path)
    away(organisation, karin, alice, deputy=deputy)
    assert "ber dig godkänna" not in home(signed_in(karin))
    assert ("ber dig godkänna" in home(alice)) is deputy
    alice.post(f"{path}/approve")
    assert state(organisation, path) == ("approved" if deputy else "draft")


def test_an_officer_whose_authorisation_has_ended_is_not_asked(organisation, alice, bob, karin, people):
    path = draft(bob)
    ask(bob, path)
    appoint(alice, karin, days=-1)
    assert "ber dig godkänna" not in home(signed_in(karin))


def test_without_four_eyes_all_who_may_are_asked(organisation, alice, bob, people):
    path = draft(bob)
    ask(bob, path)
    assert "Bob ber dig godkänna Vårskor." in home(alice)
    alice.post(f"{path}/back", {"reason": "Vänta en vecka."})
    assert asked(organisation, path).outcome == "sent_back"


def test_asked_twice_is_asked_once_and_what_cannot_be_sent_is_not_asked(organisation, bob, karin):
    path = draft(bob)
    ask(bob, path)
    ask(bob, path, "igen")
    assert asked(organisation, path).note == "Samma grupp som i våras"
    empty = bob.post("/campaigns/new")["Location"]
    assert "Något fattas" in ask(bob, empty)
    assert asked(organisation, empty) is None


def test_mails_name_the_campaign_and_neither_text_nor_reason(organisation, alice, bob, karin, people, mails):  # noqa: F811
    path = draft(bob)
    same = {"text": "Hej! Nya skor.", "purpose": "offers", "categories": "shoes", "sender": "Skobutiken"}
    bob.post(f"{path}/write", {**same, "name": "Vår\nskor", "audience": "all"})
    ask(bob, path)
    found = asked(organisation, path)
    mail_asked(organisation.pk, found.id)
    assert [one.to for one in mails] == [[karin.email]]
    assert f"{path}/preview" in mails[0].body
    assert "Nya skor" not in mails[0].body
    signed_in(karin).post(f"{path}/back", {"reason": "Rabatten gäller inte."})
    mail_answered(organisation.pk, found.id)
    assert mails[1].to == [f"bob@{organisation.slug}.se"]
    assert "skickat tillbaka kampanjen Vår skor" in mails[1].body
    assert "Rabatten" not in mails[1].body
    mail_asked(organisation.pk, found.id)
    assert len(mails) == 2  # answered meanwhile


def test_the_api_asks_and_tells_what_came_of_it(organisation, bob, karin, people):
    path = draft(bob)
    headers = {"Authorization": f"Bearer {make_api_key(organisation, name='kassan', test=False)}"}
    address = f"/api/v1{path}"
    assert Client().get(address, headers=headers).json()["approval"] is None
    told = Client().post(
        f"{address}/ask-for-approval", {"note": "Höstrea"}, content_type="application/json", headers=headers
    )
    assert told.status_code == 200
    assert (told.json()["approval"]["state"], told.json()["approval"]["note"]) == ("waiting", "Höstrea")
    signed_in(karin).post(f"{path}/back", {"reason": "Vänta."})
    again = Client().get(address, headers=headers).json()["approval"]
    assert (again["state"], again["reason"], again["answered_by"]) == ("sent_back", "Vänta.", "Karin")


def test_roles_that_neither_write_nor_approve_may_neither(organisation, bob, karin, people):
    path = draft(bob)
    auditor = signed_in(make_staff(organisation, "Åke", "auditor"))
    for act in ("ask", "approve", "back", "start"):
        assert auditor.post(f"{path}/{act}").status_code == 403
    for act in ("approve", "back"):
        assert bob.post(f"{path}/{act}").status_code == 403
