"""The impact assessment, GDPR 35: whether it must be made, reckoned on what the program knows, and its four parts."""

from __future__ import annotations

from dataclasses import dataclass

from samtycke.rights.documents import phrases
from samtycke.rights.documents.known import Known
from samtycke.rights.documents.section import Document, Said, Section, counted, said

LARGE = 10_000
"""So many people are a large scale in the program's eyes. No law sets a number; this takes the careful side."""
_NEEDED = 2
"""Of the nine criteria of WP 248 rev.01, and of IMY's list, two are as a rule enough."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the criteria: whether it is met, and on what that is said. ``met`` None: only the organisation knows."""

    key: str
    name: Said
    met: bool | None
    because: Said


def criteria(known: Known) -> tuple[Criterion, ...]:
    """Those of the nine that a program can know of, in their order; the rest it asks."""
    one = known.counts
    return (
        Criterion(
            "evaluation",
            said("Utvärdering eller profilering", "Evaluation or profiling"),
            False,
            said(
                "Urvalet görs efter vad någon köpt och sagt ja till; ingen poängsätts.",
                "People are chosen by what they bought and said yes to; nobody is scored.",
            ),
        ),
        Criterion(
            "decisions",
            said("Automatiska beslut med rättsliga följder", "Automated decisions with legal effects"),
            False,
            said("Programmet fattar inga sådana.", "The program makes none."),
        ),
        Criterion(
            "monitoring",
            said("Systematisk övervakning", "Systematic monitoring"),
            False,
            said("Inga länkar spåras och inga platser följs.", "No links are tracked and no places are followed."),
        ),
        Criterion(
            "sensitive",
            said("Känsliga uppgifter", "Sensitive data"),
            None,
            said(
                "Bara ni vet vad era egna kolumner och varor säger om någon.",
                "Only you know what your own columns and goods say of anybody.",
            ),
        ),
        Criterion(
            "scale",
            said("Stor omfattning", "Large scale"),
            one.people >= LARGE,
            said(
                f"{counted(one.people, 'person', 'personer')}; vi räknar {counted(LARGE, 'person', 'personer')} som "
                "många.",
                f"{counted(one.people, 'person', 'people')}; we count {counted(LARGE, 'person', 'people')} as many.",
            ),
        ),
        Criterion(
            "combined",
            said("Register som kombineras", "Registers that are combined"),
            bool(known.shops) and bool(known.shared_with),
            said(
                "Köp från webbutik och spärrar från andra bolag samkörs."
                if known.shops and known.shared_with
                else "Uppgifterna kommer från er egen verksamhet.",
                "Purchases of web shops and blocks of other companies are brought together."
                if known.shops and known.shared_with
                else "The data come from your own business.",
            ),
        ),
        Criterion(
            "vulnerable",
            said("Sårbara personer: barn", "Vulnerable people: children"),
            one.children > 0,
            said(
                f"{counted(one.children, 'är känd som barn', 'är kända som barn')}.",
                f"{counted(one.children, 'is known to be a child', 'are known to be children')}.",
            ),
        ),
        Criterion(
            "novel",
            said("Ny teknik", "New technology"),
            False,
            said("SMS är ingen ny teknik.", "Text messages are no new technology."),
        ),
        Criterion(
            "hinders",
            said("Hindrar någon från en rättighet eller tjänst", "Keeps anybody from a right or a service"),
            False,
            said(
                "Den som säger nej går inte miste om något annat.",
                "Whoever says no loses nothing else.",
            ),
        ),
    )


def must_be_made(known: Known) -> bool:
    """Whether so many criteria are met that an assessment is as a rule to be made (GDPR 35(1))."""
    return sum(one.met is True for one in criteria(known)) >= _NEEDED


def is_near(known: Known) -> bool:
    """Whether one more would do: then what only the organisation knows may settle it."""
    return sum(one.met is True for one in criteria(known)) == _NEEDED - 1


def _thresholds(known: Known, language: str) -> list[str]:
    words = {True: ("Ja", "Yes"), False: ("Nej", "No"), None: ("Vet bara ni", "Only you know")}
    told = [
        f"{phrases.of(words[one.met], language)}: {one.name[language]}. {one.because[language]}"
        for one in criteria(known)
    ]
    met = sum(one.met is True for one in criteria(known))
    if must_be_made(known):
        told.append(
            f"{met} av nio: en konsekvensbedömning ska göras."
            if language != "en"
            else f"{met} of nine: an impact assessment is to be made."
        )
    else:
        told.append(
            f"{met} av nio: det behövs som regel två. Är känsliga uppgifter inblandade kan det ändras."
            if language != "en"
            else f"{met} of nine: as a rule it takes two. Sensitive data may change that."
        )
    return told


IMPACT = Document(
    kind="impact",
    name=said("Konsekvensbedömning", "Impact assessment"),
    what=said(
        "Om behandlingen kan innebära hög risk. Trösklarna räknas ut här; nås de ska resten skrivas.",
        "Whether the processing may carry a high risk. The thresholds are reckoned here; when they are met, the rest "
        "is written.",
    ),
    citation="GDPR art. 35; IMY:s förteckning",
    sections=(
        Section(
            key="thresholds",
            title=said("Behövs den?", "Is it needed?"),
            citation="GDPR art. 35(1), (3)–(4); WP 248 rev.01",
            tells=_thresholds,
            ask=said(
                "Säger era kolumner eller varor något känsligt om någon (hälsa, tro, sexliv)? Hur har ni kommit fram "
                "till det?",
                "Do your columns or goods say anything sensitive of anybody (health, faith, sex life)? How did you "
                "find out?",
            ),
            start=lambda known, language: [
                "Vi har gått igenom kolumnerna och varugrupperna. Ingen av dem säger något känsligt."
                if language != "en"
                else "We have gone through the columns and groups of goods. None of them says anything sensitive."
            ],
            needed=True,
        ),
        Section(
            key="description",
            title=said("Beskrivning av behandlingen", "Description of the processing"),
            citation="GDPR art. 35(7)(a)",
            tells=lambda known, language: [*phrases.people(known, language), *phrases.to_whom(known, language)],
        ),
        Section(
            key="necessity",
            title=said("Behov och proportion", "Necessity and proportionality"),
            citation="GDPR art. 35(7)(b)",
            tells=phrases.how_long,
            ask=said("Varför behövs det, och i den omfattningen?", "Why is it needed, and to that extent?"),
        ),
        Section(
            key="risks",
            title=said("Risker för de registrerade", "Risks to the data subjects"),
            citation="GDPR art. 35(7)(c)",
            ask=said(
                "Vad kan gå fel för en person, hur troligt är det och hur illa blir det?",
                "What may go wrong for a person, how likely is it and how bad?",
            ),
            start=lambda known, language: [
                "Att nummer läcker (osannolikt, de är krypterade; följden är oönskade SMS). Att någon får SMS trots "
                "nej (osannolikt, programmet släpper inte iväg det). Att ett nummer bytt ägare (möjligt; följden är "
                "liten)."
                if language != "en"
                else "That numbers leak (unlikely, they are encrypted; the effect is unwanted texts). That somebody "
                "is texted despite a no (unlikely, the program does not let it leave). That a number has a new owner "
                "(possible; the effect is small)."
            ],
        ),
        Section(
            key="measures",
            title=said("Åtgärder", "Measures"),
            citation="GDPR art. 35(7)(d)",
            tells=lambda known, language: phrases.security(language),
        ),
        Section(
            key="advice",
            title=said("Ombudets råd, och de registrerades syn", "The officer's advice, and the data subjects' view"),
            citation="GDPR art. 35(2), (9), 36",
            ask=said(
                "Vad säger dataskyddsombudet? Har ni frågat några kunder? Är risken hög trots åtgärderna ska IMY "
                "frågas först.",
                "What does the data protection officer say? Have you asked any customers? If the risk is high "
                "despite the measures, the authority is asked first.",
            ),
        ),
    ),
)
