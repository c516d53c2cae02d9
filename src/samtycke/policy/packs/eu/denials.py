"""Denials that no permission outweighs and that GDPR and the ePrivacy directive set for the whole Union.

They stand in the order they are asked; the first that applies settles.
"""

from __future__ import annotations

from samtycke.policy.packs.eu.consent import GDPR, is_whole
from samtycke.policy.rule import Case, Rule, rule, words


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
        why_sv="Behandlingen av personens uppgifter är begränsad. Bara lagring är tillåten.",
        why_en="Processing of the person's data is restricted. Only storage is allowed.",
        mend_sv="Avgör begäran om begränsning.",
        mend_en="Settle the request for restriction.",
    ),
    saw=("restricted",),
    url=GDPR,
)
def restricted(case: Case) -> bool:
    """Processing is restricted; any kind of message, since only storage is allowed."""
    return case.facts.restricted


@rule(
    "gdpr21.objected",
    cites="GDPR art. 21(2)–(3); MFL 19 § 2 st. 1",
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
_LIST = "https://www.swedma.se/etik-och-juridik/"


@rule(
    "block.platform",
    cites="SWEDMA:s etiska regler; GDPR art. 21, 25",
    says=words("spärrat av operatören", "blocked by the operator", **_BLOCKED),
    saw=("blocked_platform",),
    url=_LIST,
)
def blocked_platform(case: Case) -> bool:
    """An entry on the platform's block list stands."""
    return case.envelope.is_marketing and case.facts.blocked_platform


@rule(
    "block.organisation",
    cites="SWEDMA:s etiska regler; GDPR art. 21, 25",
    says=words("spärrat hos er", "blocked by you", **_BLOCKED),
    saw=("blocked_organisation",),
    url=_LIST,
)
def blocked_organisation(case: Case) -> bool:
    """An entry on the organisation's block list stands."""
    return case.envelope.is_marketing and case.facts.blocked_organisation


@rule(
    "block.purpose",
    cites="SWEDMA:s etiska regler; GDPR art. 21, 25",
    says=words("spärrat för syftet", "blocked for the purpose", **_BLOCKED),
    saw=("blocked_purpose",),
    url=_LIST,
)
def blocked_purpose(case: Case) -> bool:
    """An entry for this purpose stands."""
    return case.envelope.is_marketing and case.facts.blocked_purpose


@rule(
    "number.wrong",
    cites="GDPR art. 5(1)(d); NIX-nämnden 22-088",
    says=words(
        "fel nummer",
        "wrong number",
        why_sv="Numret är känt som felskrivet eller någon annans.",
        why_en="The number is known to be mistyped or somebody else's.",
        mend_sv="Låt personen bekräfta sitt nummer.",
        mend_en="Have the person confirm their number.",
    ),
    saw=("number_wrong",),
    url=GDPR,
)
def number_wrong(case: Case) -> bool:
    """Marketing to a number known to be mistyped or to have passed to somebody else."""
    return case.envelope.is_marketing and case.facts.number_wrong


ANY_MESSAGE: tuple[Rule, ...] = (erased, restricted)
MARKETING: tuple[Rule, ...] = (
    objected,
    blocked_platform,
    blocked_organisation,
    blocked_purpose,
    number_wrong,
)
