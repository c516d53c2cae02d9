"""For how long each kind of data is kept, by what right, and why so long: the program's own answer.

An organisation may shorten what is not ``fixed``, and lengthen it, up to ``longest``, by name and with a reason. The
legal ground is that of keeping it so long; the reasons are written for the people the data is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from samtycke.rights.retention.period import Period

_MOST = Period(120)
_LEAST = Period(1, "d")


@dataclass(frozen=True, slots=True)
class Policy:
    """One kind. ``since``: what its time is counted from. ``period`` None: it goes with something else, or stays."""

    kind: str
    name: dict[str, str]
    since: dict[str, str]
    period: Period | None
    citation: str
    why: dict[str, str]
    fixed: bool = False
    least: Period = _LEAST
    longest: Period = _MOST
    of_house: bool = False
    """It belongs to no organisation: the one that runs the installation lets go of it."""


def _said(sv: str, en: str) -> dict[str, str]:
    return {"sv": sv, "en": en}


POLICIES: tuple[Policy, ...] = (
    Policy(
        "bodies",
        _said("Ordalydelsen i SMS till en person", "The words of texts to one person"),
        _said("sedan SMS:et kom fram eller stannade", "since the text arrived or ended"),
        Period(12),
        "GDPR art. 5(1)(c), 5(1)(e)",
        _said(
            "Den som klagar gör det inom månader, och ska då kunna få se exakt vad vi skrev. Kampanjens egen text "
            "nämner "
            "ingen och finns kvar.",
            "Whoever complains does so within months, and must then be shown exactly what we wrote. The campaign's own "
            "text names nobody and stays.",
        ),
    ),
    Policy(
        "replies",
        _said("SMS som personer har svarat", "Texts that people have answered"),
        _said("sedan det kom, när någon har läst det", "since it came, once somebody has read it"),
        Period(12),
        "GDPR art. 5(1)(c), 5(1)(e)",
        _said(
            "Ett svar behövs medan ärendet lever. Att någon sagt nej står i liggaren och på spärrlistan, utan orden.",
            "A reply is needed while the matter lives. That somebody said no stands in the ledger and on the block "
            "list, without the words.",
        ),
    ),
    Policy(
        "profiles",
        _said(
            "Namn och egenskaper på den som vi inte längre får skicka till",
            "Name and attributes of people we may no longer text",
        ),
        _said(
            "sedan senaste händelsen, eller sedan ja eller kundrelation tog slut",
            "since the latest event, or the end of the yes or the customer relation",
        ),
        Period(12),
        "GDPR art. 5(1)(c), 5(1)(e); SWEDMA 2.1.3",
        _said(
            "När inget får skickas behövs bara det som visar att vi hade rätt: numret och händelserna. Ett år räcker "
            "för "
            "den som kommer tillbaka.",
            "When nothing may be sent, only what shows that we had the right is needed: the number and the events. A "
            "year is enough for whoever comes back.",
        ),
    ),
    Policy(
        "people",
        _said(
            "Personen: numret, bevisen, skannade papper, våra frågor",
            "The person: the number, the evidence, scanned papers, our questions",
        ),
        _said(
            "sedan senaste händelsen, eller sedan ja eller kundrelation tog slut",
            "since the latest event, or the end of the yes or the customer relation",
        ),
        Period(60),
        "GDPR art. 7(1), 17(3)(e); lag (2018:218) 6 kap.",
        _said(
            "Vi ska kunna visa att vi hade rätt att skicka så länge en avgift kan komma efter: fem år. Sedan förstörs "
            "nyckeln till bevisen. En spärr finns kvar, som ett märke ingen kan läsa.",
            "We must be able to show that we had the right to send as long as a fee may follow: five years. Then the "
            "key "
            "to the evidence is destroyed. A block stays, as a mark that nobody can read.",
        ),
    ),
    Policy(
        "messages",
        _said("Att ett SMS skickades, när och på vilken grund", "That a text was sent, when and on what ground"),
        _said("sedan SMS:et kom fram eller stannade", "since the text arrived or ended"),
        Period(60),
        "GDPR art. 5(2), 17(3)(e); lag (2018:218) 6 kap.",
        _said(
            "Lika länge som bevisen: utan SMS:et visar de ingenting. Hur många det var finns kvar i statistiken.",
            "As long as the evidence: without the text it shows nothing. How many there were stays in the statistics.",
        ),
    ),
    Policy(
        "blocks",
        _said("Spärrlistan", "The block list"),
        _said("", ""),
        None,
        "GDPR art. 21(3), 17(3)(b); SWEDMA",
        _said(
            "Så länge ni skickar reklam. Ett nej ska gälla också efter att allt annat är borta; därför sparas bara "
            "krypterade märken av numret och av länken ut.",
            "As long as you send marketing. A no must hold after everything else is gone; so only encrypted marks of "
            "the number and of the link out are kept.",
        ),
        fixed=True,
    ),
    Policy(
        "questions",
        _said("Frågor om dubbel bekräftelse som fick ja", "Double opt-in questions that were answered yes"),
        _said("sedan frågan ställdes", "since the question was asked"),
        Period(12),
        "GDPR art. 5(1)(c)",
        _said(
            "Ja:et och dess bevis står i liggaren. Frågan behövs bara om någon undrar varför de fick den. Den som inte "
            "svarade frågas inte igen: den frågan följer personen.",
            "The yes and its proof stand in the ledger. The question is needed only if somebody wonders why they got "
            "it. "
            "Whoever did not answer is not asked again: that question goes with the person.",
        ),
    ),
    Policy(
        "entries",
        _said("Ifyllda formulär", "Forms that were sent in"),
        _said("sedan formuläret skickades", "since the form was sent"),
        Period(90, "d"),
        "GDPR art. 5(1)(c)",
        _said(
            "Vem som sa ja, till vad och med vilka ord står i liggaren. Raden räknar bara hur formuläret går. Det som "
            "ingen bekräftar glöms inom ett dygn.",
            "Who said yes, to what and by which words stands in the ledger. The row only counts how the form does. "
            "What "
            "nobody confirms is forgotten within a day.",
        ),
    ),
    Policy(
        "refused_rows",
        _said("Rader ur filer som inte togs in", "Rows of files that were not taken in"),
        _said("sedan filen lästes in", "since the file was read"),
        Period(90, "d"),
        "GDPR art. 5(1)(c), 5(1)(e)",
        _said(
            "De behövs för att rätta filen. Vi har ingen grund att behålla någon som inte kunde tas in.",
            "They are needed to mend the file. We have no ground to keep people who could not be taken in.",
        ),
    ),
    Policy(
        "files",
        _said("Filer som lämnades halvvägs", "Files that were left half-way"),
        _said("sedan filen lästes in", "since the file was read"),
        Period(30, "d"),
        "GDPR art. 5(1)(c), 5(1)(e)",
        _said(
            "Ett utkast som ingen körde på en månad blir inte kört. Filer som tas in raderas rad för rad när de är "
            "inne.",
            "A draft that nobody ran for a month will not be run. Files that are taken in are deleted part by part "
            "when "
            "they are in.",
        ),
    ),
    Policy(
        "drafts",
        _said("Nummer som skrivits in i utkast till kampanjer", "Numbers typed into drafts of campaigns"),
        _said("sedan utkastet senast ändrades", "since the draft was last touched"),
        Period(90, "d"),
        "GDPR art. 5(1)(c), 5(1)(e)",
        _said(
            "Ett utkast som ingen rört på ett kvartal skickas inte. Texten i det finns kvar.",
            "A draft that nobody has touched for a quarter is not sent. Its text stays.",
        ),
    ),
    Policy(
        "orders",
        _said("Ordernummer från webbutiker", "Order numbers from web shops"),
        _said("sedan ordern senast ändrades", "since the order last changed"),
        Period(12),
        "GDPR art. 5(1)(c); SWEDMA 2.1.2",
        _said(
            "Efter ett år gör köpet ingen till kund, så ingen retur ändrar något. Köpet självt står i liggaren.",
            "After a year the purchase makes nobody a customer, so no return changes anything. The purchase itself "
            "stands in the ledger.",
        ),
    ),
    Policy(
        "deliveries",
        _said("Loggen över anrop från webbutiker", "The log of calls from web shops"),
        _said("sedan anropet kom", "since the call came"),
        Period(90, "d"),
        "GDPR art. 5(1)(c)",
        _said(
            "Den behövs för att hitta fel i kopplingen, och ett fel märks inom ett kvartal.",
            "It is needed to find faults in the connection, and a fault is seen within a quarter.",
        ),
    ),
    Policy(
        "advice",
        _said("Frågor till er DM-ansvariga", "Questions to your DM officer"),
        _said("sedan frågan ställdes", "since the question was asked"),
        Period(12),
        "GDPR art. 5(1)(e), 6(1)(f)",
        _said(
            "Den som frågar ska kunna läsa svaret i ett år; det lovar formuläret, så det kan inte förlängas.",
            "Whoever asks can read the answer for a year; the form promises it, so it can't be lengthened.",
        ),
        longest=Period(12),
    ),
    Policy(
        "interest",
        _said("Intresseanmälningar", "Those who have said they are interested"),
        _said("sedan det kom", "since it came"),
        Period(12),
        "GDPR art. 5(1)(e), 6(1)(f)",
        _said(
            "Den som hör av sig ska få svar. Formuläret lovar att det raderas inom ett år, så det kan inte förlängas.",
            "Whoever writes is to be answered. The form promises that it is erased within a year, so it can't be "
            "lengthened.",
        ),
        longest=Period(12),
    ),
    Policy(
        "invitations",
        _said("Inbjudningar att arbeta här", "Invitations to work here"),
        _said("sedan länken slutade fungera", "since the link stopped working"),
        Period(3),
        "GDPR art. 5(1)(e)",
        _said(
            "Så länge någon kan undra vem som bjöds in. Att någon började står i granskningsloggen.",
            "For as long as somebody may wonder who was invited. That somebody joined stands in the audit trail.",
        ),
    ),
    Policy(
        "accounts",
        _said("Konton för den som har slutat", "Accounts of people who have left"),
        _said("sedan de lämnade sin sista organisation", "since they left their last organisation"),
        Period(3),
        "GDPR art. 5(1)(c), 5(1)(e)",
        _said(
            "Adress, lösenord, andra steg och inloggningar behövs bara medan någon kan komma tillbaka. Namnet under "
            "ett godkännande, ett förordnande som DM-ansvarig och i granskningsloggen står kvar med sin egen grund: vi "
            "ska kunna visa vem som svarade för vad (artikel 5.2 och 17.3 e).",
            "Address, password, second steps and sessions are needed only while somebody may come back. The name under "
            "an approval, an appointment as DM officer and in the audit trail stays on a ground of its own: we must be "
            "able to show who answered for what (articles 5(2) and 17(3)(e)).",
        ),
        longest=Period(12),
        of_house=True,
    ),
    Policy(
        "requests",
        _said(
            "Begäranden från personer, och vad de fick för svar", "Requests from people, and what they were answered"
        ),
        _said("sedan de besvarades", "since they were answered"),
        Period(36),
        "GDPR art. 5(2), 12(3); 17(3)(e)",
        _said(
            "Vi ska kunna visa att vi svarade i tid, och vad. Det personen skrev går om hen raderas.",
            "We must be able to show that we answered in time, and what. What they wrote goes if they are erased.",
        ),
        least=Period(12),
    ),
    Policy(
        "visits",
        _said("Besök på den egna sidan", "Visits to one's own page"),
        _said("", ""),
        None,
        "GDPR art. 5(1)(c), 12(2)",
        _said(
            "Numret behövs medan sidan är öppen, en halvtimme. Sedan finns inget kvar av besöket.",
            "The number is needed while the page is open, half an hour. Then nothing is left of the visit.",
        ),
        fixed=True,
    ),
    Policy(
        "breaches",
        _said("Loggen över personuppgiftsincidenter", "The log of personal-data breaches"),
        _said("sedan incidenten avslutades", "since the breach was closed"),
        Period(60),
        "GDPR art. 33(5); lag (2018:218) 6 kap.",
        _said(
            "Den visar att lagen följdes, så länge en avgift kan komma efter. Det som inte är avslutat gallras aldrig.",
            "It shows that the law was kept, as long as a fee may follow. What is not closed is never let go of.",
        ),
        least=Period(12),
    ),
    Policy(
        "trail",
        _said("Granskningsloggen: vem som gjorde vad", "The audit trail: who did what"),
        _said("sedan det gjordes", "since it was done"),
        Period(60),
        "GDPR art. 5(2), 32",
        _said(
            "Den visar vem som läst, ändrat och godkänt, så länge någon kan fråga efter det. Nummer och texter står "
            "aldrig i den.",
            "It shows who read, changed and approved, as long as anybody may ask. Numbers and texts never stand in it.",
        ),
        least=Period(12),
    ),
    Policy(
        "reads",
        _said("Läsloggen: vem som tittat på vems uppgifter", "The log of reads: who looked at whose data"),
        _said("sedan någon tittade", "since somebody looked"),
        Period(24),
        "GDPR art. 5(1)(f), 15, 32",
        _said(
            "Den visar vem som öppnat en persons uppgifter, så att den som gör det utan skäl märks och personen kan få "
            "veta när och varför. Personen står där bara som ett id.",
            "It shows who opened a person's data, so that whoever does so without a reason is noticed, and the person "
            "can learn when and why. The person stands there as an id only.",
        ),
        least=Period(12),
    ),
    Policy(
        "senders",
        _said("Vem som nyss skickat till ett nummer", "Who has lately texted a number"),
        _said("sedan SMS:et skickades", "since the text was sent"),
        Period(90, "d"),
        "MFL 20 §; GDPR art. 21",
        _said(
            "Ett STOPP till ett delat nummer måste hitta rätt avsändare. Nittio dagar är vad vi har lovat, så det kan "
            "inte ändras.",
            "A STOPP to a shared number must find its sender. Ninety days is what we have promised, so it can't be "
            "changed.",
        ),
        fixed=True,
    ),
    Policy(
        "timing",
        _said("När en person senast fick reklam", "When a person was last sent marketing"),
        _said("sedan senaste SMS:et", "since the latest text"),
        Period(31, "d"),
        "GDPR art. 5(1)(c); MFL 5 §",
        _said(
            "Det håller reda på hur ofta, och ingen regel ser längre bakåt än sju dagar.",
            "It keeps count of how often, and no rule looks further back than seven days.",
        ),
        fixed=True,
    ),
    Policy(
        "answers",
        _said("Svar till program som anropar oss", "Answers to programs that call us"),
        _said("sedan anropet", "since the call"),
        Period(2, "d"),
        "GDPR art. 5(1)(c)",
        _said(
            "Samma anrop två gånger ska göra saken en gång. Efter ett dygn försöker ingen igen.",
            "The same call told twice must be done once. After a day nobody tries again.",
        ),
        fixed=True,
    ),
    Policy(
        "unrouted",
        _said("SMS till nummer som ingen här har", "Texts to numbers that nobody here has"),
        _said("sedan det kom", "since it came"),
        Period(90, "d"),
        "GDPR art. 5(1)(c), 5(1)(e)",
        _said(
            "De kan vara ett STOPP till någon som bytt nummer, och ska hinna redas ut.",
            "They may be a STOPP to somebody whose number has changed, and there must be time to find out.",
        ),
        fixed=True,
        of_house=True,
    ),
)
BY_KIND = {policy.kind: policy for policy in POLICIES}
