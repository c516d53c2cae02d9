"""The data processing agreement between an organisation and whoever runs the installation: every point of GDPR 28(3).

It is accepted by name as it stands that day, list of sub-processors and all; a change of either is a new text.
"""

from __future__ import annotations

from samtycke.rights.documents import phrases
from samtycke.rights.documents.known import Known
from samtycke.rights.documents.section import Document, Said, Section, Tells, said

TEXT = "2026-11"
"""The version of the text. A sentence that is changed is a new one."""


def _parties(known: Known, language: str) -> list[str]:
    mine = known.controller.name or known.organisation
    if known.own_house:
        return [
            f"{mine} driver själv den här installationen, och är då inte biträde åt sig själv. Texten är en förlaga "
            "till avtal med den som sköter driften eller förmedlar SMS."
            if language != "en"
            else f"{mine} runs this installation itself, and is no processor to itself. The text is a model for "
            "agreements with those who host it or carry the texts."
        ]
    number = f" ({known.controller.number})" if known.controller.number else ""
    return [
        f"Personuppgiftsansvarig: {mine}{number}. Personuppgiftsbiträde: {known.house.name}."
        if language != "en"
        else f"Controller: {mine}{number}. Processor: {known.house.name}.",
        f"Avtalets text: version {TEXT}." if language != "en" else f"The text of the agreement: version {TEXT}.",
    ]


def _subject(known: Known, language: str) -> list[str]:
    return [
        "Biträdet lagrar kontakter, samtycken, köp, nej och SMS, prövar varje SMS mot lagen, skickar det och tar "
        "emot svar. Det görs så länge avtalet gäller, för de ändamål den ansvarige anger i programmet."
        if language != "en"
        else "The processor stores contacts, consents, purchases, refusals and texts, tries each text against the "
        "law, sends it and receives replies. It does so as long as the agreement runs, for the purposes the "
        "controller names in the program.",
        *phrases.people(known, language),
    ]


def _subs(known: Known, language: str) -> list[str]:
    subs = [one for one in known.recipients if one.part in ("processor", "sub_processor")]
    told = [
        "Den ansvarige godkänner de underbiträden som står här. Biträdet säger till trettio dagar innan någon läggs "
        "till eller byts, så att den ansvarige kan invända. Samma skyldigheter läggs på underbiträdet, och biträdet "
        "svarar för det."
        if language != "en"
        else "The controller authorises the sub-processors listed here. The processor tells thirty days before one "
        "is added or replaced, so that the controller may object. The same obligations are laid on the "
        "sub-processor, and the processor answers for it."
    ]
    told += [phrases.recipient(one, language) for one in subs]
    if not subs:
        told.append("Inga i dag." if language != "en" else "None today.")
    return told


_CLAUSES: tuple[tuple[str, Said, str, tuple[str, str]], ...] = (
    (
        "instructions",
        said("Dokumenterade instruktioner", "Documented instructions"),
        "GDPR art. 28(3)(a)",
        (
            "Biträdet behandlar uppgifterna bara på den ansvariges instruktion: detta avtal och det som ställs in i "
            "programmet. Kräver lagen något annat säger biträdet till först, om lagen tillåter det. Strider en "
            "instruktion mot dataskyddsreglerna säger biträdet till genast.",
            "The processor processes the data only on the controller's instructions: this agreement and what is set "
            "in the program. If the law demands otherwise the processor tells first, where the law allows it. If an "
            "instruction infringes data protection law the processor says so at once.",
        ),
    ),
    (
        "confidentiality",
        said("Tystnadsplikt", "Confidentiality"),
        "GDPR art. 28(3)(b)",
        (
            "Bara den som behöver det för driften har tillgång, och alla är bundna av tystnadsplikt.",
            "Only those who need it to run the service have access, and all are bound to confidentiality.",
        ),
    ),
    (
        "rights",
        said("Hjälp med registrerades rättigheter", "Help with data subjects' rights"),
        "GDPR art. 28(3)(e)",
        (
            "Programmet låter den ansvarige själv lämna ut, rätta, radera, begränsa och ta emot invändningar. Vänder "
            "sig någon till biträdet skickas det vidare utan dröjsmål.",
            "The program lets the controller itself give access, rectify, erase, restrict and take objections. "
            "Whoever turns to the processor is passed on without delay.",
        ),
    ),
    (
        "assistance",
        said(
            "Hjälp med säkerhet, incidenter och konsekvensbedömning",
            "Help with security, breaches and impact assessment",
        ),
        "GDPR art. 28(3)(f), 33(2)",
        (
            "Biträdet hjälper till med artiklarna 32–36. En personuppgiftsincident berättas utan onödigt dröjsmål, "
            "senast inom 24 timmar från att den upptäcks, med det som behövs för den ansvariges anmälan.",
            "The processor assists with articles 32–36. A personal data breach is told without undue delay, at the "
            "latest within 24 hours of being found, with what the controller's notification takes.",
        ),
    ),
    (
        "return",
        said("När avtalet tar slut", "When the agreement ends"),
        "GDPR art. 28(3)(g)",
        (
            "Den ansvarige får ut allt i läsbar form, och väljer om det ska lämnas eller raderas. Inom trettio dagar "
            "är det raderat, utom det lagen kräver sparat.",
            "The controller gets everything out in readable form, and chooses whether it is returned or erased. "
            "Within thirty days it is erased, but for what the law demands be kept.",
        ),
    ),
    (
        "audit",
        said("Insyn och granskning", "Information and audits"),
        "GDPR art. 28(3)(h)",
        (
            "Biträdet visar det som behövs för att visa att artikel 28 följs, och medverkar till granskning av den "
            "ansvarige eller den hen utser, efter besked i rimlig tid.",
            "The processor makes available what it takes to show that article 28 is kept, and contributes to audits "
            "by the controller or whoever it names, given reasonable notice.",
        ),
    ),
)


def _of(pair: tuple[str, str]) -> Tells:
    """A clause that is the same for everybody."""
    return lambda known, language: [phrases.of(pair, language)]


AGREEMENT = Document(
    kind="agreement",
    name=said("Personuppgiftsbiträdesavtal", "Data processing agreement"),
    what=said(
        "Mellan er och den som driver programmet åt er. Godkänns med namn, ord för ord som det står.",
        "Between you and whoever runs the program for you. Accepted by name, word for word as it stands.",
    ),
    citation="GDPR art. 28(3)",
    accepted=True,
    sections=(
        Section(
            key="parties",
            title=said("Parter", "Parties"),
            citation="GDPR art. 28(3)",
            tells=_parties,
            lacks=lambda known: bool(known.controller.missing),
            mend="controller",
        ),
        Section(
            key="subject",
            title=said("Vad det gäller", "Subject-matter"),
            citation="GDPR art. 28(3)",
            tells=_subject,
        ),
        *(
            Section(key=key, title=title, citation=citation, tells=_of(pair))
            for key, title, citation, pair in _CLAUSES[:2]
        ),
        Section(
            key="security",
            title=said("Säkerhet", "Security"),
            citation="GDPR art. 28(3)(c), 32",
            tells=lambda known, language: phrases.security(language),
        ),
        Section(
            key="sub_processors",
            title=said("Underbiträden", "Sub-processors"),
            citation="GDPR art. 28(2), 28(3)(d), 28(4)",
            tells=_subs,
        ),
        *(
            Section(key=key, title=title, citation=citation, tells=_of(pair))
            for key, title, citation, pair in _CLAUSES[2:]
        ),
        Section(
            key="transfers",
            title=said("Tredje land", "Third countries"),
            citation="GDPR art. 28(3)(a), 44",
            tells=_of(
                (
                    "Uppgifter lämnar EU/EES bara till dem som står ovan, med den grund som står där.",
                    "Data leave the EU/EEA only to those named above, on the ground named there.",
                )
            ),
        ),
    ),
)
