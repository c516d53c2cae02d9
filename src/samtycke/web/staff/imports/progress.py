"""How an import is going, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.intake.door import ImportState, Refusal
from samtycke.web.parts.bars import Piece, Share, pieces
from samtycke.web.parts.words import clock, number
from samtycke.web.staff.imports import words


@dataclass(frozen=True, slots=True)
class Job:
    """Work that takes time: a sentence, a bar, and when it ends."""

    sentence: str
    label: str
    pieces: Sequence[Piece]
    detail: str


def progress_of(state: ImportState, *, now: datetime) -> Job:
    """Count of total, and the end time from the rate so far."""
    sentence = _("%(done)s of %(rows)s rows are read.") % {"done": number(state.done), "rows": number(state.rows)}
    detail = _("You can leave this page; it goes on.")
    if state.done and (left := state.rows - state.done):
        taken = now - state.created_at
        ends = now + timedelta(seconds=taken.total_seconds() / state.done * left)
        detail = _("Done about %(time)s. You can leave this page; it goes on.") % {"time": clock(ends)}
    shares = [Share(state.accepted, "accent"), Share(state.refused, "not", "cross")]
    return Job(sentence, sentence, pieces(shares, of=max(state.rows, 1)), detail)


def result_of(state: ImportState, refused: Sequence[Refusal]) -> dict[str, Any]:
    """What the page says when it is done."""
    new = state.accepted - state.unchanged
    return {
        "nothing_new": bool(state.accepted) and new == 0,
        "new": new,
        "title": _title(state, new),
        "refusals": [{"line": one.line, "says": one.message} for one in refused[:20]],
        "more": max(0, state.refused - 20),
        "warnings": [words.warning(found) for found in state.warnings],
    }


def _title(state: ImportState, new: int) -> str:
    if state.state == "failed":
        return _("The import stopped.")
    if state.accepted and not new:
        return ngettext(
            "Nothing new: the %(count)s row was known.", "Nothing new: all %(count)s were known.", state.accepted
        ) % {"count": number(state.accepted)}
    return ngettext("%(count)s row was brought in.", "%(count)s rows were brought in.", new) % {"count": number(new)}
