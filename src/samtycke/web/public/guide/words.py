"""The words around the rules: countries, sections, parameters."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samtycke.policy import Pack

SECTIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "denials": (
        _("First: what no permission outweighs"),
        _("Asked of every text. The first that applies settles it."),
    ),
    "bases": (_("Then: on what ground"), _("Looked at in order. One is enough for marketing.")),
    "consent": (_("What a consent must meet"), _("All of them. The first that fails is the reason given.")),
    "sale": (
        _("What the exception for customers (soft opt-in) must meet"),
        _("All of them, in one and the same sale. The first that fails is the reason given."),
    ),
    "none": (_("When there is no ground"), _("Neither a consent nor a sale is known.")),
    "service": (_("Grounds for service texts"), _("One is enough, and the purpose names it.")),
    "service.none": (_("When a service purpose names no ground"), _("It does not go.")),
    "holds": (
        _("Last: what waits"),
        _("The text may go, but not now. When the wait ends, everything is asked again."),
    ),
    "service.holds": (
        _("What a service text waits for"),
        _("Asked when a service text has a ground. It has no end of its own: a person ends it."),
    ),
}
_PARAMETERS: dict[str, str | Promise] = {
    "customer_months": _("Counts as a customer for"),
    "quiet_hours": _("Quiet hours"),
    "per_24h": _("Marketing texts in 24 hours, at most"),
    "per_7d": _("Marketing texts in 7 days, at most"),
}


def parameters(pack: Pack) -> list[dict[str, Any]]:
    """Every value of a pack's figures: what it is called, the value, the day it began and where it comes from."""
    return [
        {
            "name": name,
            "label": label,
            "value": _value(name, one.value),
            "since": _since(one.since),
            "source": one.source,
        }
        for name, label in _PARAMETERS.items()
        for one in getattr(pack.schedule, name)
    ]


def _since(day: date) -> date | None:
    return None if day == date.min else day


def _value(name: str, value: Any) -> str:
    if value is None:
        return _t("no limit")
    if name == "customer_months":
        return ngettext("%(n)s month", "%(n)s months", value) % {"n": value}
    if name == "quiet_hours":
        return "–".join(f"{one:%H:%M}" for one in value if isinstance(one, time))
    return str(value)
