"""What the pages call the ways in which a request comes, the checks of who asks, and what has been done with it."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from samtycke.rights.door import Step, days_left
from samtycke.web.parts.words import number

Words = str | Promise

DOORS: dict[str, Words] = {
    "letter": gettext_lazy("Letter"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "visit": gettext_lazy("In person"),
    "me": gettext_lazy("Their own page"),
}
CHECKS: dict[str, Words] = {
    "called_back": gettext_lazy("We called the number back"),
    "shown_id": gettext_lazy("They showed an identity document"),
    "signed": gettext_lazy("A signed letter, answered to their registered address"),
    "known": gettext_lazy("We know them, and said how"),
    "code": gettext_lazy("The code to their number"),
}
"""How it was seen that it is the person."""
ARTICLES = {
    "access": "GDPR art. 15",
    "portability": "GDPR art. 20",
    "rectification": "GDPR art. 16",
    "erasure": "GDPR art. 17",
    "restriction": "GDPR art. 18",
    "restriction_lifted": "GDPR art. 18(3)",
    "objection": "GDPR art. 21(2)–(3)",
    "objection_other": "GDPR art. 21(1)",
}
GRANTS: dict[str, Words] = {
    "access": gettext_lazy("Answer, with the copy"),
    "portability": gettext_lazy("Answer, with the file"),
    "rectification": gettext_lazy("Correct and answer"),
    "erasure": gettext_lazy("Erase and answer"),
    "restriction": gettext_lazy("Restrict and answer"),
    "restriction_lifted": gettext_lazy("Lift and answer"),
    "objection": gettext_lazy("Answer that it is done"),
    "objection_other": gettext_lazy("Answer that it stops"),
}
"""The button that grants a request."""
MEANS: dict[str, Words] = {
    "erasure": gettext_lazy(
        "Everything about them is erased at once, for good. What they wrote goes too, and where the answer was to be "
        "sent: have that ready."
    ),
    "restriction": gettext_lazy("From then on nothing is sent to them but what they ask for themselves."),
    "restriction_lifted": gettext_lazy("They are to be told before it is lifted (art. 18(3)). The answer does that."),
    "objection": gettext_lazy("Marketing has been stopped already, when it was written down."),
    "objection_other": gettext_lazy(
        "You stop, unless your grounds weigh heavier than theirs. To go on, decline, and say why."
    ),
}
"""What granting it does, where that is more than sending an answer."""
_ACTS: dict[str, Words] = {
    "rights.received": pgettext_lazy("a request", "Written down"),
    "rights.identity": gettext_lazy("Identity checked"),
    "rights.files": gettext_lazy("Copy taken out"),
    "rights.extend": pgettext_lazy("a request", "Extended"),
    "rights.granted": pgettext_lazy("a request", "Answered"),
    "rights.refused": pgettext_lazy("a request", "Declined"),
}


def step(one: Step) -> str:
    """A line of the log."""
    return str(_ACTS.get(one.act, _("Answered at once")))


def left(due: date, today: date) -> str:
    """How long there is, plainly."""
    days = days_left(due, today)
    if days == 0:
        return _("Last day today")
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": number(-days)}
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": number(days)}
