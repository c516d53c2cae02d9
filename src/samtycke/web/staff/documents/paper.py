"""A register or a document on paper: what the program filled in and what was written stand apart, with their law."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samtycke.rights.door import Document, Kept
from samtycke.web.parts.paper import Paper
from samtycke.web.parts.words import day, full_moment


def document_paper(document: Document, kept: Kept, *, organisation: str, language: str) -> bytes:
    """A version as PDF, in the language that is active. Number 0 is how it reads today, kept by nobody."""
    title = document.name[language]
    said = {"organisation": organisation, "title": title, "number": kept.number, "at": full_moment(kept.at)}
    about = (
        _("%(organisation)s · %(title)s, version %(number)s · %(at)s") % said
        if kept.number
        else _("%(organisation)s · %(title)s, draft · %(at)s") % said
    )
    paper = Paper(title, about=about, author=organisation, language=language)
    paper.quiet(f"{organisation} · {document.citation}")
    if kept.number and document.accepted:
        paper.quiet(
            _("Version %(number)s, accepted %(day)s by %(by)s.")
            % {"number": kept.number, "day": day(kept.at), "by": kept.by}
        )
    elif kept.number:
        paper.quiet(
            _("Version %(number)s, kept %(day)s by %(by)s.")
            % {"number": kept.number, "day": day(kept.at), "by": kept.by}
        )
    else:
        paper.quiet(_("As it reads %(day)s. No version of it has been kept.") % {"day": day(kept.at)})
    if kept.why:
        paper.quiet(kept.why)
    for part in kept.pages[language]:
        paper.section(part.title)
        paper.quiet(part.citation)
        if len(part.known) > 2:
            paper.points(part.known)
        else:
            for line in part.known:
                paper.text(line)
        if part.own:
            if part.known and not document.street:
                paper.quiet(_("Written by the organisation:"))
            paper.text(part.own)
    return paper.pdf()
