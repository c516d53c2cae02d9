"""A keyword is a yes to what its poster says: exactly that word, and STOPP always wins."""

from __future__ import annotations

import pytest

from samtycke.intake.keywords.declare import KeywordRefused, NewKeyword, declare_keyword, retire_keyword
from samtycke.intake.keywords.keyword import keywords
from samtycke.ops.cast import make_organisation
from samtycke.organisations.door import NotDeclared, acting_for, keyring

ANNA, GRETA = "+46701740605", "+4915123456789"


def declare(shop, word="SKOR", **more):
    with shop.acting() as cursor:
        new = NewKeyword(word=word, inbound_number=shop.inbound_number, purpose="offers", **more)
        return declare_keyword(cursor, new, by="alice", now=shop.now)


def test_the_word_is_a_consent_to_the_words_of_the_poster_and_is_answered_with_how_to_leave(shop):
    declare(shop, often="högst 2 i månaden")
    shop.hears(ANNA, "Skor")
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")
    (yes,) = shop.events(ANNA)
    assert (yes.method, yes.door, yes.informed) == ("keyword_sms", "sms", True)
    assert yes.wording == (
        f"SMS:a SKOR till {shop.inbound_number} för SMS från Skobutiken: Erbjudanden, högst 2 i månaden. "
        "Du kan avsluta när du vill med STOPP."
    )
    assert shop.texts(ANNA) == [
        "Skobutiken: Ditt ja är noterat: Erbjudanden, högst 2 i månaden via SMS. Du kan alltid avsluta med STOPP."
    ]


@pytest.mark.parametrize("text", ["skor", "SKOR!", " Skor tack", "hej skor", "Skör", "skor till {number}"])
def test_capitals_marks_and_courtesies_do_not_matter(shop, text):
    declare(shop)
    shop.hears(ANNA, text.format(number=shop.inbound_number))
    assert shop.verdict(ANNA)[0] == "allow"


@pytest.mark.parametrize(
    "text", ["skorr", "sko", "har ni skor?", "skor skor", "nej skor", "inga skor tack", "stopp skor", "SKOR STOPP"]
)
def test_nothing_but_the_word_itself_is_a_yes(shop, text):
    declare(shop)
    shop.hears(ANNA, text)
    assert [event.kind for event in shop.events(ANNA) if event.kind == "consent"] == []


def test_stopp_with_the_word_is_a_stopp(shop):
    declare(shop)
    shop.hears(ANNA, "skor")
    shop.hears(ANNA, "STOPP SKOR")
    assert shop.verdict(ANNA) == ("deny", "gdpr21.objected")


def test_it_frees_somebody_who_had_left_since_it_is_their_own_yes(shop):
    declare(shop)
    shop.hears(ANNA, "STOPP")
    shop.hears(ANNA, "SKOR")
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")


def test_texted_twice_in_a_day_it_is_one_yes_and_one_answer(shop):
    declare(shop)
    shop.hears(ANNA, "SKOR")
    shop.hears(ANNA, "SKOR")
    assert len(shop.events(ANNA)) == 1
    assert len(shop.texts(ANNA)) == 1


def test_with_a_double_opt_in_the_word_only_asks(shop):
    declare(shop, asks_first=True)
    shop.hears(ANNA, "SKOR")
    assert shop.verdict(ANNA) == ("deny", "consent.pending")
    shop.delivered()
    shop.hears(ANNA, "JA")
    assert shop.verdict(ANNA) == ("allow", "mfl19.consent")
    assert shop.events(ANNA)[0].evidence["request_text"] == "SKOR"


def test_a_german_number_is_asked_first_as_its_law_wants(shop):
    declare(shop)
    shop.hears(GRETA, "SKOR")
    assert [event.method for event in shop.events(GRETA)] == ["double_opt_in_pending"]


@pytest.mark.parametrize(
    "word",
    [
        "STOPP",
        "stop",
        "Sluta",
        "START",
        "JA",
        "yes",
        "HJÄLP",
        "INFO",
        "LOPETA",
        "nej",
        "NEJTACK",
        "spam",
        "OUI",
        "tack",
    ],
)
def test_a_word_that_means_something_already_is_refused(shop, word):
    with pytest.raises(KeywordRefused, match="means_else"):
        declare(shop, word)


@pytest.mark.parametrize("word", ["", "a", "två ord", "12345", "S!", "x" * 21])
def test_it_is_one_word(shop, word):
    with pytest.raises(KeywordRefused, match="no_word"):
        declare(shop, word)


def test_what_informs_nobody_is_refused(shop):
    for more in ({"wording": "SMS:a SKOR"}, {"wording": "Skobutiken: SMS:a SKOR"}, {"reply": "Tack! Avsluta: STOPP"}):
        with pytest.raises(KeywordRefused, match="not_informed"):
            declare(shop, **more)
    with pytest.raises(KeywordRefused, match="advertising"):
        declare(shop, reply="Skobutiken: Tack! Just nu 20 % rabatt på alla skor. Avsluta med STOPP.")


def test_its_number_is_one_that_answers_come_to(shop):
    new = NewKeyword(word="SKOR", inbound_number="0000", purpose="offers")
    with shop.acting() as cursor, pytest.raises(NotDeclared):
        declare_keyword(cursor, new, by="alice", now=shop.now)


def test_a_change_is_a_new_version_and_what_was_shown_stands(shop):
    declare(shop)
    shop.hears(ANNA, "SKOR")
    declare(shop, often="varje dag")
    with shop.acting() as cursor:
        first, second = keywords(cursor)
        assert (first.retired_at is None, second.retired_at is None) == (True, False)
        assert "varje dag" not in shop.events(ANNA)[0].wording
        assert retire_keyword(cursor, first.id, by="alice", now=shop.now)
        assert not retire_keyword(cursor, first.id, by="alice", now=shop.now)
    shop.hears("+46701740606", "SKOR")
    assert shop.events("+46701740606") == []


def test_on_a_shared_number_a_word_is_one_organisation_s(shop, other_organisation):
    declare(shop)
    with acting_for(other_organisation.pk) as cursor:
        cursor.execute("UPDATE sender SET inbound_number = %s", [shop.inbound_number])
        cursor.execute(
            "INSERT INTO inbound_route VALUES ('phone', %s, '', current_organisation())", [shop.inbound_number]
        )
        new = NewKeyword(word="skor", inbound_number=shop.inbound_number, purpose="offers")
        with pytest.raises(KeywordRefused, match="taken"):
            declare_keyword(cursor, new, by="charlie", now=shop.now)
    shop.hears(ANNA, "SKOR")
    assert shop.verdict(ANNA)[0] == "allow"
    with acting_for(other_organisation.pk) as cursor:
        cursor.execute("SELECT count(*) FROM contact")
        assert cursor.fetchone() == (0,)


def test_a_keyword_in_a_sentence_hides_no_no_from_whoever_texted_them(shop):
    """On a shared number "sluta skicka sms om skor" is heard by all who texted the person lately."""
    other = make_organisation(f"granne-{shop.organisation.pk}", inbound=f"9{shop.inbound_number}", sender="Grannen")
    declare(shop)
    with acting_for(other.pk) as cursor:
        cursor.execute(
            "INSERT INTO inbound_route VALUES ('phone', %s, '', current_organisation())", [shop.inbound_number]
        )
    with acting_for(other.pk) as cursor:
        cursor.execute(
            "INSERT INTO last_sender (inbound_number, number_key, organisation_id, at) "
            "VALUES (%s, %s, current_organisation(), %s)",
            [shop.inbound_number, keyring().number_key(ANNA), shop.now],
        )
    shop.hears(ANNA, "sluta skicka mig sms om skor")
    with acting_for(other.pk) as cursor:
        cursor.execute("SELECT count(*) FROM suppression")
        assert cursor.fetchone() == (1,)
