"""The block list on pages: asked by number, added to, lifted where it may be, brought in and handed out."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samtycke.gate.door import opt_out
from samtycke.intake.tasks import run_block_file_task
from samtycke.ledger.door import blocks_on, hashed, history
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number
from samtycke.web.staff.tests.conftest import make_staff, signed_in

ASA, BO = "070-174 06 05", "070-174 06 06"


@pytest.fixture
def agent(organisation):
    return signed_in(make_staff(organisation, "Agnes", "agent"))


def look(client, number: str) -> str:
    return client.post("/consent/blocks", {"number": number}).content.decode()


def said(organisation, number: str):
    with acting_for(organisation.pk) as cursor:
        return [(one.own_doing, one.by_staff, one.by, one.because) for one in blocks_on(cursor, "+46" + number[1:])]


def test_who_asks_by_number_sees_why_by_whom_and_what_lifts_it(organisation, alice, people):
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, parse_number(ASA), because="STOPP", door="sms", now=datetime.now(UTC))
    alice.post("/consent/blocks/add", {"number": BO, "whose": "staff", "because": "hotade kassan", "purpose": ""})
    page = look(alice, ASA)
    assert "Sa själv nej: all reklam" in page
    assert "Det går inte att häva här" in page
    assert "Häv det ni lagt till" not in page
    assert "+46701740605" not in page.replace(" ", "")
    page = look(alice, BO)
    assert "Spärrat av er: all reklam" in page
    assert "hotade kassan" in page
    assert "av Alice" in page
    assert "Häv det ni lagt till" in page
    assert "Det är ingen tillåtelse" in look(alice, "070-174 06 07")
    assert "Det är inget mobilnummer." in look(alice, "08-465 004 00")


def test_a_no_that_staff_were_told_is_the_persons_own(organisation, agent, people):
    agent.post("/consent/blocks/add", {"number": ASA, "whose": "own", "because": "ringde", "purpose": "offers"})
    assert said(organisation, "0701740605") == [(True, False, "Agnes", "ringde")]
    with acting_for(organisation.pk) as cursor:
        event = history(cursor, people["Åsa"])[0]
    assert (event.kind, event.purpose, event.by) == ("objection", "offers", "Agnes")


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"number": "08-465 004 00", "because": "x"}, "Det är inget mobilnummer."),
        ({"number": ASA, "because": " "}, "Skriv varför"),
        ({"number": ASA, "because": "x", "purpose": "lottery"}, ""),
    ],
)
def test_an_entry_needs_a_number_and_a_reason_and_what_was_typed_stays(organisation, alice, sent, says):
    answer = alice.post("/consent/blocks/add", {"whose": "staff", **sent})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert sent["number"] in page
    assert said(organisation, "0701740605") == []


def test_only_those_who_answer_for_it_lift_a_block_and_with_a_reason(organisation, alice, bob, agent):
    alice.post("/consent/blocks/add", {"number": ASA, "whose": "staff", "because": "misstag"})
    lifting = {"number": ASA, "because": "avgjort"}
    assert agent.post("/consent/blocks/lift", lifting).status_code == 403
    assert bob.post("/consent/blocks/lift", lifting).status_code == 403
    assert alice.post("/consent/blocks/lift", {"number": ASA}).status_code == 422
    assert len(said(organisation, "0701740605")) == 1
    alice.post("/consent/blocks/lift", lifting)
    assert said(organisation, "0701740605") == []


def test_what_a_person_did_is_not_lifted_by_staff(organisation, alice, people):
    alice.post("/consent/blocks/add", {"number": ASA, "whose": "own", "because": "ringde"})
    page = alice.post("/consent/blocks/lift", {"number": ASA, "because": "kunden är viktig"}, follow=True)
    assert "Där fanns inget av ert att häva." in page.content.decode()
    assert len(said(organisation, "0701740605")) == 1


LIST = {"whose": "own", "since": "2026-03-02", "source": "Telia", "because": "operatörens spärr"}


def test_a_list_of_hashes_is_brought_in_and_followed(organisation, alice, people):
    file = SimpleUploadedFile("telia.csv", f"sha256\n{hashed('+46701740605')}\nskräp\n".encode())
    path = alice.post("/consent/blocks/bring-in", {**LIST, "file": file})["Location"]
    page = alice.get(path).content.decode()
    assert "0 av 1 rader är inne." in page
    assert alice.get(f"{path}/progress").status_code == 200
    run_block_file_task.func(organisation_id=organisation.pk, file_id=int(path.rsplit("/", 1)[1]))
    page = alice.get(path).content.decode()
    assert "Listan är inne: 1 på den, 1 av dem är kontakt" in page
    assert "(3)" in page
    assert alice.get(f"{path}/progress")["HX-Refresh"] == "true"
    assert said(organisation, "0701740605") == [(True, False, "Alice", "operatörens spärr")]
    page = alice.get("/consent/blocks?who=own").content.decode()
    assert "Åsa Öberg" in page
    assert "från Telia" in page
    assert "Åsa Öberg" not in alice.get("/consent/blocks?who=staff").content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pasted": "ingenting"}, "varken mobilnummer eller SHA-256"),
        ({"since": "2999-01-01"}, "Välj en dag som har varit."),
        ({"since": "i går"}, "Välj en dag som har varit."),
        ({"source": ""}, "Skriv varifrån listan kommer."),
        ({"whose": ""}, "Välj vems nej det är"),
    ],
)
def test_a_list_without_provenance_is_refused(alice, change, says):
    answer = alice.post("/consent/blocks/bring-in", {**LIST, "pasted": ASA, **change})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)


def test_the_list_is_handed_out_as_hashes_or_as_numbers_and_that_is_written_down(organisation, alice, agent, people):
    for number in (ASA, BO, "070-174 06 99"):
        alice.post("/consent/blocks/add", {"number": number, "whose": "staff", "because": "=1+1"})

    def rows(**sent):
        answer = alice.post("/consent/blocks/hand-out", sent)
        return list(csv.DictReader(io.StringIO(b"".join(answer).decode()), delimiter=";"))

    assert {row["sha256"] for row in rows()} == {hashed("+46701740605"), hashed("+46701740606")}
    assert {row["sha256"] for row in rows(salt="s")} == {hashed(f"+4670174060{i}", salt="s") for i in (5, 6)}
    assert {row["number"] for row in rows(**{"as": "numbers"})} == {"+46701740605", "+46701740606"}
    assert {row["because"] for row in rows()} == {"'=1+1"}
    assert agent.post("/consent/blocks/hand-out").status_code == 403
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT detail->>'clear', detail->>'handed', detail->>'left_out' FROM audit_entry "
                       "WHERE act = 'blocks.export' ORDER BY id LIMIT 3")  # fmt: skip
        assert cursor.fetchall() == [("false", "2", "1"), ("false", "2", "1"), ("true", "2", "1")]


@pytest.fixture
def charlie_and_alice(organisation, other_organisation, alice):
    other_organisation.name = "Dotterbolaget"
    other_organisation.save()
    return alice, signed_in(make_staff(other_organisation, "Charlie", "owner"))


def test_a_list_is_shared_when_both_have_agreed_with_a_reason(organisation, other_organisation, charlie_and_alice):
    alice, charlie = charlie_and_alice
    offering = {"slug": other_organisation.slug, "reason": "samma kunder"}
    assert (
        "Skriv grunden"
        in alice.post("/consent/blocks/group/offer", {**offering, "reason": ""}, follow=True).content.decode()
    )
    alice.post("/consent/blocks/group/offer", offering)
    assert "Dotterbolaget" in alice.get("/consent/blocks/group").content.decode()
    page = charlie.get("/consent/blocks/group").content.decode()
    assert "Skobutiken erbjuder er sin lista" in page
    path = page.split('action="/consent/blocks/group/')[1].split("/accept")[0]
    charlie.post(f"/consent/blocks/group/{path}/accept", {"reason": "kunderna ska slippa"})
    assert "Ett nej till Skobutiken räknas här" in charlie.get("/consent/blocks/group").content.decode()
    page = alice.post(f"/consent/blocks/group/{path}/end", {"reason": "bolaget är sålt"}, follow=True)
    assert "Det som kommit över står kvar" in page.content.decode()
    gone = charlie.post(f"/consent/blocks/group/{path}/end", {"reason": "också"}, follow=True)
    assert "står inte längre" in gone.content.decode()


def test_only_those_who_answer_for_it_offer_the_list_and_to_somebody_there_is(alice, bob, other_organisation):
    offering = {"slug": "finns-inte", "reason": "x"}
    page = alice.post("/consent/blocks/group/offer", offering, follow=True).content.decode()
    assert "ingen annan organisation med det kortnamnet" in page
    assert bob.post("/consent/blocks/group/offer", offering).status_code == 403
