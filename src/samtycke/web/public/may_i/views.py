"""May I send this? A few plain questions, and a straight answer with its rule. No account, and nothing is kept.

Every answer stands in the address, and so does the day: whoever opens it later reads the same.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samtycke.organisations.door import TooMany
from samtycke.policy import countries, marked, reads_like_advertising
from samtycke.web.frame.callers import count_call, too_many
from samtycke.web.parts.law import SIGNS, asked
from samtycke.web.parts.tags import said
from samtycke.web.public.may_i import fields as f
from samtycke.web.public.may_i import lawful
from samtycke.web.public.may_i.answer import Answer, next_screen, path
from samtycke.web.public.may_i.fields import Field, Words
from samtycke.web.public.may_i.questions import MOST, Answers, Screen, is_answered, is_marketing, screens

_NAMES = frozenset(one.name for one in vars(f).values() if isinstance(one, Field))


@require_safe
def may_i(request: HttpRequest) -> HttpResponse:
    """The next question, or the answer."""
    request.place = "may-i"  # type: ignore[attr-defined]
    answers = answers_of(request)
    wanted = request.GET.get("at") or request.GET.get("from")
    screen = next((one for one in path(answers) if one.name == wanted), None)
    if screen and (request.GET.get("at") or not _whole(screen, answers)):
        return _ask(request, screen, answers, wrong=not request.GET.get("at"))
    found = next_screen(answers)
    if isinstance(found, Screen):
        return redirect(f"{reverse('may-i')}?{urlencode(answers)}") if screen else _ask(request, found, answers)
    address = f"{reverse('may-i')}?{found.query}"
    return _show(request, found) if request.get_full_path() == address else redirect(address)


@require_safe
def may_i_json(request: HttpRequest) -> HttpResponse:
    """The answer for a program, by the same address. 400 where it is not whole."""
    found = next_screen(answers_of(request))
    if isinstance(found, Screen):
        missing = [field.name for field in found.fields]
        return JsonResponse({"error": _("Something has not been answered."), "missing": missing}, status=400)
    return JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Read a text that somebody has pasted. It is not kept, and goes into no address: what it shows does."""
    request.place = "may-i"  # type: ignore[attr-defined]
    try:
        count_call(request, "read", most=READ_MOST, per=READ_PER)
    except TooMany as refused:
        return too_many(request, refused)
    answers = answers_of(request)
    first = next(screens(answers))
    text = request.POST.get("text", "")[:_TEXT].strip()
    if not text:
        return redirect(f"{reverse('may-i')}?{urlencode(answers)}")
    reading = reads_like_advertising(text)
    if reading.advertising:
        answers = {**answers, f.OFFER.name: "yes"}
    pieces = [(piece.text, said(piece.found.says) if piece.found else "") for piece in marked(text, reading)]
    response = _ask(request, first, answers, reading={"advertising": reading.advertising, "pieces": pieces})
    response.headers["Cache-Control"] = "no-store, private"
    return response


READ_MOST, READ_PER = 30, timedelta(minutes=1)
_TEXT = 2000


def answers_of(request: HttpRequest) -> dict[str, str]:
    """What the address says was answered, and the day, which is today where it says none."""
    told = ((name, str(request.GET[name])) for name in request.GET if name in _NAMES)
    given = {name: value for name, value in told if len(value) <= _LONGEST}
    today = {**given, f.DAY.name: timezone.localdate().isoformat()}
    return given if is_answered(f.DAY, given) else today


_LONGEST = 20


def _whole(screen: Screen, answers: Answers) -> bool:
    return all(is_answered(field, answers) for field in screen.fields)


def _ask(
    request: HttpRequest,
    screen: Screen,
    answers: Answers,
    *,
    wrong: bool = False,
    reading: dict[str, Any] | None = None,
) -> HttpResponse:
    names = {field.name for field in screen.fields}
    walked = [one.name for one in path(answers)]
    number = walked.index(screen.name) + 1
    return render(
        request,
        "public/may_i/question.html",
        {
            "screen": screen,
            "fields": [_field(field, answers, wrong=wrong) for field in screen.fields],
            "kept": [(name, value) for name, value in answers.items() if name not in names],
            "number": number,
            "most": MOST,
            "begins": number == 1,
            "reading": reading,
            "longest": _TEXT,
            "wrong": [field for field in screen.fields if wrong and not is_answered(field, answers)],
            "back": f"?{urlencode({**answers, 'at': walked[number - 2]})}" if number > 1 else "",
        },
    )


def _field(field: Field, answers: Answers, *, wrong: bool) -> dict[str, Any]:
    value = answers.get(field.name, "")
    error: Words = ""
    if wrong and not is_answered(field, answers):
        error = _("Choose one. “Don't know” is an answer too.")
        if field.is_day:
            error = _("Write a day that is not after that of the text, or nothing.")
    return {
        "field": field,
        "value": value,
        "latest": "" if field.name == f.DAY.name else answers[f.DAY.name],
        "error": error,
        "groups": _groups(field),
    }


def _groups(field: Field) -> list[tuple[Words, list[f.Choice]]]:
    """The choices under their headings, in order."""
    groups: list[tuple[Words, list[f.Choice]]] = []
    for choice in field.choices:
        if not groups or groups[-1][0] != choice.group:
            groups.append((choice.group, []))
        groups[-1][1].append(choice)
    return groups


def _show(request: HttpRequest, found: Answer) -> HttpResponse:
    today = {**found.answers, f.DAY.name: timezone.localdate().isoformat()}
    decision, by_id = found.decision, found.pack.by_id
    values = {
        "link": request.build_absolute_uri(),
        "as_of_today": "" if today == found.answers else f"?{urlencode(today)}",
        "rows": [(row, f"?{found.query}&at={row.screen}") for row in found.rows],
        "steps": [asked(by_id[step.rule], step, decision) for step in decision.consulted if step.rule in by_id],
        "json": f"{reverse('may-i-json')}?{found.query}",
        "ask": f"{reverse('may-i-ask')}?{found.query}",
        "change": f"?{found.query}&at={found.asked[0].name}",
    }
    with timezone.override(found.pack.timezone):
        return render(request, "public/may_i/answer.html", shown(found) | values)


def shown(found: Answer) -> dict[str, Any]:
    """The answer itself, as pages show it."""
    decision, rule = found.decision, found.rule
    service = found.answers.get("for") in f.SERVICE and is_marketing(found.answers)
    return {
        "found": found,
        "decision": decision,
        "verdict": SIGNS[decision.verdict],
        "sentence": _sentence(found),
        "why": said(decision.explanation),
        "rule": rule,
        "rule_page": _rule_page(found),
        "mend": said(rule.words.mend) if rule else "",
        "lawful": lawful.steps(decision, service=service) if decision.verdict != "allow" else (),
        "in_order": lawful.in_order(decision),
        # How long a text is held by the number lately sent is not told to the minute here.
        "until": decision.until if decision.rule != "ethics.frequency" else None,
        "day": found.case.now.date(),
    }


def _rule_page(found: Answer) -> str:
    """Where the rule stands among the others of its country; nothing of a country without any."""
    country = found.pack.country
    if country not in countries():
        return ""
    page = reverse("guide-rules") if country == "SE" else reverse("guide-rules-of", args=[country.lower()])
    return f"{page}#{found.decision.rule}"


def _sentence(found: Answer) -> str:
    if found.decision.verdict == "allow":
        return _("Yes, you may send it, if it is as you have answered.")
    if found.decision.verdict == "hold":
        return _("Not yet: it must wait.")
    if found.unknowns and any(row.decides for row in found.unknowns):
        return _("No, not on what you know.")
    return _("No, you may not send it.")
