"""What is said of API keys: what they may do, how they stand, and what was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.organisations.door import SCOPES, ApiKey, Organisation, last_day_of, set_of

SCOPE: dict[str, str | Promise] = {
    "messages:send": gettext_lazy("Send a text to one person"),
    "messages:read": gettext_lazy("See texts, to whom they went and why"),
    "contacts:write": gettext_lazy("Bring in people, consents and purchases"),
    "contacts:read": gettext_lazy("See what became of an import, and the rows that were refused"),
    "withdrawals:write": gettext_lazy("Record that somebody says no"),
    "decisions:read": gettext_lazy("Ask whether a text may be sent"),
    "campaigns:read": gettext_lazy("See campaigns, and whom they would reach"),
    "campaigns:write": gettext_lazy("Write drafts of campaigns"),
    "campaigns:send": gettext_lazy("Approve, send, pause and cancel campaigns"),
}
SET: dict[str, tuple[str | Promise, str | Promise]] = {
    "send": (gettext_lazy("Send only"), gettext_lazy("A booking system, a cash register. It sees nothing.")),
    "shop": (
        gettext_lazy("Shop connection"),
        gettext_lazy("Brings in consents, purchases and refusals. It sends nothing."),
    ),
    "read": (gettext_lazy("Read only"), gettext_lazy("A report, a warehouse of data. It changes nothing.")),
    "all": (gettext_lazy("All"), gettext_lazy("Brings people in and texts them. Seldom needed by one program.")),
}
"""What most keys are for: the name, and for whom it is."""
REFUSED: dict[str, tuple[str, str | Promise]] = {
    "name": ("name", gettext_lazy("Write what uses the key, so that you know it when it is to be changed.")),
    "taken": ("name", gettext_lazy("A key of that name works already. Take another name, or change that key.")),
    "scopes": ("rights", gettext_lazy("Choose at least one thing that the key may do.")),
    "last-day": ("last_day", gettext_lazy("Choose today or a later day, or say that the key has no last day.")),
    "overlap": ("overlap", gettext_lazy("Both can work side by side for 90 days at most.")),
    "over": ("overlap", gettext_lazy("This key has ended, or has a successor already.")),
}
"""What was wrong: the field it stands at, and what would be right."""


def rights_of(key: ApiKey) -> str:
    """What a key may do, in a few words."""
    if name := set_of(key.may):
        return str(SET[name][0])
    return ", ".join(str(SCOPE[scope]) for scope in SCOPES if scope in key.may) or _("Nothing")


@dataclass(frozen=True, slots=True)
class Stands:
    """How a key stands: a sign, a word, and since or until when."""

    sign: str
    says: str
    works: bool
    last_day: date | None = None
    left: int | None = None

    @property
    def soon(self) -> bool:
        """Whether it ends within two weeks."""
        return self.works and self.left is not None and self.left <= _SOON.days


_SOON = timedelta(days=14)


def stands(key: ApiKey, organisation: Organisation, *, now: datetime) -> Stands:
    """How a key stands."""
    last = last_day_of(key, organisation)
    if key.revoked_at:
        return Stands("not", _("Ended by hand"), works=False)
    if key.ends_at and key.ends_at <= now:
        return Stands("unknown", _("Ended"), works=False, last_day=last)
    left = (key.ends_at - now).days if key.ends_at else None
    if key.successor_id:
        return Stands("waits", _("Being replaced"), works=True, last_day=last, left=left)
    if left is not None and left <= _SOON.days:
        return Stands("waits", _("Ends soon"), works=True, last_day=last, left=left)
    return Stands("may", _("Works"), works=True, last_day=last, left=left)


_BODIES = {
    "messages:send": ("messages", '{"to": "+46701740605", "text": "…", "purpose": "…"}'),
    "contacts:write": ("purchases", '{"number": "+46701740605", "category": "…", "sold_at": "…"}'),
    "decisions:read": ("decisions", '{"to": "+46701740605", "purpose": "…"}'),
    "withdrawals:write": ("withdrawals", '{"number": "+46701740605", "purpose": "…"}'),
    "campaigns:write": ("campaigns", '{"name": "…", "text": "…", "purpose": "…", "audience": {"all": true}}'),
}
_LISTS = {"campaigns:read": "campaigns", "messages:read": "messages"}


def first_call(key: str, may: frozenset[str], url: str) -> str:
    """A line for a terminal that shows that the key works: one that only looks, where it may."""
    start = f'curl -H "Authorization: Bearer {key}"'
    for scope, path in _LISTS.items():
        if scope in may:
            return f"{start} {url}/api/v1/{path}"
    for scope, (path, body) in _BODIES.items():
        if scope in may:
            return f"{start} \\\n  -H \"Content-Type: application/json\" \\\n  -d '{body}' {url}/api/v1/{path}"
    return f"{start} {url}/api/v1/campaigns/1/pause -X POST"
