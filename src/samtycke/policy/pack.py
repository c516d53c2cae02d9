"""One jurisdiction: its rules in order, and its parameters with their dates."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from samtycke.policy.rule import Rule, words

PACKS = ("SE",)

_NO_PACK = Rule(
    "pack.none",
    "Samtyckes egen regel: utan kända regler skickas ingen reklam",
    words(
        "landet saknar regler här",
        "no rules for the country",
        why_sv="Numret hör till ett land vars regler programmet inte känner. Reklam skickas därför inte.",
        why_en="The number belongs to a country whose rules the program does not know. No marketing is sent.",
        mend_sv="Lägg till landets regelpaket.",
        mend_en="Add the country's pack of rules.",
    ),
    saw=("country",),
    asks=lambda case: case.envelope.is_marketing,
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What an organisation may set within the pack's limits. None: no such limit."""

    customer_months: int = 12
    consent_months: int | None = None
    quiet_hours: tuple[time, time] | None = (time(21), time(8))
    per_24h: int | None = 1
    per_7d: int | None = 4


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one country, in the order they are asked: denials, bases, holds."""

    country: str
    version: str
    timezone: ZoneInfo
    language: str
    parameters: Parameters
    denials: tuple[Rule, ...]
    bases: tuple[Rule, ...]
    service_bases: tuple[Rule, ...]
    holds: tuple[Rule, ...]
    conditions: Mapping[str, Rule] = field(repr=False)
    way_out: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Country and version, as it stands in every decision."""
        return f"{self.country} {self.version}"

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """From when to when marketing waits, where the recipient is."""
        return self.parameters.quiet_hours

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule and condition."""
        asked = (*self.denials, *self.bases, *self.service_bases, *self.holds)
        return (*asked, *(rule for rule in self.conditions.values() if rule not in asked))

    def rule(self, id_: str) -> Rule:
        """The rule or condition with this id.

        Raises:
            KeyError: there is none.
        """
        return self.conditions[id_]

    def with_settings(self, settings: Mapping[str, Any]) -> Pack:
        """The pack with an organisation's own parameters."""
        changes = {name: settings[name] for name in settings.keys() & set(Parameters.__slots__)}
        if changes.get("quiet_hours"):
            start, end = changes["quiet_hours"]
            changes["quiet_hours"] = (time.fromisoformat(start), time.fromisoformat(end))
        fields = {name: getattr(self.parameters, name) for name in Parameters.__slots__}
        own = {name: getattr(self, name) for name in self.__slots__}
        return Pack(**{**own, "parameters": Parameters(**{**fields, **changes})})


def pack_for(country: str, settings: Mapping[str, Any] | None = None) -> Pack:
    """The pack of a country, with an organisation's settings. A country without one denies all marketing."""
    pack = _load(country) if country in PACKS else _without_rules(country)
    return pack.with_settings(settings) if settings else pack


@cache
def _load(country: str) -> Pack:
    folder = f"samtycke.policy.packs.{country.lower()}"
    data = yaml.safe_load(resources.files(folder).joinpath("pack.yaml").read_text(encoding="utf-8"))
    law = importlib.import_module(f"{folder}.law")
    asked = (*law.DENIALS, *law.BASES, *law.SERVICE_BASES, *law.HOLDS, *law.CONDITIONS)
    by_id: dict[str, Rule] = {}
    for one in asked:
        if one.id in by_id:
            raise ValueError(f"The rule id {one.id} is used twice in {country}")
        by_id[one.id] = one
    return Pack(
        country=country,
        version=str(data["version"]),
        timezone=ZoneInfo(data["timezone"]),
        language=data["language"],
        parameters=_parameters(data["parameters"]),
        denials=tuple(law.DENIALS),
        bases=tuple(law.BASES),
        service_bases=tuple(law.SERVICE_BASES),
        holds=tuple(law.HOLDS),
        conditions=by_id,
        way_out=data["way_out"],
        words={meaning: tuple(listed) for meaning, listed in data["words"].items()},
    )


def _parameters(data: Mapping[str, Any]) -> Parameters:
    """The newest value of each parameter; every value stands with its day and its source."""
    newest: dict[str, Any] = {name: entry["values"][max(entry["values"], key=_day)] for name, entry in data.items()}
    start, end = newest["quiet_hours"]
    return Parameters(
        customer_months=newest["customer_months"],
        quiet_hours=(time.fromisoformat(start), time.fromisoformat(end)),
        per_24h=newest["per_24h"],
        per_7d=newest["per_7d"],
    )


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


@cache
def _without_rules(country: str) -> Pack:
    # Service texts to such a country follow the organisation's home; marketing is denied before any basis.
    home = _load("SE")
    own = {name: getattr(home, name) for name in home.__slots__}
    return Pack(
        **{
            **own,
            "country": country or "??",
            "version": "0",
            "denials": (_NO_PACK, *home.denials),
            "conditions": {**home.conditions, _NO_PACK.id: _NO_PACK},
        }
    )
