"""Texts with placeholders: ``Hej {{name}}``, or ``Hej {{name|du}}`` with a word for those who have none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}|\s](?:[^{}|]*[^{}|\s])?)\s*(?:\|([^{}]*))?\}\}")
_BROKEN = re.compile(r"\{\{[^{}\s]{0,30}")


class MissingPlaceholder(LookupError):
    """A person has no value for a placeholder, and the text names no other word. Carries its name.

    A placeholder that does not end is missing for everybody, by what there is of it: nobody is to read ``{{name``.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@lru_cache(maxsize=256)
def placeholders(template: str) -> tuple[str, ...]:
    """The names a text uses, once each, in order; and what begins as a placeholder and does not end as one."""
    names = [found.group(1) for found in _PLACEHOLDER.finditer(template)]
    return tuple(dict.fromkeys([*names, *_broken(template)]))


@lru_cache(maxsize=256)
def _broken(template: str) -> tuple[str, ...]:
    return tuple(_BROKEN.findall(_PLACEHOLDER.sub(" ", template)))


def render(template: str, attributes: Mapping[str, str]) -> str:
    """The text for one person. Values are put in as they stand and never read as placeholders.

    Raises:
        MissingPlaceholder: a name has neither a value nor a fallback.
    """
    if "{{" not in template:
        return template
    for piece in _broken(template):
        raise MissingPlaceholder(piece)

    def value(found: re.Match[str]) -> str:
        name, fallback = found.group(1), found.group(2)
        known = attributes.get(name, "").strip()
        if known:
            return known
        if fallback is None:
            raise MissingPlaceholder(name)
        return fallback.strip()

    return _PLACEHOLDER.sub(value, template)
