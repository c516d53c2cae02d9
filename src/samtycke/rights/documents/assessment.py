"""The legitimate-interest assessment of texting customers without consent: purpose, necessity, balance (GDPR "
"6(1)(f))."""

from __future__ import annotations

from samtycke.rights.documents.known import Known
from samtycke.rights.documents.section import Document, Section, counted, listed, said


def _interest(known: Known, language: str) -> list[str]:
    sv = language != "en"
    return [
        "Direkt marknadsföring kan vara ett berättigat intresse (skäl 47). Att få skicka SMS till kunder utan "
        "samtycke följer av 19 § andra stycket marknadsföringslagen, på fyra villkor; det här gäller det runt om: "
        "att välja ut, spara och använda uppgifterna."
        if sv
        else "Direct marketing may be a legitimate interest (recital 47). That customers may be texted without "
        "consent follows from section 19, second paragraph, of the Swedish Marketing Act, on four conditions; this "
        "concerns what surrounds it: choosing, keeping and using the data.",
        f"Det gäller i dag {counted(known.counts.customers, 'kund', 'kunder')} och "
        f"{counted(known.counts.categories, 'varugrupp', 'varugrupper')}."
        if sv
        else f"Today it concerns {counted(known.counts.customers, 'customer', 'customers')} and "
        f"{counted(known.counts.categories, 'group of goods', 'groups of goods')}.",
    ]


def _necessity(known: Known, language: str) -> list[str]:
    months = known.pack.parameters.customer_months
    goods = listed([name[language].lower() for name in known.categories], language)
    return (
        [
            f"Bara den som köpt de senaste {months} månaderna kan få SMS, och bara om egna varor som liknar köpet "
            f"({goods}). Vilka som liknar varandra har en namngiven person bestämt, med skäl.",
            "Det som används är numret, vad slags vara, och när. Inget köps in utifrån, ingen profil görs utöver "
            "det, och inget lämnas vidare.",
        ]
        if language != "en"
        else [
            f"Only those who bought within the last {months} months can be texted, and only of own products similar "
            f"to the purchase ({goods}). Which are similar has been decided by a named person, with a reason.",
            "What is used is the number, what kind of product, and when. Nothing is bought in, no profile is made "
            "beyond that, and nothing is passed on.",
        ]
    )


def _balance(known: Known, language: str) -> list[str]:
    sv, pack = language != "en", known.pack
    told = [
        "Den som köpt fick veta att numret används till erbjudanden, och kunde säga nej, både då och i varje SMS. "
        "Utan det släpper programmet inte iväg något."
        if sv
        else "Whoever bought was told that the number is used for offers and could refuse, both then and in every "
        "text. Without that the program lets nothing leave.",
        f"{counted(known.counts.blocked, 'nummer är spärrat', 'nummer är spärrade')}: ett nej gäller genast, och för "
        "alltid tills personen själv ändrar sig."
        if sv
        else f"{counted(known.counts.blocked, 'number is blocked', 'numbers are blocked')}: a no takes effect at "
        "once, and for ever until the person changes their mind.",
        "Den som är känd som barn får ingen reklam." if sv else "Those known to be children get no marketing.",
    ]
    caps = pack.parameters
    if caps.quiet_hours:
        start, end = (f"{hour:%H:%M}" for hour in caps.quiet_hours)
        told.append(f"Ingen reklam mellan {start} och {end}." if sv else f"No marketing between {start} and {end}.")
    else:
        told.append(
            "Tyst tid är avslagen, vilket väger mot er." if sv else "Quiet hours are off, which weighs against you."
        )
    if caps.per_7d:
        told.append(
            f"Högst {caps.per_7d} SMS på sju dagar till samma person."
            if sv
            else f"At most {caps.per_7d} texts in seven days to the same person."
        )
    else:
        told.append(
            "Det finns ingen gräns för hur ofta, vilket väger mot er."
            if sv
            else "There is no limit to how often, which weighs against you."
        )
    return told


ASSESSMENT = Document(
    kind="assessment",
    name=said("Intresseavvägning för kundrelation", "Legitimate-interest assessment for existing customers"),
    what=said(
        "Varför ni får skicka erbjudanden till kunder som inte sagt ja, och vad som väger emot.",
        "Why you may send offers to customers who have not said yes, and what weighs against it.",
    ),
    citation="GDPR art. 6(1)(f), skäl 47; MFL 19 § 2 st.",
    sections=(
        Section(
            key="interest",
            title=said("Syfte: vilket intresse?", "Purpose: which interest?"),
            citation="GDPR art. 6(1)(f)",
            tells=_interest,
            ask=said(
                "Vad vill ni uppnå, och vad får kunden ut av det?",
                "What do you want to achieve, and what does the customer get out of it?",
            ),
            start=lambda known, language: [
                f"{known.organisation} vill berätta för sina kunder om varor som liknar dem de köpt. Kunden får veta "
                "om erbjudanden som hen annars hade missat; vi får sälja mer till den som redan känner oss."
                if language != "en"
                else f"{known.organisation} wants to tell its customers of products similar to those they bought. "
                "The customer hears of offers they would have missed; we sell more to those who already know us."
            ],
            needed=True,
        ),
        Section(
            key="necessity",
            title=said(
                "Nödvändighet: finns det ett mindre ingripande sätt?", "Necessity: is there a less intrusive way?"
            ),
            citation="GDPR art. 5(1)(c), 6(1)(f)",
            tells=_necessity,
            ask=said(
                "Varför räcker det inte att fråga om samtycke, eller att skicka på annat sätt?",
                "Why is it not enough to ask for consent, or to send by other means?",
            ),
            start=lambda known, language: [
                "Alla kunder läser inte e-post eller besöker butiken igen, och ett SMS når dem utan att något mer "
                "behöver sparas än det köpet redan gav. Vi frågar om samtycke där vi kan, och det går före."
                if language != "en"
                else "Not all customers read e-mail or visit again, and a text reaches them without keeping anything "
                "but what the purchase already gave. We ask for consent where we can, and that comes first."
            ],
            needed=True,
        ),
        Section(
            key="balance",
            title=said(
                "Avvägning: vad väger emot, och vad skyddar?", "Balance: what weighs against, and what protects?"
            ),
            citation="GDPR art. 6(1)(f), skäl 47",
            tells=_balance,
            ask=said(
                "Vad väntar sig era kunder? Vad kan störa eller skada dem?",
                "What do your customers expect? What might disturb or harm them?",
            ),
            start=lambda known, language: [
                "Den som köpt av oss och fått veta det väntar sig erbjudanden. Det som kan störa är för många SMS, "
                "eller SMS om annat än det man köpt; båda hindrar programmet. Ingen kan dra slutsatser om känsliga "
                "saker av våra varor."
                if language != "en"
                else "Whoever bought from us and was told expects offers. What may disturb is too many texts, or "
                "texts about something else than was bought; the program prevents both. Nobody can infer sensitive "
                "things from our products."
            ],
            needed=True,
        ),
        Section(
            key="outcome",
            title=said("Slutsats", "Outcome"),
            citation="GDPR art. 5(2)",
            ask=said(
                "Väger ert intresse över? Vem har bestämt det, och när ska det prövas igen?",
                "Does your interest prevail? Who has decided so, and when will it be tried again?",
            ),
            start=lambda known, language: [
                "Intresset väger över, så länge villkoren ovan gäller. Bestämt av "
                f"{listed(known.officers, language) or '…'}; prövas igen om ett år, eller när vi börjar sälja annat."
                if language != "en"
                else "The interest prevails as long as the conditions above hold. Decided by "
                f"{listed(known.officers, language) or '…'}; to be tried again in a year, or when we begin to sell "
                "other things."
            ],
            needed=True,
        ),
    ),
)
