"""A breach on paper, in the order of article 33(3), with everything that was written of it and when."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.rights.door import TOLD_FIELDS, Breach
from samtycke.web.parts.paper import Paper
from samtycke.web.parts.words import full_moment
from samtycke.web.staff.breaches.words import FIELDS, RISKS


def breach_paper(versions: Sequence[Breach], *, organisation: str, language: str) -> bytes:
    """The newest version whole, then what was written when."""
    one = versions[0]
    title = _("Personal-data breach %(id)s") % {"id": one.id}
    now = full_moment(timezone.now())
    paper = Paper(title, about=f"{organisation} · {title} · {now}", author=organisation, language=language)
    paper.quiet(f"{organisation} · GDPR art. 33–34 · {now}")
    paper.pairs(
        [
            (_("Known since"), full_moment(one.aware_at)),
            (_("The 72 hours end"), full_moment(one.due_at)),
            (_("Told to the authority"), full_moment(one.notified_at) if one.notified_at else _("not told")),
            (_("Risk"), str(RISKS[one.risk][0])),
            (_("State"), _("closed") if one.closed else _("open")),
        ]
    )
    for name in TOLD_FIELDS:
        if text := getattr(one.told, name):
            paper.section(str(FIELDS[name][0]))
            paper.text(text)
    paper.section(_("Written down"))
    paper.pairs([(f"v{each.number}", f"{full_moment(each.at)}, {each.by}") for each in versions if each.at])
    return paper.pdf()
