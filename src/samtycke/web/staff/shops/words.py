"""What the pages of web shops call things: what came of a webhook, what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from samtycke.intake.door import Delivery, Shop

Words = str | Promise

KINDS: dict[str, str] = {"woocommerce": "WooCommerce", "shopify": "Shopify"}

TOPICS: dict[str, tuple[str, ...]] = {
    "woocommerce": ("Order created", "Order updated", "Order deleted"),
    "shopify": ("Order creation", "Order payment", "Order update", "Order cancellation", "Refund create"),
}
"""What to subscribe to, by the names the platforms give them."""

OUTCOMES: dict[str, tuple[str, Words]] = {
    "recorded": ("may", pgettext_lazy("order", "Recorded")),
    "known": ("may", _("Known already")),
    "cancelled": ("may", pgettext_lazy("order", "Cancelled")),
    "kept": ("may", _("Something of each kind was kept")),
    "nothing_to_cancel": ("unknown", _("Cancelled; no sale was recorded of it")),
    "not_sold": ("unknown", _("Not sold yet")),
    "older": ("unknown", _("Older than what we know")),
    "again": ("unknown", _("Told before")),
    "ignored": ("unknown", _("Not about orders")),
    "unknown_order": ("unknown", _("An order we never heard of")),
    "no_goods": ("not", _("No sale: nobody has said what the goods are")),
    "no_number": ("not", _("No sale: no number to text")),
    "unreadable": ("not", _("Could not be read")),
}

NOTES: dict[str, Words] = {
    "refused": _("the customer declined"),
    "not_offered": _("no refusal was offered, so the sale allows nothing"),
    "not_online": _("not made at the checkout, so the sale allows nothing"),
    "no_phone": _("the order holds no number"),
    "landline": _("the number is a landline"),
    "impossible": _("there is no such number"),
    "unreadable": _("what stands for a number is none"),
    "consent": _("said yes to texts"),
    "consent_before_terms": _("a yes from before its words were known here is not recorded"),
    "withdrawn": _("took back the yes to texts"),
}

REFUSED: dict[str, Words] = {
    "name": _("Write the shop's address, as skobutiken.se."),
    "taken": _("There is a shop of that name already."),
    "kind": _("Choose WooCommerce or Shopify."),
    "secret": _("That is too short to be a secret. Copy all of it."),
    "words": _("Write the words that stand beside the box: without them nobody can show what was offered."),
    "consent": _("A yes needs all three: the field, the purpose and the exact words."),
}


@dataclass(frozen=True, slots=True)
class Came:
    """A webhook as a page shows it."""

    at: datetime
    topic: str
    order: str
    verdict: str
    outcome: Words
    detail: str


def came(delivery: Delivery) -> Came:
    """What came of one."""
    verdict, outcome = OUTCOMES.get(delivery.outcome, ("unknown", delivery.outcome))
    parts = [*_counts(delivery), *(_note(code, detail) for code, detail in delivery.notes)]
    return Came(delivery.at, delivery.topic, delivery.order_shown, verdict, outcome, " · ".join(parts))


def _counts(delivery: Delivery) -> list[str]:
    counts = []
    if delivery.sales:
        counts.append(ngettext("%(n)d sale", "%(n)d sales", delivery.sales) % {"n": delivery.sales})
    if delivery.cancelled:
        counts.append(ngettext("%(n)d cancelled", "%(n)d cancelled", delivery.cancelled) % {"n": delivery.cancelled})
    return counts


def _note(code: str, detail: str) -> str:
    if code == "unmapped":
        many = int(detail)
        return ngettext(
            "%(n)d line of goods that nobody has mapped", "%(n)d lines of goods that nobody has mapped", many
        ) % {"n": many}
    if code == "status":
        return str(_("its status is %(status)s")) % {"status": detail or "–"}
    if code == "where":
        return str(_("wrong at %(where)s")) % {"where": detail}
    return str(NOTES.get(code, code))


def platform(shop: Shop) -> str:
    """What the shop runs."""
    return KINDS[shop.kind]
