"""Texts with placeholders: ``Hej {{name}}``, or ``Hej {{name|du}}`` with a word for those who have none."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}")


class MissingPlaceholder(LookupError):
    """A person has no value for a placeholder, and the text names no other word. Carries its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def placeholders(template: str) -> tuple[str, ...]:
    """The names a text uses, once each, in order."""
    return tuple(dict.fromkeys(found.group(1) for found in _PLACEHOLDER.finditer(template)))


def render(template: str, attributes: Mapping[str, str]) -> str:
    """The text for one person. Values are put in as they stand and never read as placeholders.

    Raises:
        MissingPlaceholder: a name has neither a value nor a fallback.
    """
    if "{{" not in template:
        return template

    def value(found: re.Match[str]) -> str:
        name, fallback = found.group(1), found.group(2)
        known = attributes.get(name, "").strip()
        if known:
            return known
        if fallback is None:
            raise MissingPlaceholder(name)
        return fallback.strip()

    return _PLACEHOLDER.sub(value, template)
