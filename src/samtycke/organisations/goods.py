"""What is sold, and which goods are like which.

The exception for customers reaches goods similar to those they bought (MFL 19 § 2 st. 2; LEK 6:9 before it): what a
buyer of the one would expect to be offered of the other. That is a judgement, so a named person makes it and says why.
One that has ended counts for nothing that has not left; the line itself stays, as the reason for what was sent by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from samtycke.organisations.audit import audit
from samtycke.organisations.profile import NotDeclared, categories

_LONGEST_SLUG = 40
_ADDRESSES = frozenset({"new"})
"""Names that stand for something else in an address."""


class GoodsRefused(ValueError):
    """It can't be so. ``field`` and ``reason``: ``empty``, ``taken`` (the name), ``same`` (as itself) or ``bought``
    (people have, and nobody says why the new name means the same)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class Similarity:
    """Two goods are similar, as somebody judged for a reason. It holds either way round."""

    category: str
    similar_to: str
    reason: str
    by: str
    at: datetime

    def other(self, slug: str) -> str:
        """The one of them that is not this."""
        return self.similar_to if slug == self.category else self.category


def declare_category(cursor: CursorWrapper, *, name_sv: str, name_en: str, by: str) -> str:
    """Declare goods or services. Returns the short name, which sales are known by and which never changes.

    Raises:
        GoodsRefused: a name is missing, or other goods have it.
    """
    _check(cursor, name_sv, name_en, but="")
    taken = {*categories(cursor), *_ADDRESSES}
    wish = slugify(name_en).replace("_", "-")[:_LONGEST_SLUG].strip("-") or "goods"
    slug = next(one for one in (wish, *(f"{wish}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
    cursor.execute("INSERT INTO category VALUES (current_organisation(), %s, %s, %s)", [slug, name_sv, name_en])
    audit(cursor, actor=by, act="category.declared", subject=slug)
    return slug


def rename_category(
    cursor: CursorWrapper, slug: str, *, name_sv: str, name_en: str, bought: int, reason: str, by: str
) -> None:
    """Call them something else. ``bought``: how many have bought them, which the ledger knows: then with a reason.

    Raises:
        NotDeclared: there are no such goods.
        GoodsRefused: a name is missing or taken, or nobody says why it means the same.
    """
    before = categories(cursor).get(slug)
    if before is None:
        raise NotDeclared("category", slug, list(categories(cursor)))
    if before.name == {"sv": name_sv, "en": name_en}:
        return
    _check(cursor, name_sv, name_en, but=slug)
    if bought and not reason:
        raise GoodsRefused("reason", "bought")
    cursor.execute(
        "UPDATE category SET name_sv = %s, name_en = %s WHERE organisation_id = current_organisation() AND slug = %s",
        [name_sv, name_en, slug],
    )
    audit(cursor, actor=by, act="category.renamed", subject=slug, was=before.name, reason=reason)


def similarities(cursor: CursorWrapper) -> list[Similarity]:
    """Every judgement that stands, the newest first."""
    cursor.execute(
        "SELECT category, similar_to, reason, declared_by, declared_at FROM similar_category "
        "WHERE organisation_id = current_organisation() AND ended_at IS NULL ORDER BY declared_at DESC, 1, 2"
    )
    return [Similarity(*row) for row in cursor.fetchall()]


def declare_similar(cursor: CursorWrapper, slug: str, other: str, *, reason: str, by: str, now: datetime) -> None:
    """Judge two goods similar. Again, it changes nothing.

    Raises:
        NotDeclared: there are no such goods.
        GoodsRefused: they are the same, or the reason is missing.
    """
    known = categories(cursor)
    for one in (slug, other):
        if one not in known:
            raise NotDeclared("category", one, list(known))
    if slug == other:
        raise GoodsRefused("similar_to", "same")
    if not reason:
        raise GoodsRefused("reason", "empty")
    if any({slug, other} == {one.category, one.similar_to} for one in similarities(cursor)):
        return
    cursor.execute(
        "INSERT INTO similar_category (organisation_id, category, similar_to, declared_by, reason, declared_at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s)",
        [slug, other, by, reason, now],
    )
    audit(cursor, actor=by, act="similar.declared", subject=f"{slug}/{other}")


def end_similar(cursor: CursorWrapper, slug: str, other: str, *, by: str, now: datetime) -> bool:
    """They are similar no more. What waits to be sent is for the gate to judge anew. Returns whether they were."""
    cursor.execute(
        "UPDATE similar_category SET ended_by = %(by)s, ended_at = %(now)s "
        "WHERE organisation_id = current_organisation() AND ended_at IS NULL "
        "AND ((category, similar_to) = (%(one)s, %(other)s) OR (category, similar_to) = (%(other)s, %(one)s))",
        {"by": by, "now": now, "one": slug, "other": other},
    )
    ended = bool(cursor.rowcount)
    if ended:
        audit(cursor, actor=by, act="similar.ended", subject=f"{slug}/{other}")
    return ended


def _check(cursor: CursorWrapper, name_sv: str, name_en: str, *, but: str) -> None:
    for field, name in (("name_sv", name_sv), ("name_en", name_en)):
        if not name:
            raise GoodsRefused(field, "empty")
        folded = name.casefold()
        if any(
            folded in map(str.casefold, one.name.values()) for one in categories(cursor).values() if one.slug != but
        ):
            raise GoodsRefused(field, "taken")
