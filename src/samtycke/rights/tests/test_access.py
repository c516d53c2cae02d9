"""A copy holds everything that is held, every point of art. 15, and nobody else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from samtycke.gate.door import opt_out
from samtycke.ledger.door import block, find_contact, note
from samtycke.organisations.door import acting_for
from samtycke.rights.door import Recipient, access, add_recipient, as_json, held
from samtycke.rights.tests.scene import WORDS, fresh, inside, known


def document(organisation, number):
    with acting_for(organisation.pk) as cursor:
        return access(cursor, number, find_contact(cursor, number.e164), now=datetime.now(UTC))


def test_everything_that_any_room_holds_is_in_it(shop):
    """Whatever a room hands out stands in the document, by its name."""
    number = fresh()
    contact = known(shop, number)
    found = document(shop, number)
    with acting_for(shop.pk) as cursor:
        rooms = held(cursor, contact)
    assert rooms.keys() - {"number", "attributes"} <= found.keys()
    assert [len(found[name]) for name in ("events", "messages", "replies", "scans")] == [
        len(rooms[name]) for name in ("events", "messages", "replies", "scans")
    ]
    assert found["person"]["number"] == number.e164
    assert found["person"]["attributes"] == {"name": "Åsa Öberg"}
    assert {one["kind"] for one in found["events"]} == {"consent", "sale"}
    assert next(one for one in found["events"] if one["door"] == "form")["evidence"] == {"address": "192.0.2.77"}
    assert found["messages"][0]["text"].startswith("Hej, skorna är här")
    assert found["messages"][0]["explanation"]["sv"]


def test_each_point_of_article_15_is_told_in_both_languages(shop):
    told = document(shop, fresh())["information"]
    assert [one["article"] for one in told] == [f"15(1)({letter})" for letter in "abcdefgh"]
    assert all(one["text"]["sv"] and one["text"]["en"] for one in told)
    assert "den virtuella operatören" in told[2]["text"]["sv"]
    assert "imy.se" in told[5]["text"]["sv"]


def test_who_gets_the_data_is_named_and_what_protects_them_abroad(shop):
    with acting_for(shop.pk) as cursor:
        for one in (
            Recipient(name="Sthlm SMS AB", does="förmedlar SMS", agreed_on=date(2026, 1, 2)),
            Recipient(name="Help Inc", does="customer service", country="US", ground="clauses", safeguards="2021/914"),
        ):
            add_recipient(cursor, one, by="alice", now=datetime.now(UTC))
    told = {one["article"]: one["text"] for one in document(shop, fresh())["information"]}
    assert "Sthlm SMS AB: förmedlar SMS. Sverige." in told["15(1)(c)"]["sv"]
    assert "Help Inc: customer service. USA, standardavtalsklausuler" in told["15(2)"]["sv"]
    assert "Sthlm SMS AB" not in told["15(2)"]["en"]


def test_each_consent_has_its_receipt(shop):
    number = fresh()
    known(shop, number)
    receipts = document(shop, number)["receipts"]
    assert {one["pii_processing"]["purposes"][0]["purpose"] for one in receipts} == {"offers", "events"}


def test_the_ground_and_its_end_stand_with_each_purpose(shop):
    number = fresh()
    known(shop, number)
    by_purpose = {one["purpose"]: one for one in document(shop, number)["permissions"]}
    assert by_purpose["offers"]["basis"] == "consent"
    assert by_purpose["offers"]["wording"] == WORDS
    assert by_purpose["offers"]["sent"]


def test_nobody_else_stands_in_it(shop):
    """Who of the staff did it, and whoever a reply happens to name."""
    number = fresh()
    known(shop, number)
    written = as_json(document(shop, number)).decode()
    for other in ("Karin Berg", "Nyckeln Kassan", "070-174 06 66", "+46701740666", "bo@example.se"):
        assert other not in written
    assert "Ring Bo på ••• eller •••" in written


def test_it_is_whole_as_json(shop):
    number = fresh()
    known(shop, number)
    read = json.loads(as_json(document(shop, number)))
    assert read["format"] == "samtycke-access-1"
    assert datetime.fromisoformat(read["events"][0]["occurred_at"]).tzinfo is not None


def test_of_a_number_nobody_knows_there_is_nothing_but_perhaps_a_block(shop):
    number = fresh()
    inside(shop, number)
    assert document(shop, number)["nothing"]
    assert document(shop, number)["messages"] != []  # the code itself, which goes with the visit
    with acting_for(shop.pk) as cursor:
        block(cursor, [number.e164], because="lista", door="import", by="Karin", now=datetime.now(UTC))
    found = document(shop, fresh())
    assert found["nothing"]
    assert found["blocks"] == []


def test_a_block_says_why_but_not_by_whom(shop):
    number = fresh()
    with acting_for(shop.pk) as cursor:
        opt_out(cursor, number, because="phone", door="staff", by="Karin Berg", now=datetime.now(UTC))
    (one,) = document(shop, number)["blocks"]
    assert (one["own_doing"], one["because"]) == (True, "phone")
    assert "by" not in one


def test_who_has_a_number_now_learns_nothing_of_who_had_it_before(shop):
    number = fresh()
    contact = known(shop, number)
    with acting_for(shop.pk) as cursor:
        note(cursor, contact, "number_wrong", door="staff", now=datetime.now(UTC))
    found = document(shop, number)
    assert found["passed_on"]
    assert "Åsa" not in as_json(found).decode()
    assert found["events"] == found["messages"] == found["receipts"] == []
