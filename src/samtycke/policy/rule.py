"""A rule: one small question, with its source and its words.

A denial or a hold answers with ``True`` when it applies. A basis answers with None when it holds, else with the id of
the first condition that fails, or ``NOTHING`` where there is nothing of its kind. Ids are permanent: one that has been
used is never given to another rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from samtycke.policy.facts import Envelope, Facts, Instants

NOTHING = ""
"""What a basis answers where there is nothing that could meet or fail its conditions: no such consent, no company."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at."""

    envelope: Envelope
    facts: Facts
    now: datetime
    pack: Any
    today: date
    """The calendar day where the recipient is. Rules and parameters are those in force on it."""
    instants: Instants = field(default_factory=Instants)


@dataclass(frozen=True, slots=True)
class Words:
    """What people read, in Swedish and English.

    ``label`` is a few words ("har sagt nej"), ``why`` a sentence customer service can read aloud, ``mend`` what would
    change it. ``why`` may name in braces {bought_on}, {customer_until}, {until} and {clock}.
    """

    label: dict[str, str]
    why: dict[str, str]
    mend: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    """The sentence for when there is no day to name, or it has not come yet."""

    def __post_init__(self) -> None:
        """Words that name a day say also what to tell where nobody knows it.

        Raises:
            ValueError: they do not.
        """
        if untold := [text for language, text in self.why.items() if "{" in text and not self.bare.get(language)]:
            raise ValueError(f"Names a day, and not what is said without one: {untold[0]}")


Asks: TypeAlias = Callable[[Case], Any]
Counted: TypeAlias = Callable[[Case], tuple[date | None, int | None]]
"""From which day something counts, and for how many months."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A question the law asks, or a condition of one.

    ``saw`` names what it looks at: facts, what the envelope says, and parameters. ``counted`` is for what holds for a
    number of months from a day on.
    """

    id: str
    cites: str
    words: Words
    url: str = ""
    since: date = date.min
    until: date = date.max
    saw: tuple[str, ...] = ()
    ethics: bool = False
    basis: str | None = None
    asks: Asks = field(default=lambda case: False, repr=False)
    counted: Counted | None = field(default=None, repr=False)
    of_person: tuple[str, ...] = field(init=False, repr=False)
    of_text: tuple[str, ...] = field(init=False, repr=False)
    of_law: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sort once what is looked at a million times."""
        of_person = tuple(name for name in self.saw if name in _PERSON)
        of_text = tuple(name for name in self.saw if name in _TEXT)
        object.__setattr__(self, "of_person", of_person)
        object.__setattr__(self, "of_text", of_text)
        object.__setattr__(self, "of_law", tuple(name for name in self.saw if name not in (*of_person, *of_text)))

    def cited(self, cites: str, url: str | None = None, *, since: date | None = None) -> Rule:
        """The same rule as it stands in another country's law."""
        return replace(self, cites=cites, url=self.url if url is None else url, since=since or self.since)

    def named(self, id_: str, cites: str, url: str, *, since: date) -> Rule:
        """The same question under the name that a country's law gives it."""
        return replace(self, id=id_, cites=cites, url=url, since=since)

    def in_force(self, day: date) -> bool:
        """Whether the rule is law on that day."""
        return self.since <= day <= self.until

    def seen(self, case: Case) -> dict[str, Any]:
        """What this rule looks at, for the explanation."""
        facts = case.facts
        seen = {name: getattr(facts, name) for name in self.of_person}
        for name in self.of_text:
            seen[name] = getattr(case.envelope, name)
        for name in self.of_law:
            seen[name] = getattr(case.pack.parameters, name)
        return seen


_PERSON, _TEXT = ({field.name for field in fields(told)} for told in (Facts, Envelope))


def words(
    sv: str,
    en: str,
    *,
    why_sv: str,
    why_en: str,
    mend_sv: str = "",
    mend_en: str = "",
    bare_sv: str = "",
    bare_en: str = "",
) -> Words:
    """Label, sentence and mend in both languages."""
    mend = {"sv": mend_sv, "en": mend_en} if mend_sv else {}
    bare = {"sv": bare_sv, "en": bare_en} if bare_sv else {}
    return Words({"sv": sv, "en": en}, {"sv": why_sv, "en": why_en}, mend, bare)


def rule(
    id_: str,
    *,
    cites: str,
    says: Words,
    saw: tuple[str, ...] = (),
    url: str = "",
    since: date = date.min,
    until: date = date.max,
    ethics: bool = False,
    basis: str | None = None,
    counted: Counted | None = None,
) -> Callable[[Asks], Rule]:
    """Make a rule of the function below it."""

    def made(asks: Asks) -> Rule:
        return Rule(id_, cites, says, url, since, until, saw, ethics, basis, asks, counted)

    return made
