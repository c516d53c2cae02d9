"""A yes is born, ended, and begun again by text alone, on a virtual phone and over real SMPP."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from tests.walks.api_walk import WORDING, Program, decided, until

_numbers = (f"+467017406{last}" for last in count(90))


@pytest.fixture
def program(running) -> Program:
    return Program(running.demo)


@pytest.fixture
def phone(running, program):
    return Phone(program, running.demo, next(_numbers))


class Phone:
    """Somebody nobody has met."""

    def __init__(self, program: Program, demo, number: str) -> None:
        self.program, self.demo, self.number = program, demo, number

    def is_asked(self) -> dict:
        body = {"number": self.number, "purpose": self.demo["purpose"], "method": "web_form", "wording": WORDING,
                "consented_at": datetime.now(UTC).isoformat(), "double_opt_in": True}  # fmt: skip
        return self.program.post("/consents", body, expect=202)

    def gets(self, part: str) -> str:
        texts = until("a text arrives", lambda: self.program.handset(self.number), lambda found: part in str(found))
        return texts[-1]["text"]

    def texts(self, said: str) -> None:
        self.program.reply(self.number, to=self.demo["inbound_number"], text=said)

    def comes_to(self, verdict: str) -> dict:
        return until(
            verdict,
            lambda: decided(self.program, self.demo, self.number),
            lambda found: found["verdict"] == verdict,
        )


def test_asked_once_answered_ja_left_by_a_misspelt_sentence_and_asked_again_by_start(phone):
    asked = phone.is_asked()
    assert phone.comes_to("deny")["rule"] == "consent.pending"
    assert phone.gets("Svara JA") == asked["question"]
    phone.texts("Ja tack!")
    assert phone.comes_to("allow")["rule"] == "mfl19.consent"
    phone.texts("sluta skicak till mig tack")
    assert phone.comes_to("deny")["rule"] == "gdpr21.objected"
    phone.gets("Du får inga fler erbjudanden")
    phone.texts("START")
    question = phone.gets("igen: Erbjudanden")
    assert phone.comes_to("deny")["rule"] == "gdpr21.objected"
    assert "Svara JA" in question
    phone.texts("JA")
    assert phone.comes_to("allow")["rule"] == "mfl19.consent"


def test_nej_to_the_question_is_a_no_and_a_later_ja_gives_nothing(phone):
    phone.is_asked()
    phone.gets("Svara JA")
    phone.texts("Nej")
    until(
        "it is refused",
        lambda: phone.program.post("/consents", _again(phone), expect=422),
        lambda found: found["reason"] == "unanswered",
    )
    phone.texts("JA")
    phone.texts("HJÄLP")
    phone.gets("Svara STOPP")
    assert phone.comes_to("deny")["rule"] == "consent.pending"


def _again(phone: Phone) -> dict[str, object]:
    return {"number": phone.number, "purpose": phone.demo["purpose"], "method": "web_form", "wording": WORDING,
            "consented_at": datetime.now(UTC).isoformat(), "double_opt_in": True}  # fmt: skip
