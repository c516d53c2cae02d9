"""Whom a text may reach, on which basis, and why the rest may not: before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed, counted
from samtycke.gate.facts import Audience, facts_sql, parameters
from samtycke.gate.situations import SITUATION_KEY, Situation, situations
from samtycke.gate.verdicts import settings_of
from samtycke.ledger.door import reveal
from samtycke.organisations.door import prices
from samtycke.policy import Rule, pack_for
from samtycke.sms import MissingPlaceholder, placeholders, render

_READ_AT_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Group:
    """People who share a verdict and the rule that settled it. ``until``: the first of them lapses, or may go."""

    verdict: str
    basis: str | None
    rule: Rule
    people: int
    explanation: dict[str, str]
    citation: str
    sample: tuple[int, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Price:
    """What it would take. ``parts`` says how many texts have one part, two …; ``estimated`` when a sample was read.

    ``missing`` names placeholders that some people have no value for, and how many. ``too_long``: over the cap.
    """

    segments: int
    cost: int
    parts: dict[int, int]
    missing: dict[str, int]
    too_long: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Everybody in the audience is in exactly one group: their numbers add up to ``recipients``."""

    recipients: int
    groups: tuple[Group, ...]
    price: Price
    made_at: datetime

    def count(self, verdict: str) -> int:
        """How many people have this verdict."""
        return sum(group.people for group in self.groups if group.verdict == verdict)


def preview(cursor: CursorWrapper, envelope: Sealed, audience: Audience, *, now: datetime) -> Preview:
    """Decide over an audience without planning anything."""
    settings = settings_of(cursor)
    found = situations(cursor, envelope, audience, settings, now)
    return Preview(
        recipients=sum(situation.people for situation in found),
        groups=_groups(found),
        price=_price(cursor, envelope, audience, found, settings, now),
        made_at=now,
    )


_ORDER = {"allow": 0, "hold": 1, "deny": 2}


def _groups(found: Sequence[Situation]) -> tuple[Group, ...]:
    by_rule: dict[tuple[str, str], list[Situation]] = {}
    for situation in found:
        by_rule.setdefault((situation.decision.verdict, situation.decision.rule), []).append(situation)
    groups = []
    for (verdict, rule_id), members in by_rule.items():
        largest = max(members, key=lambda one: one.people)
        ends = [one.decision.until for one in members if one.decision.until]
        sample = dict.fromkeys(contact for one in members for contact in one.sample)
        groups.append(
            Group(
                verdict,
                largest.decision.basis,
                pack_for(largest.country).rule(rule_id),
                sum(one.people for one in members),
                largest.decision.explanation,
                largest.decision.citation,
                tuple(sample)[:10],
                min(ends, default=None),
            )
        )
    return tuple(sorted(groups, key=lambda group: (_ORDER[group.verdict], -group.people)))


def _price(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience,
    found: Sequence[Situation],
    settings: dict[str, object],
    now: datetime,
) -> Price:
    reached = [one for one in found if one.decision.verdict != "deny"]
    by_country = Counter[str]()
    for one in reached:
        by_country[one.country] += one.people
    people = sum(by_country.values())
    names = placeholders(envelope.body)
    if not names or not people:
        spread = {
            (country, counted(envelope.text(envelope.body, country)).segments): n for country, n in by_country.items()
        }
        return _priced(cursor, envelope, Counter(spread), people, {}, estimated=False)
    contacts = _some_of(cursor, envelope, audience, reached, settings, now)
    spread, missing = _rendered(cursor, envelope, contacts)
    scale = people / max(1, len(contacts))
    scaled = Counter({key: round(n * scale) for key, n in spread.items()})
    wanting = {name: round(n * scale) for name, n in missing.items()}
    return _priced(cursor, envelope, scaled, people, wanting, estimated=len(contacts) < people)


def _some_of(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience,
    reached: Sequence[Situation],
    settings: dict[str, object],
    now: datetime,
) -> dict[int, str]:
    """Up to two thousand of those who would be reached, spread over the audience, with their countries."""
    cursor.execute(
        f"SELECT contact_id, country FROM ({facts_sql(audience)}) f WHERE {SITUATION_KEY} = ANY(%(keys)s) "  # noqa: S608
        "ORDER BY hashint8(contact_id) LIMIT %(limit)s",
        {
            **parameters(envelope, audience, settings, now),
            "keys": [one.key for one in reached],
            "limit": _READ_AT_MOST,
        },
    )
    return dict(cursor.fetchall())


def _rendered(
    cursor: CursorWrapper, envelope: Sealed, contacts: dict[int, str]
) -> tuple[Counter[tuple[str, int]], Counter[str]]:
    spread, missing = Counter[tuple[str, int]](), Counter[str]()
    for contact_id, identity in reveal(cursor, list(contacts)).items():
        country = contacts[contact_id]
        try:
            text = envelope.text(render(envelope.body, identity.attributes), country)
        except MissingPlaceholder as error:
            missing[error.name] += 1
            continue
        spread[country, counted(text).segments] += 1
    return spread, missing


def _priced(
    cursor: CursorWrapper,
    envelope: Sealed,
    spread: Counter[tuple[str, int]],
    people: int,
    missing: dict[str, int],
    *,
    estimated: bool,
) -> Price:
    per_part = prices(cursor)
    dearest = max(per_part.values(), default=0)
    parts = Counter[int]()
    for (_, size), n in spread.items():
        parts[size] += n
    return Price(
        segments=sum(size * n for size, n in parts.items()),
        cost=sum(size * n * per_part.get(country, dearest) for (country, size), n in spread.items()),
        parts=dict(sorted(parts.items())),
        missing=missing,
        too_long=sum(n for size, n in parts.items() if size > envelope.parts_cap),
        estimated=estimated,
    )
