"""What is held of somebody, on paper: all that art. 15 of the GDPR asks to be told, readable from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samtycke.web.parts import held_words as words
from samtycke.web.parts.paper import Paper
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import day, full_moment


def held_paper(document: Mapping[str, Any]) -> bytes:
    """A document as ``rights.access`` makes it, as PDF in the reader's language."""
    who, made = document["controller"], full_moment(document["made_at"])
    paper = Paper(
        _("What we hold about you"),
        about=_("%(who)s · copy of personal data · %(at)s")
        % {"who": who["name"], "at": full_moment(document["made_at"])},
        author=who["name"],
        language=get_language() or "sv",
    )
    paper.quiet(_("%(who)s · made %(at)s") % {"who": who["name"], "at": made})
    paper.lead(lead(document))
    paper.pairs(
        [
            (_("Who is responsible"), ", ".join(p for p in (who["name"], who["number"], who["address"]) if p)),
            (_("Reached at"), ", ".join(p for p in (who["email"], who["phone"], who["website"]) if p)),
            (_("Data protection officer"), who["data_protection_officer"]),
        ]
    )
    paper.section(_("What we know"))
    paper.pairs(words.person(document))
    _permissions(paper, document)
    _kept(paper, document)
    names = {one["purpose"]: said(one["name"]) for one in document["permissions"]}
    _told(paper, _("Blocks"), (words.block(one, names) for one in document["blocks"]))
    _told(paper, _("What has happened"), map(words.event, document["events"]))
    _told(paper, _("What we have sent"), map(words.message, document["messages"]))
    _told(paper, _("What you have written to us"), (_reply(one) for one in document["replies"]))
    _told(paper, _("What you have asked by your rights"), map(words.request, document["requests"]))
    _scans(paper, document)
    _looks(paper, document)
    paper.section(_("What the law says you are to be told"))
    for one in document["information"]:
        paper.heading(f"{said(one['heading'])} (GDPR {one['article']})")
        paper.text(said(one["text"]))
    paper.quiet(_("The same is to be had as JSON, with the receipt of each consent (ISO/IEC TS 27560:2023)."))
    paper.quiet(_("Numbers and addresses of other people are hidden, and so is who of the staff did what."))
    return paper.pdf()


def lead(document: Mapping[str, Any]) -> str:
    """What it comes to, in a sentence."""
    number = words.written(document["person"]["number"])
    if document["passed_on"]:
        return _("We have noted that %(number)s belonged to somebody else before, and tell nothing of them.") % {
            "number": number
        }
    if document["nothing"] and document["blocks"]:
        return _("We have nothing about %(number)s, but that it is blocked.") % {"number": number}
    if document["nothing"]:
        return _("We have nothing about %(number)s.") % {"number": number}
    return _("This is all that %(who)s holds about %(number)s.") % {
        "who": document["controller"]["known_as"],
        "number": number,
    }


def _permissions(paper: Paper, document: Mapping[str, Any]) -> None:
    if not document["permissions"]:
        return
    paper.section(_("What we may send you"))
    for one in document["permissions"]:
        paper.heading(said(one["name"]))
        goods = ", ".join(said(each) for each in one["goods"])
        paper.pairs(
            [
                (_("Whether"), words.permission(one)),
                (_("Ground"), f"{words.why(one)} {one['citation']}"),
                (_("Goods"), goods),
                (_("You said yes"), day(one["said_yes_at"]) if one["said_yes_at"] else ""),
                (_("The exact words"), one["wording"] or ""),
            ]
        )


def _kept(paper: Paper, document: Mapping[str, Any]) -> None:
    if document["kept"]:
        paper.section(_("For how long"))
        paper.pairs([(said(one["name"]), words.kept(one)) for one in document["kept"]])


def _told(paper: Paper, title: str, things: Iterable[words.Told]) -> None:
    found = list(things)
    if not found:
        return
    paper.section(title)
    for one in found:
        since = paper.mark()
        paper.heading(f"{full_moment(one.at)}  {one.title}")
        if one.detail:
            paper.quiet(one.detail)
        if one.quote:
            paper.quote(one.quote)
        paper.pairs([(str(word), str(value)) for word, value in one.more])
        paper.together(since)


def _reply(one: Mapping[str, Any]) -> words.Told:
    return words.Told(one["received_at"], _("To %(number)s") % {"number": one["to"]}, "", one["text"])


_LOOKS = 100
"""So many of the times that somebody looked stand on paper; all of them are in the JSON."""


def _looks(paper: Paper, document: Mapping[str, Any]) -> None:
    if document["nothing"]:
        return
    paper.section(_("Who has looked"))
    paper.text(words.looks(document))
    looks = [words.look(one) for one in document["reads"][:_LOOKS]]
    paper.pairs([(full_moment(one.at), " · ".join(part for part in (one.title, one.detail) if part)) for one in looks])
    if len(document["reads"]) > _LOOKS:
        paper.quiet(_("These are the latest; all of them are in the JSON."))


def _scans(paper: Paper, document: Mapping[str, Any]) -> None:
    if document["scans"]:
        paper.section(_("Papers we have scanned"))
        paper.pairs([(full_moment(one["added_at"]), one["media_type"]) for one in document["scans"]])
        paper.text(_("Ask us for a copy of them."))
