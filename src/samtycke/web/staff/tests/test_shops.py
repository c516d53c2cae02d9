"""A shop is connected on a page: its address and secret, what its checkout says, what its goods are."""

from __future__ import annotations

import re

import pytest

from samtycke.intake.door import all_terms, shop, shop_goods
from samtycke.organisations.door import acting_for

WORDS = "Vi skickar erbjudanden om liknande varor på SMS till numret. ☐ Nej tack, skicka inga."


@pytest.fixture
def connected(alice, organisation):
    path = alice.post("/settings/shops/new", {"kind": "woocommerce", "name": "skobutiken.se"})["Location"]
    with acting_for(organisation.pk) as cursor:
        return path, shop(cursor, int(path.rsplit("/", 1)[1]))


def test_the_secret_is_shown_once_and_the_address_always(alice, connected):
    path, known = connected
    first, again = (alice.get(path).content.decode() for _ in range(2))
    assert known.secret in first
    assert known.secret not in again
    assert f"/hooks/woocommerce/{known.token}" in again
    assert "Köp härifrån tillåter inget än." in again


def test_only_owner_and_developer_connect_shops(bob, alice, connected):
    path, _ = connected
    assert bob.post("/settings/shops/new", {"kind": "shopify", "name": "x"}).status_code == 403
    assert bob.post(f"{path}/secret", {"secret": "x" * 30}).status_code == 403
    assert "Ägaren eller en utvecklare ansluter butiker." in bob.get("/settings/shops").content.decode()
    assert bob.post(f"{path}/terms", {"words": WORDS, "refusal_field": "nej"}).status_code == 302


def test_what_the_checkout_says_is_kept_by_version(alice, organisation, connected):
    path, known = connected
    said = {"words": WORDS, "refusal_field": "nej"}
    alice.post(f"{path}/terms", said)
    alice.post(f"{path}/terms", said)
    alice.post(f"{path}/terms", {**said, "silence": "on"})
    with acting_for(organisation.pk) as cursor:
        assert [(one.version, one.silence, one.by) for one in all_terms(cursor, known.id)] == [
            (2, True, "Alice"),
            (1, False, "Alice"),
        ]
    assert "tackar nej får ta emot" in alice.get(path).content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"refusal_field": "nej"}, "Skriv orden som står vid rutan"),
        ({"consent_field": "ja", "consent_words": "Ja."}, "Ett ja behöver alla tre"),
        ({"consent_field": "ja", "consent_words": "Ja.", "consent_purpose": "orders"}, "Ett ja behöver alla tre"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_nothing_typed_is_lost(alice, connected, sent, says):
    path, _ = connected
    answer = alice.post(f"{path}/terms", sent)
    page = answer.content.decode()
    assert (answer.status_code, says in page) == (422, True)
    assert all(value in page for name, value in sent.items() if name != "consent_purpose")


def test_goods_are_told_by_how_article_numbers_begin(alice, organisation, connected):
    path, known = connected
    alice.post(f"{path}/goods", {"article": "SKO-", "article_category": "shoes", "everything": "bags"})
    with acting_for(organisation.pk) as cursor:
        assert [(one.sort, one.value, one.category) for one in shop_goods(cursor, known.id)] == [
            ("article", "SKO-", "shoes")
        ]
        assert shop(cursor, known.id).everything == "bags"
    alice.post(f"{path}/goods", {"value-0": "product/SKO-", "goods-0": "bags"})
    alice.post(f"{path}/goods", {"value-0": "article/SKO-", "goods-0": "boots", "everything": ""})
    page = alice.get(path).content.decode()
    assert re.search(r'<option value="boots" selected>', page)


@pytest.mark.parametrize(("name", "says"), [("", "Skriv butikens adress"), ("skobutiken.se", "redan en butik")])
def test_a_shop_has_a_name_of_its_own(alice, connected, name, says):
    answer = alice.post("/settings/shops/new", {"kind": "shopify", "name": name})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)


def test_a_shop_that_is_disconnected_is_heard_no_more(alice, client, connected):
    path, known = connected
    alice.post(f"{path}/close")
    assert client.post(f"/hooks/woocommerce/{known.token}", b"{}", content_type="application/json").status_code == 401
    assert "Frånkopplad" in alice.get(path).content.decode()
