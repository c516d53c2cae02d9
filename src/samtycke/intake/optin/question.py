"""The words of a double opt-in's question: who asks, what they would get, and that nothing comes without a yes.

No offer and no price stands in it: it is service (once, without advertising). GSM-7 only.
"""

from __future__ import annotations

from samtycke.intake.answers import in_language
from samtycke.organisations.door import Organisation, Purpose

_QUESTIONS = {
    "asked": {
        "sv": "{name}: Du bad om våra SMS: {what}. Svara JA om det stämmer, annars skickar vi inget. "
        "Du kan alltid avsluta med STOPP.",
        "en": "{name}: You asked for our texts: {what}. Reply YES if that's right; otherwise we send nothing. "
        "You can always leave with STOP.",
    },
    "start": {
        "sv": "{name}: Du bad om våra SMS igen: {what}. Svara JA om det stämmer, annars skickar vi inget. "
        "Du kan alltid avsluta med STOPP.",
        "en": "{name}: You asked for our texts again: {what}. Reply YES if that's right; otherwise we send nothing. "
        "You can always leave with STOP.",
    },
    "link": {
        "sv": "{name}: Du bad om våra SMS: {what}. Bekräfta här om det stämmer, annars skickar vi inget: {link} "
        "Du kan alltid avsluta med STOPP.",
        "en": "{name}: You asked for our texts: {what}. Confirm here if that's right; otherwise we send nothing: "
        "{link} You can always leave with STOP.",
    },
    "link_only": {
        "sv": "{name}: Du bad om våra SMS: {what}. Bekräfta här om det stämmer, annars skickar vi inget: {link} "
        "Varje SMS har en länk för att avsluta.",
        "en": "{name}: You asked for our texts: {what}. Confirm here if that's right; otherwise we send nothing: "
        "{link} Every text has a link to stop.",
    },
}


def question(
    organisation: Organisation, purpose: Purpose, *, often: str = "", kind: str = "asked", link: str = ""
) -> str:
    """The question in the organisation's language. ``often``: how often they would hear from us, if it was said."""
    what = purpose.name.get(organisation.language) or purpose.name["en"]
    named = f"{what}, {often}" if often else what
    return in_language(_QUESTIONS[kind], organisation, what=named, link=link)
