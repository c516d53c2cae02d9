"""Who asks whether a text may be sent, and what do we answer?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.organisations.door import NotAnswering, answering, today
from samtycke.policy import Decision, answer
from samtycke.rights.door import Advice, AlreadyAnswered, NoSuchAdvice, mail_reply, questions, reply
from samtycke.web.parts.law import SIGNS, law
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.approvers import says_why_not

_LONGEST = 4000


def advice(request: StaffRequest) -> HttpResponse:
    """Those that wait, oldest first, each with the answer that went along; then those that have got theirs."""
    now = timezone.now()
    rows = [_row(one, now) for one in questions(request.cursor)]
    waiting = [row for row in rows if row["advice"].reply is None]
    return render(
        request,
        "staff/advice/advice.html",
        {
            "waiting": waiting,
            "answered": [row for row in rows if row not in waiting],
            "longest": _LONGEST,
            "answering": answering(request.cursor, on=today(request.cursor, now)),
        },
    )


def answer_one(request: StaffRequest, advice_id: int) -> HttpResponse:
    """Answer by one's own name. It is done once."""
    text = request.POST.get("reply", "").replace("\0", "").strip()
    if not text or len(text) > _LONGEST:
        messages.error(request, _("Write an answer of at most %(n)s characters.") % {"n": _LONGEST}, extra_tags="not")
        return redirect("advice")
    try:
        reply(request.cursor, advice_id, text, by=request.by, staff_id=request.staff.pk, now=timezone.now())
    except NotAnswering as refused:
        messages.warning(request, says_why_not(refused), extra_tags="waits")
    except NoSuchAdvice:
        raise Http404 from None
    except AlreadyAnswered:
        messages.info(request, _("Somebody has answered it already."))
    else:
        mail_reply.defer(organisation_id=request.organisation.pk, advice_id=advice_id)
        messages.success(request, _("Answered. It stands on the page of the one who asked."), extra_tags="may")
    return redirect("advice")


def _row(one: Advice, now: datetime) -> dict[str, Any]:
    then = one.decision
    today = answer(one.case.model_copy(update={"now": now}))
    same = (today.verdict, today.rule) == (then["verdict"], then["rule"])
    return {
        "advice": one,
        "then": _shown(then["verdict"], then["rule"], then["pack"], then["explanation"]),
        "now": None if same else _of(today),
    }


def _of(decision: Decision) -> dict[str, Any]:
    return _shown(decision.verdict, decision.rule, decision.pack, decision.explanation)


def _shown(verdict: str, rule: str, pack: str, explanation: dict[str, str]) -> dict[str, Any]:
    words = law(pack, rule)
    return {"verdict": SIGNS[verdict], "rule": rule, "law": words, "why": said(explanation), "pack": pack}
