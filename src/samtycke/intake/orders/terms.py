"""What a shop's checkout says of texts, by version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.intake.orders.shops import Shop, ShopRefused
from samtycke.organisations.door import NotDeclared, audit, open_purposes


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the checkout says. An empty ``refusal_field``: nobody is offered to refuse there.

    ``silence``: a box left alone leaves no field in the order, so that its absence is an answer.
    """

    words: str = ""
    refusal_field: str = ""
    silence: bool = False
    consent_field: str = ""
    consent_purpose: str = ""
    consent_words: str = ""
    version: int = 0
    since: datetime | None = None
    by: str = ""


_TERMS = "words, refusal_field, silence, consent_field, consent_purpose, consent_words"


def set_terms(cursor: CursorWrapper, shop: Shop, terms: Terms, *, by: str, now: datetime) -> bool:
    """Say what the checkout says from now on. Returns whether that is new; the former stay, for the orders they hold.

    Raises:
        ShopRefused: a field for a refusal without the words beside it, or a consent without purpose or words.
    """
    if terms.refusal_field and not terms.words:
        raise ShopRefused("words")
    consent = (terms.consent_field, terms.consent_purpose, terms.consent_words)
    if any(consent) and not all(consent):
        raise ShopRefused("consent")
    marketing = list(open_purposes(cursor))
    if terms.consent_purpose and terms.consent_purpose not in marketing:
        raise NotDeclared("purpose", terms.consent_purpose, marketing)
    values: list[Any] = [terms.words, terms.refusal_field, terms.silence, *consent]
    cursor.execute(
        "SELECT 1 FROM shop WHERE organisation_id = current_organisation() AND id = %s FOR UPDATE", [shop.id]
    )
    before = terms_at(cursor, shop.id, now)
    if before and [before.words, before.refusal_field, before.silence, *_consent_of(before)] == values:
        return False
    cursor.execute(
        f"INSERT INTO shop_terms (organisation_id, shop_id, version, since, {_TERMS}, by) "  # noqa: S608
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [shop.id, (before.version if before else 0) + 1, now, *values, by],
    )
    audit(cursor, actor=by, act="shop.terms", subject=f"shop/{shop.id}")
    return True


def terms_at(cursor: CursorWrapper, shop_id: int, at: datetime) -> Terms | None:
    """What the checkout said at an instant; None before anybody told us."""
    found = _terms(cursor, "AND since <= %s ORDER BY version DESC LIMIT 1", [shop_id, at])
    return found[0] if found else None


def all_terms(cursor: CursorWrapper, shop_id: int) -> list[Terms]:
    """Every version, the newest first."""
    return _terms(cursor, "ORDER BY version DESC", [shop_id])


def _terms(cursor: CursorWrapper, rest: str, values: list[Any]) -> list[Terms]:
    cursor.execute(
        f"SELECT {_TERMS}, version, since, by FROM shop_terms "  # noqa: S608 - written above
        f"WHERE organisation_id = current_organisation() AND shop_id = %s {rest}",
        values,
    )
    names = [*_TERMS.split(", "), "version", "since", "by"]
    return [Terms(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _consent_of(terms: Terms) -> tuple[str, str, str]:
    return terms.consent_field, terms.consent_purpose, terms.consent_words
