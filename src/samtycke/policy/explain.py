"""The reasons of a decision in words, in Swedish and English."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from samtycke.policy.facts import Facts
from samtycke.policy.pack import Pack
from samtycke.policy.period import months_after
from samtycke.policy.rule import Rule

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


def explained(rule: Rule, facts: Facts, pack: Pack, until: datetime | None) -> dict[str, str]:
    """Why, with the days that this case turns on."""
    # Facts are read only where the words name them: a decision depends on the facts that it reads.
    names_sale = any("{bought_on}" in text or "{customer_until}" in text for text in rule.words.why.values())
    zone = pack.timezone
    bought = (facts.customer_on or facts.sale_on) if names_sale else None
    days: dict[str, Any] = {
        "bought_on": bought,
        "customer_until": bought and (_untold(bought) or months_after(bought, pack.parameters.customer_months)),
        "until": until and until.astimezone(zone).date(),
    }

    def written(language: str) -> str:
        text = (rule.words.bare if names_sale and bought is None else {}).get(language, rule.words.why[language])
        if "{" not in text:
            return text
        spelled = {name: _spelled(day, language) if day else "–" for name, day in days.items()}
        clock = until.astimezone(zone).strftime("%H:%M") if until else "–"
        return text.format(clock=clock, **spelled)

    return {"sv": written("sv"), "en": written("en")}


_UNKNOWN = {"sv": "en okänd dag", "en": "an unknown day"}


def _untold(day: date) -> date | None:
    """A day that nobody has told lies before all others, and so does what is counted from it."""
    return day if day == date.min else None


def _spelled(day: date, language: str) -> str:
    """5 januari 2026, 5 January 2026."""
    if _untold(day):
        return _UNKNOWN[language]
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"
