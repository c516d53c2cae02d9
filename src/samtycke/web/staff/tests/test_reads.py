"""The log of reads, for whoever watches over it: who looked at whom, found by account, person, sort and day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from samtycke.ledger.door import MANY, Reader, erase, note_read
from samtycke.organisations.door import acting_for
from samtycke.web.staff.tests.conftest import make_staff, signed_in

KARIN, BO = Reader("staff/901", "Karin Holm", "agent"), Reader("key/7", "API: =cmd", "api")


@pytest.fixture
def looked(organisation, people):
    with acting_for(organisation.pk) as cursor:
        note_read(cursor, KARIN, "number", [people["Åsa"]], subject=f"contact/{people['Åsa']}")
        note_read(cursor, KARIN, "request", [people["Bo"]], subject="rights-request/4")
        note_read(cursor, BO, "search", [], subject="search")


def page_of(client, query=""):
    return client.get(f"/compliance/reads{query}").content.decode()


def test_each_look_stands_with_who_and_whom_and_the_person_masked(alice, people, looked):
    page = page_of(alice)
    assert "Karin Holm" in page
    assert "Visade numret" in page
    assert "+46701 ••• •• 05" in page
    assert "Hittade ingen" in page
    assert "/rights/4" in page
    assert not [one for one in ("Åsa", "Öberg", "+46701740605") if one in page]


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?account=staff/901", "Visade numret", "Hittade ingen"),
        ("?sort=request", "/rights/4", "Hittade ingen"),
        ("?first={today}&last={today}", "Hittade ingen", "enligt det urvalet"),
        ("?last={yesterday}", "enligt det urvalet", "Hittade ingen"),
        ("?person={asa}", "Bara de som har tittat på +46701 ••• •• 05", "/rights/4"),
        ("?person=x&sort=none&first=2026-13-99&last=9999-12-31&before=y", "Hittade ingen", "enligt det urvalet"),
    ],
)
def test_it_is_found_by_account_sort_day_and_person(alice, people, looked, query, there, gone):
    today = timezone.localdate()
    page = page_of(alice, query.format(today=today, yesterday=today - timedelta(days=1), asa=people["Åsa"]))
    assert there in page
    assert gone not in page


def test_that_somebody_looks_at_the_log_is_in_the_log(organisation, alice, people, looked):
    page_of(alice)
    assert "Såg den här loggen" in page_of(alice)


def test_whoever_opens_unusually_many_people_stands_at_the_top(organisation, alice, people):
    with acting_for(organisation.pk) as cursor:
        note_read(cursor, KARIN, "list", range(1, 200))
        assert "ovanligt" not in page_of(alice)
        for person in range(MANY + 1):
            note_read(cursor, KARIN, "contact", [1000 + person])
    page = page_of(alice)
    assert f"Karin Holm öppnade {MANY + 1} personer en och en" in page


def test_a_person_who_has_been_erased_is_no_longer_named(organisation, alice, people, looked):
    with acting_for(organisation.pk) as cursor:
        erase(cursor, people["Åsa"], by="Karin", door="staff", now=timezone.now())
    page = page_of(alice, f"?person={people['Åsa']}")
    assert "Visade numret" in page
    assert "+46701 ••• •• 05" not in page


def test_it_is_taken_out_as_a_file_that_no_spreadsheet_runs(organisation, alice, people, looked):
    answer = alice.post("/compliance/reads.csv", {"account": "key/7"})
    heads, line = answer.content.decode().splitlines()
    assert heads.startswith("\ufeffNär;Konto;Namn;Roll")
    assert line.split(";")[1:3] == ["key/7", "API: =cmd"]
    whole = alice.post("/compliance/reads.csv", {}).content.decode()
    assert str(people["Åsa"]) in whole
    assert "05" not in {cell for row in whole.splitlines() for cell in row.split(";")}
    assert "Öberg" not in whole
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT actor FROM audit_entry WHERE act = 'reads.export'")
        assert cursor.fetchall() == [("Alice",)] * 2


def test_a_name_that_begins_a_formula_is_harmless(organisation, alice):
    with acting_for(organisation.pk) as cursor:
        note_read(cursor, Reader("staff/9", "=cmd|' /C calc'!A0", "agent"), "search", [])
    line = alice.post("/compliance/reads.csv", {"account": "staff/9"}).content.decode().splitlines()[1]
    assert line.split(";")[2].startswith("'")


@pytest.mark.parametrize(
    ("role", "sees"),
    [("dpo", True), ("auditor", True), ("officer", False), ("marketer", False), ("agent", False), ("developer", False)],
)
def test_those_who_watch_over_it_see_it_and_are_led_there_and_nobody_else(organisation, people, role, sees):
    client = signed_in(make_staff(organisation, f"Med-{role}", role))
    assert (client.get("/compliance/reads").status_code == 200) is sees
    assert (
        f"/compliance/reads?person={people['Åsa']}" in client.get(f"/contacts/{people['Åsa']}").content.decode()
    ) is sees


def test_another_organisation_sees_none_of_it(charlie, people, looked):
    page = page_of(charlie, f"?person={people['Åsa']}")
    assert "Karin Holm" not in page
    assert "••• •• 05" not in page
    assert "Karin" not in charlie.post("/compliance/reads.csv", {}).content.decode()
