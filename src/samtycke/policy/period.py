"""Calendar periods as the law counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=16_384)
def months_after(day: date, months: int) -> date:
    """The same day of the month, or the month's last: 29 February and twelve months is 28 February."""
    if day == date.max:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_day(day: date, zone: ZoneInfo) -> datetime | None:
    """The last instant of a day where the recipient is; None for a day without end."""
    if day == date.max:
        return None
    return datetime.combine(day + timedelta(days=1), time(), zone) - timedelta(microseconds=1)


def quiet_end(at: datetime, hours: tuple[time, time] | None, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that ``at`` falls in end, by the wall clock there; None outside them."""
    if hours is None:
        return None
    start, end = hours
    local = at.astimezone(zone)
    clock = local.time()
    quiet = start <= clock or clock < end if start > end else start <= clock < end
    if not quiet:
        return None
    day = local.date() + timedelta(days=1) if start > end and clock >= start else local.date()
    return datetime.combine(day, end, zone)


def room_after(sent: tuple[datetime, ...], *, now: datetime, window: timedelta, cap: int) -> datetime | None:
    """When a window that is full has room again; None when the instants do not fill it."""
    inside = sorted(instant for instant in sent if instant > now - window)
    return inside[-cap] + window if 0 < cap <= len(inside) else None
