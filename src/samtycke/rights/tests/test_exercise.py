"""What people do by their rights happens at once, is sealed, and is logged as answered."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql

from samtycke.campaigns.door import Content, create
from samtycke.gate.door import Spec, decide_one, messages_of
from samtycke.ledger.door import (
    Consent,
    NumberTaken,
    blocks_on,
    find_contact,
    history,
    number_key,
    record,
    reveal,
    seal,
    verify,
)
from samtycke.organisations.door import acting_for
from samtycke.rights.door import (
    NothingHeld,
    Person,
    confirm_wish,
    erase_me,
    lift_restriction,
    move,
    put_right,
    requests_by,
    restrict,
    stop_marketing,
    take_in_own,
    waiting,
    wish_number,
)
from samtycke.rights.tests.scene import at, code_to, fresh, inside, known

OFFER = Spec("marketing", "offers", "Hej", ("shoes",), "Skobutiken")


def now() -> datetime:
    return datetime.now(UTC)


def decided(organisation, number) -> tuple[str, str]:
    with acting_for(organisation.pk) as cursor:
        found = decide_one(cursor, OFFER, number, now=now())
    return found.verdict, found.rule


def logged(organisation, contact) -> list[tuple[str, str, tuple[str, ...]]]:
    with acting_for(organisation.pk) as cursor:
        return [(one.kind, one.outcome, one.given) for one in requests_by(cursor, contact)]


def test_stopping_all_marketing_holds_at_once_and_takes_what_is_planned(shop):
    number = fresh()
    contact = known(shop, number)
    with acting_for(shop.pk) as cursor:
        stop_marketing(cursor, number, language="sv", now=now())
        assert messages_of(cursor, contact)[0].state == "withheld"
    assert decided(shop, number) == ("deny", "gdpr21.objected")
    assert logged(shop, contact) == [("objection", "granted", ("stopped",))]


def test_a_restriction_denies_everything_until_its_maker_lifts_it(shop):
    number = fresh()
    contact = known(shop, number)
    with acting_for(shop.pk) as cursor:
        restrict(cursor, number, language="sv", now=now())
    assert decided(shop, number) == ("deny", "gdpr18.restricted")
    with acting_for(shop.pk) as cursor:
        lift_restriction(cursor, number, language="sv", now=now())
    assert decided(shop, number)[0] == "allow"
    assert [kind for kind, _, _ in logged(shop, contact)] == ["restriction_lifted", "restriction"]


def test_a_correction_holds_at_once_and_what_it_was_is_kept_sealed(shop):
    number = fresh()
    contact = known(shop, number)
    with acting_for(shop.pk) as cursor:
        assert put_right(cursor, number, {"name": "Åsa  Ek"}, language="sv", now=now())
        assert not put_right(cursor, number, {"name": "Åsa Ek"}, language="sv", now=now())
        assert reveal(cursor, [contact])[contact].name == "Åsa Ek"
        event = history(cursor, contact)[0]
        seal(cursor, now=now())
        assert verify(cursor) == []
    assert (event.kind, event.door, event.value) == ("correction", "me", "attributes")
    assert event.evidence == {"name, before": "Åsa Öberg", "name": "Åsa Ek"}
    assert logged(shop, contact) == [("rectification", "granted", ("attributes",))]


def test_what_is_left_empty_is_removed(shop):
    number = fresh()
    contact = known(shop, number)
    with acting_for(shop.pk) as cursor:
        put_right(cursor, number, {"name": " "}, language="sv", now=now())
        assert reveal(cursor, [contact])[contact].attributes == {}


def test_a_new_number_needs_a_code_of_its_own_and_every_no_goes_with_it(shop):
    old, new = fresh(), fresh()
    contact = known(shop, old)
    ticket = inside(shop, old)
    with acting_for(shop.pk) as cursor:
        stop_marketing(cursor, old, language="sv", now=now())
        wish_number(cursor, ticket, new, language="sv", now=now())
        assert confirm_wish(cursor, ticket, "000000x", now=now())[1] is None
    with acting_for(shop.pk) as cursor:
        assert find_contact(cursor, old.e164) == contact  # nothing has been changed yet
        outcome, confirmed = confirm_wish(cursor, ticket, code_to(shop, new), now=now())
        assert (outcome, confirmed) == ("open", new)
        move(cursor, old, new, language="sv", now=now())
        assert find_contact(cursor, new.e164) == contact
        assert find_contact(cursor, old.e164) is None
        assert [one.own_doing for one in blocks_on(cursor, new.e164)] == [True]
        assert verify(cursor) == []
    assert decided(shop, new) == ("deny", "gdpr21.objected")


def test_a_number_somebody_else_has_here_is_not_taken_over(shop):
    mine, theirs = fresh(), fresh()
    known(shop, mine)
    known(shop, theirs, name="Bo Lind")
    with acting_for(shop.pk) as cursor, pytest.raises(NumberTaken):
        move(cursor, mine, theirs, language="sv", now=now())


def test_an_objection_to_something_else_waits_for_a_person(shop):
    number = fresh()
    known(shop, number)
    with acting_for(shop.pk) as cursor:
        take_in_own(
            cursor, "objection_other", Person(number=number.e164, says="Sluta räkna mina köp"), language="sv", now=now()
        )
        (one,) = waiting(cursor)
    assert (one.kind, one.identity.how, one.person.says) == ("objection_other", "code", "Sluta räkna mina köp")


def test_of_nobody_there_is_nothing_to_erase(shop):
    with acting_for(shop.pk) as cursor, pytest.raises(NothingHeld):
        erase_me(cursor, fresh(), language="sv", now=now())


def test_erasure_with_the_database_in_hand(shop):
    """Every committed row of every table, as the superuser sees it: nothing names the person, the seal verifies, and
    the number stays blocked when a file brings it back."""
    number = fresh()
    contact = known(shop, number)
    inside(shop, number)
    with acting_for(shop.pk) as cursor:
        audience = {"numbers": [number.e164]}
        create(cursor, Content("Utkast", "Hej", "offers", (), "", audience), by="Lina", now=now())
        person = Person(number=number.e164, says="Åsa säger nej")
        take_in_own(cursor, "objection_other", person, language="sv", now=now())
        seal(cursor, now=now())
    with acting_for(shop.pk) as cursor:
        gone = erase_me(cursor, number, language="sv", now=now())
    assert gone.went["number"] == 1
    assert gone.went["replies"] == 1
    assert gone.went["scans"] == 1
    left = everything()
    for secret in (number.e164, number.e164[1:], f"0{number.e164[3:]}", "Åsa Öberg", "192.0.2.77", "Åsa säger nej"):
        assert secret not in left
        assert secret.encode().hex() not in left
    holding = [table for table, rows in of(shop.pk).items() if number_key(number.e164).hex() in json.dumps(rows)]
    # Besides the block, the note of it that waits for the journal on another disk; it goes when it is there.
    assert holding == ["suppression", "unjournaled"]
    with acting_for(shop.pk) as cursor:
        assert reveal(cursor, [contact]) == {}
        assert all(one.evidence is None for one in history(cursor, contact))
        assert max(one.id for one in history(cursor, contact)) == gone.event
        seal(cursor, now=now())
        assert verify(cursor) == []
        asked = requests_by(cursor, contact)
        again = record(cursor, [yes(number)], now=now())
    assert again.blocked == 1
    assert decided(shop, number)[0] == "deny"
    assert [(one.kind, one.outcome, one.person) for one in asked] == [
        ("erasure", "granted", None),
        ("objection_other", "moot", None),
    ]


def yes(number) -> Consent:
    return Consent(
        number=number, occurred_at=at(), door="import", purpose="offers", method="web_form", wording="Ja.",
        informed=True, evidence={"row": "1"},
    )  # fmt: skip


def everything() -> str:
    """Every row of every table of the database, as text."""
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"]) as admin:
        tables = admin.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        ).fetchall()
        return "\n".join(
            str(row[0])
            for (table,) in tables
            for row in admin.execute(sql.SQL("SELECT to_jsonb(t)::text FROM {} t").format(sql.Identifier(table)))
        )


def of(organisation: int) -> dict[str, list[object]]:
    """The rows of one organisation, by table."""
    found: dict[str, list[object]] = {}
    with psycopg.connect(os.environ["SAMTYCKE_TEST_ADMIN_URL"]) as admin:
        tables = admin.execute(
            "SELECT DISTINCT table_name FROM information_schema.columns c JOIN pg_class p ON p.relname = c.table_name "
            "WHERE table_schema = 'public' AND column_name = 'organisation_id' AND p.relkind = 'r'"
        ).fetchall()
        for (table,) in tables:
            query = sql.SQL("SELECT to_jsonb(t) FROM {} t WHERE organisation_id = %s").format(sql.Identifier(table))
            if rows := admin.execute(query, [organisation]).fetchall():
                found[table] = [row[0] for row in rows]
    return found
