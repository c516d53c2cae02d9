"""A decision told in full: every rule that was asked, in its order, in words, with what it saw and what it answered.

The account of a decision that was kept is told from what was kept with it and asks no pack: law and settings that have
moved on since change nothing of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from samtycke.policy import Decision, Envelope, Facts, Rule, Step, answered, pack_for, plain


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule that was asked. ``condition``: the words of ``because``, the condition of a basis that was not met."""

    rule: str
    outcome: str
    because: str | None
    label: Mapping[str, str]
    condition: Mapping[str, str]
    citation: str
    url: str
    saw: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return asdict(self) | {
            "condition": self.condition or None,
            "saw": plain(self.saw),
        }


@dataclass(frozen=True, slots=True)
class Account:
    """A decision with its whole reasons. ``facts`` are those it looked at, ``parameters`` those it measured by."""

    at: datetime
    verdict: str
    basis: str | None
    rule: str
    citation: str
    explanation: Mapping[str, str]
    until: datetime | None
    pack: str
    asked: tuple[Asked, ...]
    facts: Mapping[str, Any]
    parameters: Mapping[str, Any]

    @property
    def settled_by(self) -> Asked:
        """The rule that settled it, as it was asked."""
        return next(one for one in reversed(self.asked) if one.rule == self.rule)

    @property
    def country(self) -> str:
        """Whose law it was."""
        return self.pack.split()[0]

    def decision_as_json(self) -> dict[str, Any]:
        """What was decided, without how."""
        return answered(self)

    def reasons_as_json(self) -> dict[str, Any]:
        """What it was decided on, and every rule that was asked."""
        return {
            "facts": plain(self.facts),
            "settings": plain(self.parameters),
            "rules": [one.as_json() for one in self.asked],
        }


def account_of(decision: Decision, at: datetime) -> Account:
    """A decision that has just been made, told."""
    asked = tuple(_asked(decision.pack, step) for step in decision.consulted)
    seen = {name: value for one in asked for name, value in one.saw.items()}
    return Account(
        at,
        decision.verdict,
        decision.basis,
        decision.rule,
        decision.citation,
        decision.explanation,
        decision.until,
        decision.pack,
        asked,
        {name: seen[name] for name in _SAFE if name in seen},
        decision.parameters_as_json(),
    )


def _asked(pack: str, step: Step) -> Asked:
    rule, condition = _rule(pack, step.rule), _rule(pack, step.because) if step.because else None
    of_condition = condition.words.label if condition else {}
    return Asked(step.rule, step.outcome, step.because, rule.words.label, of_condition, rule.cites, rule.url, step.saw)


def _rule(pack: str, rule_id: str) -> Rule:
    return pack_for(pack.split()[0]).rule(rule_id)


def kept_asked(pack: str, steps: tuple[Step, ...]) -> str:
    """The rules that were asked, in the words they have in that moment, as they are kept.

    What each saw follows from the facts, the envelope and the parameters, which are kept beside it: only the names
    stand here, and what is none of these, an error.
    """
    key = pack, tuple([(one.rule, one.outcome, one.because) for one in steps]), steps[-1].saw.get("error")
    if key not in _WAYS:
        if len(_WAYS) >= _MANY:
            _WAYS.clear()
        _WAYS[key] = json.dumps([_kept(_asked(pack, step)) for step in steps], ensure_ascii=False)
    return _WAYS[key]


_WAYS: dict[Any, str] = {}
"""By which rules decisions go, and what they answer: a hundred ways or so, made a million times."""
_MANY = 4096


def _kept(asked: Asked) -> dict[str, Any]:
    error = asked.saw.get("error")
    return asdict(asked) | {"saw": list(asked.saw)} | ({"error": error} if error else {})


_SAFE = asdict(Facts())
_DAYS = {field.name for field in fields(Facts) if "date" in str(field.type)}


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as its row says, and the ``reasoning`` it names."""

    verdict: str
    basis: str | None
    rule: str
    citation: str
    explanation: dict[str, str]
    until: datetime | None
    pack: str
    facts: dict[str, Any]
    parameters: dict[str, Any]
    asked: list[dict[str, Any]]

    def account(self, envelope: Envelope, at: datetime, *, until: datetime | None) -> Account:
        """It, told of a message that was decided at that moment; ``until`` is the end of this person's own hold."""
        asked = tuple(_told(one, self._saw(one, envelope)) for one in self.asked)
        names = {name for one in asked for name in one.saw} | self.facts.keys()
        return Account(
            at,
            self.verdict,
            self.basis,
            self.rule,
            self.citation,
            self.explanation,
            self.until or until,
            self.pack,
            asked,
            {name: self._fact(name) for name in (*_SAFE, *self.facts.keys() - _SAFE.keys()) if name in names},
            self.parameters,
        )

    def _saw(self, one: Mapping[str, Any], envelope: Envelope) -> dict[str, Any]:
        return {name: self._value(name, one, envelope) for name in one["saw"]}

    def _value(self, name: str, one: Mapping[str, Any], envelope: Envelope) -> Any:
        if name in self.parameters:
            return self.parameters[name]
        if name == "error":
            return one["error"]
        if name in self.facts or name in _SAFE:
            return self._fact(name)
        return getattr(envelope, name, None)

    def _fact(self, name: str) -> Any:
        value = self.facts.get(name, _SAFE.get(name))
        # Where only the side of a period was looked at, a day is kept as those words: "< 2025-01-01".
        return date.fromisoformat(value) if name in _DAYS and value and value[0] not in "<>" else value


def _told(kept: Mapping[str, Any], saw: dict[str, Any]) -> Asked:
    return Asked(
        kept["rule"],
        kept["outcome"],
        kept["because"],
        kept["label"],
        kept["condition"],
        kept["citation"],
        kept["url"],
        saw,
    )
