"""What somebody is told beside the copy of their data: each point of GDPR 15(1), in its order, in plain words.

Made from what the organisation has declared, never typed, so that no point can be left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samtycke.organisations.door import Controller
from samtycke.policy import pack_for
from samtycke.rights.documents.phrases import recipient
from samtycke.rights.recipients import Recipient

Said = Mapping[str, str]
"""A text in each language: ``{"sv": ..., "en": ...}``."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What it is made of. ``purposes`` by name in each language; ``inbound``: where STOPP arrives.

    ``recipients``: those who are written down as getting data.
    """

    controller: Controller
    name: str
    country: str
    purposes: Sequence[Said]
    inbound: Sequence[str]
    recipients: Sequence[Recipient] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One point: the article, a heading, and the text."""

    article: str
    heading: Said
    text: Said

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return {"article": self.article, "heading": dict(self.heading), "text": dict(self.text)}


def information(about: Facts) -> list[Point]:
    """Every point, (a) to (h), and of 15(2) where data leave the EEA."""
    return [
        _purposes(about),
        _categories(),
        _recipients(about),
        _how_long(),
        _rights(),
        _complaint(about),
        _source(),
        _decisions(about),
        *_abroad(about),
    ]


def _purposes(about: Facts) -> Point:
    sv, en = (", ".join(f"{one.get(language, '')}" for one in about.purposes) or "–" for language in ("sv", "en"))
    law_sv, law_en = (", 19 § marknadsföringslagen", ", section 19 of the Swedish Marketing Act")
    if about.country != "SE":
        law_sv = law_en = ""
    return Point(
        "15(1)(a)",
        {"sv": "Vad uppgifterna används till", "en": "What the data are used for"},
        {
            "sv": f"Att skicka SMS, och att kunna visa att vi fick: {sv}. Reklam skickas bara med ditt samtycke eller "
            f"för att du är kund och inte har sagt nej (artikel 6.1 a och f{law_sv}); besked som du "
            "behöver skickas för ett avtal, en rättslig skyldighet eller ett uppskrivet berättigat intresse.",
            "en": f"To send texts, and to be able to show that we were allowed to: {en}. Marketing is only sent on "
            f"your consent, or because you are a customer and have not said no (article 6(1)(a) and (f){law_en}); "
            "messages that you need are sent for a contract, a legal obligation or a legitimate interest that has "
            "been written down.",
        },
    )


def _categories() -> Point:
    return Point(
        "15(1)(b)",
        {"sv": "Vilka sorters uppgifter", "en": "What sorts of data"},
        {
            "sv": "Ditt mobilnummer och landet det hör till, det som noterats om dig (som namn), vad du har sagt ja "
            "och nej till med de ord du såg, köp som ger rätt att skicka, SMS vi har skickat och när, och vad du har "
            "svarat. Inga känsliga uppgifter efterfrågas.",
            "en": "Your mobile number and its country, what has been noted about you (such as a name), what you have "
            "said yes and no to with the words you saw, purchases that give a right to send, texts we have sent and "
            "when, and what you have answered. No special categories of data are asked for.",
        },
    )


def _recipients(about: Facts) -> Point:
    """Who they are by name, not only of which sort (CJEU C-154/21)."""
    sv, en = (" ".join(recipient(one, language) for one in about.recipients) for language in ("sv", "en"))
    named = f" ({about.controller.recipients})" if about.controller.recipients and not about.recipients else ""
    return Point(
        "15(1)(c)",
        {"sv": "Vilka som får del av dem", "en": "Who gets them"},
        {
            "sv": f"De som förmedlar våra SMS{named} och teleoperatörerna, som behöver numret för att nå dig. "
            f"Uppgifterna säljs inte. {sv}".strip(),
            "en": f"Those who carry our texts{named} and the telephone operators, who need the number to reach you. "
            f"The data are not sold. {en}".strip(),
        },
    )


def _abroad(about: Facts) -> list[Point]:
    """Where data go outside the EEA, and what protects them there."""
    out = [one for one in about.recipients if one.abroad]
    if not out:
        return []
    sv, en = (" ".join(recipient(one, language) for one in out) for language in ("sv", "en"))
    return [
        Point(
            "15(2)",
            {"sv": "Utanför EU och EES", "en": "Outside the EU and the EEA"},
            {
                "sv": f"Uppgifter lämnas till länder utanför EU och EES, med det skydd som står här. {sv} "
                "Hör av dig om du vill ha en kopia av skyddet.",
                "en": f"Data go to countries outside the EU and the EEA, protected as stands here. {en} "
                "Contact us for a copy of the safeguards.",
            },
        )
    ]


def _how_long() -> Point:
    return Point(
        "15(1)(d)",
        {"sv": "Hur länge", "en": "For how long"},
        {
            "sv": "Så länge du har sagt ja, eller är kund och inte har sagt nej; dagen står vid varje syfte. Sedan "
            "bara så länge det kan behövas för att visa att vi hade rätt att skicka. En spärr står kvar som ett "
            "krypterat märke av numret, så att du inte får mer.",
            "en": "As long as you have said yes, or are a customer and have not said no; the day stands with each "
            "purpose. After that only as long as it may be needed to show that we were allowed to send. A block stays "
            "as an encrypted mark of the number, so that you get no more.",
        },
    )


def _rights() -> Point:
    return Point(
        "15(1)(e)",
        {"sv": "Dina rättigheter", "en": "Your rights"},
        {
            "sv": "Du kan få uppgifterna rättade eller raderade, begränsa vad vi gör med dem, få ut dem i en fil och "
            "invända mot hur de används. Mot reklam räcker ett nej. Ett ja kan du ta tillbaka när du vill. Allt är "
            "gratis och besvaras inom en månad.",
            "en": "You can have the data corrected or erased, restrict what we do with them, have them in a file and "
            "object to how they are used. Against marketing a no is enough. You can take back a yes whenever you like. "
            "All of it is free, and answered within a month.",
        },
    )


def _complaint(about: Facts) -> Point:
    authority = pack_for(about.country).authority
    return Point(
        "15(1)(f)",
        {"sv": "Klagomål", "en": "Complaints"},
        {
            "sv": f"Du kan klaga hos {authority.name}, {authority.url}",
            "en": f"You can complain to {authority.name}, {authority.url}",
        },
    )


def _source() -> Point:
    return Point(
        "15(1)(g)",
        {"sv": "Varifrån uppgifterna kommer", "en": "Where the data come from"},
        {
            "sv": "Från dig, eller från det köp eller den fil som står vid varje händelse nedan.",
            "en": "From you, or from the purchase or the file that stands with each event below.",
        },
    )


def _decisions(about: Facts) -> Point:
    return Point(
        "15(1)(h)",
        {"sv": "Automatiska beslut", "en": "Automated decisions"},
        {
            "sv": "Ett program avgör inför varje SMS om det får skickas till dig, efter lagens regler och det som står "
            "här. Det avgör inget annat om dig, har inga rättsliga följder för dig och liknar inte ett sådant beslut "
            "som avses i artikel 22. Ingen profilering görs.",
            "en": "Before each text a program decides whether it may be sent to you, by the rules of law and what "
            "stands here. It decides nothing else about you, has no legal effect for you, and is no decision of the "
            "kind meant in article 22. No profiling takes place.",
        },
    )
