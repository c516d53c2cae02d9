"""What texts are for is declared and worded by name, and never worded away under those who said yes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from samtycke.campaigns.door import Content, create, obstacles
from samtycke.gate.door import Spec, send
from samtycke.intake.door import Draft, Words, create_form, pause_form, publish, save_form
from samtycke.organisations.door import (
    OWN_TEST,
    acting_for,
    declare_own_test,
    open_purposes,
    purpose_versions,
    purposes,
)
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import WORDING, make_staff, signed_in

WORDS = {"name_sv": "Kurser", "name_en": "Courses", "about_sv": "Kurser i skovård", "about_en": "Shoe care courses"}
OFFERS = {"name_sv": "Erbjudanden", "name_en": "Offers", "about_sv": "Rabatter på skor", "about_en": "Offers on shoes"}


def read(organisation, slug: str):
    with acting_for(organisation.pk) as cursor:
        return purposes(cursor)[slug], purpose_versions(cursor, slug)


def published(organisation) -> int:
    """A form that asks for offers."""
    now = timezone.now()
    words = Words(title="Klubben", sentence="Erbjudanden på SMS.", often="högst 2 i månaden", box=WORDING)
    with acting_for(organisation.pk) as cursor:
        form = create_form(cursor, organisation="Skobutiken", purpose=None, sender="Skobutiken", by="Bob", now=now)
        slug = f"klubb-{organisation.pk}"
        draft = Draft("Klubben", "offers", "Skobutiken", "code", "", slug, {"sv": words, "en": Words()})
        save_form(cursor, form.id, draft, now=now)
        publish(cursor, form.id, by="Bob", now=now, me="x")
    return form.id


def test_a_purpose_is_declared_and_can_be_chosen_at_once(organisation, bob):
    told = bob.post("/settings/purposes/new", {**WORDS, "kind": "marketing"})
    assert told["Location"] == "/settings/purposes/courses"
    assert "Kurser" in bob.get("/settings/purposes").content.decode()
    assert "Kurser" in bob.get(bob.post("/campaigns/new")["Location"]).content.decode()
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor FROM audit_entry WHERE act = 'purpose.declared'")
        assert cursor.fetchall() == [("Bob",)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_sv": ""}, "name_sv"),
        ({"about_en": " "}, "about_en"),
        ({"name_sv": "erbjudanden"}, "name_sv"),
        ({"kind": "service"}, "legal_basis"),
        ({"kind": "service", "legal_basis": "legitimate_interest"}, "assessment"),
        ({"kind": "both"}, "kind"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(organisation, bob, changed, field):
    page = bob.post("/settings/purposes/new", {**WORDS, "kind": "marketing", **changed})
    assert page.status_code == 422
    assert page.context["wrong"].keys() == {field}
    assert "Shoe care courses" in page.content.decode() or "about_en" in changed
    with acting_for(organisation.pk) as cursor:
        assert "courses" not in purposes(cursor)


def test_a_short_name_is_never_the_program_s_own_nor_an_address(organisation, bob):
    for name, slug in (("New", "new-2"), ("Own test", "own-test-2"), ("own_number_code", "own-number-code")):
        words = {**WORDS, "name_en": name, "name_sv": name}
        assert bob.post("/settings/purposes/new", {**words, "kind": "marketing"})["Location"].endswith(f"/{slug}")


def test_while_nobody_has_said_yes_it_may_say_anything(organisation, bob):
    bob.post("/settings/purposes/new", {**WORDS, "kind": "marketing"})
    bob.post("/settings/purposes/courses/reword", {**WORDS, "name_sv": "Kvällskurser"})
    one, versions = read(organisation, "courses")
    assert one.name["sv"] == "Kvällskurser"
    assert [version.number for version in versions] == [2, 1]


def test_under_a_yes_other_words_need_a_name_and_a_reason(organisation, bob, people):
    """And each yes stands beside the words that were current when it was given."""
    new = {**OFFERS, "name_sv": "Rabatter"}
    page = bob.post("/settings/purposes/offers/reword", new)
    assert page.status_code == 422
    assert "gör ett nytt syfte" in page.content.decode()
    assert read(organisation, "offers")[0].name["sv"] == "Erbjudanden"
    bob.post("/settings/purposes/offers/reword", {**new, "reason": "Samma rabatter, kortare ord."})
    one, versions = read(organisation, "offers")
    assert one.name["sv"] == "Rabatter"
    assert [(v.number, v.words.name_sv, v.by, v.reason) for v in versions] == [
        (2, "Rabatter", "Bob", "Samma rabatter, kortare ord."),
        (1, "Erbjudanden", "", ""),
    ]
    page = bob.get("/settings/purposes/offers")
    assert [yeses for _version, yeses in page.context["versions"]] == [0, 1]
    assert "Samma rabatter, kortare ord." in page.content.decode()


def test_versions_can_be_neither_changed_nor_deleted(organisation, bob):
    from django.db import ProgrammingError

    bob.post("/settings/purposes/new", {**WORDS, "kind": "marketing"})
    for act in ("UPDATE purpose_version SET name_sv = 'x'", "DELETE FROM purpose_version"):
        with pytest.raises(ProgrammingError), acting_for(organisation.pk) as cursor:
            cursor.execute(act)


def test_archived_it_is_chosen_nowhere_and_what_was_said_stands(organisation, bob, people):
    bob.post("/settings/purposes/offers/archive")
    assert "Arkiverat" in bob.get("/settings/purposes/offers").content.decode()
    with acting_for(organisation.pk) as cursor:
        assert "offers" not in open_purposes(cursor)
        draft = create(cursor, Content("x", "Hej", "offers", ("shoes",), "Skobutiken"), by="Bob", now=timezone.now())
        assert [one.code for one in obstacles(cursor, draft)] == ["not-declared"]
    assert "Erbjudanden" in bob.get(f"/contacts/{people['Åsa']}").content.decode()
    assert "1 ja" in bob.get("/settings/purposes/offers").content.decode()
    bob.post("/settings/purposes/offers/reopen")
    with acting_for(organisation.pk) as cursor:
        spec = Spec("marketing", "offers", "Hej", ("shoes",))
        assert send(cursor, spec, parse_number("070-174 06 05"), now=timezone.now()).state == "planned"


def test_while_people_are_asked_for_it_it_is_not_archived(organisation, bob):
    form_id = published(organisation)
    assert "Klubben" in bob.get("/settings/purposes/offers").content.decode()
    bob.post("/settings/purposes/offers/archive")
    assert read(organisation, "offers")[0].archived_at is None
    with acting_for(organisation.pk) as cursor:
        pause_form(cursor, form_id, by="Bob")
    bob.post("/settings/purposes/offers/archive")
    assert read(organisation, "offers")[0].archived_at is not None


def test_the_program_s_own_purpose_is_nobody_s_to_change(organisation, bob):
    with acting_for(organisation.pk) as cursor:
        declare_own_test(cursor, now=timezone.now())
    assert bob.post(f"/settings/purposes/{OWN_TEST}/reword", WORDS).status_code == 404
    bob.post(f"/settings/purposes/{OWN_TEST}/reopen")
    assert read(organisation, OWN_TEST)[0].archived_at is not None
    assert "Programmets eget" in bob.get(f"/settings/purposes/{OWN_TEST}").content.decode()


def test_an_auditor_reads_and_another_organisation_does_not(organisation, charlie, bob):
    bob.post("/settings/purposes/new", {**WORDS, "kind": "marketing"})
    auditor = signed_in(make_staff(organisation, "Åke", "auditor"))
    assert "Bob kan" in auditor.get("/settings/purposes/courses").content.decode()
    for act in ("reword", "archive", "reopen"):
        assert auditor.post(f"/settings/purposes/courses/{act}", WORDS).status_code == 403
        assert charlie.post(f"/settings/purposes/courses/{act}", WORDS).status_code == 404
