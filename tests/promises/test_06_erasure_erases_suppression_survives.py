"""Promise 6: erasure erases, suppression survives."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.rows import all_rows

from samtycke.gate.door import Spec, decide_one, opt_out, send
from samtycke.ledger.door import (
    Consent,
    Journal,
    drain,
    erase,
    find_contact,
    history,
    number_key,
    record,
    reveal,
    verify,
)
from samtycke.organisations.door import SealBroken, acting_for, keyring
from samtycke.sms import Number

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ASA = Number("+46701740612", "SE")
SECRETS = ("+46701740612", "46701740612", "Åsa Lindqvist", "192.0.2.77")


def yes(*, days_ago=10, door="form"):
    return Consent(
        number=ASA,
        occurred_at=NOW - timedelta(days=days_ago),
        door=door,
        purpose="offers",
        method="web_form",
        wording="Ja, skicka erbjudanden.",
        informed=True,
        evidence={"ip": "192.0.2.77"},
        attributes={"name": "Åsa Lindqvist"},
    )


@pytest.fixture
def erased(organisation):
    """Åsa said yes by a form, and asked to be erased."""
    with acting_for(organisation.pk) as cursor:
        (contact,) = record(cursor, [yes()], now=NOW).contact_ids
        kept = all_rows(organisation.pk)
        erase(cursor, contact, by="Karin", door="staff", now=NOW)
    return contact, kept


def test_nobody_can_read_the_number_or_the_evidence(organisation, erased):
    contact, _ = erased
    with acting_for(organisation.pk) as cursor:
        assert reveal(cursor, [contact]) == {}
        assert find_contact(cursor, ASA.e164) is None
        assert all(event.evidence is None for event in history(cursor, contact))
        assert len(history(cursor, contact)) == 2


def test_nothing_that_is_left_in_the_database_opens_or_names_the_person(organisation, erased):
    """Every row of every table, and every sealed value tried with every key there is."""
    contact, _ = erased
    left = all_rows(organisation.pk)
    for secret in SECRETS:
        assert secret not in json.dumps(left, ensure_ascii=False)
        assert secret.encode().hex() not in json.dumps(left)
    assert "identity" not in left
    (evidence,) = [row["evidence"] for row in left["consent_event"] if row["kind"] == "consent"]
    with pytest.raises(SealBroken):
        keyring().open(bytes.fromhex(evidence.removeprefix("\\x")), about=b"evidence:%d" % contact)


def test_whoever_asks_about_the_number_hears_of_the_block_though_it_is_nobodys(organisation, erased):
    """What is told beforehand is what a text would be withheld for."""
    offer = Spec("marketing", "offers", "Rea på skor", ("shoes",))
    with acting_for(organisation.pk) as cursor:
        asked = decide_one(cursor, offer, ASA, now=NOW)
        assert (asked.verdict, asked.rule) == ("deny", "block.organisation")
        assert send(cursor, offer, ASA, now=NOW).decision.rule == asked.rule


def test_only_the_block_still_knows_the_number_and_only_by_its_keyed_hmac(organisation, erased, tmp_path):
    """That, and the line that tells a restore of it: once it is in the journal, only the block."""
    key = number_key(ASA.e164).hex()
    with acting_for(organisation.pk) as cursor:
        drain(cursor, Journal(tmp_path), now=NOW)
    assert [table for table, rows in all_rows(organisation.pk).items() if key in json.dumps(rows)] == ["suppression"]


def test_the_ledger_is_still_whole(organisation, erased):
    with acting_for(organisation.pk) as cursor:
        assert verify(cursor) == []


def test_the_number_imported_again_is_still_blocked(organisation, erased):
    contact, _ = erased
    with acting_for(organisation.pk) as cursor:
        for again in (yes(days_ago=-1, door="import"), yes(days_ago=-2, door="api")):
            done = record(cursor, [again], now=NOW + timedelta(days=3))
            assert done.blocked == 1
            assert done.contact_ids[0] != contact


def test_only_a_new_yes_of_the_persons_own_lifts_that_block(organisation, erased):
    with acting_for(organisation.pk) as cursor:
        assert record(cursor, [yes(days_ago=-1)], now=NOW + timedelta(days=3)).blocked == 0


def test_a_no_before_the_erasure_blocks_after_it(organisation):
    with acting_for(organisation.pk) as cursor:
        contact = opt_out(cursor, ASA, because="STOPP", door="sms", occurred_at=NOW, now=NOW).contact_id
        erase(cursor, contact, by="Karin", door="staff", now=NOW)
        assert record(cursor, [yes(days_ago=-1, door="import")], now=NOW + timedelta(days=3)).blocked == 1
