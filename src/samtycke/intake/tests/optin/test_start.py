"""START is explicit and never inferred: the word alone gives nothing, and asks at most once."""

from __future__ import annotations

from samtycke.intake.optin.requests import requests_of
from samtycke.ledger.door import find_contact

ANNA = "+46701740605"


def test_start_from_somebody_who_left_gives_nothing_but_one_question(shop):
    shop.asks(ANNA)
    shop.hears(ANNA, "JA")
    shop.hears(ANNA, "STOPP")
    shop.hears(ANNA, "START")
    shop.hears(ANNA, "start")
    assert shop.verdict(ANNA) == ("deny", "gdpr21.objected")
    assert shop.texts(ANNA)[2:] == [
        "Skobutiken: Du bad om våra SMS igen: Erbjudanden. Svara JA om det stämmer, annars skickar vi inget. "
        "Du kan alltid avsluta med STOPP."
    ]
    shop.delivered()
    shop.hears(ANNA, "JA")
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")
    assert shop.events(ANNA)[0].wording == shop.texts(ANNA)[2]


def test_start_from_somebody_who_never_left_asks_nothing(shop):
    shop.hears(ANNA, "START")
    assert shop.texts(ANNA) == []
    assert shop.events(ANNA) == []


def test_start_is_asked_about_again_only_after_they_left_again(shop):
    shop.hears(ANNA, "STOPP")
    shop.hears(ANNA, "START")
    shop.delivered()
    shop.hears(ANNA, "STOPP")
    shop.hears(ANNA, "START")
    with shop.acting() as cursor:
        states = [one.state for one in requests_of(cursor, find_contact(cursor, ANNA))]
    assert states == ["asked", "refused"]
