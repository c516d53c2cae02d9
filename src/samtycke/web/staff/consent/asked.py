"""What a reader looks for in the ledger, as it stands in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from samtycke.ledger.door import Sought

KINDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "yes": (gettext_lazy("Yes"), ("consent", "confirmation")),
    "no": (gettext_lazy("No"), ("objection", "withdrawal")),
    "sale": (gettext_lazy("Purchases"), ("sale", "sale_cancelled", "negotiation", "support")),
    "block": (gettext_lazy("Blocks and pauses"), ("block", "unblock", "pause", "restriction", "restriction_lifted")),
    "erasure": (gettext_lazy("Erasures"), ("erasure",)),
}
"""Sorts of events: the word for each, and what belongs to it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """``kind`` of ``KINDS``; a purpose, a method, the id of a wording. What is empty is not asked."""

    kind: str = ""
    purpose: str = ""
    method: str = ""
    wording: str = ""
    before: str = ""

    @property
    def sought(self) -> Sought:
        """The same as the ledger is asked."""
        kinds = KINDS[self.kind][1] if self.kind else ()
        return Sought(kinds, self.purpose, self.method, int(self.wording) if self.wording else None)

    @property
    def anything(self) -> bool:
        """Whether it is narrower than everything."""
        return any((self.kind, self.purpose, self.method, self.wording))

    def address(self, **other: str) -> str:
        """The query of the page with something else asked; an earlier page is not kept."""
        asked = {"kind": self.kind, "purpose": self.purpose, "method": self.method, "wording": self.wording, **other}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


def read_asked(query: QueryDict, *, purposes: Mapping[str, str], methods: Mapping[str, object]) -> Asked:
    """What an address asks for; what cannot be is not asked."""

    def one_of(name: str, known: Mapping[str, object]) -> str:
        value = query.get(name, "")
        return value if value in known else ""

    def number(name: str) -> str:
        value = query.get(name, "")
        return value if value.isdecimal() and len(value) < _DIGITS else ""

    return Asked(
        one_of("kind", KINDS),
        one_of("purpose", purposes),
        one_of("method", methods),
        number("wording"),
        number("before"),
    )


_DIGITS = 19
"""Longer is no id of a row."""
