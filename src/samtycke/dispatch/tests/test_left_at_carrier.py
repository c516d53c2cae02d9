"""Whoever has told the carrier that they want no more is as gone here, at once and provably."""

from __future__ import annotations

from samtycke.dispatch.tests.scene import campaign, consents, eventually, gateway, number, states
from samtycke.gate.door import counts
from samtycke.gate.receipts import CarrierReceipt, receipts
from samtycke.ledger.door import blocks_on, history
from samtycke.organisations.door import acting_for


def test_a_refusal_for_that_reason_is_an_objection_with_its_evidence_and_the_next_text_is_withheld(shop, phone):
    contacts = consents(shop, range(3))
    phone.deliver("left")
    with gateway():
        campaign(shop)
        eventually(lambda: states(shop) == {"failed": 3})
        phone.deliver("delivered")
        campaign(shop, campaign_id=2)
    assert states(shop) == {"failed": 3, "withheld": 3}
    assert phone.statistics()["received"] == 0
    with acting_for(shop.pk) as cursor:
        (block,) = blocks_on(cursor, number(shop, 1))
        assert (block.own_doing, block.purpose, block.because) == (True, "", "carrier")
        objection = history(cursor, contacts[1])[0]
        assert (objection.kind, objection.door) == ("objection", "carrier")
        assert objection.evidence == {"carrier": f"carrier{shop.pk}", "code": "0x411"}
        assert "opted_out" not in counts(cursor, 1)[0]  # none of them left because of this campaign


def test_a_receipt_may_say_it_however_often(shop, phone):
    contacts = consents(shop, [1])
    phone.deliver("silent")
    with gateway():
        campaign(shop)
        eventually(lambda: states(shop) == {"sent": 1})
    with acting_for(shop.pk) as cursor:
        cursor.execute("SELECT carrier_ref, leased_at FROM message")
        ref, at = cursor.fetchone()
    for _ in range(2):
        receipts(f"carrier{shop.pk}", [CarrierReceipt(ref, "left", "009", at)])
    assert states(shop) == {"failed": 1}
    with acting_for(shop.pk) as cursor:
        assert [event.kind for event in history(cursor, contacts[0])] == ["objection", "consent"]
        assert blocks_on(cursor, number(shop, 1))
