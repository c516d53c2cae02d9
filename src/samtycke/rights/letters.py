"""Drafts of answers to people who use their rights, in Swedish and English: ready to send, or to be changed.

A letter names nobody and no number: it stands beside the request, which is sealed, and survives an erasure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from django.utils import timezone

from samtycke.organisations.door import Controller
from samtycke.policy import Authority
from samtycke.rights.request import Request


@dataclass(frozen=True, slots=True)
class Sender:
    """Who answers: the organisation, who signs, where people may complain, and their own page."""

    controller: Controller
    name: str
    by: str
    authority: Authority
    me: str


def draft_answer(request: Request, sender: Sender, *, nothing: bool = False) -> str:
    """An answer that grants it. ``nothing``: nothing is held about who asks."""
    says = _NOTHING if nothing else _GRANTED[request.kind]
    return _letter(request, sender, says)


def draft_refusal(request: Request, sender: Sender) -> str:
    """An answer that does not, with where to complain; the reason is for a person to write."""
    return _letter(request, sender, _REFUSED)


def draft_extension(request: Request, sender: Sender, due: date) -> str:
    """That it takes longer, and until when; the reason is for a person to write."""
    return _letter(request, sender, _EXTENDED, due=due)


GAP = {"sv": "[skriv skälet här]", "en": "[write the reason here]"}
"""What a person has to fill in before a letter may go."""


def has_gap(text: str) -> bool:
    """Whether somebody has left the reason out."""
    return any(gap in text for gap in GAP.values())


def _letter(request: Request, sender: Sender, says: dict[str, str], *, due: date | None = None) -> str:
    language = request.language if request.language in _HEAD else "sv"
    values = {
        "asked": _KINDS[language][request.kind],
        "received": _day(request.received_at, language),
        "due": _day(due, language) if due else "",
        "gap": GAP[language],
        "authority": sender.authority.name,
        "authority_url": sender.authority.url,
        "me": sender.me,
    }
    paragraphs = (_HEAD[language], says[language], _FOOT[language])
    body = "\n\n".join(one.format(**values) for one in paragraphs)
    return f"{body}\n\n{_signed(sender, language)}"


def _signed(sender: Sender, language: str) -> str:
    who = sender.controller
    officer = {"sv": "Dataskyddsombud", "en": "Data protection officer"}[language]
    lines = [
        sender.by,
        who.name or sender.name,
        ", ".join(part for part in (who.address, who.email, who.phone) if part),
        f"{officer}: {who.officer}" if who.officer else "",
    ]
    return "\n".join(line for line in lines if line)


def _day(at: date | datetime, language: str) -> str:
    day = timezone.localdate(at) if isinstance(at, datetime) else at
    return str(format_date(day, "d MMMM y", locale=language))


_KINDS = {
    "sv": {
        "access": "att få veta vad vi har om dig",
        "portability": "att få ut dina uppgifter",
        "rectification": "att få dina uppgifter rättade",
        "erasure": "att få dina uppgifter raderade",
        "restriction": "att vi begränsar användningen av dina uppgifter",
        "restriction_lifted": "att vi använder dina uppgifter som förut",
        "objection": "att slippa reklam",
        "objection_other": "att vi slutar använda dina uppgifter på ett visst sätt",
    },
    "en": {
        "access": "to know what we hold about you",
        "portability": "to have your data",
        "rectification": "to have your data corrected",
        "erasure": "to have your data erased",
        "restriction": "us to restrict the use of your data",
        "restriction_lifted": "us to use your data as before",
        "objection": "for no more marketing",
        "objection_other": "us to stop using your data in a certain way",
    },
}
_HEAD = {"sv": "Hej,\n\nden {received} bad du om {asked}.", "en": "Hello,\n\nOn {received} you asked {asked}."}
_FOOT = {
    "sv": "Är du inte nöjd kan du svara på det här, eller klaga hos {authority}, {authority_url}",
    "en": "If you are not satisfied you can answer this, or complain to {authority}, {authority_url}",
}
_NOTHING = {
    "sv": "Vi har inget om dig, utom den här begäran. Står numret på vår spärrlista finns det bara som ett krypterat "
    "märke, så att inget skickas till det.",
    "en": "We hold nothing about you but this request. If the number is on our block list, it is there only as an "
    "encrypted mark, so that nothing is sent to it.",
}
_GRANTED = {
    "access": {
        "sv": "Här är en kopia av allt vi har om dig, med vad det används till, varifrån det kommer, vilka som får del "
        "av det och hur länge det sparas. Du kan själv se det när du vill på {me}, med en kod till ditt nummer.",
        "en": "Here is a copy of all that we hold about you, with what it is used for, where it comes from, who gets "
        "it and for how long it is kept. You can see it yourself whenever you like at {me}, with a code to your "
        "number.",
    },
    "portability": {
        "sv": "Här är dina uppgifter i en fil (JSON) som ett program kan läsa, och som du kan lämna till någon annan.",
        "en": "Here are your data in a file (JSON) that a program can read, and that you may hand to somebody else.",
    },
    "rectification": {
        "sv": "Vi har rättat uppgifterna. Har vi lämnat dem vidare har vi sagt till även där.",
        "en": "We have corrected the data. Where we have passed them on we have told them too.",
    },
    "erasure": {
        "sv": "Vi har raderat det vi hade om dig. Nyckeln till det som sparats som bevis är förstörd, så att ingen kan "
        "läsa det igen, inte heller vi. Kvar är en spärr, ett krypterat märke av ditt nummer, så att du inte får "
        "reklam om numret skulle komma in på nytt (artikel 17.3 b och 21.3 i dataskyddsförordningen).",
        "en": "We have erased what we held about you. The key to what was kept as proof is destroyed, so nobody can "
        "read it again, nor can we. What is left is a block, an encrypted mark of your number, so that you get no "
        "marketing should the number come in again (articles 17(3)(b) and 21(3) of the GDPR).",
    },
    "restriction": {
        "sv": "Från och med nu sparar vi bara uppgifterna. Inget skickas till dig, utom det du själv ber om. Vi säger "
        "till innan det ändras.",
        "en": "From now on we only keep the data. Nothing is sent to you but what you ask for yourself. We tell you "
        "before that changes.",
    },
    "restriction_lifted": {
        "sv": "Begränsningen är hävd, och uppgifterna används som förut.",
        "en": "The restriction is lifted, and the data are used as before.",
    },
    "objection": {
        "sv": "Du får ingen mer reklam från oss. Det gäller genast. Ett SMS som redan är på väg kan hinna fram.",
        "en": "You get no more marketing from us. It holds at once. A text already on its way may still arrive.",
    },
    "objection_other": {
        "sv": "Vi har slutat använda uppgifterna på det sätt du invände mot.",
        "en": "We have stopped using the data in the way you objected to.",
    },
}
_REFUSED = {
    "sv": "Vi kan inte göra som du bad om. Skälet är: {gap}\n\nDu kan klaga hos {authority}, och du kan få saken "
    "prövad av domstol (artikel 12.4, 77 och 79 i dataskyddsförordningen).",
    "en": "We cannot do as you asked. The reason is: {gap}\n\nYou can complain to {authority}, and you can take the "
    "matter to court (articles 12(4), 77 and 79 of the GDPR).",
}
_EXTENDED = {
    "sv": "Vi behöver längre tid. Du får svar senast den {due}. Skälet är: {gap}",
    "en": "We need more time. You will have an answer by {due}. The reason is: {gap}",
}
