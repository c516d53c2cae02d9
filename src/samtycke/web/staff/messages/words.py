"""What pages call the states of a message: a sign, its colour and a word."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

STATES: dict[str, tuple[str, str, str | Promise]] = {
    "planned": ("waits", "waits", pgettext_lazy("state of a text", "planned")),
    "leased": ("ring", "accent", pgettext_lazy("state of a text", "with the carrier")),
    "sent": ("ring", "accent", pgettext_lazy("state of a text", "sent")),
    "delivered": ("dot", "accent", pgettext_lazy("state of a text", "delivered")),
    "failed": ("not", "not", pgettext_lazy("state of a text", "did not arrive")),
    "expired": ("not", "not", pgettext_lazy("state of a text", "too late, not sent")),
    "unknown": ("unknown", "", pgettext_lazy("state of a text", "of unknown outcome")),
    "withheld": ("not", "not", pgettext_lazy("state of a text", "withheld")),
    "cancelled": ("ring", "", pgettext_lazy("state of a text", "cancelled")),
}
"""A text that arrived is no verdict: it is drawn in the accent."""
