"""An answer to the person who asks why they got a text, or got none: short, and made of the decision alone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from samtycke.gate.door import Account, MessageState
from samtycke.policy import pack_for, reply_of, spelled

LANGUAGES = ("sv", "en")
Both = dict[str, str]

_OPENINGS: dict[str, Both] = {
    "sent": {
        "sv": "Du fick ett SMS från {sender} {day}.",
        "en": "You got a text from {sender} on {day}.",
    },
    "tried": {
        "sv": "Vi försökte skicka ett SMS från {sender} till dig {day}.",
        "en": "We tried to send you a text from {sender} on {day}.",
    },
    "withheld": {
        "sv": "Vi skickade inte SMS:et från {sender} till dig {day}.",
        "en": "We did not send you the text from {sender} on {day}.",
    },
    "coming": {
        "sv": "Ett SMS från {sender} är på väg till dig.",
        "en": "A text from {sender} is on its way to you.",
    },
    "waits": {
        "sv": "Ett SMS från {sender} till dig har inte gått än.",
        "en": "A text from {sender} to you has not gone yet.",
    },
    "cancelled": {
        "sv": "SMS:et från {sender} till dig ställdes in och skickas inte. Det hade fått gå.",
        "en": "The text from {sender} to you was cancelled and will not be sent. It would have been allowed.",
    },
}
_STATES = {
    "sent": "sent",
    "delivered": "sent",
    "withheld": "withheld",
    "planned": "coming",
    "leased": "coming",
    "cancelled": "cancelled",
}
_UNTIL: dict[str, Both] = {
    "allow": {
        "sv": "Det gäller till och med {until}, om du inte säger nej innan dess.",
        "en": "That holds until {until}, unless you say no before.",
    },
    "hold": {"sv": "Det väntar till {until}.", "en": "It waits until {until}."},
}
_WAY_OUT: Both = {
    "sv": "Vill du inte ha fler? Svara STOPP på SMS:et, eller skicka STOPP till {inbound}. Det gäller genast.",
    "en": "To get no more, reply STOP to the text, or text STOP to {inbound}. It takes effect at once.",
}
_WAY_OUT_LINK: Both = {
    "sv": "Vill du inte ha fler? Tryck på länken sist i SMS:et. Det gäller genast.",
    "en": "To get no more, tap the link at the end of the text. It takes effect at once.",
}
_LAW: Both = {"sv": "Regeln finns i {citation}.", "en": "The rule is found in {citation}."}
_COMPLAIN: Both = {
    "sv": "Hör gärna av dig om något är oklart. Är du inte nöjd med svaret kan du klaga hos {authority}: {url}",
    "en": "Do ask if anything is unclear. If you are not content with this answer, you can complain to {authority}: "
    "{url}",
}
_GREETINGS: dict[str, tuple[str, str]] = {"sv": ("Hej!", "Hälsningar"), "en": ("Hello,", "Kind regards,")}


def language_of(then: Account) -> str:
    """The language of the country where the person is, where it is one of ours; else English."""
    language = pack_for(then.country).language
    return language if language in LANGUAGES else "en"


def reply(
    then: Account, message: MessageState, *, language: str, purpose: str, since: datetime | None, organisation: str
) -> str:
    """The answer in a language. ``since``: when what it rests on was said or done, where that is known."""
    pack = pack_for(then.country)
    zone = pack.timezone
    day = spelled(_day(message.sent_at or message.final_at or then.at, zone), language)
    opening, rule = _opening(then, message), settling_rule(then, message)
    citation = then.citation if rule == then.rule else pack.rule(rule).cites
    sentences = [
        _OPENINGS[opening][language].format(
            sender=message.envelope.sender, day=f"den {day}" if language == "sv" else day
        ),
        _reason(then, rule, language, purpose=purpose, since=since and _day(since, zone)),
    ]
    if then.until and opening not in ("withheld", "cancelled"):
        sentences.append(_UNTIL[then.verdict][language].format(until=_end(then, zone, language)))
    if message.envelope.policy.is_marketing and opening != "withheld":
        inbound = message.envelope.inbound_number
        sentences.append((_WAY_OUT if inbound else _WAY_OUT_LINK)[language].format(inbound=inbound))
    authority = _COMPLAIN[language].format(authority=pack.authority.name, url=pack.authority.url)
    law = _LAW[language].format(citation=citation.rstrip("."))
    hello, goodbye = _GREETINGS[language]
    return "\n\n".join((hello, " ".join(sentences), f"{law} {authority}", f"{goodbye}\n{organisation}"))


def settling_rule(then: Account, message: MessageState) -> str:
    """The rule that settled what became of it: of a text stopped on its way to the carrier, the one that stopped it."""
    return message.rule if message.state == "withheld" else then.rule


def _opening(then: Account, message: MessageState) -> str:
    if then.verdict == "hold" and message.state == "planned":
        return "waits"
    if then.verdict == "hold":
        return "withheld"
    return _STATES.get(message.state, "tried")


def _reason(then: Account, rule: str, language: str, *, purpose: str, since: date | None) -> str:
    """As the rule is told to the person; in the words that were kept where it has no such words any more."""
    told = reply_of(rule)
    if told is None:
        return then.explanation[language]
    on = {"sv": " den {}", "en": " on {}"}[language].format(spelled(since, language)) if since else ""
    return told[language].format(purpose=purpose, when=on)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _end(then: Account, zone: ZoneInfo, language: str) -> str:
    assert then.until is not None
    local = then.until.astimezone(zone)
    day = spelled(local.date(), language)
    if then.verdict == "allow":
        return f"den {day}" if language == "sv" else day
    return f"den {day} klockan {local:%H:%M}" if language == "sv" else f"{day} at {local:%H:%M}"
