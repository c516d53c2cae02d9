"""Each rule as it is told to the person it was about: what customer service may write back.

``{when}`` is a day with its preposition, or nothing where no day is known; ``{purpose}`` is the name of what the text
was for. A rule that each country names for itself (``mfl19.consent``, ``de.consent``) stands under its last part.
"""

from __future__ import annotations

from collections.abc import Mapping

_REPLIES: dict[str, tuple[str, str]] = {
    # Grounds on which a text was sent.
    "consent": (
        'Du har själv sagt ja till "{purpose}" från oss{when}.',
        'You said yes to "{purpose}" from us yourself{when}.',
    ),
    "soft-opt-in": (
        "Du handlade hos oss{when}, fick veta att vi skickar erbjudanden om liknande varor och kunde tacka nej. "
        "Då får vi skicka sådana till dig.",
        "You bought from us{when}, were told that we send offers on similar goods, and could decline. "
        "Then we may send you such offers.",
    ),
    "charity": (
        "Du visade intresse för vår verksamhet eller stödde den{when}, gav ditt nummer då och kunde tacka nej.",
        "You showed interest in our work or supported it{when}, gave your number then and could decline.",
    ),
    "company": (
        "Numret hör till ett företag. Till företag får vi skicka reklam så länge de inte har tackat nej.",
        "The number belongs to a company. We may send marketing to companies as long as they have not declined.",
    ),
    "gdpr6.contract": (
        "SMS:et behövs för ett avtal med dig, till exempel en bokning eller en beställning. Det är ingen reklam.",
        "The text is needed for a contract with you, such as a booking or an order. It is no marketing.",
    ),
    "gdpr6.legal-obligation": (
        "Vi måste enligt lag tala om det för dig, till exempel när en vara återkallas. Det är ingen reklam.",
        "The law obliges us to tell you, for example when goods are recalled. It is no marketing.",
    ),
    "gdpr12.own-request": (
        "Du bad själv om SMS:et{when}, för att använda dina rättigheter hos oss. Det är ingen reklam.",
        "You asked for the text yourself{when}, to use your rights with us. It is no marketing.",
    ),
    "gdpr6.legitimate-interest": (
        "SMS:et hör till en tjänst som du kan räkna med från oss. Det är ingen reklam.",
        "The text belongs to a service that you may expect of us. It is no marketing.",
    ),
    # Why none was sent.
    "pack.none": (
        "Ditt nummer hör till ett land vars regler vi inte känner. Dit skickar vi ingen reklam.",
        "Your number belongs to a country whose rules we do not know. We send no marketing there.",
    ),
    "input.unknown": (
        "Något i våra uppgifter gick inte att avgöra, och då skickar vi inget. Vi ser över det.",
        "Something in our records could not be settled, and then we send nothing. We will look into it.",
    ),
    "gdpr17.erased": (
        "Dina uppgifter är raderade hos oss{when}. Därför kan vi inte skicka något.",
        "Your data have been erased by us{when}. So we cannot send anything.",
    ),
    "gdpr18.restricted": (
        "Behandlingen av dina uppgifter är begränsad{when}. Så länge den är det skickar vi inget.",
        "Processing of your data is restricted{when}. As long as it is, we send nothing.",
    ),
    "mfl9.identified": (
        "SMS:et saknade en tydlig avsändare, och sådan reklam får vi inte skicka.",
        "The text did not show clearly whom it came from, and we may not send such marketing.",
    ),
    "mfl20.way-out": (
        "SMS:et saknade ett sätt att säga nej, och sådan reklam får vi inte skicka.",
        "The text had no way to say no, and we may not send such marketing.",
    ),
    "gdpr21.objected": (
        "Du har sagt nej till reklam från oss{when}. Det gäller tills du själv säger ja igen.",
        "You said no to marketing from us{when}. That holds until you say yes again yourself.",
    ),
    "block.platform": (
        "Ditt nummer är spärrat för reklam hos den som förmedlar våra SMS.",
        "Your number is blocked for marketing by the operator that carries our texts.",
    ),
    "block.organisation": (
        "Ditt nummer står på vår spärrlista{when}, och dit skickar vi ingen reklam.",
        "Your number has been on our block list{when}, and we send no marketing to it.",
    ),
    "block.purpose": (
        'Ditt nummer är spärrat för "{purpose}"{when}.',
        'Your number is blocked for "{purpose}"{when}.',
    ),
    "number.wrong": (
        "Så vitt vi vet är numret felskrivet eller någon annans. Dit skickar vi ingen reklam.",
        "As far as we know the number was mistyped or is somebody else's. We send no marketing to it.",
    ),
    "minor.under-16": (
        "Vi skickar ingen reklam till den som är under 16 år.",
        "We send no marketing to anybody under 16.",
    ),
    "goods.restricted": (
        "SMS:et gällde varor som inte får marknadsföras så.",
        "The text was about goods that may not be marketed that way.",
    ),
    "consent.not-active": (
        "Vi har inget ja som du själv har gett. En ruta som är ikryssad från början räknas inte.",
        "We have no yes that you gave yourself. A box that was ticked beforehand does not count.",
    ),
    "consent.bundled": (
        "Ditt ja låg i andra villkor, och ett sådant räknas inte.",
        "Your yes was part of other terms, and such a yes does not count.",
    ),
    "consent.not-informed": (
        "Vi kan inte visa att du fick veta vad ditt ja gällde, och då räknas det inte.",
        "We cannot show that you were told what your yes was for, and then it does not count.",
    ),
    "consent.no-evidence": (
        "Vi kan inte visa när och hur du sa ja, och då räknas det inte.",
        "We cannot show when and how you said yes, and then it does not count.",
    ),
    "consent.pending": (
        "Du har inte bekräftat ditt ja, och innan dess skickar vi inget.",
        "You have not confirmed your yes, and until then we send nothing.",
    ),
    "consent.withdrawn": (
        "Du har tagit tillbaka ditt ja{when}. Det gäller tills du själv säger ja igen.",
        "You took back your yes{when}. That holds until you say yes again yourself.",
    ),
    "consent.other-purpose": (
        'Du har sagt ja till annat från oss, men inte till "{purpose}".',
        'You said yes to something else from us, but not to "{purpose}".',
    ),
    "consent.other-sender": (
        "Du har sagt ja till någon annan, men inte till oss.",
        "You said yes to somebody else, but not to us.",
    ),
    "consent.child": (
        "Du är under 13 år. Då är det din vårdnadshavare som säger ja.",
        "You are under 13. Then it is for your guardian to say yes.",
    ),
    "consent.lapsed": (
        "Ditt ja{when} är äldre än den gräns vi har satt för oss själva.",
        "Your yes{when} is older than the limit we have set ourselves.",
    ),
    "soft.no-sale": (
        'Du har varken sagt ja till "{purpose}" eller handlat hos oss.',
        'You have neither said yes to "{purpose}" nor bought from us.',
    ),
    "soft.not-collected-in-sale": (
        "Vi fick inte ditt nummer när du handlade, och då får vi inte skicka reklam till det.",
        "We did not get your number when you bought from us, and then we may not send marketing to it.",
    ),
    "soft.not-customer": (
        "Du har inget köp hos oss som är nytt nog för att vi ska få skicka reklam till dig.",
        "You have no purchase from us that is recent enough for us to send you marketing.",
    ),
    "soft.not-informed": (
        "När du handlade fick du inte veta att vi skickar reklam till numret, och då får vi inte göra det.",
        "When you bought from us you were not told that we send marketing to the number, and then we may not.",
    ),
    "soft.no-refusal-offered": (
        "När du handlade kunde du inte tacka nej till reklam, och då får vi inte skicka någon.",
        "When you bought from us you could not decline marketing, and then we may not send any.",
    ),
    "soft.refused": (
        "Du tackade nej till reklam{when}. Det gäller tills du själv säger ja.",
        "You declined marketing{when}. That holds until you say yes yourself.",
    ),
    "soft.other-goods": (
        "SMS:et gällde någon annans varor, och sådant får vi bara skicka till den som har sagt ja.",
        "The text was about somebody else's goods, and we may only send such to those who said yes.",
    ),
    "soft.not-similar": (
        "Du har köpt annat än det SMS:et gällde, och då får vi bara skicka det om du har sagt ja.",
        "You bought something else than the text was about, and then we may only send it if you said yes.",
    ),
    "none": (
        'Du har varken sagt ja till "{purpose}" eller köpt liknande varor av oss.',
        'You have neither said yes to "{purpose}" nor bought similar goods from us.',
    ),
    "service.no-basis": (
        "SMS:et saknade en rättslig grund, och då får vi inte skicka det.",
        "The text lacked a legal basis, and then we may not send it.",
    ),
    # What it waits for.
    "ethics.quiet-hours": (
        "Vi skickar ingen reklam sent på kvällen, på natten eller andra tider då mottagaren ska få vara i fred.",
        "We send no marketing late in the evening, at night or at other hours when people should be left in peace.",
    ),
    "ethics.frequency": (
        "Du har nyligen fått reklam från oss, och vi vill inte skicka för ofta.",
        "You had marketing from us lately, and we do not want to send too often.",
    ),
    "person.paused": (
        "Du har bett om en paus{when}.",
        "You asked for a pause{when}.",
    ),
    "reply.unread": (
        "Du har svarat oss något som vi läser först.",
        "You replied something that we read first.",
    ),
    "content.unread": (
        "En människa hos oss läser texten först.",
        "A person here reads the text first.",
    ),
}


def reply_of(rule_id: str) -> Mapping[str, str] | None:
    """A rule told to the person, in Swedish and English; None for a rule that has no such words (any more)."""
    found = _REPLIES.get(rule_id) or _REPLIES.get(rule_id.rsplit(".", 1)[-1])
    return {"sv": found[0], "en": found[1]} if found else None
