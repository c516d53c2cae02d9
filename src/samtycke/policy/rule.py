"""A rule: one small question, with its source and its words.

A denial or a hold answers with ``True`` when it applies. A basis answers with ``Met`` or with the id of the first
condition that fails. Ids are permanent: one that has been used is never given to another rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeAlias

from samtycke.policy.facts import Envelope, Facts, Instants


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
    change it. ``why`` may name facts in braces: {customer_until}, {sale_on}, {until}.
    """

    label: dict[str, str]
    why: dict[str, str]
    mend: dict[str, str] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    """The sentence for when there is no day to name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A question the law asks, or a condition of one."""

    id: str
    cites: str
    words: Words
    url: str = ""
    since: date = date.min
    until: date = date.max
    saw: tuple[str, ...] = ()
    ethics: bool = False
    basis: str | None = None
    asks: Callable[[Case], Any] = field(default=lambda case: False, repr=False)

    def cited(self, cites: str, url: str | None = None, *, since: date | None = None) -> Rule:
        """The same rule as it stands in another country's law."""
        return replace(self, cites=cites, url=self.url if url is None else url, since=since or self.since)

    def named(self, id_: str, cites: str, url: str, *, since: date) -> Rule:
        """The same question under the name that a country's law gives it."""
        return replace(self, id=id_, cites=cites, url=url, since=since)

    def in_force(self, day: date) -> bool:
        """Whether the rule is law on that day."""
        return self.since <= day <= self.until

    def seen(self, facts: Facts, envelope: Envelope) -> dict[str, Any]:
        """The facts this rule looks at, for the explanation."""
        return {name: getattr(facts, name) if hasattr(facts, name) else getattr(envelope, name) for name in self.saw}


Asks: TypeAlias = Callable[[Case], Any]


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
) -> Callable[[Asks], Rule]:
    """Make a rule of the function below it."""

    def made(asks: Asks) -> Rule:
        return Rule(id_, cites, says, url, since, until, saw, ethics, basis, asks)

    return made
