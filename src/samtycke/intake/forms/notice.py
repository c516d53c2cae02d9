"""The notice of a form: made from the organisation's own facts, never typed, so that no part of it can be left out.

GDPR 13(1)–(2), in its order: who (a), the officer (b), what for and on which ground (c), to whom (e), for how long
(2 a), rights (2 b), withdrawal (2 c), complaint (2 d), that it is voluntary (2 e). A short form of it stands by
the box (EDPB 05/2020, 64); the whole is a tap away.
"""

from __future__ import annotations

from dataclasses import dataclass

from samtycke.organisations.door import Controller
from samtycke.policy import pack_for


@dataclass(frozen=True, slots=True)
class About:
    """What a notice is made of, in one language.

    ``purpose`` by its name; ``often`` as it was promised, if it was; ``inbound`` is where STOPP arrives, empty where a
    link in each text is the way out.
    """

    controller: Controller
    organisation: str
    country: str
    purpose: str
    often: str
    inbound: str
    me: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """``short`` stands by the box; ``whole`` is headings with their text."""

    short: str
    whole: tuple[tuple[str, str], ...]


def notice(about: About, language: str) -> Notice:
    """The notice in Swedish or English."""
    short, whole = (_short_sv, _whole_sv) if language == "sv" else (_short_en, _whole_en)
    return Notice(short(about), tuple(whole(about)))


def _short_sv(about: About) -> str:
    where = f" Se, rätta och radera på {about.me}." if about.me else ""
    return (
        f"{about.controller.name} ansvarar för dina uppgifter, med ditt samtycke som grund. Numret används bara till "
        f"{_small(about.purpose)} på SMS{_often(about)}, tills du avslutar: {_stop_sv(about)}. "
        f"Sedan sparar vi bara en spärr, så att du slipper fler, och vad du sagt ja och nej till."
        f"{where} Klaga gör du hos {_authority(about)}."
    )


def _short_en(about: About) -> str:
    where = f" See, correct and erase at {about.me}." if about.me else ""
    return (
        f"{about.controller.name} is the controller; the basis is your consent. The number is used only for "
        f"{_small(about.purpose)} by text{_often(about)}, until you stop: {_stop_en(about)}. "
        f"Then we keep just a block, so that you get no more, and what you said yes and no to."
        f"{where} Complaints go to {_authority(about)}."
    )


def _whole_sv(about: About) -> list[tuple[str, str]]:
    ground = " och 19 § marknadsföringslagen" if about.country == "SE" else ""
    return [
        ("Vem som ansvarar", _who(about, "organisationsnummer", "Dataskyddsombud")),
        (
            "Vad vi använder ditt nummer till",
            f"Vi skickar {_small(about.purpose)} från {about.organisation} på SMS till ditt mobilnummer"
            f"{_often(about)}, och inget annat. Det gör vi med stöd av ditt samtycke (artikel 6.1 a i "
            f"dataskyddsförordningen{ground}).",
        ),
        (
            "Vad vi sparar",
            "Numret, när och hur du sa ja, de ord du såg och på vilket språk, vilken nätadress och sorts webbläsare "
            "det kom från, vilka SMS vi har skickat och vad du svarar. Det behövs för att kunna visa att du sagt ja "
            "(artikel 7.1). Om numret inte bekräftas glömmer vi formuläret inom ett dygn.",
        ),
        (
            "Vem som får del av det",
            f"De som förmedlar våra SMS{_named(about)} och teleoperatörerna, som behöver numret för att nå dig.",
        ),
        (
            "Hur länge",
            "Så länge ditt ja gäller. Sedan bara så länge det kan behövas för att visa att vi hade rätt att skicka. "
            "Att du sagt nej sparas som en spärr på ett krypterat märke av numret, så att du inte får fler.",
        ),
        (
            "Hur du slutar",
            f"Ta tillbaka ditt ja när du vill: {_stop_sv(about, ' på ett SMS från oss')}. "
            f"Det gäller genast. Det vi skickade innan dess var lagligt när det skickades.",
        ),
        (
            "Dina rättigheter",
            "Du kan få veta vad vi har om dig och få ut det, få det rättat eller raderat, begränsa vad vi gör med det, "
            f"och alltid säga nej till reklam. {_reached(about, 'Hör av dig till', 'eller gå till')}",
        ),
        ("Det är frivilligt", "Du behöver inte lämna numret. Inget annat hos oss beror på det."),
        (
            "Om du inte är nöjd",
            f"Du kan klaga hos {_authority(about)}, {pack_for(about.country).authority.url}",
        ),
        *([(f"Mer från {about.organisation}", about.more)] if about.more else []),
    ]


def _whole_en(about: About) -> list[tuple[str, str]]:
    ground = " and section 19 of the Swedish Marketing Act" if about.country == "SE" else ""
    return [
        ("Who is responsible", _who(about, "organisation number", "Data protection officer")),
        (
            "What we use your number for",
            f"We text {_small(about.purpose)} from {about.organisation} to your mobile number{_often(about)}, and "
            f"nothing else. We do so on the basis of your consent (article 6(1)(a) of the GDPR{ground}).",
        ),
        (
            "What we keep",
            "The number, when and how you said yes, the words you saw and in which language, which network address and "
            "sort of browser it came from, which texts we have sent and what you answer. It is needed to show that you "
            "said yes (article 7(1)). If the number is not confirmed we forget the form within a day.",
        ),
        (
            "Who else gets it",
            f"Those who carry our texts{_named(about)} and the telephone operators, who need the number to reach you.",
        ),
        (
            "For how long",
            "As long as your yes stands. After that only as long as it may be needed to show that we were allowed to "
            "send. That you said no is kept as a block on an encrypted mark of the number, so that you get no more.",
        ),
        (
            "How you stop",
            f"Take back your yes whenever you like: {_stop_en(about, ' to a text from us')}. It "
            "takes effect at once. What we sent before that was lawful when it was sent.",
        ),
        (
            "Your rights",
            "You can see what we hold about you and have a copy of it, have it corrected or erased, restrict what we "
            f"do with it, and always say no to marketing. {_reached(about, 'Contact', 'or go to')}",
        ),
        ("It is voluntary", "You don't have to give the number. Nothing else with us depends on it."),
        (
            "If you are not satisfied",
            f"You can complain to {_authority(about)}, {pack_for(about.country).authority.url}",
        ),
        *([(f"More from {about.organisation}", about.more)] if about.more else []),
    ]


def _often(about: About) -> str:
    return f", {about.often}" if about.often else ""


def _stop_sv(about: About, where: str = "") -> str:
    if about.inbound:
        return f"svara STOPP{where}, eller skicka STOPP till {about.inbound}"
    return "tryck på länken sist i ett SMS från oss"


def _stop_en(about: About, where: str = "") -> str:
    if about.inbound:
        return f"reply STOP{where}, or text STOP to {about.inbound}"
    return "tap the link at the end of a text from us"


def _who(about: About, number: str, officer: str) -> str:
    who = about.controller
    parts = [who.name, f"{number} {who.number}" if who.number else "", who.address, who.email, who.phone, who.website]
    told = ", ".join(part for part in parts if part) + "."
    return f"{told} {officer}: {who.officer}." if who.officer else told


def _reached(about: About, at: str, or_: str) -> str:
    by = about.controller.email or about.controller.phone
    return f"{at} {by}, {or_} {about.me}" if about.me else f"{at} {by}."


def _named(about: About) -> str:
    return f" ({about.controller.recipients})" if about.controller.recipients else ""


def _authority(about: About) -> str:
    return pack_for(about.country).authority.name


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
