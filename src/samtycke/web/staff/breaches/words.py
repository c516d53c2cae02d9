"""What each part of a breach is called, and what it asks for (GDPR 33(3))."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise

FIELDS: dict[str, tuple[Words, Words]] = {
    "what": (
        gettext_lazy("What happened"),
        gettext_lazy("Lost, leaked, changed or out of reach; and how you found out."),
    ),
    "happened": (gettext_lazy("When it happened"), gettext_lazy("As well as you know: a day, a span, still going on.")),
    "people": (gettext_lazy("Whom it touches, about how many"), ""),
    "data": (gettext_lazy("Which data, about how much"), ""),
    "effects": (gettext_lazy("What may come of it for them"), ""),
    "measures": (gettext_lazy("What has been done, and what will be"), ""),
    "risk_why": (gettext_lazy("How you judged the risk"), ""),
    "late_why": (gettext_lazy("Why the authority was told late"), gettext_lazy("Only where it was after 72 hours.")),
    "not_notified_why": (
        gettext_lazy("Why the authority need not be told"),
        gettext_lazy("Only where a risk is unlikely."),
    ),
    "people_told_at": (
        gettext_lazy("When, and how, the people were told"),
        gettext_lazy("Where the risk is high, without undue delay (art. 34)."),
    ),
    "people_not_told_why": (
        gettext_lazy("Why the people need not be told"),
        gettext_lazy("Encrypted data, a risk that is over, or an effort out of all proportion (art. 34(3))."),
    ),
}
RISKS: dict[str, tuple[Words, Words]] = {
    "unknown": (gettext_lazy("Not judged yet"), gettext_lazy("counts as a risk until you have")),
    "unlikely": (gettext_lazy("Unlikely"), gettext_lazy("not notified; written down here")),
    "risk": (gettext_lazy("A risk"), gettext_lazy("the authority within 72 hours")),
    "high": (gettext_lazy("A high risk"), gettext_lazy("the authority, and the people themselves")),
}


def lacks(name: str) -> str:
    """What a breach lacks, as a thing to do."""
    if name == "risk":
        return _("Judge the risk")
    if name == "notified_at":
        return _("Tell the authority, and write when")
    return str(FIELDS[name][0])
