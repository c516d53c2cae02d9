"""Who answered, and what must a person read?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import pgettext_lazy

from samtycke.intake.door import AlreadyRead, Reply, read_reply, replies
from samtycke.ledger.door import Identity, reveal
from samtycke.web.staff.access import StaffRequest

INTENTS: dict[str, str | Promise] = {
    "opt_out": pgettext_lazy("what a reply means", "a no"),
    "opt_in": pgettext_lazy("what a reply means", "a yes"),
    "confirm": pgettext_lazy("what a reply means", "a confirmation"),
    "help": pgettext_lazy("what a reply means", "asks for help"),
    "ambiguous": pgettext_lazy("what a reply means", "may be a no"),
    "other": pgettext_lazy("what a reply means", "something else"),
}


def inbox(request: StaffRequest) -> HttpResponse:
    """Held replies first: nothing more goes to these people until somebody has read them."""
    found = replies(request.cursor, limit=100)
    readable = reveal(request.cursor, list({one.contact_id for one in found}))
    held = [_row(one, readable) for one in found if one.read_at is None and one.intent == "ambiguous"]
    others = [_row(one, readable) for one in found if one.read_at is not None or one.intent != "ambiguous"]
    return render(request, "staff/inbox/inbox.html", {"held": held, "others": others})


def decide(request: StaffRequest, reply_id: int) -> HttpResponse:
    """A person has read it: it was a no, or it was not."""
    no = request.POST.get("meant") == "no"
    try:
        read_reply(request.cursor, reply_id, meant="opt_out" if no else "other", by=request.by, now=timezone.now())
    except AlreadyRead:
        messages.info(request, _t("Somebody has read it already."))
    else:
        says = _t("Noted as a no. Nothing more is sent.") if no else _t("Read. What waited is decided again.")
        messages.success(request, says, extra_tags="may")
    return redirect("inbox")


def _row(reply: Reply, readable: dict[int, Identity]) -> dict[str, object]:
    return {"reply": reply, "identity": readable.get(reply.contact_id), "means": INTENTS.get(reply.intent, "")}
