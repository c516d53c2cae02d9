"""A statement says what was said, what was sent and on what ground, and leaves to a person what only they can say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from samtycke.organisations.door import Controller
from samtycke.rights.door import BODIES, Line, Matter, SentText, statement, unfinished


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, 0, tzinfo=UTC)


def text(id_: int, day: int, *, basis: str = "consent", marketing: bool = True, words: str = "") -> SentText:
    return SentText(
        id=id_,
        at=at(day),
        state="delivered",
        marketing=marketing,
        purpose="Erbjudanden",
        basis=basis,
        citation="MFL 19 § 1 st.",
        text=words,
    )


def matter(**more) -> Matter:
    said = {
        "body": BODIES["imy"],
        "reference": "IMY-2026-1234",
        "on": date(2026, 11, 26),
        "controller": Controller(name="Skobutiken i Staden AB", address="Storgatan 1", email="fragor@skb.example"),
        "organisation": "Skobutiken",
        "by": "Karin Berg",
        "number": "+46701740605",
        "zone": ZoneInfo("Europe/Stockholm"),
    }
    return Matter(**(said | more))


YES = Line(at=at(2), kind="consent", way="webbformulär", words="Ja, skicka erbjudanden.", about="Erbjudanden")
NO = Line(at=at(20), kind="objection")


def test_it_answers_first_and_says_on_what_ground():
    letter = statement(matter(lines=[NO, YES], texts=[text(8, 9), text(7, 5)], blocked_since=at(20)), "sv")
    assert "Yttrande i ärende IMY-2026-1234" in letter
    assert "Vi har skickat 2 reklam-SMS till numret, från 5 november 2026 till 9 november 2026." in letter
    assert "Grunden var: 2 med samtycke." in letter
    assert "Numret är spärrat sedan 20 november 2026 10:00. Inget reklam-SMS har skickats efter det." in letter
    assert letter.index("sa ja (Erbjudanden, webbformulär)") < letter.index("sa nej till reklam")
    assert "”Ja, skicka erbjudanden.”" in letter
    assert letter.index("Bilaga 7") < letter.index("Bilaga 8")
    assert "Karin Berg\nSkobutiken i Staden AB" in letter


def test_a_text_after_a_block_is_not_hidden():
    """The letter is true also where it hurts."""
    letter = statement(matter(texts=[text(9, 25)], blocked_since=at(20)), "sv")
    assert "1 reklam-SMS gick efter det." in letter


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("body", BODIES)
def test_it_reads_in_both_languages_to_each_authority_and_leaves_a_gap(language, body):
    letter = statement(matter(body=BODIES[body], lines=[YES], texts=[text(1, 3)]), language)
    assert letter.startswith(BODIES[body].name[language])
    assert "[" in letter
    assert "None" not in letter


@pytest.mark.parametrize(
    ("basis", "law"),
    [("consent", "19 § första stycket"), ("soft_opt_in", "19 § andra stycket"), ("company", "gäller fysiska personer")],
)
def test_the_law_is_that_of_the_grounds_and_no_other(basis, law):
    letter = statement(matter(texts=[text(1, 3, basis=basis)]), "sv")
    others = {"19 § första stycket", "19 § andra stycket", "gäller fysiska personer"} - {law}
    assert law in letter
    assert not any(other in letter for other in others)


def test_somebody_who_was_sent_nothing_and_somebody_erased():
    nothing = statement(matter(), "sv")
    assert "Vi har inte skickat reklam till numret." in nothing
    assert "LAGEN" not in nothing
    gone = matter(number="", erased_at=at(21), lines=[Line(at=at(2), kind="consent", shown=False)], texts=[text(1, 3)])
    letter = statement(gone, "sv")
    assert "ett nummer som har raderats" in letter
    assert "Personens uppgifter raderades 21 november 2026" in letter
    assert "Beviset är raderat." in letter


def test_service_texts_are_told_apart():
    letter = statement(matter(texts=[text(2, 4, basis="contract", marketing=False)]), "sv")
    assert "Vi har inte skickat reklam till numret. Därtill 1 SMS som inte är reklam." in letter
    assert "20 § marknadsföringslagen" not in letter


def test_what_is_left_to_write_is_found_by_those_who_ask():
    assert unfinished(statement(matter(), "sv"))
    assert unfinished(statement(matter(), "en"))
    assert unfinished(" ")
    assert not unfinished("Så här var det.")
