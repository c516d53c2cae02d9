"""What a shop calls its goods, and which category of the organisation's each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.backends.utils import CursorWrapper

from samtycke.intake.orders.order import Line
from samtycke.intake.orders.shops import Shop
from samtycke.organisations.door import NotDeclared, audit, categories

NO_GOODS = "-"
"""What is mapped to this is nothing to advertise: a gift card, freight."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Something the shop calls goods by, and the category it is; None while nobody has said.

    ``otherwise``: what it was last taken for by other rules, where it has none of its own.
    """

    sort: str
    value: str
    label: str
    category: str | None
    otherwise: str | None
    lines: int
    seen_at: datetime | None


Rule: TypeAlias = tuple[str, str]
"""The sort and value of goods."""


def shop_goods(cursor: CursorWrapper, shop_id: int) -> list[Goods]:
    """What has been seen or said of goods: what nobody has mapped first, then what is bought most."""
    cursor.execute(
        "SELECT sort, value, label, category, otherwise, lines, seen_at FROM shop_goods "
        "WHERE organisation_id = current_organisation() AND shop_id = %s "
        "ORDER BY coalesce(category, otherwise) IS NOT NULL, sort = 'product', lines DESC, label LIMIT 500",
        [shop_id],
    )
    return [Goods(*row) for row in cursor.fetchall()]


def map_goods(
    cursor: CursorWrapper,
    shop: Shop,
    mapping: Mapping[Rule, str],
    *,
    everything: str | None = None,
    by: str,
) -> None:
    """Say of goods which category they are; an empty one takes back what was said. It counts from the next order on.

    ``everything``: the category of all goods of which nothing else is said; None leaves it as it was.

    Raises:
        NotDeclared: the organisation has no such category.
    """
    known = categories(cursor)
    for category in {*mapping.values(), everything or ""} - {"", NO_GOODS}:
        if category not in known:
            raise NotDeclared("category", category, tuple(known))
    if everything is not None:
        cursor.execute(
            "UPDATE shop SET everything = nullif(%s, '') WHERE organisation_id = current_organisation() AND id = %s",
            [everything, shop.id],
        )
    for (sort, value), category in mapping.items():
        cursor.execute(
            "INSERT INTO shop_goods (organisation_id, shop_id, sort, value, label, category) "
            "VALUES (current_organisation(), %s, %s, %s, %s, nullif(%s, '')) "
            "ON CONFLICT (organisation_id, shop_id, sort, value) DO UPDATE SET category = excluded.category",
            [shop.id, sort, value, value, category],
        )
    audit(cursor, actor=by, act="shop.goods", subject=f"shop/{shop.id}", rules=len(mapping))


def category_of(line: Line, rules: Mapping[Rule, str | None], everything: str | None) -> str | None:
    """The category of a line: what is said of the product, of the longest beginning of its article number, of a group
    it is in, of everything. None where nobody has said."""
    if found := rules.get(("product", line.product)):
        return found
    articles = [value for (sort, value), found in rules.items() if sort == "article" and found]
    if begins := max((one for one in articles if line.article.startswith(one)), key=len, default=""):
        return rules["article", begins]
    for group in line.groups:
        if found := rules.get(("group", group)):
            return found
    return everything


def rules_of(cursor: CursorWrapper, shop_id: int) -> dict[Rule, str | None]:
    """What has been said of goods."""
    cursor.execute(
        "SELECT sort, value, category FROM shop_goods WHERE organisation_id = current_organisation() "
        "AND shop_id = %s AND category IS NOT NULL",
        [shop_id],
    )
    return {(sort, value): category for sort, value, category in cursor.fetchall()}


def note_goods(
    cursor: CursorWrapper, shop_id: int, lines: Sequence[Line], goods: Mapping[str, str | None], *, now: datetime
) -> None:
    """Remember what goods are called, so that somebody can say what they are.

    ``goods``: what each line was taken for.
    """
    seen: Counter[Rule] = Counter()
    labels: dict[Rule, tuple[str, str | None]] = {}
    for line in lines:
        for sort, value, label in (("product", line.product, line.name), *(("group", one, one) for one in line.groups)):
            if value:
                seen[sort, value] += 1
                labels[sort, value] = label[:200], goods[line.ref]
    for (sort, value), many in sorted(seen.items()):
        cursor.execute(
            "INSERT INTO shop_goods AS g (organisation_id, shop_id, sort, value, label, otherwise, lines, seen_at) "
            "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (organisation_id, shop_id, sort, value) DO UPDATE SET label = excluded.label, "
            "otherwise = excluded.otherwise, "
            "lines = g.lines + excluded.lines, seen_at = excluded.seen_at",
            [shop_id, sort, value, *labels[sort, value], many, now],
        )
