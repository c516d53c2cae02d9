"""Leave by the link in a text: a page that tells what ends, and one button that ends it. Looking at it does nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from samtycke.intake.door import Standing, leave_by_link
from samtycke.web.parts.tags import said
from samtycke.web.public.leave.code import Visit, by_code
from samtycke.web.public.leave.street import Sender


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says: the same that goes with a no as its evidence."""

    title: str
    covers: str
    button: str

    def __str__(self) -> str:
        return "\n".join((self.title, self.covers, self.button))


@by_code
def leave(visit: Visit) -> HttpResponse:
    """Ask once; POST ends it at once."""
    words = words_of(visit.sender, visit.person)
    if visit.request.method == "POST":
        said_no = visit.shown("leave", str(words))
        leave_by_link(visit.cursor, visit.person.contact_id, shown=said_no, now=visit.now)
        return visit.to("leave")
    return visit.card("leave.html", {"words": words})


def words_of(sender: Sender, person: Standing) -> Words:
    """Everything that ends is named: all marketing, by the purposes the organisation has."""
    what = ", ".join(said(one.purpose.name) for one in person.purposes)
    return Words(
        title=_("Stop all marketing texts from %(who)s?") % {"who": sender.name},
        covers=_("All of this ends, at once: %(what)s.") % {"what": what},
        button=_("Yes, stop it all"),
    )
