"""What most countries' packs share: the Union's rules, cited at their places in a national law."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from samtycke.policy.packs.eu import bases, consent, denials, soft
from samtycke.policy.rule import Rule

BEGINS = date(2018, 5, 25)
"""GDPR's first day."""
SALE_CONDITIONS = soft.CONDITIONS
CONSENT_CONDITIONS = tuple(one.cited(one.cites, consent.GDPR) for one in consent.CONDITIONS)
"""Linked to the regulation itself rather than to what a Swedish authority says of it."""


def denied(cites: dict[str, str], url: str) -> tuple[Rule, ...]:
    """The Union's denials in their order, some of them (by id) cited at their place in a national law."""
    return tuple(one.cited(cites[one.id], url) if one.id in cites else one for one in denials.ALL)


def at(place: str, url: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules cited at one place of a national law besides the Union's."""
    return tuple(one.cited(f"{place}; {one.cites}", url) for one in rules)


def grounds(country: str, place: str, url: str, *, since: date, companies_too: bool = False) -> tuple[Rule, ...]:
    """The bases of a country: consent, the exception for customers, and companies unless they must consent too."""
    of_all = (
        consent.consent.named(f"{country}.consent", f"{place}; {consent.consent.cites}", url, since=since),
        soft.soft_opt_in.named(f"{country}.soft-opt-in", f"{place}; {soft.soft_opt_in.cites}", url, since=since),
    )
    company = bases.company.named(f"{country}.company", f"{place}; {bases.company.cites}", url, since=since)
    return of_all if companies_too else (*of_all, company)


def nothing(country: str, place: str, url: str, *, since: date) -> Rule:
    """The end where there is neither a consent nor a sale."""
    return bases.nothing.named(f"{country}.none", place, url, since=since)
