"""Reading what people write in cells: instants, yes and no, and how a consent was given.

Each returns a value or raises ``Unreadable`` with a stable code; none guesses.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo


class Unreadable(ValueError):
    """The cell says nothing certain. ``code`` is stable: unreadable, ambiguous_date, not_yes_or_no …"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_EITHER_WAY = re.compile(r"\d{1,2}[-/. ]\s?\d{1,2}[-/. ]\s?\d{2,4}(?!\d)")
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("jan", "januari", "january"),
            ("feb", "februari", "february"),
            ("mar", "mars", "march"),
            ("apr", "april"),
            ("maj", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "augusti", "august"),
            ("sep", "sept", "september"),
            ("okt", "oct", "oktober", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_NAMED = re.compile(r"(\d{1,2})\.?\s+([a-zåäö]+)\.?,?\s+(\d{4})", re.IGNORECASE)
EARLIEST = date(2000, 1, 1)


def parse_when(text: str, zone: ZoneInfo) -> datetime:
    """An instant as Swedish systems export it: 2026-03-02, 2026-03-02 14:12, 2026-03-02T13:12Z, 20260302.

    A day without an hour is that day's beginning in ``zone``: the earliest it can have been.

    Raises:
        Unreadable: ``ambiguous_date`` (02/03/2026 is February or March), ``too_old``, ``unreadable``.
    """
    day, rest = _day(text.strip())
    clock = rest.strip().removeprefix("T").removeprefix("t").removeprefix("kl").lstrip(" .,")
    if day < EARLIEST:
        raise Unreadable("too_old")
    if not clock:
        return datetime.combine(day, time(), zone)
    match = _CLOCK.fullmatch(clock)
    if not match:
        raise Unreadable("unreadable")
    hour, minute, second, offset = match.groups()
    try:
        at = datetime.combine(day, time(int(hour), int(minute), int(second or 0)), zone)
        if offset:
            # Letting datetime read the offset; it knows Z and +01:00 alike.
            at = datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{offset.upper()}")
    except ValueError:
        raise Unreadable("unreadable") from None
    return at


def _day(text: str) -> tuple[date, str]:
    try:
        if match := _DAY.match(text):
            year, _separator, month, day = match.groups()
            if match.end() < len(text) and text[match.end()].isdigit():
                raise Unreadable("unreadable")  # 2026030214: who knows
            return date(int(year), int(month), int(day)), text[match.end() :]
        if match := _NAMED.match(text):
            number, name, year = match.groups()
            if month_number := _MONTHS.get(name.lower()):
                return date(int(year), month_number, int(number)), text[match.end() :]
    except ValueError:
        raise Unreadable("unreadable") from None
    raise Unreadable("ambiguous_date" if _EITHER_WAY.match(text) else "unreadable")


_YES = frozenset(["ja", "j", "yes", "y", "x", "1", "true", "sant", "sann", "on", "✓", "✔", "☑", "jo"])
_NO = frozenset(["nej", "n", "no", "0", "false", "falskt", "falsk", "off", "-", "☐"])


def parse_yes_no(text: str) -> bool:
    """Ja, x, 1, true; nej, 0, false.

    Raises:
        Unreadable: ``not_yes_or_no``, also for an empty cell: silence is no answer.
    """
    plain = text.strip().casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise Unreadable("not_yes_or_no")


# In order: a pappersformulär is paper before it is a form.
_METHODS = (
    ("bundled_terms", r"villkor|bundled|\bterms\b|\bavtal"),
    ("double_opt_in", r"dubbel|double|bekräfta[dt]"),
    ("checkbox_unticked", r"kryss|checkbox|check box|tick|\bruta"),
    ("paper", r"papper|paper|blankett|talong|kupong|signatur|underskri|skriftlig"),
    ("web_form", r"webb|web|formulär|\bform\b|hemsid|sajt|\bsite|online|internet|\bapp\b"),
    ("keyword_sms", r"\bsms|keyword|nyckelord|kodord|\btext"),
    ("verbal", r"munt|verbal|oral|telefon|samtal|phone|spoken|\bkassa"),
)
_PRETICKED = re.compile(
    r"(?:förkryss|för-kryss|ikryss|förifyll|förval|förbock|pre-?_?\s?tick|pre-?_?\s?check|preselect)"
)
_NOT = re.compile(r"\b(?:ej|inte|icke|not|un)\b\W*$")
_COMPILED = tuple((method, re.compile(pattern)) for method, pattern in _METHODS)


@lru_cache(maxsize=2048)
def parse_method(text: str) -> str:
    """How a consent was given, in the policy's words: web_form, checkbox_unticked, paper, verbal …

    A pre-ticked box is ``checkbox_preticked``: it is named, so that it can be refused by name.

    Raises:
        Unreadable: ``not_declared``: it is none of the ways we know.
    """
    plain = text.strip().casefold().replace("_", " ")
    if (box := _PRETICKED.search(plain)) and not _NOT.search(plain[: box.start()]):
        return "checkbox_preticked"
    for method, pattern in _COMPILED:
        if pattern.search(plain):
            return method
    raise Unreadable("not_declared")
