"""The privacy notice, GDPR 13 and 14: all that must be told, in the order people ask."""

from __future__ import annotations

from samtycke.rights.documents import phrases
from samtycke.rights.documents.known import Known
from samtycke.rights.documents.section import Document, Section, listed, said
from samtycke.rights.recipients import Recipient


def _what_for(known: Known, language: str) -> list[str]:
    names = listed([one.name[language].lower() for one in known.marketing], language)
    told = []
    if known.marketing:
        told.append(
            f"Vi skickar reklam på SMS ({names}) till dig som har sagt ja till det (artikel 6.1 a i "
            "dataskyddsförordningen). Är du kund hos oss kan vi, om du fick veta det när du handlade och kunde säga "
            "nej, skicka erbjudanden om liknande varor i högst ett år (19 § marknadsföringslagen; artikel 6.1 f). "
            "Vårt berättigade intresse är att berätta för våra kunder om sådant de redan visat intresse för."
            if language != "en"
            else f"We send marketing by text ({names}) to you who have said yes to it (article 6(1)(a) of the GDPR). "
            "If you are our customer, and were told so when you bought and could refuse, we may send offers of "
            "similar products for at most a year (Marketing Act s. 19; article 6(1)(f)). Our legitimate interest is "
            "to tell our customers of what they have already shown interest in."
        )
    told += [
        (
            f"{one.name['sv']}: vi skickar SMS som behövs för det. Grunden är "
            f"{phrases.basis(one.legal_basis, language)}."
            if language != "en"
            else f"{one.name['en']}: we send the texts that it takes. The basis is "
            f"{phrases.basis(one.legal_basis, language)}."
        )
        for one in known.service
    ]
    told.append(
        "Vi sparar det som visar att du sagt ja eller nej, eftersom lagen kräver att vi kan visa det (artikel 7.1 "
        "och 21.3)."
        if language != "en"
        else "We keep what shows that you said yes or no, since the law demands that we can show it (articles 7(1) "
        "and 21(3))."
    )
    return told


def _what(known: Known, language: str) -> list[str]:
    return [
        "Ditt mobilnummer, ditt namn om du gett oss det, vad du köpt av vilket slag och när, vad du sagt ja och nej "
        "till med de ord du såg, vilka SMS vi skickat och vad du svarat."
        if language != "en"
        else "Your mobile number, your name if you gave it, what kind of thing you bought and when, what you said "
        "yes and no to with the words you saw, which texts we have sent and what you answered."
    ]


def _where_from(known: Known, language: str) -> list[str]:
    sv = language != "en"
    told = [
        "Från dig själv, när du handlar, fyller i ett formulär eller skickar SMS till oss."
        if sv
        else "From yourself, when you buy, fill in a form or text us."
    ]
    if known.shops:
        names = listed(known.shops, language)
        told.append(f"Köp i webbutiken kommer från {names}." if sv else f"Purchases in the web shop come from {names}.")
    return told


def _rights(known: Known, language: str) -> list[str]:
    by = known.controller.email or known.controller.phone or known.controller.address
    return (
        [
            "Du kan alltid säga nej till reklam, utan skäl: svara STOPP på ett SMS eller följ länken i det. Det "
            "gäller genast.",
            "Du kan ta tillbaka ditt samtycke lika lätt som du gav det. Det vi skickat innan dess var lagligt då.",
            "Du kan få veta vad vi har om dig och få ut det, få fel rättade, få uppgifter raderade, begränsa vad vi "
            "gör med dem, invända mot det som bygger på vårt berättigade intresse, och flytta det du lämnat till "
            "någon annan.",
            f"Hör av dig till {by}. Vi svarar inom en månad, utan kostnad.",
        ]
        if language != "en"
        else [
            "You can always say no to marketing, without a reason: reply STOPP to a text or follow the link in it. "
            "It takes effect at once.",
            "You can take back your consent as easily as you gave it. What we sent before that was lawful then.",
            "You can see what we hold about you and have a copy of it, have mistakes corrected, have data erased, "
            "restrict what we do with them, object to what rests on our legitimate interest, and move what you gave "
            "us to somebody else.",
            f"Contact {by}. We answer within a month, free of charge.",
        ]
    )


def _complain(known: Known, language: str) -> list[str]:
    one = known.pack.authority
    return [
        f"Du kan klaga hos {one.name}, {one.url}" if language != "en" else f"You can complain to {one.name}, {one.url}"
    ]


def _abroad(known: Known, language: str) -> list[str]:
    out = [one for one in known.recipients if one.abroad]
    if not out:
        return (
            ["Dina uppgifter stannar inom EU/EES." if language != "en" else "Your data stay within the EU/EEA."]
            if known.recipients
            else []
        )
    return [_goes_to(one, language) for one in out]


def _goes_to(one: Recipient, language: str) -> str:
    country, ground = phrases.country(one, language), phrases.ground(one, language)
    return (
        f"{one.name} finns i {country}. Det är tillåtet genom {ground}. Hör av dig om du vill ha en kopia av skyddet."
        if language != "en"
        else f"{one.name} is in {country}. It is allowed by {ground}. Contact us for a copy of the safeguards."
    )


def _long(known: Known, language: str) -> list[str]:
    proof, words, name = (known.period(kind, language) for kind in ("people", "bodies", "profiles"))
    return (
        [
            f"Så länge ditt ja gäller eller du är kund. Sedan tar vi bort ditt namn efter {name}, och allt annat "
            f"efter {proof}: så länge kan vi behöva visa att vi hade rätt att skicka.",
            f"Orden i ett SMS till dig sparas i {words}. Att du sagt nej sparas som ett krypterat märke av numret så "
            "länge vi skickar reklam, så att du slipper fler.",
        ]
        if language != "en"
        else [
            f"As long as your yes stands or you are a customer. After that we remove your name after {name}, and all "
            f"else after {proof}: for so long we may need to show that we were allowed to send.",
            f"The words of a text to you are kept for {words}. That you said no is kept as an encrypted mark of the "
            "number as long as we send marketing, so that you get no more.",
        ]
    )


NOTICE = Document(
    kind="notice",
    name=said("Integritetsmeddelande", "Privacy notice"),
    what=said(
        "Det ni måste berätta för den vars uppgifter ni har. Publiceras på en egen adress som era formulär pekar på.",
        "What you must tell those whose data you hold. It is published at an address of its own that your forms "
        "point to.",
    ),
    citation="GDPR art. 12–14",
    street=True,
    sections=(
        Section(
            key="who",
            title=said("Vem som ansvarar", "Who is responsible"),
            citation="GDPR art. 13(1)(a)–(b)",
            tells=phrases.who,
            lacks=lambda known: bool(known.controller.missing),
            mend="controller",
        ),
        Section(
            key="why",
            title=said("Vad vi använder uppgifterna till, och varför vi får", "What we use them for, and why we may"),
            citation="GDPR art. 13(1)(c)–(d)",
            tells=_what_for,
            lacks=lambda known: any(one.legal_basis is None for one in known.service),
            mend="settings",
        ),
        Section(
            key="what",
            title=said("Vilka uppgifter det är", "Which data they are"),
            citation="GDPR art. 14(1)(d)",
            tells=_what,
        ),
        Section(
            key="from",
            title=said("Var de kommer ifrån", "Where they come from"),
            citation="GDPR art. 14(2)(f)",
            tells=_where_from,
            ask=said(
                "Har ni fått uppgifter från någon annan än personen själv? Skriv från vem, annars lämna tomt.",
                "Have you got data from anybody but the person? Write from whom, or leave it empty.",
            ),
        ),
        Section(
            key="to",
            title=said("Vem som får del av dem", "Who else gets them"),
            citation="GDPR art. 13(1)(e)",
            tells=phrases.to_whom,
            lacks=lambda known: not known.recipients and not known.controller.recipients,
            mend="recipients",
        ),
        Section(
            key="abroad",
            title=said("Om de lämnar EU/EES", "Whether they leave the EU/EEA"),
            citation="GDPR art. 13(1)(f)",
            tells=_abroad,
            lacks=lambda known: not known.recipients,
            mend="recipients",
        ),
        Section(
            key="how_long",
            title=said("Hur länge", "For how long"),
            citation="GDPR art. 13(2)(a)",
            tells=_long,
        ),
        Section(
            key="rights",
            title=said("Dina rättigheter", "Your rights"),
            citation="GDPR art. 13(2)(b)–(c), 21(4)",
            tells=_rights,
            lacks=lambda known: not (known.controller.email or known.controller.phone or known.controller.address),
            mend="controller",
        ),
        Section(
            key="complain",
            title=said("Om du inte är nöjd", "If you are not satisfied"),
            citation="GDPR art. 13(2)(d)",
            tells=_complain,
        ),
        Section(
            key="voluntary",
            title=said("Måste du lämna dem?", "Do you have to give them?"),
            citation="GDPR art. 13(2)(e)",
            ask=said(
                "Vad händer om någon inte lämnar sitt nummer? Säg det rakt.",
                "What happens if somebody does not give their number? Say it straight.",
            ),
            start=lambda known, language: [
                "Nej. Numret till erbjudanden är frivilligt, och inget annat hos oss beror på det. För en "
                "beställning behöver vi numret för att kunna säga när den är klar."
                if language != "en"
                else "No. The number for offers is voluntary, and nothing else with us depends on it. For an order "
                "we need the number to tell you when it is ready."
            ],
            needed=True,
        ),
        Section(
            key="automated",
            title=said("Automatiska beslut", "Automated decisions"),
            citation="GDPR art. 13(2)(f), 22",
            tells=lambda known, language: [
                "Vi väljer ut vem som får vilka erbjudanden efter vad de köpt och sagt ja till. Det är inget beslut "
                "som har rättsliga följder för dig, och du kan alltid säga nej."
                if language != "en"
                else "We choose who gets which offers by what they bought and said yes to. It is no decision with "
                "legal effects for you, and you can always say no."
            ],
        ),
    ),
)
