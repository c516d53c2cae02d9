"""How figures, days and money read in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import get_language

NO_BREAK, NO_BREAK_HYPHEN = "\u00a0", "\u2011"


def number(value: float) -> str:
    """12 431 in Swedish, 12,431 in English."""
    grouped = f"{value:,}"
    return grouped if _english() else grouped.replace(",", NO_BREAK)


def money(minor_units: int) -> str:
    """An amount in hundredths of a krona: 4 972 kr, or 0,40 kr where the öre matter."""
    kronor, rest = divmod(minor_units, 100)
    if kronor >= 100 or rest == 0:
        return f"{number(kronor + (rest >= 50))}{NO_BREAK}kr"
    return f"{number(kronor)}{'.' if _english() else ','}{rest:02}{NO_BREAK}kr"


def tail(e164: str) -> str:
    """A number of which its owner knows the end, and nobody else the rest: 070-••• •• 05."""
    start = f"0{e164[3:5]}" if e164.startswith("+46") else e164[:5]
    return f"{start}{NO_BREAK_HYPHEN}•••{NO_BREAK}••{NO_BREAK}{e164[-2:]}"


def day(value: date | datetime) -> str:
    """5 januari 2026, 5 January 2026."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, "j F Y", use_l10n=False)


def moment(value: datetime) -> str:
    """20 nov 10:00, with the year where it is another than this."""
    local = timezone.localtime(value)
    pattern = "j M H:i" if local.year == timezone.localtime().year else "j M Y H:i"
    written = formats.date_format(local, pattern, use_l10n=False)
    return written if _english() else written.lower()


def full_moment(value: datetime) -> str:
    """20 november 2026 10:00:05 +01:00: for what must be read the same everywhere and years from now."""
    local = timezone.localtime(value)
    offset = f"{local:%z}"
    return f"{day(value)} {local:%H:%M:%S} {offset[:3]}:{offset[3:5]}"


def clock(value: datetime) -> str:
    """10:00, or with its day where that is not today."""
    local = timezone.localtime(value)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else moment(value)


def _english() -> bool:
    return (get_language() or "sv").startswith("en")
