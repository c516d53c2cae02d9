"""The law's parameters as an organisation has set them: tightened freely, set aside only openly.

What is ethics rather than law (the twelve months, quiet hours, how often) is on by default. Whoever makes it looser
does so by name and with a reason, and both are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.organisations.audit import audit
from samtycke.organisations.database import document
from samtycke.policy import Pack, Parameters, countries, pack_for

NAMES = tuple(field.name for field in fields(Parameters))
MAY_BE_OFF = frozenset({"consent_months", "quiet_hours", "per_24h", "per_7d"})
_MOST_MONTHS = 120
LAWS_OWN = "law"
"""How a change says that the value was, or became, the law's own."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One value that can't be set. ``reason``: ``unknown``, ``not-off``, ``not-a-number``, ``too-small``,
    ``over-the-law``, ``not-hours``, ``same-hour``, ``no-time-left`` or ``no-reason``; ``right`` is what would be.
    """

    field: str
    reason: str
    right: str = ""


class SettingsRefused(ValueError):
    """What was to be set is impossible, or looser without a reason. Nothing was saved."""

    def __init__(self, refused: tuple[Refused, ...]) -> None:
        super().__init__(refused)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One parameter changed; ``LAWS_OWN`` as ``was`` or ``became`` where it is the law's own. None is off."""

    name: str
    was: Any
    became: Any
    by: str
    reason: str
    at: datetime


def refusals(settings: Mapping[str, Any], *, home: str, on: date) -> tuple[Refused, ...]:
    """What of some settings can't be, each with what would be right. A name left out is the law's own."""
    law = pack_for(home, on=on)
    found = [one for name, value in settings.items() for one in _wrong(name, value, law)]
    if not found and (shut := _shut(settings, on)):
        found.append(Refused("quiet_hours", "no-time-left", shut))
    return tuple(found)


def loosened(settings: Mapping[str, Any], *, home: str, on: date) -> tuple[str, ...]:
    """The names that settings make looser than the home country's law and good practice."""
    law = pack_for(home, on=on).parameters
    looser: dict[str, Callable[[Any], bool]] = {
        "customer_months": lambda months: months > law.customer_months,
        "quiet_hours": lambda hours: not _minutes(law.quiet_hours) <= _minutes(_hours(hours)),
        "per_24h": lambda cap: law.per_24h is not None and (cap is None or cap > law.per_24h),
        "per_7d": lambda cap: law.per_7d is not None and (cap is None or cap > law.per_7d),
    }
    return tuple(name for name in NAMES if name in settings and name in looser and looser[name](settings[name]))


def change_settings(
    cursor: CursorWrapper, settings: Mapping[str, Any], *, by: str, reason: str, now: datetime
) -> tuple[SettingChange, ...]:
    """Save the parameters as the organisation wants them, with who and why. Returns what was changed.

    Args:
        cursor: inside ``acting_for``.
        settings: the whole of it; a parameter that is left out is the law's own from now on.
        by: the person who answers for it, by name.
        reason: why; must be given where a change makes something looser than the law.
        now: when.

    Raises:
        SettingsRefused: something is impossible or lacks its reason; nothing was saved.
    """
    cursor.execute("SELECT settings, home_country FROM organisation WHERE id = current_organisation() FOR UPDATE")
    stored, home = cursor.fetchone()
    kept: dict[str, Any] = document(stored)
    changed = [name for name in NAMES if _differs(kept, settings, name)]
    wrong = refusals(settings, home=home, on=now.date())
    if not wrong and not (reason.strip() and by.strip()):
        wrong = tuple(
            Refused(name, "no-reason") for name in loosened(settings, home=home, on=now.date()) if name in changed
        )
    if wrong:
        raise SettingsRefused(wrong)
    changes = tuple(
        SettingChange(name, kept.get(name, LAWS_OWN), settings.get(name, LAWS_OWN), by, reason.strip(), now)
        for name in changed
    )
    if changes:
        others = {name: value for name, value in kept.items() if name not in NAMES}
        _write(cursor, {**others, **settings}, changes)
    return changes


def setting_changes(cursor: CursorWrapper, *, limit: int = 50) -> list[SettingChange]:
    """What has been changed, the newest first."""
    cursor.execute(
        "SELECT name, was, became, by, reason, at FROM setting_change "
        "WHERE organisation_id = current_organisation() ORDER BY id DESC LIMIT %s",
        [limit],
    )
    return [
        SettingChange(name, document(was), document(became), by, reason, at)
        for name, was, became, by, reason, at in cursor.fetchall()
    ]


def _write(cursor: CursorWrapper, settings: Mapping[str, Any], changes: tuple[SettingChange, ...]) -> None:
    cursor.execute(
        "UPDATE organisation SET settings = %s WHERE id = current_organisation()", [json.dumps(dict(settings))]
    )
    for one in changes:
        cursor.execute(
            "INSERT INTO setting_change (organisation_id, name, was, became, by, reason, at) "
            "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s)",
            [one.name, json.dumps(one.was), json.dumps(one.became), one.by, one.reason, one.at],
        )
    audit(
        cursor,
        actor=changes[0].by,
        act="settings.change",
        subject="law",
        before={one.name: one.was for one in changes},
        after={one.name: one.became for one in changes},
        reason=changes[0].reason,
    )


def _differs(kept: Mapping[str, Any], settings: Mapping[str, Any], name: str) -> bool:
    return (name in kept, kept.get(name)) != (name in settings, settings.get(name))


def _wrong(name: str, value: Any, law: Pack) -> Iterator[Refused]:
    if name not in NAMES:
        yield Refused(name, "unknown", ", ".join(NAMES))
    elif value is None:
        if name not in MAY_BE_OFF:
            yield Refused(name, "not-off")
    elif name == "quiet_hours":
        yield from _wrong_hours(value)
    else:
        yield from _wrong_number(name, value, law)


def _wrong_number(name: str, value: Any, law: Pack) -> Iterator[Refused]:
    most = law.schedule.customer_months_most if name == "customer_months" else None
    if not isinstance(value, int) or isinstance(value, bool):
        yield Refused(name, "not-a-number", "1")
    elif value < 1:
        yield Refused(name, "too-small", "1")
    elif name.endswith("months") and value > (most or _MOST_MONTHS):
        yield Refused(name, "over-the-law", str(most or _MOST_MONTHS))


def _wrong_hours(value: Any) -> Iterator[Refused]:
    try:
        start, end = _hours(value) or (time(), time())
    except (TypeError, ValueError):
        yield Refused("quiet_hours", "not-hours", "21:00–08:00")
        return
    if start == end:
        yield Refused("quiet_hours", "same-hour", "21:00–08:00")


def _hours(value: Any) -> tuple[time, time] | None:
    """Hours as they are kept, ``["21:00", "08:00"]``.

    Raises:
        TypeError, ValueError: they are not such.
    """
    if value is None:
        return None
    start, end = value
    return time.fromisoformat(start), time.fromisoformat(end)


def _minutes(hours: tuple[time, time] | None) -> frozenset[int]:
    """The minutes of a day that hours cover."""
    if hours is None:
        return frozenset()
    start, end = (clock.hour * 60 + clock.minute for clock in hours)
    return frozenset(range(start, end) if start <= end else (*range(start, _DAY), *range(end)))


_DAY = 24 * 60
_STEP = timedelta(minutes=15)


def _shut(settings: Mapping[str, Any], on: date) -> str:
    """A country in which the hours leave no time of day for any text; empty where there is none such."""
    for country in countries():
        pack = pack_for(country, settings, on=on)
        # An ordinary day of the week; hours that never end are what the pack itself refuses.
        day = on + timedelta(days=(2 - on.weekday()) % 7)
        moments = (datetime.combine(day, time(), pack.timezone) + step * _STEP for step in range(_DAY // 15))
        try:
            if any(pack.quiet_end(moment) is None for moment in moments):
                continue
        except ValueError:
            pass
        return country
    return ""
