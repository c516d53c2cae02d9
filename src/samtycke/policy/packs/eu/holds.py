"""What makes a lawful text wait. The first that applies names the hold; at its end all is decided again."""

from __future__ import annotations

from samtycke.policy.rule import Case, Rule, rule, words

SWEDMA = "https://www.swedma.se/etik-och-juridik/"
STWL = "https://eur-lex.europa.eu/legal-content/SV/TXT/?uri=CELEX:62020CJ0102"


@rule(
    "ethics.quiet-hours",
    cites="God marknadsföringssed",
    says=words(
        "tyst tid",
        "quiet hours",
        why_sv="Tyst tid. Går {until} klockan {clock}, om det då fortfarande är tillåtet.",
        why_en="Quiet hours. Goes on {until} at {clock} if it is still allowed then.",
        bare_sv="Tyst tid. Går när inget längre hindrar, om det då fortfarande är tillåtet.",
        bare_en="Quiet hours. Goes when nothing is in its way any more, if it is still allowed then.",
    ),
    saw=("quiet_hours",),
    url=SWEDMA,
    ethics=True,
)
def quiet_hours(case: Case) -> bool:
    """Marketing in the quiet hours of the recipient's wall clock waits until they end."""
    return case.pack.quiet_end(case.now) is not None


@rule(
    "ethics.frequency",
    cites="God marknadsföringssed",
    says=words(
        "fick nyss ett SMS",
        "was texted lately",
        why_sv="Personen har nyligen fått så många reklam-SMS som ni har bestämt. Texten väntar tills det finns plats.",
        why_en="The person has lately had as many marketing texts as you allow. The text waits for room.",
    ),
    saw=("texts_day", "per_24h", "texts_week", "per_7d"),
    url=SWEDMA,
    ethics=True,
)
def frequency(case: Case) -> bool:
    """More than the cap in 24 hours or in seven days of 24; a text exactly that old is outside."""
    parameters, facts = case.pack.parameters, case.facts
    return (parameters.per_24h is not None and facts.texts_day >= parameters.per_24h) or (
        parameters.per_7d is not None and facts.texts_week >= parameters.per_7d
    )


@rule(
    "person.paused",
    cites="GDPR art. 21",
    says=words(
        "har bett om paus",
        "asked for a pause",
        why_sv="Personen har bett om en paus från reklam.",
        why_en="The person has asked for a pause from marketing.",
    ),
    saw=("paused",),
)
def paused(case: Case) -> bool:
    """A pause the person asked for."""
    return case.facts.paused


@rule(
    "reply.unread",
    cites="GDPR art. 21(3)",
    says=words(
        "har ett oläst svar",
        "has an unread reply",
        why_sv="Personen har svarat något som kan vara ett nej. Läs svaret, så släpper det åt ena eller andra hållet.",
        why_en="The person has replied something that may be a no. Read it and it resolves, one way or the other.",
        mend_sv="Läs svaret i inkorgen.",
        mend_en="Read the reply in the inbox.",
    ),
    saw=("unread_reply",),
)
def unread_reply(case: Case) -> bool:
    """An unread reply that may be an opt-out holds marketing until a person has read it."""
    return case.facts.unread_reply


@rule(
    "content.unread",
    cites="Direktiv 2005/29/EG art. 7(2); EU-domstolen C-102/20",
    says=words(
        "läses av en människa först",
        "is read by a person first",
        why_sv="Texten kallas service men läses som reklam. Den väntar tills någon hos avsändaren har läst "
        "den och sagt vad den är: service går, reklam prövas som reklam.",
        why_en="The text is called service but reads like advertising. It waits until somebody at the sender has read "
        "it and said what it is: service goes, advertising is judged as advertising.",
        mend_sv="Läs texten och avgör vad den är.",
        mend_en="Read the text and decide what it is.",
    ),
    url=STWL,
)
def unread_advertising(case: Case) -> bool:
    """A service text that reads like advertising is decided by a person: with an offer in it all of it is marketing."""
    return case.envelope.unread_advertising


HOLDS: tuple[Rule, ...] = (quiet_hours, frequency, paused, unread_reply)
SERVICE_HOLDS: tuple[Rule, ...] = (unread_advertising,)
"""The same for every country, asked of service texts only."""
