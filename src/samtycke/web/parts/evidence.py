"""The evidence behind an event, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtycke.web.parts.words import moment

_NAMES: dict[str, str | Promise] = {
    "address": _("Network address"),
    "answer": _("Answered"),
    "answered_at": _("Answered at"),
    "asked_at": _("Asked at"),
    "asked_by": _("Asked by"),
    "browser": _("By the browser"),
    "carrier": _("Carrier"),
    "code": _("Code"),
    "confirmed_at": _("Confirmed at"),
    "confirmed_by": _("Confirmed by"),
    "field": _("In the field"),
    "file": _("In the file"),
    "form": _("On the form"),
    "heard_by": _("Heard by"),
    "keyword": _("Keyword"),
    "language": _("Language"),
    "list": _("On the list"),
    "message": _("Message"),
    "note": _("Note"),
    "order": _("Order"),
    "page": _("Page"),
    "question": _("The question"),
    "reply": _("Our reply"),
    "requested_at": _("Asked for at"),
    "requested_by": _("Asked for by"),
    "scan_sha256": _("SHA-256 of the scan"),
    "shop": _("Shop"),
    "text": _("They wrote"),
    "to": _("To the number"),
    "version": _("Version"),
    "words": _("What it said"),
}
_FIRST_STEP = "request_"
"""How the evidence of a double opt-in names what belongs to its first step."""
_SHOWN_OTHERWISE = frozenset({"scan"})


def told(evidence: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of a word and a value, in the order in which they were kept."""
    for name, value in evidence.items():
        if name in _SHOWN_OTHERWISE:
            continue
        known = _NAMES.get(name) or _NAMES.get(name.removeprefix(_FIRST_STEP), name)
        yield str(known), _instant(value) if name.endswith("_at") else value


def _instant(value: str) -> str:
    try:
        return moment(datetime.fromisoformat(value))
    except ValueError:
        return value
