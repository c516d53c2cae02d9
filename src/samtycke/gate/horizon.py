"""An audience as the distinct situations its people are in, told so finely that it serves for days to come.

`situations.py` lets days on one side of every period be one day, for *this* moment and these settings. Here the
periods are those of every day asked about and of every rule that is tried, so that each permission's end is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.envelope import Sealed
from samtycke.gate.facts import COLUMNS, PERIODS, Audience, Bounds, bounds_through, facts_sql, parameters
from samtycke.gate.situations import BROAD, SituationsCollided, side

_OF_GOODS = tuple(name for name in COLUMNS if name.startswith("sale_") or name == "customer_on")
"""The facts that depend on which goods count as similar."""


@dataclass(frozen=True, slots=True)
class Seen:
    """People of whom the same is known for all that is asked. ``then``: the same, were more goods similar."""

    key: int
    people: int
    row: tuple[Any, ...]
    then: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """From which day up to and with which, under which settings: what the bounds must serve."""

    first: date
    last: date
    settings: tuple[Mapping[str, Any], ...]

    def limits(self, *, own_goods: bool) -> tuple[Bounds, Bounds]:
        """The bounds for the whole of it, and those for its first day alone."""
        whole = bounds_through(self.settings, self.first, self.last, own_goods=own_goods)
        return whole, bounds_through(self.settings, self.first, self.first, own_goods=own_goods)


def see(
    cursor: CursorWrapper,
    envelope: Sealed,
    audience: Audience,
    horizon: Horizon,
    *,
    now: datetime,
    then_similar: Sequence[str] = (),
) -> list[Seen]:
    """Group an audience by its facts. ``then_similar``: more goods that would be similar, if that is tried.

    Raises:
        SituationsCollided: never, as far as anybody will see.
    """
    cursor.execute(BROAD)
    cursor.execute(*_grouping(envelope, audience, horizon, now, then_similar))
    found = list(_seen(cursor.fetchall()))
    if len({one.key for one in found}) != len(found):
        raise SituationsCollided
    return found


def _seen(rows: Sequence[tuple[Any, ...]]) -> Iterator[Seen]:
    width = len(COLUMNS)
    for key, people, *facts in rows:
        row = tuple(facts[:width])
        other = dict(zip(_OF_GOODS, facts[width:], strict=False))
        then = tuple(other.get(name, value) for name, value in zip(COLUMNS, row, strict=True)) if other else row
        yield Seen(key, people, row, then)


def people_sql(envelope: Sealed, audience: Audience, horizon: Horizon, now: datetime) -> tuple[str, dict[str, Any]]:
    """A query of ``contact_id`` and ``key``, the key of the situation each is in as ``see`` names it."""
    alike = ", ".join(_alike("f", name) for name in COLUMNS)
    return (
        f"SELECT f.contact_id, {_key(alike)} AS key FROM ({facts_sql(audience)}) f",  # noqa: S608
        _values(envelope, audience, horizon, now),
    )


def _grouping(
    envelope: Sealed, audience: Audience, horizon: Horizon, now: datetime, then_similar: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    columns = [("f", name) for name in COLUMNS]
    source, values = f"({facts_sql(audience)}) f", _values(envelope, audience, horizon, now)
    if then_similar:
        columns += [("g", name) for name in _OF_GOODS]
        source += f" JOIN ({_renamed(facts_sql(audience))}) g ON g.contact_id = f.contact_id"
        values["then_goods"] = sorted({*envelope.similar_goods, *then_similar})
    alike = ", ".join(_alike(table, name) for table, name in columns)
    first = ", ".join(f"min({table}.{name})" if name in PERIODS else f"{table}.{name}" for table, name in columns)
    return f"SELECT {_key(alike)}, count(*), {first} FROM {source} GROUP BY {alike}", values  # noqa: S608


def _renamed(sql: str) -> str:
    """The facts query for the goods that would be similar."""
    return re.sub(r"%\(goods\)s", "%(then_goods)s", sql)


def _key(alike: str) -> str:
    return f"hash_record_extended(ROW({alike}), 0)"


def _values(envelope: Sealed, audience: Audience, horizon: Horizon, now: datetime) -> dict[str, Any]:
    whole, today = horizon.limits(own_goods=envelope.own_goods)
    return {
        **parameters(envelope, audience, horizon.settings[0], now, limits=whole),
        "sale_current_since": today.current_since,
        "sale_lapsed_before": today.lapsed_before,
    }


def _alike(table: str, name: str) -> str:
    column = f"{table}.{name}"
    if name not in PERIODS:
        return column
    exact = side(column, *PERIODS[name])
    if name != "sale_on":
        return exact
    # A sale that fails another condition permits nothing on any day: when it was only tells which condition today.
    whole = " AND ".join(f"{table}.sale_{told}" for told in ("collected", "informed", "offered", "similar"))
    return f"CASE WHEN {whole} THEN {exact} ELSE {side(column, 'sale_current_since', 'sale_lapsed_before')} END"
