"""What the pages of the block list say: whose no it is, what lifts it, how a list is going."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samtycke.intake.door import BlockFile
from samtycke.ledger.door import Block, BlockEntry
from samtycke.web.parts.bars import Piece, Share, pieces
from samtycke.web.parts.words import clock, number

BECAUSE: dict[str, str | Promise] = {
    "erasure": gettext_lazy("asked to be erased"),
    "carrier": gettext_lazy("has told the carrier that they want no more"),
    "way_out": gettext_lazy("pressed the button behind the link in a text"),
    "preferences": gettext_lazy("switched it off on their own page"),
    "me": gettext_lazy("stopped all marketing on their own page"),
    "journal": gettext_lazy("told again by the journal after a backup was put back"),
    "written_number": gettext_lazy("the number was written on our page for it"),
}
"""Reasons that the program writes itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a page shows it. ``lifts``: what lifts it. ``staffs``: staff added it, and may lift it."""

    title: str
    since: datetime
    because: str | Promise
    detail: str
    lifts: str
    purpose: str
    staffs: bool


def row_of(block: Block | BlockEntry, names: Mapping[str, str]) -> Row:
    """One entry, whether found by its number or read from the list."""
    scope = block.scope if isinstance(block, Block) else "organisation"
    purpose = names.get(block.purpose, block.purpose) or _("all marketing")
    return Row(
        title=_title(block, scope) % {"purpose": purpose},
        since=block.since,
        because=BECAUSE.get(block.because, block.because),
        detail=" · ".join(part for part in (_from(block), _by(block)) if part),
        lifts=_lifts(block, scope),
        purpose=block.purpose,
        staffs=block.by_staff,
    )


def _title(block: Block | BlockEntry, scope: str) -> str:
    if scope == "platform":
        return _("Blocked on the whole platform")
    if block.own_doing and block.door == "group":
        return _("Said no to another company of your group: %(purpose)s")
    if block.own_doing:
        return _("Said no themselves: %(purpose)s")
    return _("Blocked by you: %(purpose)s")


def _from(block: Block | BlockEntry) -> str:
    return _("from %(source)s") % {"source": block.source} if block.source else ""


def _by(block: Block | BlockEntry) -> str:
    return pgettext("who added it", "by %(who)s") % {"who": block.by} if block.by else ""


def _lifts(block: Block | BlockEntry, scope: str) -> str:
    if scope == "platform":
        return _("Only whoever runs the platform can lift it.")
    if block.own_doing and block.by_staff:
        return _("Only a new yes of their own lifts their no. What you added can be lifted here, and their no stays.")
    if block.own_doing:
        return _("It cannot be lifted here: only a new yes of their own does.")
    return _("You added it, and an owner or DM officer may lift it.")


@dataclass(frozen=True, slots=True)
class Job:
    """How a list is going: a sentence, a bar, and when it ends."""

    sentence: str
    label: str
    pieces: list[Piece]
    detail: str


def job_of(file: BlockFile, *, now: datetime) -> Job:
    """Lines first, then contacts that are held against the hashes."""
    if file.state == "matching":
        sentence = _("%(looked)s of %(contacts)s contacts are held against the list.") % {
            "looked": number(file.looked),
            "contacts": number(file.contacts),
        }
        done, of = file.looked, file.contacts
    else:
        sentence = _("%(done)s of %(lines)s lines are in.") % {
            "done": number(file.done),
            "lines": number(file.numbers + file.hashes),
        }
        done, of = file.done, file.numbers + file.hashes
    detail = _("You can leave this page; it goes on.")
    if done and file.state == "running" and (left := of - done):
        ends = now + timedelta(seconds=(now - file.created_at).total_seconds() / done * left)
        detail = _("Done about %(time)s. You can leave this page; it goes on.") % {"time": clock(ends)}
    return Job(sentence, sentence, list(pieces([Share(done, "accent")], of=max(of, 1))), detail)
