"""Every address of the program, found in its own list of them: one made tomorrow is tried tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver

from samtycke.web import urls
from samtycke.web.staff import urls as staff_urls


@dataclass(frozen=True, slots=True)
class Address:
    """``may`` and ``methods`` are what a staff page says of itself; empty of other addresses."""

    name: str
    route: str
    ids: Mapping[str, str]
    """The places in it to be filled in: name to the sort of value, int, str, slug or path."""
    may: str
    methods: tuple[str, ...]
    staff: bool
    """Of the staff's side of the house: its pages, and the door to them."""

    def at(self, values: Mapping[str, Any]) -> str:
        """The path, its places filled in as they are given; what is not given is 1."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found[1], 1)), self.route)


def addresses() -> list[Address]:
    """All of them, each with its prefix."""
    staff = {id(one.callback) for one in staff_urls.urlpatterns}
    return [_address(prefix + _plain(one), one, staff) for prefix, one in _flat(urls.urlpatterns, "")]


def _flat(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _flat(one.url_patterns, prefix + _plain(one))
        else:
            yield prefix, one


def _plain(one: URLPattern | URLResolver) -> str:
    """A route with its places named; a regular expression's groups are such places too."""
    route = str(one.pattern)
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route).strip("^$")


def _address(route: str, one: URLPattern, staff: set[int]) -> Address:
    sorts = {found[2]: found[1] or "str" for found in re.finditer(r"<(?:(\w+):)?(\w+)>", route)}
    return Address(
        name=one.name or route,
        route=route,
        ids=sorts,
        may=getattr(one.callback, "may", ""),
        methods=tuple(getattr(one.callback, "methods", ())),
        staff=id(one.callback) in staff,
    )
