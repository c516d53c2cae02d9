"""A statement to an authority that asks of one person's texts: short answer first, then what was said, sent and why.

It is made of plain data, so that whoever calls it decides what stands in it; everything it claims is a line of the
ledger or a decision that was kept, and the proofs go along. What only a person can say is left as a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from samtycke.organisations.door import Controller
from samtycke.rights.letters import has_gap


@dataclass(frozen=True, slots=True)
class Body:
    """An authority, or a board, that may ask: its name in both languages, where letters go, what it sees to."""

    key: str
    name: dict[str, str]
    address: str
    email: str
    law: dict[str, str]


BODIES = {
    one.key: one
    for one in (
        Body(
            "imy",
            {"sv": "Integritetsskyddsmyndigheten", "en": "Swedish Authority for Privacy Protection"},
            "Box 8114, 104 20 Stockholm",
            "imy@imy.se",
            {"sv": "dataskyddsförordningen", "en": "the GDPR"},
        ),
        Body(
            "ko",
            {"sv": "Konsumentombudsmannen", "en": "Swedish Consumer Ombudsman"},
            "Box 48, 651 02 Karlstad",
            "konsumentverket@konsumentverket.se",
            {"sv": "marknadsföringslagen", "en": "the Swedish Marketing Act"},
        ),
        Body(
            "nix",
            {"sv": "NIX-nämnden", "en": "the NIX board"},
            "",
            "",
            {"sv": "branschens etiska regler", "en": "the ethical rules of the trade"},
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was said. ``kind`` as in the ledger; ``words`` those that were shown."""

    at: datetime
    kind: str
    way: str = ""
    words: str = ""
    about: str = ""
    shown: bool = True
    """Whether its proof can still be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentText:
    """One text. ``basis`` and ``citation`` as it was decided; ``text`` empty where it is no longer kept."""

    id: int
    at: datetime
    state: str
    marketing: bool
    purpose: str
    basis: str
    citation: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is asked, by whom, of whom, and all that there is to say of it.

    ``number`` is empty where it has been erased (``erased_at``). ``blocked_since``: the earliest block that stands.
    """

    body: Body
    reference: str
    on: date
    controller: Controller
    organisation: str
    by: str
    number: str
    zone: ZoneInfo
    lines: Sequence[Line] = field(default_factory=tuple)
    texts: Sequence[SentText] = field(default_factory=tuple)
    erased_at: datetime | None = None
    blocked_since: datetime | None = None


TO_WRITE = {
    "sv": "[skriv vad ni har gjort eller ändrat med anledning av ärendet]",
    "en": "[write what you have done or changed because of it]",
}
"""What a person has to fill in before a statement may go."""


def unfinished(text: str) -> bool:
    """Whether somebody has left out what only they can say."""
    return not text.strip() or has_gap(text) or any(gap in text for gap in TO_WRITE.values())


def statement(matter: Matter, language: str) -> str:
    """The letter, as text that can be pasted, changed, or printed."""
    lang = "en" if language == "en" else "sv"
    parts = [
        _address(matter, lang),
        _subject(matter, lang),
        *_titled("Kort svar", "In short", _short(matter, lang), lang),
        *_titled("Vad personen har sagt", "What the person has said", _said(matter, lang), lang),
        *_titled(
            "Vad vi har skickat, och på vilken grund",
            "What we have sent, and on what ground",
            _sent(matter, lang),
            lang,
        ),
        *(_titled("Lagen", "The law", _law(matter, lang), lang) if matter.texts else ()),
        *_titled("Vad vi gör nu", "What we do now", TO_WRITE[lang], lang),
        *_titled("Bilagor", "Enclosures", _enclosed(matter, lang), lang),
        _signed(matter, lang),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _titled(sv: str, en: str, text: str, lang: str) -> list[str]:
    return [_of(sv, en, lang).upper(), text]


def _address(matter: Matter, lang: str) -> str:
    body = matter.body
    lines = [body.name[lang], body.address, body.email, "", _day(matter.on, lang)]
    return "\n".join(line for position, line in enumerate(lines) if line or position == 3).strip()


def _subject(matter: Matter, lang: str) -> str:
    asked = _of("Yttrande", "Statement", lang)
    if matter.reference:
        asked += _of(f" i ärende {matter.reference}", f" in matter {matter.reference}", lang)
    of = matter.number or _of("ett nummer som har raderats", "a number that has been erased", lang)
    who = matter.controller.name or matter.organisation
    return (
        asked + "\n" + _of(f"{who} yttrar sig om SMS till {of}.", f"{who} states the following on texts to {of}.", lang)
    )


def _short(matter: Matter, lang: str) -> str:
    marketing = [one for one in matter.texts if one.marketing]
    told = []
    if not marketing:
        told.append(_of("Vi har inte skickat reklam till numret.", "We have sent no marketing to the number.", lang))
    else:
        first, last = marketing[-1].at, marketing[0].at
        n = len(marketing)
        told.append(
            _of(
                f"Vi har skickat {n} reklam-SMS till numret, {_span(matter, first, last, lang)}.",
                f"We have sent {n} marketing {'text' if n == 1 else 'texts'} to the number, "
                f"{_span(matter, first, last, lang)}.",
                lang,
            )
        )
        told.append(_grounds(marketing, lang))
    if service := sum(not one.marketing for one in matter.texts):
        told.append(
            _of(f"Därtill {service} SMS som inte är reklam.", f"Besides {service} that are no marketing.", lang)
        )
    if matter.blocked_since:
        after = [one for one in marketing if one.at > matter.blocked_since]
        since = _moment(matter, matter.blocked_since, lang)
        told.append(
            _of(f"Numret är spärrat sedan {since}.", f"The number is blocked since {since}.", lang)
            + " "
            + (
                _of(
                    f"{len(after)} reklam-SMS gick efter det.",
                    f"{len(after)} marketing {'text' if len(after) == 1 else 'texts'} left after that.",
                    lang,
                )
                if after
                else _of("Inget reklam-SMS har skickats efter det.", "No marketing has been sent after that.", lang)
            )
        )
    if matter.erased_at:
        at = _moment(matter, matter.erased_at, lang)
        told.append(
            _of(
                f"Personens uppgifter raderades {at}. Det som står nedan är vad som är kvar: händelserna och "
                "besluten, utan det som pekade ut personen.",
                f"The person's data were erased {at}. What stands below is what is left: the events and the "
                "decisions, without what pointed the person out.",
                lang,
            )
        )
    return " ".join(told)


def _grounds(texts: Sequence[SentText], lang: str) -> str:
    counts: dict[str, int] = {}
    for one in texts:
        counts[one.basis] = counts.get(one.basis, 0) + 1
    told = [f"{n} {_BASES.get(basis, (basis, basis))[lang == 'en']}" for basis, n in counts.items()]
    return _of("Grunden var: ", "The ground was: ", lang) + ", ".join(told) + "."


def _said(matter: Matter, lang: str) -> str:
    if not matter.lines:
        return _of("Inget är antecknat.", "Nothing is noted.", lang)
    told = []
    for one in sorted(matter.lines, key=lambda line: line.at):
        kind = _KINDS.get(one.kind)
        if kind is None:
            continue
        line = f"- {_moment(matter, one.at, lang)}: {kind[lang == 'en']}"
        line += f" ({', '.join(part for part in (one.about, one.way) if part)})" if one.about or one.way else ""
        line += "."
        if one.words:
            line += " " + _of("Orden som visades: ", "The words that were shown: ", lang) + f"”{one.words}”"
        if not one.shown:
            line += " " + _of("Beviset är raderat.", "The proof has been erased.", lang)
        told.append(line)
    return "\n".join(told)


def _sent(matter: Matter, lang: str) -> str:
    if not matter.texts:
        return _of("Inget.", "Nothing.", lang)
    told = []
    for one in sorted(matter.texts, key=lambda text: text.at):
        ground = _BASES.get(one.basis, (one.basis, one.basis))[lang == "en"]
        kind = _of("reklam", "marketing", lang) if one.marketing else _of("service", "service", lang)
        line = f"- {_moment(matter, one.at, lang)}: {one.purpose}, {kind}, {ground} ({one.citation})."
        line += _of(f" Bilaga {one.id}.", f" Enclosure {one.id}.", lang)
        if one.text:
            line += f" ”{one.text}”"
        told.append(line)
    return "\n".join(told)


def _law(matter: Matter, lang: str) -> str:
    bases = {one.basis for one in matter.texts if one.marketing}
    told = [
        _of(
            "Varje SMS prövades mot lagen i samma ögonblick som det lämnades till operatören, på det som då var känt "
            "om mottagaren. Beslutet, med varje regel som prövades, är bevarat och ligger i bilagan.",
            "Each text was tried against the law in the moment it was handed to the carrier, on what was then known "
            "of the recipient. The decision, with every rule that was asked, is kept and stands in the enclosure.",
            lang,
        )
    ]
    told += [words[lang == "en"] for basis, words in _LAW.items() if basis in bases]
    told.append(
        _of(
            "Varje reklam-SMS bar en väg ut (20 § marknadsföringslagen). Ett nej gäller genast och för alltid, tills "
            "personen själv ändrar sig.",
            "Each marketing text carried a way out (section 20 of the Marketing Act). A no takes effect at once and "
            "for ever, until the person changes their mind.",
            lang,
        )
        if any(one.marketing for one in matter.texts)
        else ""
    )
    return "\n\n".join(line for line in told if line)


def _enclosed(matter: Matter, lang: str) -> str:
    n = len(matter.texts)
    if not n:
        return _of("Inga.", "None.", lang)
    return _of(
        f"Bevis för {n} SMS, vart och ett som PDF för läsning och som JSON för prövning. Händelserna i dem är "
        "förseglade i ett Merkle-träd; att de står som de förseglades kan prövas av vem som helst, utan vår hjälp. "
        "Hur står i varje bevis.",
        f"Proof of {n} {'text' if n == 1 else 'texts'}, each as PDF to read and as JSON to check. The events in them "
        "are sealed in a Merkle tree; that they stand as they were sealed can be checked by anyone, without our "
        "help. How is told in each proof.",
        lang,
    )


def _signed(matter: Matter, lang: str) -> str:
    one = matter.controller
    lines = [
        matter.by,
        one.name or matter.organisation,
        f"{_of('Organisationsnummer', 'Organisation number', lang)} {one.number}" if one.number else "",
        ", ".join(part for part in (one.address, one.email, one.phone) if part),
        f"{_of('Dataskyddsombud', 'Data protection officer', lang)}: {one.officer}" if one.officer else "",
    ]
    return "\n".join(line for line in lines if line)


def _span(matter: Matter, first: datetime, last: datetime, lang: str) -> str:
    begin, end = (_day(at.astimezone(matter.zone).date(), lang) for at in (first, last))
    if begin == end:
        return _of(f"den {begin}", f"on {begin}", lang)
    return _of(f"från {begin} till {end}", f"from {begin} to {end}", lang)


def _moment(matter: Matter, at: datetime, lang: str) -> str:
    local = at.astimezone(matter.zone)
    return f"{_day(local.date(), lang)} {local:%H:%M}"


def _day(on: date, lang: str) -> str:
    return str(format_date(on, "d MMMM y", locale=lang))


def _of(sv: str, en: str, lang: str) -> str:
    return en if lang == "en" else sv


_BASES = {
    "consent": ("med samtycke", "by consent"),
    "soft_opt_in": ("med kundundantaget", "by the customer exception"),
    "company": ("till ett företag", "to a company"),
    "contract": ("för ett avtal", "for a contract"),
    "legal_obligation": ("enligt en rättslig förpliktelse", "by a legal obligation"),
    "legitimate_interest": ("efter en intresseavvägning", "by a legitimate interest"),
    "": ("ingen grund behövdes", "no ground was needed"),
}
_KINDS = {
    "consent": ("sa ja", "said yes"),
    "confirmation": ("bekräftade sitt ja", "confirmed their yes"),
    "withdrawal": ("tog tillbaka sitt ja", "took back their yes"),
    "objection": ("sa nej till reklam", "said no to marketing"),
    "sale": ("köpte", "bought"),
    "sale_cancelled": ("köpet gick tillbaka", "the purchase came back"),
    "negotiation": ("förhandlade om ett köp", "negotiated a purchase"),
    "support": ("stödde verksamheten", "supported the cause"),
    "block": ("spärrades av oss", "was blocked by us"),
    "unblock": ("vår spärr lyftes", "our block was lifted"),
    "pause": ("bad om paus", "asked for a pause"),
    "restriction": ("begärde begränsning", "asked for restriction"),
    "restriction_lifted": ("begränsningen hävdes", "the restriction was lifted"),
    "erasure": ("uppgifterna raderades", "the data were erased"),
}
_LAW = {
    "consent": (
        "Samtycke (19 § första stycket marknadsföringslagen; artikel 4.11, 6.1 a och 7 i dataskyddsförordningen): "
        "personen sa ja genom en egen handling, informerad om vem, till vad och att det kan tas tillbaka. Orden och "
        "beviset finns i bilagan.",
        "Consent (section 19, first paragraph, of the Marketing Act; articles 4(11), 6(1)(a) and 7 of the GDPR): the "
        "person said yes by an act of their own, told who, to what and that it can be taken back. The words and the "
        "proof are in the enclosure.",
    ),
    "soft_opt_in": (
        "Kundundantaget (19 § andra stycket marknadsföringslagen; artikel 13.2 i direktiv 2002/58/EG): numret "
        "lämnades vid ett köp av oss inom tolv månader, personen fick veta att det skulle användas till reklam och "
        "kunde säga nej då och i varje SMS, gjorde det inte, och texten gällde våra egna liknande varor. För urval "
        "och lagring är grunden berättigat intresse (artikel 6.1 f, skäl 47).",
        "The customer exception (section 19, second paragraph, of the Marketing Act; article 13(2) of directive "
        "2002/58/EC): the number was given at a purchase from us within twelve months, the person was told it would "
        "be used for marketing and could refuse then and in each text, did not, and the text was for our own similar "
        "products. For selection and storage the basis is legitimate interest (article 6(1)(f), recital 47).",
    ),
    "company": (
        "Numret är ett företags. 19 § marknadsföringslagen gäller fysiska personer; varje text bar ändå en väg ut.",
        "The number is a company's. Section 19 of the Marketing Act concerns natural persons; each text carried a "
        "way out all the same.",
    ),
}
