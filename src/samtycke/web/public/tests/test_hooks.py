"""A web shop tells of its orders: signed or not at all, each order once, and nothing assumed of what was said in it."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from samtycke import intake
from samtycke.gate.door import Spec, decide_one
from samtycke.intake.door import (
    OWN_CONSENT,
    Terms,
    deliveries,
    map_goods,
    open_shop,
    set_secret,
    set_terms,
    shop,
    shop_goods,
)
from samtycke.ledger.door import find_contact, history
from samtycke.organisations.door import acting_for
from samtycke.sms import parse_number
from samtycke.web.public.hooks.views import LARGEST

ORDERS = {
    kind: json.loads((Path(intake.__path__[0]) / "tests" / "orders" / f"{kind}.json").read_text())
    for kind in ("woocommerce", "shopify")
}
NUMBERS = {"woocommerce": "+46701740605", "shopify": "+46701740606"}
FIELDS = {"woocommerce": "_wc_other/skobutiken/no-texts", "shopify": "Nej tack, skicka inga"}
SECRET = "a secret of the shop's own, long enough"
WORDS = (
    "Vi skickar erbjudanden om liknande varor på SMS till numret. Du kan avsluta när du vill. ☐ Nej tack, skicka inga."
)
TOPICS = {
    "woocommerce": {"create": "order.created", "update": "order.updated"},
    "shopify": {"create": "orders/create", "update": "orders/updated"},
}
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class Shop:
    """A shop of an organisation, that signs what it tells."""

    def __init__(
        self, organisation, kind: str, *, terms: Terms | None = None, name: str = "skobutiken.example"
    ) -> None:
        self.organisation, self.kind, self.number, self.sent = organisation, kind, NUMBERS[kind], 0
        with acting_for(organisation.pk) as cursor:
            self.id = open_shop(cursor, kind=kind, name=name, by="Alice")
            set_secret(cursor, shop(cursor, self.id), SECRET, by="Alice")
            known = shop(cursor, self.id)
            self.url = f"/hooks/{kind}/{known.token}"
            if terms is not None:
                set_terms(cursor, known, terms, by="Alice", now=LONG_AGO)
            map_goods(cursor, known, {("article", "SKO"): "shoes", ("article", "VAS"): "bags"}, by="Alice")

    def order(self, **changes: object) -> dict[str, object]:
        return {**copy.deepcopy(ORDERS[self.kind]), **changes}

    def tell(self, topic: str, body: object, *, secret: str = SECRET, delivery: str = "", url: str = ""):
        self.sent += 1
        octets = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = base64.b64encode(hmac.digest(secret.encode(), octets, hashlib.sha256)).decode()
        delivery = delivery or f"delivery-{self.sent}"
        named = (
            {"X-WC-Webhook-Topic": topic, "X-WC-Webhook-Signature": signature, "X-WC-Webhook-Delivery-ID": delivery}
            if self.kind == "woocommerce"
            else {"X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": signature, "X-Shopify-Webhook-Id": delivery}
        )
        return Client(enforce_csrf_checks=True).post(
            url or self.url, octets, content_type="application/json", headers=named
        )

    def says(self, topic: str, body: object, **how: str) -> str:
        answer = self.tell(topic, body, **how)
        assert answer.status_code == 200
        return answer.content.decode().strip()

    def create(self, **changes: object) -> str:
        return self.says(TOPICS[self.kind]["create"], self.order(**changes))

    def update(self, minutes: int = 1, **changes: object) -> str:
        at = {"date_modified_gmt": f"2026-11-02T14:{minutes:02}:00"}
        if self.kind == "shopify":
            at = {"updated_at": f"2026-11-02T15:{minutes:02}:00+01:00"}
        return self.says(TOPICS[self.kind]["update"], self.order(**at, **changes))

    def verdict(self, *goods: str, number: str = "") -> str:
        """What the law says of a text about some goods to whoever bought."""
        with acting_for(self.organisation.pk) as cursor:
            if find_contact(cursor, number or self.number) is None:
                return "stranger"
            spec = Spec("marketing", "offers", "Höstens skor", goods, "Skobutiken")
            return decide_one(cursor, spec, parse_number(number or self.number), now=NOW).verdict

    def events(self) -> list[str]:
        with acting_for(self.organisation.pk) as cursor:
            contact = find_contact(cursor, self.number)
            return [event.kind for event in history(cursor, contact)] if contact else []

    def latest(self):
        with acting_for(self.organisation.pk) as cursor:
            return deliveries(cursor, self.id)[0]


@pytest.fixture(params=["woocommerce", "shopify"])
def store(request, organisation) -> Shop:
    """A shop whose checkout tells of the use and offers to refuse."""
    return Shop(organisation, request.param, terms=Terms(words=WORDS, refusal_field=FIELDS[request.param]))


@pytest.fixture
def woo(organisation) -> Shop:
    return Shop(organisation, "woocommerce", terms=Terms(words=WORDS, refusal_field=FIELDS["woocommerce"]))


@pytest.fixture
def shopify(organisation) -> Shop:
    return Shop(organisation, "shopify", terms=Terms(words=WORDS, refusal_field=FIELDS["shopify"]))


def answered(store: Shop, answer: str) -> dict[str, object]:
    """The order with another answer to the box."""
    if store.kind == "shopify":
        return {"note_attributes": [{"name": FIELDS["shopify"], "value": answer}]}
    return {"meta_data": [{"id": 1, "key": FIELDS["woocommerce"], "value": answer}]}


def cancelled(store: Shop) -> dict[str, object]:
    return {"status": "cancelled"} if store.kind == "woocommerce" else {"cancelled_at": "2026-11-02T16:00:00+01:00"}


def test_an_order_makes_a_customer_of_what_was_bought_and_of_similar_goods(store):
    assert store.create() == "recorded"
    assert store.verdict("shoes") == store.verdict("boots") == store.verdict("bags") == "allow"
    assert store.verdict("insurance") == "deny"
    delivery = store.latest()
    assert (delivery.sales, delivery.cancelled, delivery.notes) == (2, 0, ())
    with acting_for(store.organisation.pk) as cursor:
        event = history(cursor, find_contact(cursor, store.number))[0]
    assert (event.collected, event.informed, event.offered, event.refused, event.wording) == (
        True,
        True,
        True,
        False,
        WORDS,
    )
    assert event.evidence["order"] in event.source


def test_who_ticked_no_thanks_is_not_texted(store):
    assert store.create(**answered(store, "1" if store.kind == "woocommerce" else "Yes")) == "recorded"
    assert store.verdict("shoes") == "deny"
    assert store.latest().notes == (("refused", ""),)


def test_an_answer_nobody_can_read_is_a_no(store):
    store.create(**answered(store, "kanske"))
    assert store.verdict("shoes") == "deny"


def test_a_cancelled_order_counts_for_nothing(store):
    store.create()
    assert store.update(**cancelled(store)) == "cancelled"
    assert store.verdict("shoes") == store.verdict("bags") == "deny"
    assert store.latest().cancelled == 2


def test_what_is_told_again_changes_nothing(store):
    """By the platform's id of it, by the order's own instant, and by what the ledger knows."""
    topic = TOPICS[store.kind]["create"]
    assert store.says(topic, store.order(), delivery="one") == "recorded"
    before = store.events()
    assert store.says(topic, store.order(), delivery="one") == "again"
    assert store.says(topic, store.order(), delivery="two") == "known"
    assert store.update(**cancelled(store)) == "cancelled"
    assert store.says(topic, store.order(), delivery="three") == "older"
    assert store.verdict("shoes") == "deny"
    assert len(store.events()) == len(before) + 2


def test_without_a_field_for_the_refusal_none_was_offered(organisation):
    store = Shop(organisation, "woocommerce")
    assert store.create() == "recorded"
    assert store.latest().notes == (("not_offered", ""),)
    assert store.verdict("shoes") == "deny"


def test_an_order_without_the_field_was_offered_nothing_unless_silence_is_an_answer(organisation):
    for name, silence, verdict in (("a", False, "deny"), ("b", True, "allow")):
        store = Shop(
            organisation,
            "woocommerce",
            terms=Terms(words=WORDS, refusal_field=FIELDS["woocommerce"], silence=silence),
            name=name,
        )
        store.create(meta_data=[])
        assert store.verdict("shoes") == verdict


def test_an_order_from_before_the_words_were_told_rests_on_none(organisation):
    store = Shop(organisation, "woocommerce")
    with acting_for(organisation.pk) as cursor:
        terms = Terms(words=WORDS, refusal_field=FIELDS["woocommerce"])
        set_terms(cursor, shop(cursor, store.id), terms, by="Alice", now=datetime(2026, 11, 3, tzinfo=UTC))
    store.create()
    assert store.verdict("shoes") == "deny"
    store.create(
        id=4751, number="4751", date_created_gmt="2026-11-04T10:00:00", date_modified_gmt="2026-11-04T10:00:00"
    )
    assert store.verdict("shoes") == "allow"


@pytest.mark.parametrize(
    ("kind", "change"), [("woocommerce", {"created_via": "admin"}), ("shopify", {"source_name": "pos"})]
)
def test_an_order_that_staff_wrote_in_was_shown_nothing_at_the_checkout(organisation, kind, change):
    store = Shop(organisation, kind, terms=Terms(words=WORDS, refusal_field=FIELDS[kind]))
    assert store.create(**change) == "recorded"
    assert store.latest().notes == (("not_online", ""),)
    assert store.verdict("shoes") == "deny"


def test_goods_nobody_has_mapped_are_no_sale_and_are_listed(woo):
    lines = [{"id": 1, "name": "Paraply", "product_id": 9, "sku": "PAR-1", "quantity": 1}]
    assert woo.create(line_items=lines) == "no_goods"
    assert woo.latest().notes == (("unmapped", "1"),)
    assert woo.events() == []
    with acting_for(woo.organisation.pk) as cursor:
        assert ("Paraply", None, 1) in [(one.label, one.category, one.lines) for one in shop_goods(cursor, woo.id)]
        map_goods(cursor, shop(cursor, woo.id), {("product", "9"): "bags"}, everything="shoes", by="Alice")
    assert woo.update(line_items=[*lines, {"id": 2, "name": "Sula", "product_id": 10, "quantity": 1}]) == "recorded"
    assert woo.latest().sales == 2


def test_freight_and_gift_cards_are_no_goods(woo):
    with acting_for(woo.organisation.pk) as cursor:
        map_goods(cursor, shop(cursor, woo.id), {("product", "9"): "-"}, by="Alice")
    assert woo.create(line_items=[{"id": 1, "name": "Presentkort", "product_id": 9, "quantity": 1}]) == "no_goods"
    assert woo.latest().notes == ()


@pytest.mark.parametrize(
    ("phone", "reason"), [("08-465 004 00", "landline"), ("ring mig", "unreadable"), ("", "no_phone")]
)
def test_a_number_nobody_can_text_is_told_with_the_reason_and_not_kept(woo, phone, reason):
    order = woo.order()
    order["billing"]["phone"] = phone
    assert woo.says("order.created", order) == "no_number"
    assert woo.latest().notes == ((reason, ""),)
    assert not phone or phone not in str(woo.latest())


def test_a_number_is_read_as_the_orders_country_writes_it(woo):
    order = woo.order()
    order["billing"] |= {"phone": "412 34 567", "country": "NO"}
    assert woo.says("order.created", order) == "recorded"
    assert woo.verdict("shoes", number="+4741234567") != "stranger"


def test_when_the_shop_corrects_the_number_the_wrong_one_bought_nothing(woo):
    woo.create()
    order = woo.order(date_modified_gmt="2026-11-02T15:00:00")
    order["billing"]["phone"] = "070-174 06 09"
    assert woo.says("order.updated", order) == "recorded"
    assert woo.verdict("shoes") == "deny"
    assert woo.verdict("shoes", number="+46701740609") == "allow"


def test_an_order_nobody_has_paid_is_no_sale_and_no_contact(store):
    waiting = {"status": "pending"} if store.kind == "woocommerce" else {"financial_status": "pending"}
    assert store.create(**waiting) == "not_sold"
    assert store.update(**(waiting | cancelled(store))) == "nothing_to_cancel"
    assert store.verdict("shoes") == "stranger"


def test_an_abandoned_order_leaves_no_contact_behind(woo):
    assert woo.create(status="failed") == "nothing_to_cancel"
    assert woo.verdict("shoes") == "stranger"


def test_of_money_that_goes_back_only_what_it_could_have_paid_for_is_lost(woo):
    """WooCommerce doesn't tell for which lines: freight leaves all; the bag's price may have been the bag."""
    woo.create()
    woo.update(1, refunds=[{"id": 7, "reason": "", "total": "-49.00"}])
    assert woo.verdict("shoes") == woo.verdict("bags") == "allow"
    woo.update(2, refunds=[{"id": 7, "total": "-49.00"}, {"id": 8, "total": "-499.00"}])
    assert (woo.verdict("shoes"), woo.verdict("bags")) == ("allow", "deny")
    assert woo.update(3, status="refunded") == "cancelled"
    assert woo.verdict("shoes") == "deny"


def test_a_deleted_order_is_a_sale_nobody_can_show(woo):
    woo.create()
    assert woo.says("order.deleted", {"id": 4750}) == "cancelled"
    assert woo.verdict("shoes") == "deny"
    assert woo.says("order.deleted", {"id": 999}) == "unknown_order"


def refund(number: int, *lines: tuple[int, int], **changes: object) -> dict[str, object]:
    return {
        "id": number, "order_id": ORDERS["shopify"]["id"], "created_at": "2026-11-03T10:00:00+01:00",
        "refund_line_items": [{"id": 1, "line_item_id": line, "quantity": many} for line, many in lines], **changes,
    }  # fmt: skip


def test_lines_that_are_refunded_take_their_category_when_nothing_of_it_is_kept(shopify):
    shoes, bags = (line["id"] for line in ORDERS["shopify"]["line_items"])
    shopify.create()
    assert shopify.says("refunds/create", refund(1, (bags, 1))) == "kept"
    assert shopify.says("refunds/create", refund(1, (bags, 1)), delivery="again") == "again"
    assert shopify.verdict("bags") == "allow"
    assert shopify.says("refunds/create", refund(2, (bags, 1))) == "cancelled"
    assert (shopify.verdict("shoes"), shopify.verdict("bags")) == ("allow", "deny")
    assert shopify.says("refunds/create", refund(3, (shoes, 1), order_id=1)) == "unknown_order"


def test_an_order_that_is_told_again_with_what_is_left_of_it_says_the_same(shopify):
    shopify.create()
    lines = shopify.order()["line_items"]
    lines[0]["current_quantity"] = 0
    shopify.update(line_items=lines)
    assert (shopify.verdict("shoes"), shopify.verdict("bags")) == ("deny", "allow")


def test_a_test_order_is_no_sale(shopify):
    assert shopify.create(test=True) == "not_sold"


def with_consent(**told: object) -> dict[str, object]:
    customer = copy.deepcopy(ORDERS["shopify"]["customer"])
    customer["sms_marketing_consent"] = {
        "state": "subscribed", "opt_in_level": "single_opt_in", "consent_updated_at": "2026-11-02T14:12:38+01:00",
        "consent_collected_from": "SHOPIFY", **told,
    }  # fmt: skip
    return {"customer": customer}


@pytest.fixture
def asking(organisation) -> Shop:
    """A shop whose checkout asks for a yes, by Shopify's own box, and offers nothing else."""
    terms = Terms(consent_field=OWN_CONSENT, consent_purpose="offers", consent_words="Ja, skicka erbjudanden på SMS.")
    return Shop(organisation, "shopify", terms=terms)


def test_shopifys_own_yes_to_texts_is_a_consent_where_the_shop_has_said_so(asking):
    asking.create(**with_consent())
    assert asking.verdict("insurance") == "allow"
    assert asking.latest().notes == (("not_offered", ""), ("consent", ""))


@pytest.mark.parametrize(
    "told",
    [
        {"state": "not_subscribed"},
        {"opt_in_level": "unknown"},
        {"consent_collected_from": "OTHER"},
        {"consent_updated_at": None},
    ],
)
def test_a_yes_that_cannot_be_shown_is_none(asking, told):
    asking.create(**with_consent(**told))
    assert asking.verdict("insurance") == "deny"


def test_a_yes_to_email_is_no_yes_to_texts(shopify):
    """``buyer_accepts_marketing`` is true in every order here."""
    shopify.create()
    assert shopify.verdict("insurance") == "deny"


def test_a_yes_taken_back_at_the_shop_is_taken_back_here(asking):
    asking.create(**with_consent())
    asking.update(**with_consent(state="unsubscribed", consent_updated_at="2026-11-03T10:00:00+01:00"))
    assert asking.verdict("insurance") == "deny"
    assert "withdrawal" in asking.events()


def test_a_box_of_the_checkouts_own_may_ask_for_a_yes(organisation):
    terms = Terms(consent_field="yes-texts", consent_purpose="offers", consent_words="Ja, skicka erbjudanden på SMS.")
    store = Shop(organisation, "woocommerce", terms=terms)
    store.create(meta_data=[{"key": "yes-texts", "value": "0"}])
    assert store.verdict("insurance") == "deny"
    store.create(
        id=2, number="2", meta_data=[{"key": "yes-texts", "value": "1"}], date_created_gmt="2026-11-02T15:00:00"
    )
    assert store.verdict("insurance") == "allow"


def test_a_signature_that_is_not_ours_is_refused_without_a_word(store, other_organisation):
    """A wrong secret, a body that was changed, another shop's address, no such address: all the same."""
    theirs = Shop(other_organisation, store.kind)
    topic = TOPICS[store.kind]["create"]
    answers = [
        store.tell(topic, store.order(), secret="another secret, also long enough"),
        store.tell(topic, store.order(), secret=""),
        store.tell(topic, store.order(), url=f"/hooks/{store.kind}/nobody"),
        Client().post(store.url, json.dumps(store.order()), content_type="application/json"),
    ]
    assert {(answer.status_code, answer.content) for answer in answers} == {(401, b"")}
    other_kind = "shopify" if store.kind == "woocommerce" else "woocommerce"
    assert store.tell(topic, store.order(), url=store.url.replace(store.kind, other_kind)).status_code == 401
    assert store.events() == []
    with acting_for(store.organisation.pk) as cursor:
        assert shop(cursor, store.id).refused_calls == 4
        assert deliveries(cursor, store.id) == []
    assert theirs.events() == []


def test_a_shop_without_a_secret_yet_takes_nothing_in(organisation):
    with acting_for(organisation.pk) as cursor:
        token = shop(cursor, open_shop(cursor, kind="shopify", name="ny", by="Alice")).token
    signature = base64.b64encode(hmac.digest(b"", b"{}", hashlib.sha256)).decode()
    answer = Client().post(
        f"/hooks/shopify/{token}", b"{}", content_type="application/json", headers={"X-Shopify-Hmac-Sha256": signature}
    )
    assert answer.status_code == 401


def test_what_is_too_large_is_not_read(woo):
    assert woo.tell("order.created", b" " * (LARGEST + 1)).status_code == 413


def test_what_cannot_be_read_is_told_to_the_shops_owner_and_not_to_the_platform(store):
    topic = TOPICS[store.kind]["create"]
    assert store.says(topic, b"{not json") == "unreadable"
    assert store.says(topic, {"id": 1, "status": "processing", "created_at": "070-174 06 05"}) == "unreadable"
    (where,) = store.latest().notes
    assert where[0] == "where"
    assert "070" not in str(store.latest())


def test_a_topic_nobody_asked_for_is_counted_and_nothing_else(store):
    assert store.says("product.updated", {"id": 1}) == "ignored"


def test_the_ping_of_a_new_webhook_is_answered(woo):
    answer = Client().post(woo.url, "webhook_id=3", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_only_the_latest_deliveries_are_remembered(woo, monkeypatch):
    monkeypatch.setattr("samtycke.intake.orders.deliver._KEPT", 3)
    for number in range(6):
        woo.says("product.updated", {"id": number})
    with acting_for(woo.organisation.pk) as cursor:
        assert len(deliveries(cursor, woo.id)) == 3


def test_a_customer_of_yesteryear_is_none_any_more(woo):
    """The sale counts from its own day, whenever it is told."""
    old = (datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=400)).strftime("%Y-%m-%dT%H:%M:%S")
    with acting_for(woo.organisation.pk) as cursor:
        cursor.execute("UPDATE shop_terms SET since = '2020-01-01'")
    woo.create(date_created_gmt=old, date_modified_gmt=old)
    assert woo.verdict("shoes") == "deny"


def test_nobody_may_call_without_end(client, monkeypatch):
    monkeypatch.setattr("samtycke.web.public.hooks.views.MOST", 2)
    call = {"data": b"{}", "content_type": "application/json", "REMOTE_ADDR": f"198.51.100.{secrets.randbelow(250)}"}
    calls = [client.post("/hooks/shopify/nobody", **call) for _ in range(3)]
    assert [call.status_code for call in calls] == [401, 401, 429]
    assert int(calls[2].headers["Retry-After"]) <= 60
