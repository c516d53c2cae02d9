"""Whose link it is: the code in the address opened once, for every page that is reached by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TypeAlias

from django.db.backends.utils import CursorWrapper
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from samtycke.gate.door import leaver
from samtycke.intake.door import Shown, Standing, standing
from samtycke.organisations.door import acting_for
from samtycke.web.parts.words import tail
from samtycke.web.public.leave.by_number import number_page
from samtycke.web.public.leave.street import Sender, card, language_of, missed, sender_of, shown, street


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who came by the link in a text: theirs is the code, and ``cursor`` acts for who sent it."""

    request: HttpRequest
    cursor: CursorWrapper
    code: str
    sender: Sender
    person: Standing
    now: datetime

    def shown(self, page: str, words: str) -> Shown:
        """What they saw when they pressed."""
        return shown(self.request, page, words, code=self.code)

    def to(self, page: str, *, query: str = "") -> HttpResponse:
        """On to a page, so that loading it again says nothing again."""
        there = reverse(page, args=[self.code])
        return HttpResponseRedirect(f"{there}?lang={language_of(self.request)}{query}", status=303)

    def card(self, template: str, values: dict[str, object], *, status: int = 200) -> HttpResponse:
        """A page that says whose it is and to which number, by its end."""
        number = self.person.number
        whose = {
            "who": self.sender.name,
            "sender": self.sender,
            "person": self.person,
            "code": self.code,
            "number": tail(number.e164) if number else "",
        }
        return card(self.request, template, whose | values, status=status)


Page: TypeAlias = Callable[[Visit], HttpResponse]


def by_code(page: Page) -> Callable[..., HttpResponse]:
    """A page for whoever has the code, in one transaction. One that nobody knows leads to another way out."""

    @street
    @wraps(page)
    def opened(request: HttpRequest, code: str) -> HttpResponse:
        found = leaver(code)
        if found is None:
            return number_page(request, lost=True, status=missed(request))
        now = timezone.now()
        with acting_for(found.organisation_id) as cursor:
            person = standing(cursor, found.contact_id, now=now)
            if person is None:
                return number_page(request, lost=True, status=404)
            return page(Visit(request, cursor, code, sender_of(cursor, found.organisation_id), person, now))

    return opened
