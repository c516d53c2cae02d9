"""After a restore: what is held, why, who lets it go and how; or how it was settled."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samtycke.ledger.door import life
from samtycke.web.staff.access import StaffRequest

BY_JOURNAL = "journal"
"""Who settled it where the journal told it all, as the restore writes it."""


def restored(request: StaffRequest) -> HttpResponse:
    """The life of the database that everybody's data lie in."""
    present = life(request.cursor)
    return render(
        request,
        "staff/restored/restored.html",
        {"life": present, "holds": present.holds_marketing, "by_journal": present.settled_by == BY_JOURNAL},
    )
