"""The proof of a message can be checked by a program that has nothing but its file."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from samtycke.gate.door import proof
from samtycke.gate.optout import opt_out
from samtycke.gate.tests.scene import bought, campaign, number, people, take, yes
from samtycke.ledger.bundle import NotAProof, check_bundle
from samtycke.ledger.door import erase, heads, seal
from samtycke.ledger.offline import noted_heads
from samtycke.organisations.door import acting_for


def sealed(organisation):
    with acting_for(organisation.pk) as cursor:
        while seal(cursor, now=datetime.now(UTC)):
            pass


def bundle_of(organisation, contact=None):
    with acting_for(organisation.pk) as cursor:
        cursor.execute("SELECT id FROM message WHERE contact_id = coalesce(%s, contact_id) ORDER BY id", [contact])
        made = proof(cursor, cursor.fetchone()[0], now=datetime.now(UTC))
    return json.loads(json.dumps(made))


@pytest.fixture
def bundle(organisation):
    """A text on consent, with a no that came later."""
    people(organisation, yes(1, evidence={"ip": "192.0.2.7"}), yes(1, purpose="events"), bought(1))
    sealed(organisation)
    campaign(organisation)
    take(organisation)
    with acting_for(organisation.pk) as cursor:
        opt_out(cursor, number(1), because="STOPP", door="sms", now=datetime.now(UTC))
    sealed(organisation)
    return bundle_of(organisation)


def test_it_holds_the_message_the_decision_and_the_events_that_bear_on_it(bundle):
    assert bundle["person"]["number"] == number(1).e164
    assert bundle["message"]["text"].startswith("Höstens skor är här")
    assert bundle["decision"]["basis"] == "consent"
    assert bundle["decision"]["citation"]
    assert len(bundle["decision"]["facts_query"]) == 16
    assert [(one["role"], one["event"]["kind"]) for one in bundle["events"]] == [
        ("ground", "consent"),
        ("later", "objection"),
    ]
    assert bundle["events"][0]["wording"] == "Ja, skicka erbjudanden."
    assert bundle["events"][0]["evidence"]["opened"] == {"ip": "192.0.2.7"}


def test_it_checks_out_alone(bundle):
    verdict = check_bundle(bundle)
    assert verdict.wrong == []
    assert verdict.waiting == 0
    assert len(verdict.shown) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda bundle: bundle["events"][0]["event"].update(method="paper"),
        lambda bundle: bundle["events"][0]["event"].update(occurred_at="2020-01-01T00:00:00.000000Z"),
        lambda bundle: bundle["events"][0].update(wording="Ja till allt."),
        lambda bundle: bundle["events"][0]["evidence"]["opened"].update(ip="192.0.2.8"),
        lambda bundle: bundle["events"][0]["evidence"].update(sealed="00" * 40),
        lambda bundle: bundle["events"][0]["evidence"].update(key="00" * 32),
        lambda bundle: bundle["events"][0]["seal"].update(index=1),
        lambda bundle: bundle["events"][0]["seal"]["path"].append("00" * 32),
        lambda bundle: bundle["events"][0]["seal"]["batch"].update(root="00" * 32),
        lambda bundle: bundle["events"][0]["seal"]["batch"].update(version=2),
        lambda bundle: bundle["events"][0]["seal"].update(batch_path=[]),
        lambda bundle: bundle["head"].update(head="00" * 32),
    ],
)
def test_whatever_is_changed_in_it_is_found(bundle, change):
    change(bundle)
    assert check_bundle(bundle).wrong


def test_a_file_of_another_kind_is_refused():
    for other in ({}, {"format": "x"}, {"format": "samtycke-proof-1"}):
        with pytest.raises(NotAProof):
            check_bundle(other)


def test_a_witness_who_noted_the_head_bears_it_out_and_another_head_does_not(organisation, bundle):
    with acting_for(organisation.pk) as cursor:
        noted = noted_heads([one.as_json() for one in heads(cursor)])
    assert any("witness" in sentence for sentence in check_bundle(bundle, noted).shown)
    forged = noted_heads([{**heads_line(one), "head": "00" * 32, "root": "00" * 32} for one in noted])
    assert check_bundle(bundle, forged).wrong


def heads_line(one):
    return {"organisation": one.organisation, "number": one.number}


def test_events_that_wait_for_their_seal_are_said_to(organisation):
    people(organisation, yes(1))
    campaign(organisation)
    bundle = bundle_of(organisation)
    assert bundle["events"][0]["seal"] is None
    assert bundle["head"] is None
    assert check_bundle(bundle).waiting == 1


def test_a_text_to_a_customer_rests_on_the_sale_and_what_was_said_in_it(organisation):
    people(organisation, bought(1), bought(1, category="insurance"), yes(1, purpose="events"))
    campaign(organisation)
    (event,) = bundle_of(organisation)["events"]
    assert (event["role"], event["event"]["category"], event["event"]["offered"]) == ("ground", "shoes", True)


def test_the_proof_of_an_erased_person_says_so_and_still_checks_out(organisation, bundle):
    with acting_for(organisation.pk) as cursor:
        erase(cursor, bundle["person"]["contact"], by="Karin", door="staff", now=datetime.now(UTC))
    sealed(organisation)
    erased = bundle_of(organisation)
    assert erased["person"]["number"] is None
    assert erased["person"]["erased_at"]
    assert erased["events"][0]["evidence"]["opened"] is None
    assert erased["events"][0]["evidence"]["key"] is None
    assert erased["events"][-1]["event"]["kind"] == "erasure"
    assert check_bundle(erased).wrong == []
    assert number(1).e164[1:] not in json.dumps(erased)
    assert "192.0.2.7" not in json.dumps(erased)
