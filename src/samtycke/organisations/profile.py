"""What an organisation has said of itself: purposes, goods, senders, prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

OWN_TEST = "own-test"
"""The purpose of a text that somebody sends to their own phone, to see how it looks. Nobody else is asked for it."""


class NotDeclared(LookupError):
    """The organisation has no such purpose, category or sender. Carries which, and what there is."""

    def __init__(self, field: str, value: str, known: Sequence[str]) -> None:
        super().__init__(field, value)
        self.field, self.value, self.known = field, value, tuple(known)


@dataclass(frozen=True, slots=True)
class Purpose:
    slug: str
    name: dict[str, str]
    kind: str
    legal_basis: str | None
    charitable: bool = False
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Category:
    slug: str
    name: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sender:
    """``name`` is what the handset shows; an answer goes to ``inbound_number``."""

    name: str
    inbound_number: str
    carrier: str


def purposes(cursor: CursorWrapper) -> dict[str, Purpose]:
    """Every purpose by its slug, also those that are archived: what people said yes to is named by it for ever."""
    cursor.execute(
        "SELECT slug, name_sv, name_en, kind, legal_basis, charitable, archived_at FROM purpose ORDER BY kind, slug"
    )
    return {slug: Purpose(slug, {"sv": sv, "en": en}, *rest) for slug, sv, en, *rest in cursor.fetchall()}


def open_purposes(cursor: CursorWrapper, kind: str = "marketing") -> dict[str, Purpose]:
    """Those of a kind that something new may be made for."""
    return {slug: one for slug, one in purposes(cursor).items() if one.kind == kind and one.archived_at is None}


def declare_own_test(cursor: CursorWrapper, *, now: datetime) -> None:
    """Have the purpose of texts to one's own phone. Archived from the first: no campaign and no form is for it."""
    cursor.execute(
        "INSERT INTO purpose (organisation_id, slug, name_sv, name_en, kind, archived_at) "
        "VALUES (current_organisation(), %s, 'Provtexter till den egna telefonen', "
        "'Test texts to one''s own phone', 'marketing', %s) "
        "ON CONFLICT (organisation_id, slug) DO NOTHING",
        [OWN_TEST, now],
    )


def categories(cursor: CursorWrapper) -> dict[str, Category]:
    """Every category of goods and services by its slug."""
    cursor.execute("SELECT slug, name_sv, name_en FROM category ORDER BY slug")
    return {slug: Category(slug, {"sv": sv, "en": en}) for slug, sv, en in cursor.fetchall()}


def similar_categories(cursor: CursorWrapper, chosen: Sequence[str]) -> list[str]:
    """The chosen categories and all that somebody has declared similar to them, either way round."""
    cursor.execute(
        "SELECT unnest(%(chosen)s::text[]) "
        "UNION SELECT similar_to FROM similar_category WHERE category = ANY(%(chosen)s) AND ended_at IS NULL "
        "UNION SELECT category FROM similar_category WHERE similar_to = ANY(%(chosen)s) AND ended_at IS NULL "
        "ORDER BY 1",
        {"chosen": list(chosen)},
    )
    return [row[0] for row in cursor.fetchall()]


def senders(cursor: CursorWrapper) -> dict[str, Sender]:
    """Every sender by the name the handset shows."""
    cursor.execute("SELECT name, inbound_number, carrier FROM sender ORDER BY name")
    return {row[0]: Sender(*row) for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Declared:
    """All that an organisation has declared and one text must answer to.

    ``purposes`` of the kind of the text, with their legal bases; ``charitable`` those of a charity's own; ``similar``:
    the chosen goods and all similar to them. Of a ``test_account`` no text leaves the simulator but those to its own
    people's phones.
    """

    purposes: dict[str, str | None]
    charitable: frozenset[str]
    categories: tuple[str, ...]
    senders: dict[str, Sender]
    similar: tuple[str, ...]
    test_account: bool


_CHOSEN = "kind = %(kind)s AND (archived_at IS NULL OR %(archived)s OR slug = %(own_test)s)"


def declared(cursor: CursorWrapper, *, kind: str, chosen: Sequence[str], also_archived: bool = False) -> Declared:
    """The same as ``purposes``, ``categories``, ``senders`` and ``similar_categories`` say, in one statement."""
    cursor.execute(
        f"SELECT (SELECT array_agg(slug ORDER BY slug) FROM purpose WHERE {_CHOSEN}), "  # noqa: S608 - our own words
        f"(SELECT array_agg(legal_basis ORDER BY slug) FROM purpose WHERE {_CHOSEN}), "
        "ARRAY(SELECT slug FROM purpose WHERE charitable), "
        "(SELECT array_agg(slug ORDER BY slug) FROM category), "
        "(SELECT array_agg(name ORDER BY name) FROM sender), "
        "(SELECT array_agg(inbound_number ORDER BY name) FROM sender), "
        "(SELECT array_agg(carrier ORDER BY name) FROM sender), "
        "ARRAY(SELECT unnest(%(chosen)s::text[]) "
        "UNION SELECT similar_to FROM similar_category WHERE category = ANY(%(chosen)s::text[]) AND ended_at IS NULL "
        "UNION SELECT category FROM similar_category WHERE similar_to = ANY(%(chosen)s::text[]) AND ended_at IS NULL "
        "ORDER BY 1), "
        "(SELECT test_account FROM organisation WHERE id = current_organisation())",
        {"kind": kind, "chosen": list(chosen), "own_test": OWN_TEST, "archived": also_archived},
    )
    slugs, bases, charitable, goods, names, numbers, carriers, similar, test_account = cursor.fetchone()
    known = (Sender(*one) for one in zip(names or (), numbers or (), carriers or (), strict=True))
    return Declared(
        purposes=dict(zip(slugs or (), bases or (), strict=True)),
        charitable=frozenset(charitable),
        categories=tuple(goods or ()),
        senders={one.name: one for one in known},
        similar=tuple(similar),
        test_account=test_account,
    )


def prices(cursor: CursorWrapper) -> dict[str, int]:
    """What one segment costs, in hundredths of the currency, by country."""
    cursor.execute("SELECT country, minor_units FROM price")
    return dict(cursor.fetchall())
