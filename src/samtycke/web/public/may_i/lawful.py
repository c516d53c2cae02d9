"""What to do: how a text that may not go becomes lawful, and what must be in order for one that may.

A rule carries its own mend; here stand the steps a person would take, by the ids that every country's pack shares.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samtycke.policy import Decision
from samtycke.web.public.may_i.fields import Words

_FORM = _(
    "The form has an empty box that they tick themselves, and says who you are, what you would send and how often, "
    "and that they can stop at any time. Keep the day and the words."
)
_AT_SALE = _(
    "Or from the next purchase: when they give their number, say that it is used for offers on similar goods, and let "
    "them say no right there. Then you may, for twelve months."
)
_NOT_BY_TEXT = _("Don't ask by text: the question is marketing itself.")
_ASK = (_FORM, _AT_SALE, _NOT_BY_TEXT)
_LEAVE = _("Leave them alone. It is their choice, and asking again is what they said no to.")
_OPEN = _("If they come to your form themselves and say yes anew, it counts from then.")
_TAKE_OUT = _("Take what sells out of the text. What is left may go if they need it for something they have with you.")

_STEPS: dict[str, tuple[Words, ...]] = {
    "none": _ASK,
    "consent.not-active": (_("A yes is an act of theirs: nothing ticked beforehand, no silence."), *_ASK),
    "consent.bundled": (_("Ask for the yes apart from your terms, and let them buy without it."), *_ASK),
    "consent.not-informed": _ASK,
    "consent.no-evidence": (
        _("Look for it: the form's records, the till, the signed paper. You need the day, the way and the words."),
        *_ASK,
    ),
    "consent.pending": (
        _("Wait for their reply. One question is all that may be sent; a second would be marketing."),
        _("Or let them say yes in a way that counts here, at your till or in your form."),
    ),
    "consent.withdrawn": (_LEAVE, _OPEN),
    "consent.lapsed": _ASK,
    "consent.other-purpose": (_("Send only what they said yes to; or ask about this too."), *_ASK),
    "consent.other-sender": (_("A yes to another company is not a yes to you, also within a group."), *_ASK),
    "consent.child": (_("Ask a guardian, and keep their yes."),),
    "soft.no-sale": (_("Only whoever made the sale may use the exception for customers."), *_ASK),
    "soft.not-collected-in-sale": _ASK,
    "soft.not-customer": (
        _("Send before the twelve months are over; or end each purchase with a form, so that it need not matter."),
        *_ASK,
    ),
    "soft.not-informed": _ASK,
    "soft.no-refusal-offered": _ASK,
    "soft.refused": (_LEAVE, _OPEN),
    "soft.other-goods": (_("Write about your own goods; or let those whose goods they are ask for themselves."), *_ASK),
    "soft.not-similar": (
        _(
            "Write about goods of the kind they bought. What is similar is decided by a named person, with a reason, "
            "before the text is written."
        ),
        *_ASK,
    ),
    "gdpr17.erased": (_("Nothing is to be sent, and the number is to be gone from your lists."), _OPEN),
    "gdpr18.restricted": (_("Settle what they contest, and tell them. Until then their data may only be stored."),),
    "gdpr21.objected": (_("Look in your block list and your replies before each text."), _LEAVE, _OPEN),
    "block": (_("Leave the block as it is. What the person did themselves only they can undo."), _OPEN),
    "number.wrong": (_("Strike the number. Let the person give it again and confirm it with a code."),),
    "mfl9.identified": (
        _("Send from a name they know, or begin the text with who you are. It must show without opening it."),
    ),
    "mfl20.way-out": (
        _("End the text with how to stop, as “Avsluta: STOPP till 71000”. It must work, and cost no more than a text."),
    ),
    "minor.under-16": (
        _("Write to the guardian instead, on ground of their own yes."),
        _("If nothing points to a child, answer that they are 16 or older, as far as you know."),
    ),
    "goods.restricted": (
        _("Choose another way than a text to each person's phone: these goods have rules of their own."),
        _("If you have a licence, ask your DM officer what it allows."),
    ),
    "pack.none": (
        _("Ask somebody who knows the law there. What is not written down here is not permitted here."),
        _("If the number is from one of the countries in the list, answer that one."),
    ),
    "service.no-basis": (
        _("Say what they need it for: something they have with you, or a duty you have by law."),
        _("Or write down why your interest weighs more than theirs, before you send, and keep it."),
        _("If it is only good to tell: that is marketing, and asks for a yes."),
    ),
    "ethics.quiet-hours": (_("Let it go in the daytime. In Samtycke it waits by itself."),),
    "ethics.frequency": (_("Let it wait. One a day and four a week is what people bear."),),
    "person.paused": (_("Wait until their pause is over."),),
    "content.unread": (_("Let a person read it: service goes, and what sells is judged as marketing."),),
    "reply.unread": (_("Read the reply. If it is a no, they are blocked; in doubt it is a no."),),
}

_WAY_OUT = _("The text ends with how to stop, and it works.")
_NAMED = _("Who it is from shows without opening it.")
_STOP = _("The first no stops everything, at once.")
_IN_ORDER: dict[str, tuple[Words, ...]] = {
    "consent": (
        _("Keep the proof of their yes: day, way and words, as long as you use it."),
        _("Send only what they said yes to."),
        _WAY_OUT,
        _NAMED,
        _STOP,
    ),
    "soft_opt_in": (
        _("Only your own goods, of the kind they bought."),
        _("Each text lets them say no, free and easy."),
        _WAY_OUT,
        _NAMED,
        _STOP,
    ),
    "company": (
        _("Only to the company's own number. One that belongs to an employee is that person's, and they must be told."),
        _WAY_OUT,
        _NAMED,
        _STOP,
    ),
    "contract": (_("Nothing in it sells: one line makes all of it marketing."), _("It goes while they need it.")),
    "legal_obligation": (_("Nothing in it sells: one line makes all of it marketing."),),
    "legitimate_interest": (
        _("Nothing in it sells: one line makes all of it marketing."),
        _("The balancing of interests is written down, with a name and a day."),
        _("Whoever does not want it can say so."),
    ),
}


def steps(decision: Decision, *, service: bool) -> tuple[Words, ...]:
    """What a person would do so that it may go. ``service``: what was to be a service text has become marketing."""
    found = _STEPS.get(_family(decision.rule), ())
    return (_TAKE_OUT, *found) if service and decision.verdict == "deny" else found


def in_order(decision: Decision) -> tuple[Words, ...]:
    """What must be in order when it goes."""
    return _IN_ORDER.get(decision.basis or "", ()) if decision.verdict != "deny" else ()


def _family(rule: str) -> str:
    """The id that every country shares: ``se.none`` and ``mfl19.none`` are the same end."""
    if rule in _STEPS:
        return rule
    head, _dot, tail = rule.partition(".")
    return tail if tail in _STEPS else head
