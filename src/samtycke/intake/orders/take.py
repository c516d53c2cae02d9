"""What a shop tells of an order becomes sales per category, and cancellations of what came back.

Nothing is assumed: goods nobody has mapped are no sale, a refusal nobody offered is not offered, a number that was not
given at the checkout was not collected in the sale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.backends.utils import CursorWrapper

from samtycke.intake.cancel import cancel_all
from samtycke.intake.orders.consents import DOOR, consents, ticked
from samtycke.intake.orders.goods import NO_GOODS, category_of, note_goods, rules_of
from samtycke.intake.orders.order import Deleted, Order, Refund
from samtycke.intake.orders.shops import Shop
from samtycke.intake.orders.standing import Standing, keep, standing
from samtycke.intake.orders.terms import Terms, terms_at
from samtycke.ledger.door import Entry, Sale, record
from samtycke.organisations.door import Organisation
from samtycke.sms import Number, NumberRefused, parse_number


@dataclass(slots=True)
class Taken:
    """What came of a webhook. ``outcome`` and the codes of ``notes`` are stable; a detail holds nothing personal."""

    outcome: str
    order_shown: str = ""
    sales: int = 0
    cancelled: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)


def take_order(cursor: CursorWrapper, shop: Shop, order: Order, *, now: datetime) -> Taken:
    """Record an order as it stands. The same, or an older, one told again changes nothing."""
    taken = Taken("", order.shown)
    before = standing(cursor, shop, order.ref)
    if before and order.changed_at < before.changed_at:
        taken.outcome = "older"
        return taken
    source = before.source if before else f"{shop.name} {order.shown}"
    refunds = (before.refunds if before else frozenset()) | set(order.refunds)
    if order.state == "open":
        taken.outcome = "not_sold"
        taken.notes.append(("status", order.status))
        return taken
    if order.state == "back":
        keep(cursor, shop, order.ref, Standing(source, order.changed_at, {}, refunds))
        taken.cancelled = cancel_all(cursor, source, None, at=order.changed_at, door=DOOR, by=shop.name, now=now)
        taken.outcome = "cancelled" if taken.cancelled else "nothing_to_cancel"
        return taken
    rules = rules_of(cursor, shop.id)
    goods = {line.ref: category_of(line, rules, shop.everything) for line in order.lines}
    if before is None:
        note_goods(cursor, shop.id, order.lines, goods, now=now)
    keep(
        cursor,
        shop,
        order.ref,
        Standing(source, order.changed_at, {line.ref: (goods[line.ref], line.kept) for line in order.lines}, refunds),
    )
    taken.notes += _left_out(goods.values())
    kept, back = _kept_and_back(order, goods)
    _take(cursor, shop, order, source, kept, back, taken, now=now)
    return taken


def take_refund(cursor: CursorWrapper, shop: Shop, refund: Refund, *, now: datetime) -> Taken:
    """Lines came back: a category of which nothing is kept is no sale any more."""
    known = standing(cursor, shop, refund.order)
    if known is None:
        return Taken("unknown_order")
    if refund.ref in known.refunds:
        return Taken("again", known.source)
    kept = {ref: (category, left - refund.lines.get(ref, Decimal(0))) for ref, (category, left) in known.kept.items()}
    keep(cursor, shop, refund.order, Standing(known.source, known.changed_at, kept, known.refunds | {refund.ref}))
    touched = {category for ref, (category, _left) in kept.items() if ref in refund.lines and category}
    back = touched - {category for category, left in kept.values() if left > 0}
    cancelled = cancel_all(cursor, known.source, sorted(back), at=refund.at, door=DOOR, by=shop.name, now=now)
    return Taken("cancelled" if cancelled else "kept", known.source, cancelled=cancelled)


def take_deletion(cursor: CursorWrapper, shop: Shop, deleted: Deleted, *, now: datetime) -> Taken:
    """The shop no longer has the order, so nobody could show the sale."""
    known = standing(cursor, shop, deleted.order)
    if known is None:
        return Taken("unknown_order")
    cancelled = cancel_all(cursor, known.source, None, at=now, door=DOOR, by=shop.name, now=now)
    return Taken("cancelled" if cancelled else "nothing_to_cancel", known.source, cancelled=cancelled)


def _take(
    cursor: CursorWrapper,
    shop: Shop,
    order: Order,
    source: str,
    kept: list[str],
    back: list[str],
    taken: Taken,
    *,
    now: datetime,
) -> None:
    number = _number(cursor, order, taken)
    terms = terms_at(cursor, shop.id, order.at) or Terms()
    entries: list[Entry] = []
    if number:
        entries += _sales(shop, order, source, kept, number, terms, taken, now=now)
        consent, told = consents(cursor, shop, order, number, terms, now=now)
        entries += consent
        taken.notes += [(told, "")] if told else []
    sales = [entry for entry in entries if isinstance(entry, Sale)]
    recorded = record(cursor, entries, now=now)
    taken.sales = len(sales)
    # What was kept by one number is no longer another's, where the shop has corrected the number of an order.
    buyer = recorded.contact_ids[0] if recorded.contact_ids else None
    taken.cancelled = cancel_all(
        cursor, source, back, at=order.changed_at, door=DOOR, by=shop.name, now=now, others_than=buyer
    )
    if taken.sales:
        taken.outcome = "recorded" if recorded.new else "known"
    else:
        taken.outcome = "cancelled" if taken.cancelled else "no_number" if number is None else "no_goods"


def _sales(
    shop: Shop, order: Order, source: str, kept: list[str], number: Number, terms: Terms, taken: Taken, *, now: datetime
) -> list[Entry]:
    answer = ticked(order, terms.refusal_field, silence=terms.silence)
    informed = order.online and bool(terms.words)
    offered = informed and answer is not None
    if not order.online:
        taken.notes.append(("not_online", ""))
    elif not offered:
        taken.notes.append(("not_offered", ""))
    elif answer:
        taken.notes.append(("refused", ""))
    shown = {"shop": shop.name, "order": order.shown}
    if offered:
        shown |= {"field": terms.refusal_field, "answer": order.fields.get(terms.refusal_field, "")[:100]}
        shown["version"] = str(terms.version)
    return [
        Sale(
            number=number,
            occurred_at=min(order.at, now),
            door=DOOR,
            by=shop.name,
            source=source,
            evidence=shown,
            category=category,
            collected=order.online,
            informed=informed,
            offered=offered,
            refused=bool(answer),
            wording=terms.words if informed else "",
        )
        for category in kept
    ]


def _number(cursor: CursorWrapper, order: Order, taken: Taken) -> Number | None:
    """The first mobile number of the order. Why the others are none is noted, not what they were."""
    home = order.country.upper()
    if len(home) != 2:
        cursor.execute("SELECT current_organisation()")
        home = Organisation.objects.get(pk=cursor.fetchone()[0]).home_country
    reasons = []
    for phone in order.phones:
        try:
            return parse_number(phone, home)
        except NumberRefused as refused:
            reasons.append(refused.reason)
    worst = next((reason for reason in ("landline", "impossible", "unreadable") if reason in reasons), "no_phone")
    taken.notes.append((worst, ""))
    return None


def _left_out(goods: Iterable[str | None]) -> list[tuple[str, str]]:
    unmapped = Counter(goods)[None]
    return [("unmapped", str(unmapped))] if unmapped else []


def _kept_and_back(order: Order, goods: dict[str, str | None]) -> tuple[list[str], list[str]]:
    """Which categories were kept, at least in part, and of which nothing is.

    Where only money tells what came back, a category that it could have paid for may have come back whole: then it is
    no sale.
    """
    kept: dict[str, Decimal] = {}
    worth: dict[str, Decimal] = {}
    for line in order.lines:
        category = goods[line.ref]
        if category is None or category == NO_GOODS:
            continue
        kept[category] = kept.get(category, Decimal(0)) + max(line.kept, Decimal(0))
        worth[category] = worth.get(category, Decimal(0)) + line.total
    back = {
        category
        for category, left in kept.items()
        if left <= 0 or (order.refunded > 0 and worth[category] <= order.refunded)
    }
    return sorted(kept.keys() - back), sorted(back)
