"""Denials that no permission outweighs and that GDPR and the ePrivacy directive set for the whole Union.

They stand in the order they are asked; the first that applies settles.
"""

from __future__ import annotations

from samtycke.policy.packs.eu.consent import GDPR, is_whole
from samtycke.policy.packs.eu.soft import EPRIVACY
from samtycke.policy.rule import Case, Rule, rule, words

ECOMMERCE = "https://eur-lex.europa.eu/eli/dir/2000/31/oj"
UCPD = "https://eur-lex.europa.eu/eli/dir/2005/29/oj"
_TO_ANYBODY = frozenset({"tobacco", "gambling"})
_RESTRICTED_GOODS = _TO_ANYBODY | {"alcohol"}


@rule(
    "gdpr17.erased",
    cites="GDPR art. 17",
    says=words(
        "uppgifterna är raderade",
        "the data are erased",
        why_sv="Personens uppgifter har raderats. Inget kan skickas.",
        why_en="The person's data have been erased. Nothing can be sent.",
    ),
    saw=("erased",),
    url=GDPR,
)
def erased(case: Case) -> bool:
    """The person's data have been erased; any kind of message."""
    return case.facts.erased


@rule(
    "gdpr18.restricted",
    cites="GDPR art. 18(2)",
    says=words(
        "behandlingen är begränsad",
        "processing is restricted",
        why_sv="Behandlingen av personens uppgifter är begränsad. Bara lagring är tillåten, och det de själva ber om.",
        why_en="Processing of the person's data is restricted. Only storage is allowed, and what they ask for.",
        mend_sv="Avgör begäran om begränsning.",
        mend_en="Settle the request for restriction.",
    ),
    saw=("restricted", "legal_basis"),
    url=GDPR,
)
def restricted(case: Case) -> bool:
    """Processing is restricted; any kind of message, since only storage is allowed.

    But for what the person asks for themselves: a restriction that kept its own author out could not be lifted by them.
    """
    asked_for = not case.envelope.is_marketing and case.envelope.legal_basis == "own_request"
    return case.facts.restricted and not asked_for


@rule(
    "gdpr21.objected",
    cites="GDPR art. 21(2)–(3)",
    says=words(
        "har sagt nej",
        "has said no",
        why_sv="Personen har sagt nej till reklam. Bara ett eget, nytt ja ändrar det.",
        why_en="This person has said no to marketing. Only a new yes of their own changes that.",
    ),
    saw=("objected", "consent_after_objection"),
    url=GDPR,
)
def objected(case: Case) -> bool:
    """An objection stands, and no whole consent to this purpose is strictly later. Absolute: no balancing."""
    return (
        case.envelope.is_marketing
        and case.facts.objected
        and not (case.facts.consent_after_objection and is_whole(case))
    )


_BLOCKED = {
    "why_sv": "Numret står på en spärrlista. Spärren står tills den hävs på samma väg som den kom till.",
    "why_en": "The number is on a block list. The block stands until it is lifted the way it was made.",
}


@rule(
    "block.platform",
    cites="GDPR art. 21, 25",
    says=words("spärrat av operatören", "blocked by the operator", **_BLOCKED),
    saw=("blocked_platform",),
    url=GDPR,
)
def blocked_platform(case: Case) -> bool:
    """An entry on the platform's block list stands."""
    return case.envelope.is_marketing and case.facts.blocked_platform


@rule(
    "block.organisation",
    cites="GDPR art. 21, 25",
    says=words("spärrat hos er", "blocked by you", **_BLOCKED),
    saw=("blocked_organisation",),
    url=GDPR,
)
def blocked_organisation(case: Case) -> bool:
    """An entry on the organisation's block list stands."""
    return case.envelope.is_marketing and case.facts.blocked_organisation


@rule(
    "block.purpose",
    cites="GDPR art. 21, 25",
    says=words("spärrat för syftet", "blocked for the purpose", **_BLOCKED),
    saw=("blocked_purpose",),
    url=GDPR,
)
def blocked_purpose(case: Case) -> bool:
    """An entry for this purpose stands."""
    return case.envelope.is_marketing and case.facts.blocked_purpose


@rule(
    "number.wrong",
    cites="GDPR art. 5(1)(d)",
    says=words(
        "fel nummer",
        "wrong number",
        why_sv="Numret är felskrivet eller har gått över till någon annan, så vitt vi vet.",
        why_en="As far as we know the number is mistyped or has passed to somebody else.",
        mend_sv="Låt personen bekräfta sitt nummer.",
        mend_en="Have the person confirm their number.",
    ),
    saw=("number_wrong",),
    url=GDPR,
)
def number_wrong(case: Case) -> bool:
    """Marketing to a number known to be mistyped or to have passed to somebody else."""
    return case.envelope.is_marketing and case.facts.number_wrong


@rule(
    "mfl9.identified",
    cites="E-handelsdirektivet 2000/31/EG art. 6",
    says=words(
        "ingen avsändare syns",
        "no sender is named",
        why_sv="Det framgår inte vem reklamen kommer från, och det ska synas utan att texten öppnas.",
        why_en="It does not show whom the marketing comes from, and that must be seen without opening the text.",
        mend_sv="Välj en avsändare som mottagaren känner igen.",
        mend_en="Choose a sender that the recipient recognises.",
    ),
    saw=("sender_named",),
    url=ECOMMERCE,
)
def not_identified(case: Case) -> bool:
    """The sender must be clear."""
    return case.envelope.is_marketing and not case.envelope.sender_named


@rule(
    "mfl20.way-out",
    cites="ePrivacy art. 13(4)",
    says=words(
        "texten saknar väg ut",
        "the text has no way out",
        why_sv="Reklam måste alltid säga vart man vänder sig för att slippa mer.",
        why_en="Marketing must always say where to turn to get no more.",
        mend_sv="Låt programmet lägga till vägen ut.",
        mend_en="Let the program add the way out.",
    ),
    saw=("way_out",),
    url=EPRIVACY,
)
def no_way_out(case: Case) -> bool:
    """Marketing without a valid address to say stop to, also to companies."""
    return case.envelope.is_marketing and not case.envelope.way_out


@rule(
    "minor.under-16",
    cites="Direktiv 2005/29/EG art. 5(3), bilaga I p. 28",
    says=words(
        "är under 16 år",
        "is under 16",
        why_sv="Personen är under 16 år. Direktreklam till barn strider mot god marknadsföringssed.",
        why_en="The person is under 16. Direct marketing to children offends good marketing practice.",
    ),
    saw=("minor",),
    url=UCPD,
)
def minor(case: Case) -> bool:
    """Marketing to someone known to be under 16, by any channel."""
    return case.envelope.is_marketing and case.facts.minor


@rule(
    "goods.restricted",
    cites="Direktiv 2010/13/EU art. 9; nationell lag",
    says=words(
        "varor som inte får marknadsföras så",
        "goods that may not be marketed so",
        why_sv="Alkohol, tobak och spel får inte marknadsföras så här till konsumenter.",
        why_en="Alcohol, tobacco and gambling may not be marketed to consumers this way.",
    ),
    saw=("categories",),
    url=UCPD,
)
def restricted_goods(case: Case) -> bool:
    """Tobacco and gambling to anybody, alcohol to consumers; the stricter reading, where a lawyer should look."""
    banned = _TO_ANYBODY if case.facts.recipient == "company" else _RESTRICTED_GOODS
    return case.envelope.is_marketing and not banned.isdisjoint(case.envelope.categories)


ANY_MESSAGE: tuple[Rule, ...] = (erased, restricted)
ADDRESSED: tuple[Rule, ...] = (not_identified, no_way_out)
MARKETING: tuple[Rule, ...] = (
    objected,
    blocked_platform,
    blocked_organisation,
    blocked_purpose,
    number_wrong,
    minor,
    restricted_goods,
)
ALL: tuple[Rule, ...] = (*ANY_MESSAGE, *ADDRESSED, *MARKETING)
