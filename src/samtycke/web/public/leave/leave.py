"""Leave by the link in a text: a page that tells what ends, and one button that ends it. Looking at it does nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.gate.door import leaver
from samtycke.intake.door import Standing, leave_by_link, standing
from samtycke.organisations.door import acting_for
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import tail
from samtycke.web.public.leave.by_number import number_page
from samtycke.web.public.leave.street import Sender, card, language_of, missed, sender_of, shown, street


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says: the same that goes with a no as its evidence."""

    title: str
    covers: str
    button: str

    def __str__(self) -> str:
        return "\n".join((self.title, self.covers, self.button))


@street
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once; POST ends it at once. A code that nobody knows leads to another way out."""
    found = leaver(code)
    if found is None:
        return number_page(request, lost=True, status=missed(request))
    now = timezone.now()
    with acting_for(found.organisation_id) as cursor:
        sender = sender_of(cursor, found.organisation_id)
        person = standing(cursor, found.contact_id, now=now)
        if person is None:
            return number_page(request, lost=True, status=404)
        if request.method == "POST":
            words = shown(request, "leave", str(words_of(sender, person)), code=code)
            leave_by_link(cursor, found.contact_id, shown=words, now=now)
            return to("leave", code, language_of(request))
    return card(request, "leave.html", _told(sender, person, code))


def to(name: str, code: str, language: str, *, query: str = "") -> HttpResponse:
    """On to a page, so that loading it again says nothing again."""
    return HttpResponseRedirect(f"{reverse(name, args=[code])}?lang={language}{query}", status=303)


def words_of(sender: Sender, person: Standing) -> Words:
    """Everything that ends is named: all marketing, by the purposes the organisation has."""
    what = ", ".join(said(one.purpose.name) for one in person.purposes)
    return Words(
        title=_("Stop all marketing texts from %(who)s?") % {"who": sender.name},
        covers=_("All of this ends, at once: %(what)s.") % {"what": what},
        button=_("Yes, stop it all"),
    )


def _told(sender: Sender, person: Standing, code: str) -> dict[str, object]:
    return {
        "who": sender.name,
        "sender": sender,
        "person": person,
        "code": code,
        "words": words_of(sender, person),
        "number": tail(person.number.e164) if person.number else "",
    }
