"""What stands in the way of a form, and what a lawyer would say of its words, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtycke.intake.door import Advice, Form, Obstacle, advice

LANGUAGE_NAMES: dict[str, str | Promise] = {"sv": gettext_lazy("Swedish"), "en": gettext_lazy("English")}
STATES: dict[str, tuple[str, str, str | Promise]] = {
    "draft": ("ring", "", gettext_lazy("Draft")),
    "published": ("may", "may", gettext_lazy("Published")),
    "paused": ("waits", "waits", gettext_lazy("Paused")),
}
"""Sign, colour and word of each state."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at. ``stops``: the form can't be published so. ``cites``: the law behind it."""

    says: str
    stops: bool
    cites: str = ""
    url: str = ""


def remarks(form: Form, found: Sequence[Obstacle], *, organisation: str) -> list[Remark]:
    """First what stops, then what to think of."""
    advised = [
        _advised(one, language) for language, words in form.draft.items() for one in advice(words, sender=organisation)
    ]
    return [*(_stopped(one) for one in found), *advised]


def _stopped(one: Obstacle) -> Remark:
    if one.field == "controller":
        says = {
            "name": _("Say what the organisation is called in full. The notice has to name it."),
            "address": _("Say where the organisation has its address. The notice has to tell."),
            "email": _("Say how the organisation is reached, by email or phone. The notice has to tell."),
        }[one.detail]
        return Remark(says, stops=True, cites="GDPR art. 13(1)(a)", url="controller")
    language, _dot, field = one.field.rpartition(".")
    if language:
        return Remark(_empty(field) % {"language": LANGUAGE_NAMES[language]}, stops=True)
    says = {
        ("name", "empty"): _("Give the form a name, for your own eyes."),
        ("purpose", "not_declared"): _("Choose what it is a yes to."),
        ("sender", "not_declared"): _("Choose who the texts are from."),
        ("confirm", "no_answer"): _("Nobody can reply to your senders. Let the number confirm by a code on the page."),
        ("slug", "short"): _("Write a longer address: at least three letters."),
        ("slug", "taken"): _("The address %(slug)s is taken. Choose another.") % {"slug": one.detail},
    }[one.field, one.code]
    return Remark(says, stops=True)


def _empty(field: str) -> str:
    return {
        "title": _("%(language)s: write a heading."),
        "sentence": _("%(language)s: write a sentence of what they get."),
        "often": _("%(language)s: say how often you text, at most."),
        "box": _("%(language)s: write the words beside the box."),
    }[field]


def _advised(one: Advice, language: str) -> Remark:
    says = {
        "negative": _(
            "%(language)s: “%(found)s” asks for a no. A yes must be an act of its own, never a box left alone."
        ),
        "bundled": _(
            "%(language)s: “%(found)s” is another matter. Ask for this yes alone; terms have a box of their own."
        ),
        "conditional": _("%(language)s: “%(found)s” makes the yes a condition for something else. Then it isn't free."),
        "others": _("%(language)s: “%(found)s” are other senders. A yes covers only those who are named."),
        "channels": _("%(language)s: “%(found)s” is another channel. Ask for it with a box of its own."),
        "no_yes": _("%(language)s: begin the words beside the box with a clear yes: “Yes, text me …”."),
        "no_sender": _("%(language)s: say in the box who will text, by your own name."),
        "no_channel": _("%(language)s: say in the box that it is about texts (SMS)."),
        "no_often": _("%(language)s: say “%(found)s” in the box or the sentence as well, so that nobody misses it."),
    }[one.code]
    return Remark(says % {"language": LANGUAGE_NAMES[language], "found": one.found}, stops=False, cites=one.cites)
