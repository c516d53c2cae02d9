"""The record of processing of a controller, GDPR 30(1), point by point."""

from __future__ import annotations

from samtycke.rights.documents import phrases
from samtycke.rights.documents.known import Known
from samtycke.rights.documents.section import Document, Section, listed, said


def _purposes(known: Known, language: str) -> list[str]:
    sv, told = language != "en", []
    for one in known.marketing:
        told.append(
            f"{one.name['sv']}: reklam på SMS till den som samtyckt (artikel 6.1 a; 19 § första stycket MFL), och "
            "till kunder som fått veta det och kunnat säga nej, om egna liknande varor (19 § andra stycket MFL; "
            "artikel 6.1 f)."
            if sv
            else f"{one.name['en']}: marketing by text to those who consented (article 6(1)(a); Marketing Act s. 19 "
            "first paragraph), and to customers who were told and could refuse, of own similar products (s. 19 "
            "second paragraph; article 6(1)(f))."
        )
    for one in known.service:
        base = phrases.basis(one.legal_basis, language)
        told.append(
            f"{one.name['sv']}: SMS som inte är reklam, {base}."
            if sv
            else f"{one.name['en']}: texts that are no marketing, {base}."
        )
    told.append(
        "Spärrlista och bevis: att nej gäller och att ja kan visas (artikel 6.1 c och f; 7.1, 21.3)."
        if sv
        else "Block list and evidence: that a no holds and a yes can be shown (article 6(1)(c) and (f); 7(1), 21(3))."
    )
    return told


def _data(known: Known, language: str) -> list[str]:
    sv = language != "en"
    told = [
        "Mobilnummer; namn och de egenskaper ni själva läst in; samtycken, köp och nej med tid, sätt och "
        "ordalydelse; vilka SMS som skickats, på vilken grund, och om de kom fram; svar; nätadress och webbläsare "
        "där ett formulär fylldes i."
        if sv
        else "Mobile number; name and the attributes that you have brought in; consents, purchases and refusals with "
        "time, way and words; which texts were sent, on what ground, and whether they arrived; replies; network "
        "address and browser where a form was filled in.",
    ]
    if way := phrases.ways(known, language):
        told.append(f"Samtycken har kommit genom {way}." if sv else f"Consents have come by {way}.")
    if known.shops:
        names = listed(known.shops, language)
        told.append(f"Köp rapporteras av {names}." if sv else f"Purchases are reported by {names}.")
    return told


def _people(known: Known, language: str) -> list[str]:
    return [
        "Kunder, den som har bett om erbjudanden, och den som har svarat eller sagt nej."
        if language != "en"
        else "Customers, those who have asked for offers, and those who have answered or refused.",
        *phrases.people(known, language),
    ]


def _abroad(known: Known, language: str) -> list[str]:
    out = [one for one in known.recipients if one.abroad]
    if not out:
        if not known.recipients:
            return []
        return [
            "Ingen av mottagarna finns utanför EU/EES."
            if language != "en"
            else "None of the recipients is outside the EU/EEA."
        ]
    return [
        f"{one.name}, {phrases.country(one, language)}: {phrases.ground(one, language)}. {one.safeguards}".strip()
        for one in out
    ]


RECORD = Document(
    kind="record",
    name=said("Registerförteckning", "Record of processing"),
    what=said(
        "Vad ni gör med personuppgifter, varför, hur länge och vem som får dem. IMY kan be att få se den.",
        "What you do with personal data, why, for how long and who gets them. The authority may ask to see it.",
    ),
    citation="GDPR art. 30(1)",
    sections=(
        Section(
            key="controller",
            title=said("Personuppgiftsansvarig", "Controller"),
            citation="GDPR art. 30(1)(a)",
            tells=phrases.who,
            lacks=lambda known: bool(known.controller.missing),
            mend="controller",
        ),
        Section(
            key="purposes",
            title=said("Ändamål och rättslig grund", "Purposes and legal basis"),
            citation="GDPR art. 30(1)(b)",
            tells=_purposes,
        ),
        Section(
            key="people",
            title=said("Kategorier av registrerade", "Categories of data subjects"),
            citation="GDPR art. 30(1)(c)",
            tells=_people,
        ),
        Section(
            key="data",
            title=said("Kategorier av uppgifter", "Categories of data"),
            citation="GDPR art. 30(1)(c)",
            tells=_data,
            ask=said(
                "Vilka egenskaper har ni läst in om personer, utöver namn och nummer? Inga känsliga uppgifter "
                "(artikel 9) hör hemma här.",
                "Which attributes have you brought in about people, besides name and number? No sensitive data "
                "(article 9) belong here.",
            ),
            start=lambda known, language: [
                "Vi läser in butik och kundnummer. Inga känsliga uppgifter behandlas."
                if language != "en"
                else "We bring in shop and customer number. No sensitive data are processed."
            ],
        ),
        Section(
            key="recipients",
            title=said("Mottagare", "Recipients"),
            citation="GDPR art. 30(1)(d)",
            tells=phrases.to_whom,
            lacks=lambda known: not known.recipients and not known.controller.recipients,
            mend="recipients",
        ),
        Section(
            key="transfers",
            title=said("Överföring till tredje land", "Transfers to third countries"),
            citation="GDPR art. 30(1)(e), 44–49",
            tells=_abroad,
            lacks=lambda known: not known.recipients or any(one.lacking == "safeguards" for one in known.recipients),
            mend="recipients",
        ),
        Section(
            key="retention",
            title=said("Gallring", "Time limits for erasure"),
            citation="GDPR art. 30(1)(f)",
            tells=phrases.how_long,
        ),
        Section(
            key="security",
            title=said("Säkerhetsåtgärder", "Security measures"),
            citation="GDPR art. 30(1)(g), 32(1)",
            tells=lambda known, language: phrases.security(language),
            ask=said(
                "Vad gör ni själva utöver det: vilka som har tillgång, hur de utbildas, hur datorerna skyddas?",
                "What do you do yourselves besides: who has access, how they are trained, how computers are protected?",
            ),
            start=lambda known, language: [
                "Bara de som arbetar med utskicken har konto. De har fått veta vad som gäller, och konton stängs "
                "samma dag som någon slutar."
                if language != "en"
                else "Only those who work with the texts have an account. They have been told what applies, and "
                "accounts are closed the day somebody leaves."
            ],
            needed=True,
        ),
    ),
)
