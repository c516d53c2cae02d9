"""What several documents say alike: who answers, on what grounds, how long, to whom, how it is protected."""

from __future__ import annotations

from typing import TypeVar

from babel import Locale

from samtycke.rights.documents.known import Known
from samtycke.rights.documents.section import counted, listed
from samtycke.rights.recipients import Recipient

T = TypeVar("T")

_GROUNDS = {
    "adequacy": ("beslut om adekvat skyddsnivå (artikel 45)", "an adequacy decision (article 45)"),
    "clauses": ("standardavtalsklausuler (artikel 46.2 c)", "standard contractual clauses (article 46(2)(c))"),
    "rules": ("bindande företagsbestämmelser (artikel 47)", "binding corporate rules (article 47)"),
    "derogation": (
        "undantag för en särskild situation (artikel 49)",
        "a derogation for a specific situation (article 49)",
    ),
}
_BASES = {
    "contract": ("avtal (artikel 6.1 b)", "contract (article 6(1)(b))"),
    "legal_obligation": ("rättslig förpliktelse (artikel 6.1 c)", "legal obligation (article 6(1)(c))"),
    "legitimate_interest": ("berättigat intresse (artikel 6.1 f)", "legitimate interest (article 6(1)(f))"),
}
_WAYS = {
    "web_form": ("webbformulär", "web form"),
    "checkbox_unticked": ("kryssruta som inte var ikryssad", "a tick box, unticked beforehand"),
    "keyword_sms": ("nyckelord på SMS", "keyword by text"),
    "double_opt_in": ("dubbel bekräftelse", "double opt-in"),
    "start": ("START på SMS", "START by text"),
    "paper": ("papper", "paper"),
    "verbal": ("telefon eller samtal", "phone or word of mouth"),
}


def of(pair: tuple[T, T], language: str) -> T:
    """The reader's own of two."""
    return pair[language == "en"]


def who(known: Known, language: str) -> list[str]:
    """The controller, as a person must be able to find it, and the officer where there is one."""
    one, words = known.controller, of(("organisationsnummer", "organisation number"), language)
    parts = [one.name, f"{words} {one.number}" if one.number else "", one.address, one.email, one.phone, one.website]
    told = [", ".join(part for part in parts if part) + "." if any(parts) else ""]
    if one.officer:
        told.append(f"{of(('Dataskyddsombud', 'Data protection officer'), language)}: {one.officer}.")
    return [line for line in told if line]


def ground(one: Recipient, language: str) -> str:
    """By what right data may go to somebody."""
    return of(_GROUNDS[one.ground], language) if one.ground in _GROUNDS else ""


def basis(slug: str | None, language: str) -> str:
    """The legal basis of a service purpose."""
    return of(_BASES[slug], language) if slug in _BASES else of(("ej angiven", "not named"), language)


def ways(known: Known, language: str) -> str:
    """How consents have come, in words."""
    return listed([of(_WAYS.get(way, (way, way)), language) for way in known.ways], language)


def recipient(one: Recipient, language: str) -> str:
    """Who gets data, what they do, where, and by what right the data leave the EEA where they do."""
    right = f", {ground(one, language)}" if one.abroad else ""
    return f"{one.name}: {one.does}. {country(one, language)}{right}."


def country(one: Recipient, language: str) -> str:
    """The country's name."""
    return str(Locale.parse(language).territories.get(one.country, one.country))


def to_whom(known: Known, language: str) -> list[str]:
    """Everybody who gets data, each with what they do, where, and by what right."""
    told = [recipient(one, language) for one in known.recipients]
    if not told and known.controller.recipients:
        told.append(f"{known.controller.recipients}.")
    told.append(
        of(
            (
                "Teleoperatörerna, som behöver numret för att nå mottagaren.",
                "The telephone operators, who need the number to reach the recipient.",
            ),
            language,
        )
    )
    if known.shared_with:
        names = listed(known.shared_with, language)
        told.append(
            of(
                (
                    f"{names}, som får veta att en person sagt nej till reklam: bara ett krypterat märke av numret.",
                    f"{names}, who are told that a person has said no to marketing: only an encrypted mark of the "
                    "number.",
                ),
                language,
            )
        )
    return told


def how_long(known: Known, language: str) -> list[str]:
    """Each kind with its period, as retention keeps it."""
    told = []
    for one in known.periods.values():
        policy = one.policy
        if policy.of_house:
            continue
        lasts = (
            f"{one.period.said(language)} {policy.since[language]}"
            if one.period
            else of(("så länge reklam skickas", "as long as marketing is sent"), language)
        )
        told.append(f"{policy.name[language]}: {lasts}.")
    return told


def security(language: str) -> list[str]:
    """The measures of article 32 that the program itself takes."""
    return list(
        of(
            (
                (
                    "Nummer, namn, svar och bevis är krypterade i databasen (AES-256-GCM); nycklarna ligger inte i "
                    "den. Varje persons bevis har en egen nyckel, och förstörs den är beviset borta.",
                    "Numret söks som ett nycklat märke (HMAC-SHA-256), så att register och spärrlista inte kan läsas.",
                    "Databasen själv skiljer organisationer åt (row-level security), under en roll som inte äger "
                    "tabellerna.",
                    "Det som en person sagt kan bara läggas till, och är förseglat: den som ändrar i efterhand syns.",
                    "Behörighet efter roll. Att ett nummer visas, ett bevis läses eller något ändras skrivs upp med "
                    "namn.",
                    "Gallringen sker varje natt av sig själv, och vad som gått står uppskrivet.",
                ),
                (
                    "Numbers, names, replies and evidence are encrypted in the database (AES-256-GCM); the keys are "
                    "not in it. Each person's evidence has a key of its own; destroy that, and the evidence is gone.",
                    "A number is found by a keyed mark of it (HMAC-SHA-256), so that indexes and the block list "
                    "can't be read.",
                    "The database itself keeps organisations apart (row-level security), under a role that does not "
                    "own the tables.",
                    "What a person has said can only be added to, and is sealed: whoever changes it afterwards is "
                    "seen.",
                    "Access by role. That a number is shown, a proof is read or something is changed is written down "
                    "by name.",
                    "Retention runs every night by itself, and what went is written down.",
                ),
            ),
            language,
        )
    )


def people(known: Known, language: str) -> list[str]:
    """How many people of which kinds, today."""
    one = known.counts
    sv = language != "en"
    told = [
        f"{counted(one.people, 'person', 'personer')} i dag, varav {counted(one.consenting, 'har', 'har')} sagt ja "
        f"och {counted(one.customers, 'är kund', 'är kunder')} sedan mindre än ett år."
        if sv
        else f"{counted(one.people, 'person', 'people')} today, of whom {counted(one.consenting, 'has', 'have')} "
        f"said yes and {counted(one.customers, 'is a customer', 'are customers')} since less than a year."
    ]
    if one.children:
        told.append(
            f"{counted(one.children, 'är känd som barn', 'är kända som barn')}; de får ingen reklam."
            if sv
            else f"{counted(one.children, 'is known to be a child', 'are known to be children')}; they get no "
            "marketing."
        )
    if one.companies:
        told.append(
            f"{counted(one.companies, 'nummer är ett företags', 'nummer är företags')}."
            if sv
            else f"{counted(one.companies, 'number is a company’s', 'numbers are companies’')}."
        )
    return told
