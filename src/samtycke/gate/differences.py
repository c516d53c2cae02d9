"""What is otherwise now than when a decision was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from samtycke.gate.account import Account, Asked
from samtycke.policy import Facts, plain


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule, a fact or a parameter that is otherwise: its id or name, then and now. None: not asked, not looked at."""

    name: str
    then: Any
    now: Any

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {"name": self.name, "then": plain(self.then), "now": plain(self.now)}


@dataclass(frozen=True, slots=True)
class Differences:
    """``decided``: the verdict or the rule that settles is another."""

    decided: bool
    pack: bool
    rules: tuple[Changed, ...]
    facts: tuple[Changed, ...]
    parameters: tuple[Changed, ...]

    @property
    def any(self) -> bool:
        """Whether anything at all is otherwise."""
        return bool(self.decided or self.pack or self.rules or self.facts or self.parameters)

    def as_json(self) -> dict[str, Any]:
        """For a program."""
        return {
            "decided": self.decided,
            "pack": self.pack,
            "rules": [one.as_json() for one in self.rules],
            "facts": [one.as_json() for one in self.facts],
            "settings": [one.as_json() for one in self.parameters],
        }


def differences(then: Account, now: Account, known: Facts) -> Differences:
    """Compare two accounts of one message; ``known`` is all that is known of the person now."""
    return Differences(
        (then.verdict, then.rule) != (now.verdict, now.rule),
        then.pack != now.pack,
        tuple(_rules(then, now)),
        tuple(_facts(then.facts, now.facts, known)),
        tuple(_parameters(then.parameters, now.parameters)),
    )


def _rules(then: Account, now: Account) -> Iterator[Changed]:
    before, after = {one.rule: one for one in then.asked}, {one.rule: one for one in now.asked}
    for rule in dict.fromkeys((*before, *after)):
        was, is_now = _answer(before.get(rule)), _answer(after.get(rule))
        if was != is_now:
            yield Changed(rule, was, is_now)


def _answer(asked: Asked | None) -> str | None:
    if asked is None:
        return None
    return f"{asked.outcome}: {asked.because}" if asked.because else asked.outcome


def _facts(then: Mapping[str, Any], now: Mapping[str, Any], known: Facts) -> Iterator[Changed]:
    for name, was in then.items():
        is_now = getattr(known, name, None)
        if not _same(was, is_now):
            yield Changed(name, was, is_now)
    for name, is_now in now.items():
        if name not in then and is_now != getattr(_SAFE, name):
            yield Changed(name, None, is_now)


_SAFE = Facts()


def _same(was: Any, is_now: Any) -> bool:
    """Of some days only the side they were on was looked at: "< 2025-03-01", ">= 2025-03-16"."""
    if isinstance(was, str) and was[:2] in ("< ", ">=") and isinstance(is_now, date):
        limit = date.fromisoformat(was[2:].strip())
        return is_now < limit if was[0] == "<" else is_now >= limit
    return bool(was == is_now)


def _parameters(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Changed]:
    for name in dict.fromkeys((*then, *now)):
        if then.get(name) != now.get(name):
            yield Changed(name, then.get(name), now.get(name))
