"""What somebody does on their own page: each act one page that says what it means, and one button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.ledger.door import NumberTaken, find_contact
from samtycke.rights.door import (
    ATTRIBUTE_LONGEST,
    Erased,
    NothingHeld,
    Person,
    confirm_wish,
    erase_me,
    lift_restriction,
    move,
    put_right,
    restrict,
    stop_marketing,
    take_in_own,
    wish_number,
)
from samtycke.web.parts.held_words import attribute
from samtycke.web.parts.words import tail
from samtycke.web.public.me.street import Door, Inside, at_door, language, show, tell, within
from samtycke.web.public.me.tickets import take_back
from samtycke.web.public.me.views import again, document_of, wrong_code
from samtycke.web.public.numbers import number_or_why

Words = str | Promise
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: what it is called, what it means, the button, and what is said when it is done."""

    title: Words
    means: tuple[Words, ...]
    button: Words
    done: Words
    do: Callable[..., None]


def _stop(inside: Inside, now: datetime) -> None:
    stop_marketing(inside.cursor, inside.visit.number, language=language(), now=now)


def _restrict(inside: Inside, now: datetime) -> None:
    restrict(inside.cursor, inside.visit.number, language=language(), now=now)


def _lift(inside: Inside, now: datetime) -> None:
    lift_restriction(inside.cursor, inside.visit.number, language=language(), now=now)


ACTS: dict[str, Act] = {
    "stop": Act(
        gettext_lazy("Stop all marketing"),
        (
            gettext_lazy("You get no more offers by text from us. It holds at once, and for good."),
            gettext_lazy("Messages you need, such as about an order, still come."),
            gettext_lazy("Only a new yes of your own changes it."),
        ),
        gettext_lazy("Stop all marketing"),
        gettext_lazy("Done. You get no more offers. A text already on its way may still arrive."),
        _stop,
    ),
    "restrict": Act(
        gettext_lazy("Restrict the use"),
        (
            gettext_lazy(
                "From now on we only keep your data. We send you nothing, not even messages about an order, but the "
                "code to this page."
            ),
            gettext_lazy(
                "It is for you who think that something is wrong, or who need the data kept while you argue with us."
            ),
            gettext_lazy("You lift it yourself, here, whenever you like."),
        ),
        gettext_lazy("Restrict the use"),
        gettext_lazy("Done. From now on your data are only kept."),
        _restrict,
    ),
    "lift": Act(
        gettext_lazy("Lift the restriction"),
        (gettext_lazy("Your data are used as before. What you have said no to stays a no."),),
        gettext_lazy("Lift the restriction"),
        gettext_lazy("Done. The restriction is lifted."),
        _lift,
    ),
}


@within
def act(request: HttpRequest, inside: Inside, name: str) -> HttpResponse:
    """One act, asked for and done."""
    if name not in ACTS:
        raise Http404
    chosen = ACTS[name]
    if request.method == "POST":
        try:
            chosen.do(inside, timezone.now())
        except NothingHeld:
            return redirect("me", slug=inside.door.organisation.slug)
        return tell(request, inside.door, str(chosen.title), str(chosen.done), inside=True, done=True)
    return show(request, inside.door, "act.html", {"act": chosen})


@within
def correct(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Put right what is noted; a new number shows itself by a code of its own."""
    document = document_of(inside)
    fields = [(name, attribute(name), value) for name, value in document["person"]["attributes"].items()]
    wrong = ""
    if request.method == "POST" and "number" in request.POST:
        number = number_or_why(request.POST["number"].replace("\0", ""), inside.door.organisation.home_country)
        if isinstance(number, str):
            wrong = number
        else:
            wish_number(inside.cursor, inside.ticket, number, language=language(), now=timezone.now())
            return redirect("me-number", slug=inside.door.organisation.slug)
    elif request.method == "POST":
        told = {name: request.POST.get(f"a-{name}", value).replace("\0", "") for name, _label, value in fields}
        if _put_right(inside, told):
            says = _("Done. It is corrected, and we keep that it was changed.")
            return tell(request, inside.door, _("Correct"), says, inside=True, done=True)
        return redirect("me", slug=inside.door.organisation.slug)
    values = {"fields": fields, "longest": ATTRIBUTE_LONGEST, "wrong": wrong, "number": request.POST.get("number", "")}
    return show(request, inside.door, "correct.html", values, status=422 if wrong else 200)


def _put_right(inside: Inside, told: dict[str, str]) -> bool:
    try:
        return put_right(inside.cursor, inside.visit.number, told, language=language(), now=timezone.now())
    except NothingHeld:
        return False


@within
def new_number(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The code to the new number comes back: the record moves there, and so does every no."""
    if inside.visit.wish is None:
        return redirect("me", slug=inside.door.organisation.slug)
    outcome = told = ""
    if request.method == "POST" and "again" in request.POST:
        told = again(inside.cursor, inside.door, inside.visit.again_at)
    elif request.method == "POST":
        outcome, number = confirm_wish(
            inside.cursor, inside.ticket, request.POST.get("code", "")[:20], now=timezone.now()
        )
        if number is not None:
            return _moved(request, inside, number)
    values = {"masked": tail(inside.visit.wish.e164), "wrong": wrong_code(outcome), "told": told, "inside": True}
    return show(request, inside.door, "code.html", values, status=422 if outcome else 200)


def _moved(request: HttpRequest, inside: Inside, number: Any) -> HttpResponse:
    try:
        move(inside.cursor, inside.visit.number, number, language=language(), now=timezone.now())
    except NumberTaken:
        says = _(
            "We hold something about that number already. Nothing was changed. Write to us, and a person looks at it."
        )
        return tell(request, inside.door, _("Correct"), says, inside=True)
    except NothingHeld:
        return redirect("me", slug=inside.door.organisation.slug)
    says = _("Done. Your new number stands here now, and what you have said no to stays a no for it.")
    return tell(request, inside.door, _("Correct"), says, inside=True, done=True)


@within
def object_to(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Object to something other than marketing: a person weighs it, within a month."""
    says = request.POST.get("says", "").replace("\0", "").strip()[:_LONGEST]
    if request.method == "POST" and says:
        person = Person(number=inside.visit.number.e164, says=says)
        take_in_own(inside.cursor, "objection_other", person, language=language(), now=timezone.now())
        told = _("We have it. You will have an answer within a month. It will stand here, on your page.")
        return tell(request, inside.door, _("Object"), told, inside=True, done=True)
    wrong = _("Write what you object to, and why.") if request.method == "POST" else ""
    return show(
        request, inside.door, "object.html", {"wrong": wrong, "longest": _LONGEST}, status=422 if wrong else 200
    )


@within
def erase(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Erase everything, and end the visit. The proof is shown after."""
    slug = inside.door.organisation.slug
    if find_contact(inside.cursor, inside.visit.number.e164) is None:
        return redirect("me", slug=slug)
    if request.method != "POST":
        return show(request, inside.door, "erase.html", {})
    gone = erase_me(inside.cursor, inside.visit.number, language=language(), now=timezone.now())
    inside.cursor.execute(
        "DELETE FROM me_visit WHERE organisation_id = current_organisation() AND id = %s", [inside.visit.id]
    )
    response = redirect(f"{reverse('me-erased', args=[slug])}?t={_proof(gone)}")
    take_back(response)
    return response


@at_door
def erased(request: HttpRequest, door: Door) -> HttpResponse:
    """What went, what stays, and why. The address carries it, signed; it names nobody."""
    try:
        at, event, went, stays = signing.loads(request.GET.get("t", ""), salt="me erased", max_age=24 * 60 * 60)
    except (signing.BadSignature, ValueError, TypeError):
        return redirect("me", slug=door.organisation.slug)
    gone = Erased(datetime.fromisoformat(at), event, went, stays)
    return show(request, door, "erased.html", {"gone": gone, "went": [(_WENT[name], n) for name, n in went.items()]})


def _proof(gone: Erased) -> str:
    return signing.dumps([gone.at.isoformat(), gone.event, dict(gone.went), dict(gone.stays)], salt="me erased")


_WENT: dict[str, Words] = {
    "number": gettext_lazy("Your number, and the key to everything below"),
    "attributes": gettext_lazy("What was noted about you"),
    "evidence": gettext_lazy("Proofs of what you said"),
    "texts": gettext_lazy("Texts, as they were sent to you"),
    "replies": gettext_lazy("Your replies"),
    "questions": gettext_lazy("Questions we asked you"),
    "scans": gettext_lazy("Scanned papers"),
}
