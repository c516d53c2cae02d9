"""What an organisation must have in order that no rule can decide for it: the duties the guide tells of, by id.

A rule of a pack answers each time a text is about to leave. A duty is kept by people: these have the same kind of ids,
and places in the law, so that the guide can cite both alike.
"""

from __future__ import annotations

from dataclasses import dataclass

LINKS = {
    "gdpr": "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    "mfl": "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
    "marknadsforingslag-2008486_sfs-2008-486/",
    "bookkeeping": "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
    "bokforingslag-19991078_sfs-1999-1078/",
    "imy": "https://www.imy.se/",
    "imy_complaint": "https://www.imy.se/privatperson/utfora-arenden/lamna-ett-klagomal/",
    "konsumentverket": "https://www.konsumentverket.se/",
    "pts": "https://www.pts.se/",
    "swedma": "https://www.swedma.se/",
    "nix_board": "https://nixnamnden.se/",
}
"""Every address the guide leads to besides those of the rules."""


@dataclass(frozen=True, slots=True)
class Duty:
    """``label`` says it in a few words; ``ethics`` marks what the trade asks and the law does not."""

    id: str
    sv: str
    en: str
    cites: str
    url: str
    ethics: bool = False

    @property
    def label(self) -> dict[str, str]:
        """In both languages."""
        return {"sv": self.sv, "en": self.en}


def _gdpr(id_: str, sv: str, en: str, place: str) -> Duty:
    return Duty(id_, sv, en, f"GDPR art. {place}", LINKS["gdpr"])


def _mfl(id_: str, sv: str, en: str, cites: str) -> Duty:
    return Duty(id_, sv, en, cites, LINKS["mfl"])


def _swedma(id_: str, sv: str, en: str, cites: str) -> Duty:
    return Duty(id_, sv, en, cites, LINKS["swedma"], ethics=True)


_ALL = (
    _mfl("kind.marketing", "vad som är reklam", "what marketing is", "MFL 3 §"),
    _mfl("kind.mixed", "blandat är reklam", "mixed is marketing", "MFL 3, 19 §§; EU-domstolen C-102/20 StWL"),
    _gdpr("gdpr5", "principerna", "the principles", "5"),
    _gdpr("gdpr12", "svara i tid", "answer in time", "12"),
    _gdpr("gdpr13", "berätta när numret samlas in", "tell when the number is collected", "13"),
    _gdpr("gdpr14", "berätta när numret kom från någon annan", "tell when it came from somebody else", "14"),
    _gdpr("gdpr15", "tillgång", "access", "15"),
    _gdpr("gdpr16", "rättelse", "rectification", "16"),
    _gdpr("gdpr17", "radering", "erasure", "17"),
    _gdpr("gdpr18", "begränsning", "restriction", "18"),
    _gdpr("gdpr19", "säg till dem som fått uppgifterna", "tell those who received the data", "19"),
    _gdpr("gdpr20", "dataportabilitet", "portability", "20"),
    _gdpr("gdpr21", "invändning mot reklam", "objection to marketing", "21"),
    _gdpr("gdpr22", "automatiserade beslut", "automated decisions", "22"),
    _gdpr("gdpr25", "inbyggt dataskydd", "data protection by design", "25"),
    _gdpr("gdpr28", "biträdesavtal", "processor agreements", "28"),
    _gdpr("gdpr30", "registerförteckning", "record of processing", "30"),
    _gdpr("gdpr32", "säkerhet", "security", "32"),
    _gdpr("gdpr33", "incident: anmäl till IMY", "breach: notify IMY", "33"),
    _gdpr("gdpr34", "incident: berätta för dem det gäller", "breach: tell those concerned", "34"),
    _gdpr("gdpr35", "konsekvensbedömning", "impact assessment", "35"),
    _gdpr("gdpr37", "dataskyddsombud", "data protection officer", "37"),
    _gdpr("gdpr44", "överföring utanför EU och EES", "transfer outside the EU and EEA", "44–49"),
    _gdpr("gdpr77", "klagomål till IMY", "complaint to IMY", "77"),
    _gdpr("gdpr83", "sanktionsavgift", "administrative fine", "83"),
    _gdpr("evidence.kept", "så länge sparas beviset", "how long the proof is kept", "7(1), 17(3)(e), 21"),
    Duty(
        "bookkeeping",
        "bokföring är inget skäl att göra reklam",
        "bookkeeping is no reason to market",
        "Bokföringslagen (1999:1078) 7 kap. 2 §; GDPR art. 5(1)(e)",
        LINKS["bookkeeping"],
    ),
    Duty("burden", "ni ska kunna visa det", "yours to prove", "GDPR art. 7(1); MFL 19 §", LINKS["gdpr"]),
    _mfl("mfl23", "förbud vid vite", "prohibition under penalty of a fine", "MFL 23 §"),
    _mfl("mfl29", "marknadsstörningsavgift", "market disruption charge", "MFL 29 §"),
    _swedma("swedma.officer", "auktoriserad DM-ansvarig", "authorised DM officer", "SWEDMA"),
    _swedma("swedma.block-list", "egen spärrlista", "own block list", "SWEDMA:s etiska regler 2.1.3, 2.2"),
    _swedma("nix", "NIX-Telefon gäller samtal", "NIX-Telefon is about calls", "SWEDMA; NIX"),
    Duty("nix.board", "anmälan till NIX-nämnden", "complaint to NIX-nämnden", "NIX-nämnden", LINKS["nix_board"], True),
)
DUTIES = {one.id: one for one in _ALL}
