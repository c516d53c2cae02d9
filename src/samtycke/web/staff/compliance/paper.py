"""The checklist as a report, for a board or an authority: dated, by whom, with each rule and its proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samtycke.organisations.door import Controller
from samtycke.web.parts.paper import Paper
from samtycke.web.parts.words import full_moment
from samtycke.web.staff.compliance.checks import Check
from samtycke.web.staff.compliance.points import Point


def report_paper(points: Sequence[Point], *, controller: Controller, organisation: str, by: str, at: datetime) -> bytes:
    """Every point with its rows, what is lacking first told in a sentence."""
    name = controller.name or organisation
    title = _("Compliance of text messages")
    about = f"{name} · {title} · {full_moment(at)}"
    paper = Paper(title, about=about, author=name, language=get_language() or "sv")
    paper.quiet(f"{name}{f', {controller.number}' if controller.number else ''}")
    paper.quiet(_("As the program found it %(at)s. Made by %(by)s.") % {"at": full_moment(at), "by": by})
    rows = [row for point in points for row in point.rows]
    paper.lead(_summary(rows))
    words = {"may": _("In order"), "waits": _("Look at it"), "not": _("Lacking")}
    for point in points:
        paper.section(point.name)
        paper.table([(f"{row.title}\n{row.citation}", words[row.verdict], row.proof) for row in point.rows])
    paper.section(_("How it was found"))
    paper.text(
        _(
            "Each row was read from the program's own database in that moment, by the same rules that decide each "
            "text. It is no legal advice, and no more than what a program can see."
        )
    )
    return paper.pdf()


def _summary(rows: Sequence[Check]) -> str:
    verdicts = [row.verdict for row in rows]
    lacking, look = verdicts.count("not"), verdicts.count("waits")
    if not lacking and not look:
        return _("All %(n)s are in order.") % {"n": len(rows)}
    parts = [
        _("%(n)s of %(all)s are in order") % {"n": verdicts.count("may"), "all": len(rows)},
        ngettext("%(n)s to look at", "%(n)s to look at", look) % {"n": look} if look else "",
        ngettext("%(n)s is lacking", "%(n)s are lacking", lacking) % {"n": lacking} if lacking else "",
    ]
    return ", ".join(part for part in parts if part) + "."
