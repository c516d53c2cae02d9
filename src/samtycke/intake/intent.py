"""What a person means by a text they send us. Pure: the same text always means the same.

The order is the law's: what may be a no is looked for before anything that may be a yes (GDPR 7(3), 21). A text that
may be a no, but need not, is ``ambiguous``: marketing waits until a person has read it. Missing a no is the
worst fault here; reading one into an out-of-office reply is the second worst.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal, TypeAlias

from rapidfuzz.distance import OSA

from samtycke.policy import pack_for

Intent: TypeAlias = Literal["opt_out", "opt_in", "confirm", "help", "ambiguous", "other"]

_PACK = "SE"
"""Whose words are read; other countries' words join as their packs come."""

# A phone in Malmö or Haparanda writes its neighbour's word too.
_STOP_ELSEWHERE = (
    "slutt avslutt avmeld meld av avmelding afmeld afmelding frameld stop nu stans lopeta peru peruuta poista seis "
    "abmelden ende arret arrêt"
)
_STOP_PHRASES = {"meld av", "stop nu", "stop all", "opt out", "säg upp"}
_STOP_WORDS = {
    *(set(_STOP_ELSEWHERE.split()) - {"meld", "av", "nu"}),
    *"stopp stop stoppa avanmäl avanmälan avprenumerera avregistrering slut uppsägning unsub unsubscribe".split(),
}
_HELP_WORDS = set("hjelp hjælp hjälp apua info information ohje".split())
_YES_WORDS = set("ja japp jajamen jajjemen yes yep joo kyllä jepp bekräfta bekräftar confirm".split())

_POLITE = set(
    "tack thanks thank you please snälla vänligen takk kiitos tak hej hejsan hi hello hallå ok okej nu now genast "
    "direkt omedelbart immediately bara för med alla allt all det detta this it er ni mig me sms smsen sms:en smset "
    "meddelanden utskick reklam messages texts mvh nej no igen again å ej".split()
)
"""Words that change nothing about STOPP beside them."""

# One step from STOPP, and another word altogether.
_OTHER_WORDS = set(
    "topp toppen hopp stor stora stol stolt step steg shop shopp spot stopped snopp propp kopp slott stort soppa "
    "stått start starta stod stoft pop top drop crop strop slop sto ston stora slit sluts slutat slutar kluta luta "
    "avslut avslutar avslutat avslutad avsluts ends send bend lend and en hen end-to-end quiet quite quick guide "
    "cancer revoked endast stämp enda ände".split()
)

_OBJECT = (
    r"(?:sms\w*|mess\w*|medd\w*|reklam\w*|erbjudande\w*|utskick\w*|spam\w*|notis\w*|nyhetsbrev\w*|text\w*|offers?|"
    r"marketing|promotions?|tilbud\w*|beskeder|viestejä|skit\w*|info\w*|fler\w*|mer|mere|more|era|något|några|"
    r"någonting|sånt|sådant|sådana|dessa|från er|av er|from you)"
)
_PHRASES = tuple(
    re.compile(pattern)
    for pattern in (
        # Swedish
        r"\bsluta(?! inte)\b.{0,15}\b(?:skicka|sms|messa|spam|stör|kontakta|hör|tjata|maila|ringa|bomba|trakassera)",
        r"\bsluta(?! inte)\b.{0,12}\bmed\b.{0,12}\b" + _OBJECT,
        r"\b(?:vill|önskar|behöver|orkar|bad)\b.{0,12}\b(?:inte|ej|icke|aldrig|inga|ingen)\b.{0,30}\b" + _OBJECT,
        r"\b(?:vill|önskar)\b.{0,12}\b(?:inte|ej)\b.{0,10}\b(?:bli kontakta\w+|vara med|stå (?:kvar|med)|finnas)",
        r"\bvill\b.{0,25}\b(?:avsluta|avregistrera\w*|avanmäla\w*|slippa|bli borttagen|tas bort|gå ur|säga upp|av)\b",
        r"\bslippa?\b.{0,15}\b" + _OBJECT,
        r"\b(?:ta|tag|plocka)\b.{0,6}\bbort\b.{0,12}\b(?:mig|mej|mitt|mina|numret|nr|oss|nummer)",
        r"\b(?:stryk|radera|spärra|blocka|blockera|avregistrera|avanmäl|avprenumerera)\b.{0,8}\b(?:mig|mej|mitt|oss)",
        r"\b(?:avsluta|säg upp|avbryt|stoppa|stäng av)\b.{0,12}\b(?:min|mitt|mina|alla|pren\w*|det|detta|" + _OBJECT + ")",
        r"\b(?:inga|inte|ej)\b (?:fler|flera|mer|några)\b.{0,12}",
        r"\bskicka\b.{0,6}\b(?:inte|ej|aldrig|inget|inga)\b",
        r"\bskicka (?:mig )?(?:inte|ej)\b",
        r"\blämna mi[gj] i ?fred|\blåt mi[gj] vara|\blåt bli\b.{0,20}\b(?:skicka|sms|messa|höra)",
        r"\b(?:åter|till)?(?:kallar?|drar?)\b.{0,10}\b(?:tillbaka )?(?:mitt )?samtycke",
        r"\b(?:motsätter|invänder|säger upp|avsäger)\b",
        r"\bnej tack\b.{0,8}\btill\b.{0,12}\b" + _OBJECT,
        # English
        r"\b(?:stop|quit|cease)\b.{0,10}\b(?:sending|texting|messaging|contacting|spamming|bothering|these|this|"
        r"the|all|your|my|it)\b",
        r"\b(?:do not|don'?t|dont|never)\b.{0,8}\b(?:text|contact|message|send|sms|msg)\b",
        r"\b(?:do not|don'?t|dont|no longer)\b.{0,8}\b(?:want|wish|need)\b.{0,25}\b" + _OBJECT,
        r"\b(?:remove|delete|unsubscribe|erase)\b.{0,8}\b(?:me|my|us)\b|\btake (?:me|my number) off",
        r"\bno more\b|\bopt(?:ing)? ?(?:me )?out\b|\bleave me alone\b|\bwithdraw\b.{0,8}\bconsent",
        r"\bwant\b.{0,12}\b(?:stop|unsubscribe|cancel|opt out|out)\b",
        # Norwegian, Danish, Finnish, German
        r"\bslutt\b.{0,6}\b(?:å|med)\b|\bstopp?\b.{0,4}\b(?:å|med at|med å)\b|\bhold op\b|\bhør op\b",
        r"\b(?:vil|ønsker)\b.{0,8}\b(?:ikke|ikkje)\b.{0,20}\b" + _OBJECT,
        r"\b(?:meld|fjern|slett|slet|frameld|afmeld|stryg)\b.{0,6}\b(?:meg|mig|mit|nummeret)",
        r"\b(?:ikke|ikkje)\b.{0,6}\b(?:send|flere|mer|mere)\b|\bsend\b.{0,6}\bikke\b",
        r"\blopettakaa\b|\bälkää\b|\b(?:poista|poistakaa)\b.{0,20}\b(?:numero|minu)|\ben halua\b",
        r"\bkeine\b.{0,8}\b(?:sms|nachrichten|werbung)",
    )
)
_NOT_STOPPING = re.compile(
    r"\bsluta inte\b|\bstoppa inte\b|\b(?:do not|don'?t|dont|never) stop\b|\bnon[- ]?stop\b|\bbuss?topp"
)
# Our own way out, quoted back: "Avsluta: STOPP till 71000", "svara STOPP så får du …", "Stop: text STOP to 71000".
_OWN_WORDS = re.compile(
    r"\b(?:avsluta|avregistrera|avanmäl(?:an)?|stop|unsubscribe)\s*:\s*(?:text\s+|svara\s+|skicka\s+)?"
    r"(?:stopp?\s+(?:till|to|på)\s+[+\d][\d ]+|\S+/\S+)"
    r"|\bsvara\s+stopp?\s+(?:så|för|om|till)\b[^.!?\n]*"
    r"|\bdu kan\b[^.!?\n]{0,30}\bavsluta med stopp\b"
    r"|\b(?:skicka|sms:?a|text|reply|send)\s+stopp?\s+(?:till|to)\s+(?:[+\d][\d ]+|end|stop|quit|unsubscribe|opt out)[^.!?\n]*"
    r"|\byou can (?:always )?leave with stop\b"
)
_AWAY = re.compile(
    r"\bauto(?:matiskt?)?[- ]?(?:svar|reply|response|meddelande)|\bautomatic (?:reply|response)|\bautosvar"
    r"|\bout of (?:the )?office|\b(?:är|har|am|i'?m) (?:just nu |för tillfället |currently |now )?"
    r"(?:på semester|semester|bortrest|ledig\w*|tjänstledig|föräldraledig|sjukskriven|i möte|upptagen|on vacation|on holiday|"
    r"on leave|driving|in a meeting|away)|\bfrånvar(?:o|ande)|\bkör (?:bil )?just nu|\båter(?:kommer)? (?:den|på kontoret)"
    r"|\bhar (?:slutat|bytt nummer)\b|\bdoes not accept|\btar inte emot (?:sms|svar)|\bis not monitored"
)
_PERHAPS = re.compile(
    r"\b(?:stopp?|stoppa\w*|sluta|avsluta\w*|avregistrer\w*|avanmäl\w*|avprenumer\w*|unsubscrib\w*|cancel\w*|opt|avbeställ\w*)\b"
    r"|\bnej\b|\bnein\b|\bnei\b|^\W*no\b|\bno,? (?:thanks|thank you)|\bnot (?:now|interested|today)\b"
    r"|\binte (?:nu|intresse\w*|idag|längre|ok|okej|aktuell\w*)\b|\bej intresse\w*|\bikke (?:nu|nå|interess\w*)"
    r"|\bspam\w*|\bhar (?:inte|aldrig) (?:bett|beställt|godkänt|sagt ja|anmält|gett)|\bnever (?:asked|signed|agreed)"
    r"|\bfel nummer|\bfel person|\bwrong (?:number|person)|\banmäl(?:er|a) er\b|\bgdpr\b|\bpolisanmäl|\bkonsumentverket"
    r"|\bdra åt helvete|\bhåll käften|\bfuck (?:off|you)|\bf(?:u|\*)ck\b|\btröttna|\btrött på|\bräcker nu|\bnu räcker|\btjat"
    r"|[🛑⛔🚫✋🖕]"
)


def intent(text: str, *, country: str = _PACK) -> Intent:
    """What the sender of an inbound text means. Words come from the country's pack, and from its neighbours'."""
    plain = _plain(text)
    said = _OWN_WORDS.sub(" ", _without_quotes(plain))
    if not _letters(said):
        # Nothing of their own: our sentence alone may be a clumsy no, an empty text or a heart is not.
        return "ambiguous" if _OWN_WORDS.search(plain) or _PERHAPS.search(plain) else "other"
    if _says_stop(said, _words("stop", country)):
        return "opt_out"
    if not _NOT_STOPPING.search(said) and any(phrase.search(said) for phrase in _PHRASES):
        return "ambiguous" if _AWAY.search(said) else "opt_out"
    if _AWAY.search(said):
        return "other"
    return _what_else(said, country)


def _what_else(said: str, country: str) -> Intent:
    words = [word for word in _letters(said) if word not in _POLITE - {"nej", "no"}]
    if len(words) == 1:
        if words[0] in _words("start", country):
            return "opt_in"
        if words[0] in _words("yes", country):
            return "confirm"
        if words[0] in _words("help", country):
            return "help"
    return "ambiguous" if not _NOT_STOPPING.search(said) and _PERHAPS.search(said) else "other"


def _says_stop(said: str, stop: frozenset[str]) -> bool:
    """Whether a sentence of the text, less its courtesies, is nothing but a word for stop, spelt nearly right."""
    for sentence in re.split(r"[.!?\n,;:]+", said):
        words = _letters(sentence)
        if " ".join(words) in stop:
            return True
        rest = [word for word in words if word not in _POLITE]
        if rest and len(words) <= 8 and (" ".join(rest) in stop or all(_is_nearly(word, stop) for word in rest)):
            return True
        # S T O P P, one letter at a time.
        if len(words) >= 4 and all(len(word) == 1 for word in words) and "".join(words) in stop:
            return True
    return False


@cache
def _is_nearly(word: str, stop: frozenset[str]) -> bool:
    """One slip of the finger from a word for stop, two in a long one: a letter too many, too few, wrong or swapped."""
    if word in stop:
        return True
    if word in _OTHER_WORDS or len(word) < 3 or not word.isalpha():
        return False
    squeezed = _squeeze(word)
    if any(squeezed == _squeeze(known) for known in stop if len(known) > 3):
        return True
    for known in stop:
        if " " in known or len(known) < 4:
            continue
        slips = 2 if len(known) >= 7 else 1
        if word[0] != known[0] and len(known) < 5:
            continue
        if OSA.distance(word, known, score_cutoff=slips) <= slips:
            return True
    return False


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def _words(meaning: str, country: str) -> frozenset[str]:
    own = {_plain(word) for word in pack_for(country).words.get(meaning, ())}
    more = {
        "stop": _STOP_WORDS | _STOP_PHRASES,
        "help": _HELP_WORDS,
        "yes": _YES_WORDS,
    }
    return frozenset(own | more.get(meaning, set()))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("`", "'")
    visible = "".join(char for char in folded if unicodedata.category(char) not in ("Cf", "Cc") or char == "\n")
    return re.sub(r"[^\S\n]+", " ", visible).strip()


def _without_quotes(plain: str) -> str:
    """Less the lines somebody quoted, and the signature a phone adds."""
    lines = [line for line in plain.split("\n") if not line.lstrip().startswith(">")]
    said = "\n".join(lines)
    return re.sub(r"\b(?:skickat från min|sent from my|m\.?v\.?h|med vänlig\w* häls\w*|hälsningar)\b.*", "", said)


def _letters(text: str) -> list[str]:
    return re.findall(r"[\w']+", text)
