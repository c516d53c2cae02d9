"""Facts, read for one person, for a few, or for everybody by situation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.arrays import listed
from samtycke.gate.envelope import Sealed
from samtycke.ledger.door import blocks_on
from samtycke.organisations.door import digest, load_sql
from samtycke.policy import Facts, Instants, Pack, countries, pack_for
from samtycke.sms import Number

COLUMNS = tuple(field.name for field in fields(Facts))
PERIODS = {
    "consent_on": ("consents_since", "consents_before"),
    "customer_on": ("current_since", "lapsed_before"),
    "sale_on": ("current_since", "lapsed_before"),
}
"""Days of which the law asks on which side of a period they are, and the bounds (see Bounds) of that period."""
DAYS = ("customer_on", "sale_on")
"""Those on which somebody bought: an audience is grouped by the side they are on."""
SQL = load_sql(__file__, "facts.sql")
SQL_DIGEST = digest(SQL).hex()[:16]
"""Stands in every decision: by which text of the query its facts were read."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Which contacts: all of the organisation, a range of ids (after, up to and with), or some ids."""

    after: int | None = None
    up_to: int | None = None
    ids: tuple[int, ...] | None = None

    def condition(self, column: str) -> str:
        """SQL on a column of contact ids; its parameters are ``parameters``."""
        if self.ids is not None:
            return f"{column} = ANY(%(contact_ids)s::bigint[])"
        bounds = []
        if self.after is not None:
            bounds.append(f"{column} > %(after)s")
        if self.up_to is not None:
            bounds.append(f"{column} <= %(up_to)s")
        return " AND ".join(bounds) or "true"

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``condition``."""
        return {"contact_ids": listed(self.ids or ()), "after": self.after, "up_to": self.up_to}


EVERYBODY = Audience()


_FEW = 2_000
"""Up to so many, what each has bought is looked up by index; of more, it is summed for all at once."""


def facts_sql(audience: Audience) -> str:
    """The facts query for an audience."""
    few = audience.ids is not None and len(audience.ids) <= _FEW
    return SQL.format(
        contacts=audience.condition("c.id"),
        buyers="customer.contact_id = c.id" if few else audience.condition("customer.contact_id"),
        givers="true" if few else audience.condition("p.contact_id"),
        texted="true" if few else audience.condition("r.contact_id"),
    )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the periods and caps of every pack make needless to tell apart.

    A customer since ``current_since`` is one by any pack; one before ``lapsed_before`` by none; so for consents, where
    they have a limit. A cap of None is set nowhere; talks of a sale, and support of a charity, count in some countries.
    Whatever lies between is told exactly: which side it is on, the law decides and not the query.
    """

    consent_dated: bool
    consents_since: date | None
    consents_before: date | None
    current_since: date | None
    lapsed_before: date
    per_24h: int | None
    per_7d: int | None
    counts_talks: list[str]
    counts_support: list[str]


_MONTH = 30.4375
_SLACK = 6
"""Days by which months of any length, and the hour's place in the world, may differ from that."""


def bounds(settings: Mapping[str, Any], now: datetime, *, own_goods: bool) -> Bounds:
    """The bounds for an organisation's settings, over every pack."""
    # At midnight some have a day that others do not have yet.
    days = [pack_for(country).day(now) for country in countries()]
    return bounds_through((settings,), min(days), max(days), own_goods=own_goods)


def bounds_through(settings: Sequence[Mapping[str, Any]], first: date, last: date, *, own_goods: bool) -> Bounds:
    """The bounds that serve each of some settings on every day from the first to the last, over every pack."""
    laws = [law for one in settings for country in countries() for law in _through(pack_for(country, one), first, last)]
    packs = [law.parameters for law in laws]
    current = _period([pack.customer_months for pack in packs], first, last)
    consents = _period([pack.consent_months for pack in packs if pack.consent_months is not None], first, last)
    return Bounds(
        consent_dated=consents is not None,
        consents_since=consents and consents[0],
        consents_before=consents and consents[1],
        # Of somebody else's goods no sale makes a customer, so the newest is always described.
        current_since=current[0] if current and own_goods else None,
        lapsed_before=current[1] if current else first,
        per_24h=min((pack.per_24h for pack in packs if pack.per_24h is not None), default=None),
        per_7d=min((pack.per_7d for pack in packs if pack.per_7d is not None), default=None),
        counts_talks=sorted({law.country for law in laws if law.counts_talks}),
        counts_support=sorted({law.country for law in laws if law.counts_support}),
    )


def _period(months: Sequence[int], first: date, last: date) -> tuple[date, date] | None:
    """Since when a day is within each of some numbers of months on all of some days, and before when within none."""
    if not months:
        return None
    return (
        last - timedelta(days=int(min(months) * _MONTH) - _SLACK),
        first - timedelta(days=int(max(months) * _MONTH) + _SLACK),
    )


def _through(pack: Pack, first: date, last: date) -> list[Pack]:
    """The pack with each of the parameters that are in force in a period."""
    return [pack.on(first), *(pack.on(turn) for turn in pack.schedule.turns if first < turn <= last)]


def parameters(
    envelope: Sealed,
    audience: Audience,
    settings: Mapping[str, Any],
    now: datetime,
    *,
    limits: Bounds | None = None,
) -> dict[str, Any]:
    """The parameters of the facts query. ``limits`` are wider bounds than those of the settings at this moment."""
    return {
        "purpose": envelope.purpose,
        "goods": list(envelope.similar_goods),
        "now": now,
        **asdict(limits or bounds(settings, now, own_goods=envelope.own_goods)),
        **audience.parameters,
    }


def read_facts(
    cursor: CursorWrapper, envelope: Sealed, contact_ids: Sequence[int], settings: Mapping[str, Any], now: datetime
) -> dict[int, tuple[Facts, Instants]]:
    """The facts of some contacts for an envelope, by contact."""
    rows = read_rows(cursor, envelope, contact_ids, settings, now)
    return {contact_id: (Facts(*row), instants) for contact_id, (row, instants) in rows.items()}


def facts_of_nobody(cursor: CursorWrapper, number: Number, purpose: str) -> Facts:
    """The facts of a number that is no contact: it may stand on a block list all the same, as one that was erased does.

    What is decided of it is then what would be decided if it were met.
    """
    blocks = blocks_on(cursor, number.e164)
    mine = {block.purpose for block in blocks if block.scope == "organisation"}
    return Facts(
        country=number.country,
        blocked_platform=any(block.scope == "platform" for block in blocks),
        blocked_organisation="" in mine,
        blocked_purpose=purpose in mine,
    )


_NO_INSTANTS = Instants()


def read_rows(
    cursor: CursorWrapper, envelope: Sealed, contact_ids: Sequence[int], settings: Mapping[str, Any], now: datetime
) -> dict[int, tuple[tuple[Any, ...], Instants]]:
    """The same as plain rows, the values of ``COLUMNS`` in order: what a judge takes, many at a time."""
    audience = Audience(ids=tuple(contact_ids))
    cursor.execute(facts_sql(audience), parameters(envelope, audience, settings, now))
    return {
        row[0]: (row[1:-2], Instants(row[-2], tuple(row[-1] or ())) if row[-2] or row[-1] else _NO_INSTANTS)
        for row in cursor.fetchall()
    }
