"""What templates may say beside Django's own: signs, figures in words, bars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samtycke.policy import countries
from samtycke.web.parts import icons, words

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "icon") -> SafeString:
    """A sign: ``{% icon "may" %}``."""
    return mark_safe(icons.draw(name, css=css))  # noqa: S308 - our own drawings


@register.filter
def n(value: int | None) -> str:
    """A count with its thousands apart."""
    return "" if value is None else words.number(value)


@register.filter
def kr(value: int | None) -> str:
    """Hundredths as kronor."""
    return "" if value is None else words.money(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words."""
    return words.day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time, short."""
    return words.moment(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """A time, with its day where that is not today."""
    return words.clock(value) if value else ""


@register.filter
def said(texts: Mapping[str, str] | None) -> str:
    """The reader's own of a text that carries its languages: ``{"sv": …, "en": …}``."""
    if not texts:
        return ""
    language = (get_language() or "sv")[:2]
    return texts.get(language) or next(iter(texts.values()), "")


@register.filter
def guided(rule_id: str) -> str:
    """Where a rule is told of in words for people: in the guide, or among the rules of the country that names it."""
    country = rule_id.partition(".")[0]
    page = reverse("guide-rules-of", args=[country]) if country.upper() in countries() else reverse("guide")
    return f"{page}#{rule_id}"


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """``mapping[key]``, or None."""
    return mapping.get(key) if mapping else None
