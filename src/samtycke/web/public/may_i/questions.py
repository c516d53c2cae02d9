"""Which questions are asked: at most five screens, chosen by what has been answered.

A screen is left out where it changes nothing, and the asking ends as soon as no further answer could permit the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samtycke.policy import countries, pack_for
from samtycke.web.parts.law import country_name
from samtycke.web.public.may_i import fields as f
from samtycke.web.public.may_i.fields import Choice, Field, Words

Answers = Mapping[str, str]
"""The answers that have been given, by the names of their fields."""

MOST = 5


@dataclass(frozen=True, slots=True)
class Screen:
    """One page of the asking."""

    name: str
    title: Words
    fields: tuple[Field, ...]
    says: Words = ""


def screens(answers: Answers) -> Iterator[Screen]:
    """The screens of a path. What comes after one is known when it has been answered."""
    yield Screen("text", _("The text"), (f.FOR, f.GOODS))
    by_kind = f.OFFER if answers.get("for") in f.SERVICE else f.AGE
    yield Screen("who", _("The one who gets it"), (f.WHO, country(), by_kind))
    if not is_marketing(answers):
        yield Screen("right", _("The ground"), (f.DUTY, f.GONE))
        return
    yield Screen("right", _("The right to send it"), tuple(_of_right(answers)))
    if needs_ground(answers) and (proof := _PROOF.get(answers.get("ground", ""))):
        yield proof
    yield Screen(
        "send",
        _("Before it goes"),
        (f.MARKS, f.LATELY, f.DAY, f.HOUR),
    )


def is_marketing(answers: Answers) -> bool:
    """Marketing, or what counts as such: an offer in it makes all of it marketing, and so does not knowing."""
    return answers.get("for") not in f.SERVICE or answers.get("offer") != "no"


def needs_ground(answers: Answers) -> bool:
    """Whether the recipient's country asks for more than that a company has not said no."""
    company = any(rule.basis == "company" for rule in pack_for(jurisdiction(answers)).bases)
    return not (company and answers.get("who") == "company")


def jurisdiction(answers: Answers) -> str:
    """Whose law is asked. A country without a pack goes by the code that is nobody's."""
    chosen = answers.get("country", "SE")
    return chosen if chosen in countries() else "ZZ"


def is_answered(field: Field, answers: Answers) -> bool:
    """Whether a field has an answer that is one of its own."""
    value = answers.get(field.name)
    if value is None:
        return False
    if field.is_day:
        return (field is not f.DAY and value == "") or _is_day(value, answers)
    return any(choice.value == value for choice in field.choices)


def is_unknown(field: Field, answers: Answers) -> bool:
    """Whether the answer is that it is not known."""
    return answers.get(field.name, "") == ("" if field.is_day else f.UNKNOWN)


def country() -> Field:
    """The field of the country, with those there are packs of."""
    known = tuple(Choice(code, country_name(code)) for code in countries())
    others = (
        Choice(f.OTHER, pgettext_lazy("country", "Another country")),
        Choice(f.UNKNOWN, pgettext_lazy("answer", "Don't know")),
    )
    return replace(f.COUNTRY, choices=(*known, *others))


def _of_right(answers: Answers) -> Iterator[Field]:
    if needs_ground(answers):
        pack = pack_for(jurisdiction(answers))
        there = {"talks": pack.counts_talks, "support": pack.counts_support and answers.get("for") == "cause"}
        yield replace(f.GROUND, choices=tuple(one for one in f.GROUND.choices if there.get(one.value, True)))
    yield f.NO
    if answers.get("for") in f.SERVICE:
        yield f.AGE


_PROOF = {
    "yes": Screen("proof", _("Their yes"), (f.HOW, f.TOLD, f.WHEN, f.SHOWN)),
    "bought": Screen("proof", _("Their purchase"), (f.LAST, f.WHAT, f.NUMBER)),
    "talks": Screen("proof", _("Their interest"), (f.LAST, f.WHAT, f.NUMBER)),
    "support": Screen("proof", _("Their support"), (f.LAST, f.NUMBER)),
}


def _is_day(value: str, answers: Answers) -> bool:
    """A day as it is written in an address; of what has happened, no later than the day of the text."""
    try:
        day = date.fromisoformat(value)
        latest = date.fromisoformat(answers.get("day", ""))
    except ValueError:
        return False
    return len(value) == len("2026-03-10") and _EARLIEST <= day <= min(latest, _LATEST)


_EARLIEST, _LATEST = date(1990, 1, 1), date(2100, 12, 31)
