"""One jurisdiction: its rules in order, and its parameters with their dates."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from samtycke.policy import packs, period
from samtycke.policy.dated import Hours, Parameters, Schedule
from samtycke.policy.packs.eu.holds import SERVICE_HOLDS
from samtycke.policy.packs.eu.service import no_service_basis
from samtycke.policy.rule import Rule, words

_NO_PACK = Rule(
    "pack.none",
    "Samtycke: utan kända regler skickas ingen reklam",
    words(
        "landet saknar regler här",
        "no rules for the country",
        why_sv="Numret hör till ett land, eller frågan till en dag, vars regler programmet inte känner. "
        "Reklam skickas därför inte.",
        why_en="The number belongs to a country, or the question to a day, whose rules the program does not know. "
        "No marketing is sent.",
        mend_sv="Lägg till landets regelpaket.",
        mend_en="Add the country's pack of rules.",
    ),
    saw=("country",),
    asks=lambda case: case.envelope.is_marketing,
)

UNKNOWN = Rule(
    "input.unknown",
    "Samtycke: det okända är ett nej",
    words(
        "kan inte avgöras",
        "cannot be settled",
        why_sv="Ett okänt värde eller ett fel gjorde att frågan inte kunde avgöras. Då skickas inget.",
        why_en="An unknown value or an error left the question open. Then nothing is sent.",
        mend_sv="Rätta värdet, eller anmäl felet.",
        mend_en="Correct the value, or report the error.",
    ),
)
"""What is said where a value is none that the rules know, or a rule fails. No rule of law: no pack lists it."""

Closed = Callable[[datetime, ZoneInfo], datetime | None]
"""When marketing must wait besides the quiet hours, as on Sundays in France: the end of the wait, or None."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Whom a person may turn to."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The rules of one country, in the order they are asked: denials, bases, holds; of service texts their own.

    ``begins``: of earlier days the pack knows no law. ``nothing``: the condition that speaks when there is neither a
    consent nor a sale. ``territories``: other codes of ISO 3166 under the same law.
    ``way_out``: the sentence that tells how to get no more by answering a {number}, by language; ``way_out_link``: by
    a {link}, where the sender can't be answered.
    """

    country: str
    version: str
    begins: date
    timezone: ZoneInfo
    language: str
    authority: Authority
    schedule: Schedule
    denials: tuple[Rule, ...]
    bases: tuple[Rule, ...]
    service_bases: tuple[Rule, ...]
    holds: tuple[Rule, ...]
    service_holds: tuple[Rule, ...] = SERVICE_HOLDS
    consent_conditions: tuple[Rule, ...] = field(repr=False)
    sale_conditions: tuple[Rule, ...] = field(repr=False)
    nothing: Rule
    way_out: Mapping[str, str]
    way_out_link: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]] = field(repr=False)
    closed: Closed | None = None
    territories: tuple[str, ...] = ()
    counts_talks: bool = False
    """Whether negotiations for a sale make a customer like a sale."""
    counts_support: bool = False
    """Whether supporting a charity counts for its own texts."""
    proof: frozenset[str] = frozenset()
    """Methods that alone prove a consent here; empty where any active one does."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    parameters: Parameters = field(default_factory=Parameters)
    in_force: tuple[date, date] = (date.max, date.max)
    """The days from and up to which nothing of it changes: no parameter, no rule begins or ends."""
    by_id: Mapping[str, Rule] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """Country and version, as it stands in every decision."""
        return f"{self.country} {self.version}"

    @property
    def quiet_hours(self) -> Hours | None:
        """From when to when marketing waits, where the recipient is."""
        return self.parameters.quiet_hours

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule and condition."""
        return tuple(self.by_id.values())

    def rule(self, id_: str) -> Rule:
        """The rule or condition with this id, or what is said where none could be asked.

        Raises:
            KeyError: there is none.
        """
        return UNKNOWN if id_ == UNKNOWN.id else self.by_id[id_]

    def day(self, at: datetime) -> date:
        """The calendar day at an instant, where the recipient is."""
        return at.astimezone(self.timezone).date()

    def at(self, instant: datetime) -> Pack:
        """The pack as in force on the recipient's day at an instant."""
        return self.on(self.day(instant))

    def on(self, day: date) -> Pack:
        """The pack with the parameters that are in force on a day."""
        start, end = self.in_force
        if start <= day < end:
            return self
        turns = self.turns
        start = max((turn for turn in turns if turn <= day), default=date.min)
        end = min((turn for turn in turns if turn > day), default=date.max)
        parameters = _tightened(self.schedule.on(day), self.schedule, self.settings)
        return replace(self, parameters=parameters, in_force=(start, end))

    @property
    def turns(self) -> frozenset[date]:
        """The days on which anything of it changes: a parameter, or a rule that begins or has ended."""
        return frozenset((self.begins, *self.schedule.turns, *self._rules_turn()))

    def _rules_turn(self) -> Iterator[date]:
        of_marketing = (*self.denials, *self.bases, *self.holds, *self.consent_conditions, *self.sale_conditions)
        for rule in (*of_marketing, *self.service_bases, *self.service_holds):
            yield rule.since
            if rule.until < date.max:
                yield rule.until + timedelta(days=1)

    def with_settings(self, settings: Mapping[str, Any]) -> Pack:
        """The pack with an organisation's own parameters."""
        own = {name: settings[name] for name in settings.keys() & set(Parameters.__slots__)}
        return replace(self, settings=own, in_force=(date.max, date.max)).on(self.in_force[0])

    def quiet_end(self, at: datetime) -> datetime | None:
        """When marketing that is due at ``at`` may go: the end of quiet hours and closed days; None outside them.

        Raises:
            ValueError: the hours leave no time of day at all.
        """
        moment = at
        for _ in range(_AT_MOST):
            ends = (
                period.quiet_end(moment, self.quiet_hours, self.timezone),
                self.closed(moment, self.timezone) if self.closed else None,
            )
            later = max((end for end in ends if end), default=None)
            if later is None:
                return None if moment is at else moment
            moment = later
        raise ValueError(self.quiet_hours)


_AT_MOST = 30
"""No row of closed days is longer; hours that never end would be."""


def _tightened(law: Parameters, schedule: Schedule, settings: Mapping[str, Any]) -> Parameters:
    """The law's values with an organisation's. The twelve months may be shortened, and lengthened where law allows."""
    changes = dict(settings)
    if changes.get("quiet_hours"):
        start, end = changes["quiet_hours"]
        changes["quiet_hours"] = (time.fromisoformat(start), time.fromisoformat(end))
    if "customer_months" in changes and schedule.customer_months_most is not None:
        changes["customer_months"] = min(changes["customer_months"], schedule.customer_months_most)
    return replace(law, **changes)


def _found() -> dict[str, Pack]:
    """Every country that has a folder with a ``law.py``, and its territories."""
    found = {}
    for module in pkgutil.iter_modules(packs.__path__):
        if module.name != "eu":
            pack = _checked(importlib.import_module(f"{packs.__name__}.{module.name}.law").PACK)
            found.update(dict.fromkeys((pack.country, *pack.territories), pack))
    return found


def _checked(pack: Pack) -> Pack:
    asked = (
        *(_NO_PACK, *pack.denials, *pack.bases, *pack.service_bases, *pack.holds, *pack.service_holds),
        *(*pack.consent_conditions, *pack.sale_conditions, pack.nothing, no_service_basis),
    )
    by_id: dict[str, Rule] = {}
    for one in asked:
        if by_id.setdefault(one.id, one) is not one:
            raise ValueError(f"The rule id {one.id} is used twice in {pack.country}")
    return replace(pack, denials=(_before(pack.begins), *pack.denials), by_id=by_id).on(date.max)


def _before(begins: date) -> Rule:
    """Marketing on a day before the pack's law begins is denied: what held then is not known here."""
    return replace(_NO_PACK, asks=lambda case: case.envelope.is_marketing and case.today < begins)


_PACKS = cache(_found)


def countries() -> tuple[str, ...]:
    """The countries whose law is known, Sweden first."""
    return tuple(sorted({pack.country for pack in _PACKS().values()}, key=lambda code: (code != "SE", code)))


def territories() -> tuple[str, ...]:
    """Every country code that some pack covers."""
    return tuple(sorted(_PACKS()))


def pack_for(country: str, settings: Mapping[str, Any] | None = None, *, on: date | None = None) -> Pack:
    """The pack of a country, with an organisation's settings, as in force on a day (left out: with its newest values).

    A country without one denies all marketing, and judges service texts by the organisation's home (``settings``'
    ``home``, else Sweden).
    """
    pack = _PACKS().get(country) or _without_rules(country, (settings or {}).get("home", "SE"))
    if settings:
        pack = pack.with_settings(settings)
    return pack.on(on) if on else pack


@cache
def _without_rules(country: str, home: str) -> Pack:
    law = _PACKS()[home]
    return replace(law, country=country or "??", version="0", denials=(_NO_PACK, *law.denials[1:]))
