"""That a pack's version means what it says: a fingerprint of its law beside each version there has been.

``packs/versions.lock`` holds a line for each version: country, version, fingerprint. A test compares; to add the line
of a new version, ``python -m samtycke.policy.fingerprint``. The fingerprint is made of what a pack says (words,
citations, days, parameters, order) and of what it answers to some thousand made-up cases, so that code may be moved
about freely, while a rule that answers otherwise shows.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from samtycke.policy import packs
from samtycke.policy.decide import decide
from samtycke.policy.facts import RECIPIENTS, Envelope, Facts
from samtycke.policy.pack import Pack, countries, pack_for
from samtycke.policy.rule import Rule

LOCK = Path(packs.__path__[0]) / "versions.lock"
_CASES = 2_500
T = TypeVar("T")


def fingerprint(pack: Pack) -> str:
    """A name for the whole of a country's law as it is written now."""
    law = json.dumps([_written(pack), list(_answers(pack))], default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(law.encode()).hexdigest()[:32]


def locked() -> dict[tuple[str, str], str]:
    """The fingerprint of every version there has been, by country and version."""
    lines = (line.split() for line in LOCK.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {(country, version): mark for country, version, mark in lines}


def lock() -> list[str]:
    """Add the versions that have no line yet. Returns those that stand there with another fingerprint."""
    known = locked()
    changed = []
    for country in countries():
        pack = pack_for(country)
        mark = fingerprint(pack)
        if known.setdefault((country, pack.version), mark) != mark:
            changed.append(pack.name)
    head = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lines = [f"{country} {version} {mark}" for (country, version), mark in sorted(known.items())]
    LOCK.write_text("\n".join((*head, *lines)) + "\n", encoding="utf-8")
    return changed


def _written(pack: Pack) -> dict[str, Any]:
    groups = (
        *("denials", "bases", "service_bases", "holds", "service_holds"),
        *("consent_conditions", "sale_conditions"),
    )
    said = (
        *("begins", "language", "authority", "way_out", "way_out_link", "words", "territories"),
        *("counts_talks", "counts_support"),
    )
    return {
        "rules": [_rule(rule) for rule in pack.rules],
        "order": {group: [rule.id for rule in getattr(pack, group)] for group in groups},
        "nothing": pack.nothing.id,
        "schedule": asdict(pack.schedule),
        "timezone": pack.timezone.key,
        "proof": sorted(pack.proof),
        **{name: getattr(pack, name) for name in said},
    }


def _rule(rule: Rule) -> dict[str, Any]:
    said = ("id", "cites", "url", "since", "until", "saw", "ethics", "basis")
    return {"words": asdict(rule.words), **{name: getattr(rule, name) for name in said}}


def _answers(pack: Pack) -> Iterator[list[Any]]:
    """What it answers to made-up cases: the same ones in every run and on every machine."""
    aging = pack.with_settings({"consent_months": 12})
    for number in range(_CASES):
        now = _INSTANTS[number % len(_INSTANTS)]
        facts = Facts(**{field.name: _fact(number, field, now) for field in fields(Facts)})
        envelope = Envelope(**{field.name: _of_text(number, field) for field in fields(Envelope)})
        made = decide(envelope, replace(facts, country=pack.country), now, aging if number % 3 == 0 else pack)
        steps = [(step.rule, step.outcome, step.because) for step in made.consulted]
        yield [made.verdict, made.basis, made.rule, made.until and made.until.isoformat(), steps]


_INSTANTS = tuple(
    datetime(year, month, day, hour, minute, tzinfo=UTC)
    for year, month, day in (
        *((2026, 3, 10), (2026, 5, 12), (2026, 3, 28), (2025, 12, 25), (2024, 2, 29), (2026, 6, 3), (2026, 2, 5)),
        (2018, 5, 24),
    )
    for hour, minute in ((6, 59), (7, 0), (12, 0), (12, 0), (12, 0), (18, 0), (20, 0), (22, 30))
)
_AGO = (0, 1, 30, 180, 364, 365, 366, 367, 400, 730, 731, 800)
_METHODS = (
    *("web_form", "web_form", "checkbox_unticked", "paper", "verbal", "keyword_sms", "double_opt_in"),
    *("checkbox_preticked", "bundled_terms", "double_opt_in_pending", *(None,) * 8),
)


def _drawn(number: int, name: str, among: tuple[T, ...]) -> T:
    """One of some, by chance, and by the same chance in every run."""
    raw = hashlib.sha256(f"{number} {name}".encode()).digest()
    return among[int.from_bytes(raw[:4], "big") % len(among)]


def _fact(number: int, field: Any, now: datetime) -> Any:
    name = field.name
    if name == "recipient":
        return _drawn(number, name, tuple(sorted(RECIPIENTS)))
    if name == "consent_method":
        return _drawn(number, name, _METHODS)
    if name.endswith("_on"):
        ago = _drawn(number, name, (*(None,) * 14, *_AGO))
        return None if ago is None else _days_before(now.date(), ago)
    if name.startswith("texts_"):
        return _drawn(number, name, (0, 0, 0, 1, 4))
    if name in _MOSTLY:
        return _drawn(number, name, (True, True, True, False))
    return _seldom(number, field)


_MOSTLY = frozenset({"consent_informed", "consent_evidenced", "sale_collected", "sale_informed", "sale_offered"})


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def _of_text(number: int, field: Any) -> Any:
    if field.name == "kind":
        return _drawn(number, "kind", ("marketing", "marketing", "marketing", "service"))
    if field.name == "categories":
        return _drawn(number, "categories", (*(("shoes",),) * 12, (), ("alcohol",), ("gambling",)))
    if field.name == "legal_basis":
        bases = (None, "contract", "legal_obligation", "legitimate_interest", "own_request")
        return _drawn(number, "legal_basis", bases)
    if field.name == "charitable":
        return _drawn(number, "charitable", (True, False, False))
    return _seldom(number, field)


def _seldom(number: int, field: Any) -> Any:
    """A flag, mostly as it is when nothing is said of it."""
    if field.type != "bool":
        return field.default
    return _drawn(number, field.name, (*(field.default,) * 24, not field.default))


if __name__ == "__main__":
    for name in (refused := lock()):
        sys.stderr.write(f"{name} is another law than it was. Raise `version` in the pack's law.py, then run this.\n")
    sys.exit(1 if refused else 0)
