"""Nobody goes live on a promise: each point is read from what was done."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from samtycke.gate.door import opt_out
from samtycke.organisations.door import (
    Controller,
    Membership,
    Organisation,
    acting_for,
    appoint,
    register_sender,
    save_controller,
)
from samtycke.rights.door import points, way_out
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import make_staff
from samtycke.web.staff.tests.test_sign_in import add_app

NUMBER = "556036-0793"
"""Its check digit is right."""


def undone(organisation, *, secured: bool = True) -> set[str]:
    with acting_for(organisation.pk) as cursor:
        found = points(cursor, organisation, secured=secured, now=timezone.now())
    return {one.key for one in found if not one.done}


def test_a_number_is_tried_by_its_check_digit(organisation):
    assert "number" in undone(organisation)
    with acting_for(organisation.pk) as cursor:
        facts = Controller(name="Skor AB", number=NUMBER, address="Storgatan 1", email="a@b.example")
        save_controller(cursor, facts, by="x")
    assert not {"number", "controller"} & undone(organisation)


def test_an_officer_counts_while_authorised(organisation, alice):
    member = Membership.objects.get(organisation=organisation)
    today = timezone.localdate()
    assert "officer" in undone(organisation)
    for until, done in ((today, True), (today - timedelta(days=1), False)):
        with acting_for(organisation.pk) as cursor:
            appoint(
                cursor,
                member.pk,
                authorisation="SWEDMA",
                number="",
                valid_from=today - timedelta(days=9),
                valid_until=until,
                by="x",
                now=timezone.now(),
            )
        assert ("officer" not in undone(organisation)) is done
    make_staff(organisation, "Dora", "dpo")
    assert "officer" not in undone(organisation)


def test_the_way_out_is_proven_only_by_a_stopp_that_came_in_and_a_text_that_was_withheld(organisation, alice):
    """A text that was sent, an answer by text after it, and then a text that the law kept back: in that order."""
    alice.post("/settings/live/way-out/text")
    with acting_for(organisation.pk) as cursor:
        found = way_out(cursor)
        assert found.state == "waits"
        cursor.execute("UPDATE message SET state = 'sent', sent_at = now() WHERE id = %s", [found.first])
        assert way_out(cursor).state == "sent"
    assert "way-out" in undone(organisation)
    # Staff may say no for somebody: that is not the way out.
    with acting_for(organisation.pk) as cursor:
        assert way_out(cursor).state == "sent"
        opt_out(cursor, parse_number(found.number), because="STOPP", door="sms", now=timezone.now())
        assert way_out(cursor).state == "left"
    page = alice.get("/settings/live/way-out").content.decode()
    assert "Försök skicka ett till" in page
    answer = alice.post("/settings/live/way-out/text", follow=True).content.decode()
    assert "Hållet inne" in answer
    assert "way-out" not in undone(organisation)


def test_a_no_that_staff_wrote_down_proves_nothing(organisation, alice):
    alice.post("/settings/live/way-out/text")
    with acting_for(organisation.pk) as cursor:
        found = way_out(cursor)
        cursor.execute("UPDATE message SET state = 'sent', sent_at = now() WHERE id = %s", [found.first])
        opt_out(cursor, parse_number(found.number), because="sa nej i telefon", door="staff", now=timezone.now())
        assert way_out(cursor).state == "sent"


def test_a_sender_on_the_simulator_is_none(organisation, settings):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("DELETE FROM gateway")  # those of other tests
    assert {"sender", "carrier"} <= undone(organisation)
    with acting_for(organisation.pk) as cursor:
        register_sender(cursor, "Skobutiken", inbound="71000", carrier="acme", by="x")
    assert "sender" not in undone(organisation)
    settings.CARRIERS = {"acme": "smpp://x"}
    assert "carrier" in undone(organisation)
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM gateway")
        assert cursor.fetchone() == (0,)


def everything(organisation, alice, settings, monkeypatch) -> None:
    """Do what each point asks for."""
    settings.CARRIERS = {"acme": "smpp://x"}
    add_app(Membership.objects.get(organisation=organisation, role="owner").staff)
    make_staff(organisation, "Dora", "dpo")
    add_app(Membership.objects.get(organisation=organisation, role="dpo").staff)
    alice.post("/settings/live/way-out/text")
    with acting_for(organisation.pk) as cursor:
        facts = Controller(name="Skor AB", number=NUMBER, address="Storgatan 1", email="a@b.example")
        save_controller(cursor, facts, by="x")
        found = way_out(cursor)
        cursor.execute("UPDATE message SET state = 'sent', sent_at = now() WHERE id = %s", [found.first])
        opt_out(cursor, parse_number(found.number), because="STOPP", door="sms", now=timezone.now())
        cursor.execute(
            "INSERT INTO document_version (organisation_id, kind, number, pages, public, why, by, at) "
            "SELECT current_organisation(), k, 1, '{}', k = 'notice', '', 'Alice', now() "
            "FROM unnest(ARRAY['agreement', 'notice']) k"
        )
    alice.post("/settings/live/way-out/text")
    with acting_for(organisation.pk) as cursor:
        register_sender(cursor, "Skobutiken", inbound="71000", carrier="acme", by="x")
    from samtycke.dispatch.door import Health
    from samtycke.rights import live

    monkeypatch.setattr(live, "health", lambda: Health(1, 0.0))


def test_the_last_button_turns_it_live_and_nothing_is_lost(organisation, alice, people, settings, monkeypatch):
    everything(organisation, alice, settings, monkeypatch)
    assert undone(organisation) == set()
    page = alice.get("/settings/live").content.decode()
    assert "Allt är i ordning" in page
    draft = alice.post("/campaigns/new")["Location"]
    alice.post("/settings/live/go")
    live = Organisation.objects.get(pk=organisation.pk)
    assert not live.test_account
    assert live.live_since
    assert alice.get(draft).status_code == 200
    assert "Åsa" in alice.get("/contacts").content.decode()
    assert "Testkonto" not in alice.get("/contacts").content.decode()
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor FROM audit_entry WHERE act = 'account.live'")
        assert cursor.fetchone() == ("Alice",)
    assert "Kontot är skarpt" in alice.get("/settings/live").content.decode()


def test_a_single_point_left_is_enough_to_stay(organisation, alice, settings, monkeypatch):
    """Also for who posts past the button."""
    everything(organisation, alice, settings, monkeypatch)
    settings.CARRIERS = {}
    alice.post("/settings/live/go")
    assert Organisation.objects.get(pk=organisation.pk).test_account


def test_only_an_owner_goes_live(organisation, bob):
    assert bob.post("/settings/live/go").status_code == 403
    assert "Alice" not in bob.get("/settings/live").content.decode()
    make_staff(organisation, "Alice", "owner")
    assert "Alice gör kontot skarpt" in bob.get("/settings/live").content.decode()


def test_what_somebody_set_by_name_stays_when_the_account_goes_live(organisation, alice, settings, monkeypatch):
    """Quiet hours that were only off for trying are on again; a cap set with a reason is kept."""
    from samtycke.organisations.door import change_settings

    everything(organisation, alice, settings, monkeypatch)
    with acting_for(organisation.pk) as cursor:
        wish = {**Organisation.objects.get(pk=organisation.pk).settings, "per_24h": 3}
        change_settings(cursor, wish, reason="Vi har bråttom", by="Alice", now=timezone.now())
    alice.post("/settings/live/go")
    assert Organisation.objects.get(pk=organisation.pk).settings == {"per_24h": 3}
