"""Which carrier takes a text: the sender's own, or the simulator for a test."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

KINDS = ("service", "marketing")
"""The lanes of a carrier: a code or a receipt never waits behind a campaign."""
SIMULATOR = "phone"


def carriers() -> Mapping[str, str]:
    """Every carrier of this installation by name, with its URL."""
    found: Mapping[str, str] = settings.CARRIERS
    return found


def lanes(carrier: str) -> tuple[str, ...]:
    """The names of a carrier's lanes, as messages carry them: ``phone/service``."""
    return tuple(f"{carrier}/{kind}" for kind in KINDS)
