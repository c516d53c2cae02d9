"""What was sent with a form: read, or refused field by field with what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext as _

from samtycke.intake.door import Sent
from samtycke.web.frame.callers import address_of
from samtycke.web.public.forms.browsers import browser_of
from samtycke.web.public.forms.shown import Shown
from samtycke.web.public.forms.tokens import Seen
from samtycke.web.public.numbers import number_or_why

_HUMAN = timedelta(seconds=2)
"""Nobody reads a form, writes a number and ticks a box in less."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence for each thing that is wrong. ``token``: the page's own word, where it may be sent again by it."""

    number: str = ""
    box: str = ""
    form: str = ""
    token: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.number or self.box or self.form)


def received(request: HttpRequest, shown: Shown, before: Seen, *, now: datetime) -> Sent | Refused:
    """Read what was sent. Only a box that was ticked on our own page is a yes."""
    sent = request.POST
    if sent.get("homepage"):
        return Refused(form=_("A field that people don't see was filled in. Tick the box again and send."))
    if before.age(now) < _HUMAN:
        return Refused(form=_("That was faster than anybody reads. Tick the box again and send."))
    number = number_or_why(sent.get("number", ""), shown.country)
    box = "" if sent.get("yes") == "yes" else _("Tick the box if you want our texts. Without it we send nothing.")
    if isinstance(number, str) or box:
        return Refused(number=number if isinstance(number, str) else "", box=box, token=before.token)
    return Sent(
        language=before.language,
        number=number,
        token=before.token,
        address=address_of(request),
        program=browser_of(request.headers.get("User-Agent", "")),
    )
