"""What texts are for: declared, worded for people, archived. What people said yes to is never worded away under them.

A purpose keeps its short name for ever. Its words have versions: while nobody has said yes they may be anything; after
that a named person says, with a reason, that the new words mean the same, and the yeses of each version are told apart.
What means something else is a purpose of its own. Nothing is deleted: permissions and noes stand on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from samtycke.organisations.audit import audit
from samtycke.organisations.profile import OWN_TEST, NotDeclared

BASES = ("contract", "legal_obligation", "legitimate_interest")
KINDS = ("marketing", "service")
_LONGEST_SLUG = 40
_ADDRESSES = frozenset({"new"})
"""Names that stand for something else in an address."""


class PurposeRefused(ValueError):
    """It can't be so. ``field`` and ``reason``: ``empty``, ``taken`` (the name) or ``means-the-same`` (nobody says)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class PurposeWords:
    """How people are told of it: its name, what the texts are about, how often they come; in Swedish and English."""

    name_sv: str
    name_en: str
    about_sv: str = ""
    about_en: str = ""
    often_sv: str = ""
    often_en: str = ""


@dataclass(frozen=True, slots=True)
class PurposeVersion:
    """Words as they were from an instant on. ``reason``: why they mean the same as those before."""

    number: int
    words: PurposeWords
    reason: str
    by: str
    at: datetime


def declare_purpose(
    cursor: CursorWrapper,
    words: PurposeWords,
    *,
    kind: str,
    legal_basis: str | None = None,
    assessment: str = "",
    by: str,
    now: datetime,
) -> str:
    """Declare what some texts are for. Returns its short name, which it keeps.

    Marketing rests on each person's own yes or purchase; a service purpose names its legal basis, and a legitimate
    interest the assessment it was weighed in.

    Raises:
        PurposeRefused: something is missing, or another has that name.
    """
    _check(cursor, words, but="")
    if kind not in KINDS:
        raise PurposeRefused("kind", "empty")
    if kind == "service" and legal_basis not in BASES:
        raise PurposeRefused("legal_basis", "empty")
    if kind == "service" and legal_basis == "legitimate_interest" and not assessment.strip():
        raise PurposeRefused("assessment", "empty")
    slug = _slug(cursor, words)
    cursor.execute(
        "INSERT INTO purpose (organisation_id, slug, name_sv, name_en, kind, legal_basis, assessment) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s)",
        [
            *(slug, words.name_sv, words.name_en, kind),
            *((legal_basis, assessment.strip() or None) if kind == "service" else (None, None)),
        ],
    )
    _keep(cursor, slug, 1, words, reason="", by=by, now=now)
    audit(cursor, actor=by, act="purpose.declared", subject=slug)
    return slug


def reword_purpose(
    cursor: CursorWrapper, slug: str, words: PurposeWords, *, given: int, reason: str = "", by: str, now: datetime
) -> PurposeVersion:
    """Word it anew. ``given``: how many yeses stand on it, which the ledger knows.

    Raises:
        NotDeclared: there is no such purpose.
        PurposeRefused: something is missing; or yeses stand on it and nobody says why it means the same.
    """
    before = purpose_versions(cursor, slug, lock=True)[0]
    if words == before.words:
        return before
    _check(cursor, words, but=slug)
    if given and not reason.strip():
        raise PurposeRefused("reason", "means-the-same")
    if before.number == 1 and not before.by:
        # It was declared before its words had versions, by whoever made the account.
        _keep(cursor, slug, 1, before.words, reason="", by="", now=before.at)
    cursor.execute(
        "UPDATE purpose SET name_sv = %s, name_en = %s WHERE organisation_id = current_organisation() AND slug = %s",
        [words.name_sv, words.name_en, slug],
    )
    kept = PurposeVersion(before.number + 1, words, reason.strip(), by, now)
    _keep(cursor, slug, kept.number, words, reason=kept.reason, by=by, now=now)
    audit(cursor, actor=by, act="purpose.reworded", subject=slug, version=kept.number)
    return kept


def archive_purpose(cursor: CursorWrapper, slug: str, *, by: str, now: datetime) -> None:
    """Let nothing new be made for it: no campaign, form, keyword or yes. What stands on it stays."""
    cursor.execute(
        "UPDATE purpose SET archived_at = %s WHERE organisation_id = current_organisation() AND slug = %s "
        "AND archived_at IS NULL",
        [now, slug],
    )
    if cursor.rowcount:
        audit(cursor, actor=by, act="purpose.archived", subject=slug)


def reopen_purpose(cursor: CursorWrapper, slug: str, *, by: str) -> None:
    """Use it again. (Not that of tests to one's own phone: it is the program's.)"""
    cursor.execute(
        "UPDATE purpose SET archived_at = NULL WHERE organisation_id = current_organisation() AND slug = %s "
        "AND archived_at IS NOT NULL AND slug <> %s",
        [slug, OWN_TEST],
    )
    if cursor.rowcount:
        audit(cursor, actor=by, act="purpose.reopened", subject=slug)


def purpose_versions(cursor: CursorWrapper, slug: str, *, lock: bool = False) -> list[PurposeVersion]:
    """Its words, the newest first; at least one.

    Raises:
        NotDeclared: there is no such purpose.
    """
    cursor.execute(
        "SELECT p.name_sv, p.name_en, o.created_at FROM purpose p JOIN organisation o ON o.id = p.organisation_id "  # noqa: S608
        "WHERE p.organisation_id = current_organisation() AND p.slug = %s" + (" FOR UPDATE OF p" if lock else ""),
        [slug],
    )
    row = cursor.fetchone()
    if row is None:
        raise NotDeclared("purpose", slug, [])
    cursor.execute(
        "SELECT number, name_sv, name_en, about_sv, about_en, often_sv, often_en, reason, by, at FROM purpose_version "
        "WHERE organisation_id = current_organisation() AND purpose = %s ORDER BY number DESC",
        [slug],
    )
    found = [PurposeVersion(one[0], PurposeWords(*one[1:7]), *one[7:]) for one in cursor.fetchall()]
    return found or [PurposeVersion(1, PurposeWords(row[0], row[1]), "", "", row[2])]


def _check(cursor: CursorWrapper, words: PurposeWords, *, but: str) -> None:
    for field in ("name_sv", "name_en", "about_sv", "about_en"):
        if not getattr(words, field).strip():
            raise PurposeRefused(field, "empty")
    cursor.execute(
        "SELECT 1 FROM purpose WHERE organisation_id = current_organisation() AND slug <> %s "
        "AND (lower(name_sv) = lower(%s) OR lower(name_en) = lower(%s))",
        [but, words.name_sv, words.name_en],
    )
    if cursor.fetchone():
        raise PurposeRefused("name_sv", "taken")


def _slug(cursor: CursorWrapper, words: PurposeWords) -> str:
    """A short name nobody has; without underscores, by which the program's own are told."""
    wish = (slugify(words.name_en).replace("_", "-")[:_LONGEST_SLUG].strip("-")) or "purpose"
    cursor.execute("SELECT slug FROM purpose WHERE organisation_id = current_organisation()")
    taken = {row[0] for row in cursor.fetchall()} | {OWN_TEST, *_ADDRESSES}
    return next(one for one in (wish, *(f"{wish}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _keep(
    cursor: CursorWrapper, slug: str, number: int, words: PurposeWords, *, reason: str, by: str, now: datetime
) -> None:
    cursor.execute(
        "INSERT INTO purpose_version (organisation_id, purpose, number, name_sv, name_en, about_sv, about_en, "
        "often_sv, often_en, reason, by, at) "
        "VALUES (current_organisation(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(slug, number, words.name_sv, words.name_en, words.about_sv, words.about_en),
            *(words.often_sv, words.often_en, reason, by, now),
        ],
    )
