"""Phone numbers: read as people and shops write them, kept as E.164."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can be texted. ``country`` is ISO 3166, from the number itself."""

    e164: str
    country: str


class NumberRefused(ValueError):
    """Not a number a text can be sent to.

    ``reason`` is stable: ``empty``, ``unreadable`` (no number at all), ``impossible`` (no such number) or
    ``landline`` (a number, but not a mobile one). ``country`` is whose number it would have been.
    """

    def __init__(self, reason: str, country: str = "SE") -> None:
        super().__init__(reason)
        self.reason, self.country = reason, country

    @property
    def right(self) -> str:
        """A number as it should look there, to show; nobody has it."""
        if self.country == "SE":
            return "+46701740605"  # from the series set aside for fiction
        example = phonenumbers.example_number_for_type(self.country, PhoneNumberType.MOBILE)
        return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164) if example else ""


_NOISE = re.compile(r"[\s\-/.()\u00a0\u2010-\u2015\u2212]+")
_FLOAT = re.compile(r"(\d{9,})\.0")
_LETTER_BEHIND = re.compile(r"\d.*[^\W\d_]", re.DOTALL)
_SWEDISH_MOBILE = re.compile(r"(?:\+46|0046|46)?0?(7[02369]\d{7})")
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


def parse_number(raw: str, country: str = "SE") -> Number:
    """Read a number. One without a country code belongs to ``country``.

    Spreadsheets strip plus signs and leading zeros, so ``46701740605`` and ``701740605`` are read as well, and so is
    ``46701740605.0``, which a program made of it. Letters behind a digit are refused: ``070-174 FLOW`` may spell a
    number, but nobody meant that, and ``4,67E+10`` has lost its digits.

    Raises:
        NumberRefused: no text can be sent to it; carries the reason.
    """
    raw = raw.strip()
    if floating := _FLOAT.fullmatch(raw):
        raw = floating.group(1)
    compact = _NOISE.sub("", raw)
    if not compact:
        raise NumberRefused("empty", country)
    if country == "SE" and compact.isascii() and (fast := _SWEDISH_MOBILE.fullmatch(compact)):
        return Number(f"+46{fast.group(1)}", "SE")
    return _parse_slowly(raw, compact, country)


def _parse_slowly(raw: str, compact: str, country: str) -> Number:
    if _LETTER_BEHIND.search(raw):
        raise NumberRefused("unreadable", country)
    for attempt in _readings(raw, compact):
        try:
            parsed = phonenumbers.parse(attempt, country)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            if phonenumbers.number_type(parsed) not in _MOBILE:
                raise NumberRefused("landline", country)
            e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            return Number(e164, phonenumbers.region_code_for_number(parsed) or "")
    digits = sum(char.isdigit() for char in compact)
    raise NumberRefused("impossible" if digits >= 5 else "unreadable", country)


def _readings(raw: str, compact: str) -> list[str]:
    readings = [raw]
    if compact.isdigit() and not compact.startswith("0"):
        readings += [f"+{compact}", f"0{compact}"]
    return readings


def numbers_in(text: str, country: str = "SE") -> list[tuple[int, int, str]]:
    """The phone numbers that stand in a text, of any kind: from where to where, and as E.164.

    What could be a number is one; a day or an order number that could not is left alone.
    """
    return [
        (one.start, one.end, phonenumbers.format_number(one.number, phonenumbers.PhoneNumberFormat.E164))
        for one in phonenumbers.PhoneNumberMatcher(text, country, leniency=phonenumbers.Leniency.VALID)
    ]
