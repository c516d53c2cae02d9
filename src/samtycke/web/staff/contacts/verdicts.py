"""What may be sent to one person: a line per purpose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import Spec, decide_several
from samtycke.organisations.door import categories, purposes
from samtycke.policy import Decision
from samtycke.web.parts.law import SIGNS, law
from samtycke.web.parts.tags import said


@dataclass(frozen=True, slots=True)
class Line:
    """One purpose: the verdict, on what, until when. ``goods``: it covers offers of these only."""

    purpose: str
    verdict: str
    label: str
    why: str
    citation: str
    url: str
    until: datetime | None
    goods: tuple[str, ...]
    mend: str


def lines(cursor: CursorWrapper, contact_id: int, *, sender: str, now: datetime) -> list[Line]:
    """One line per marketing purpose. Where only the exception for customers allows, it names the goods."""
    goods = {slug: said(one.name) for slug, one in categories(cursor).items()}
    found = []
    for purpose in purposes(cursor).values():
        if purpose.kind != "marketing":
            continue
        spec = Spec("marketing", purpose.slug, "", (), sender=sender)
        decision = decide_several(cursor, spec, [contact_id], now=now)[contact_id]
        covered: list[str] = []
        if decision.verdict == "deny":
            for slug, name in goods.items():
                of_these = Spec("marketing", purpose.slug, "", (slug,), sender=sender)
                other = decide_several(cursor, of_these, [contact_id], now=now)[contact_id]
                if other.verdict != "deny":
                    decision, covered = other, [*covered, name]
        if purpose.archived_at is not None and decision.verdict == "deny":
            continue  # nobody is asked for it, and nothing is sent for it
        found.append(_line(said(purpose.name), decision, tuple(covered)))
    return found


def _line(purpose: str, decision: Decision, goods: tuple[str, ...]) -> Line:
    rule = law(decision.pack, decision.rule)
    return Line(
        purpose,
        SIGNS[decision.verdict],
        rule.label,
        said(decision.explanation),
        decision.citation,
        rule.url,
        decision.until,
        goods,
        rule.mend,
    )
