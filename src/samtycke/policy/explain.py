"""The reasons of a decision in words, in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from samtycke.policy.period import months_after
from samtycke.policy.rule import Case, Rule

_MONTHS = {
    "sv": [
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ],
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
}


def explained(rule: Rule, case: Case, until: datetime | None) -> dict[str, str]:
    """Why, with the days that this case turns on."""
    words = rule.words
    # Facts are read only where the words name them: a decision depends on the facts that it reads.
    names_sale = any("{bought_on}" in text or "{customer_until}" in text for text in words.why.values())
    day, months = rule.counted(case) if names_sale and rule.counted else (None, None)
    names_end = any("{until}" in text for text in words.why.values())
    if (names_sale and (day is None or day > case.today)) or (names_end and until is None):
        return dict(words.bare)
    days = {"bought_on": day, "customer_until": day and months and (_untold(day) or months_after(day, months))}
    end = until and until.astimezone(case.pack.timezone)
    return {language: _written(text, language, {**days, "until": end}) for language, text in words.why.items()}


def _written(text: str, language: str, days: Mapping[str, Any]) -> str:
    if "{" not in text:
        return text
    told = {name: spelled(day, language) for name, day in days.items() if day}
    end = days["until"]
    return text.format(clock=f"{end:%H:%M}" if end else "", **told)


_UNKNOWN = {"sv": "en okänd dag", "en": "an unknown day"}


def _untold(day: date) -> date | None:
    """A day that nobody has told lies before all others, and so does what is counted from it."""
    return day if day == date.min else None


def spelled(day: date, language: str) -> str:
    """5 januari 2026, 5 January 2026."""
    if _untold(day):
        return _UNKNOWN[language]
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
