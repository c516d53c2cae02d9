"""Sweden's own denials, among those of the Union, in the order they are asked."""

from __future__ import annotations

from samtycke.policy.packs.eu import denials as eu
from samtycke.policy.rule import Case, Rule, rule, words

MFL = "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/marknadsforingslag-2008486_sfs-2008-486/"
_RESTRICTED_GOODS = {"alcohol", "tobacco", "gambling"}


@rule(
    "mfl9.identified",
    cites="MFL 9 §; MD 2004 (3 Call)",
    says=words(
        "ingen avsändare syns",
        "no sender is named",
        why_sv="Det framgår inte vem reklamen kommer från.",
        why_en="It does not show whom the marketing comes from.",
        mend_sv="Välj en avsändare som mottagaren känner igen.",
        mend_en="Choose a sender that the recipient recognises.",
    ),
    saw=("sender_named",),
    url=MFL,
)
def not_identified(case: Case) -> bool:
    """The sender must be clear."""
    return case.envelope.is_marketing and not case.envelope.sender_named


@rule(
    "mfl20.way-out",
    cites="MFL 20 §; ePrivacy art. 13(4)",
    says=words(
        "texten saknar väg ut",
        "the text has no way out",
        why_sv="Reklam måste alltid säga vart man vänder sig för att slippa mer.",
        why_en="Marketing must always say where to turn to get no more.",
        mend_sv="Låt programmet lägga till vägen ut.",
        mend_en="Let the program add the way out.",
    ),
    saw=("way_out",),
    url=MFL,
)
def no_way_out(case: Case) -> bool:
    """Marketing without a valid address to say stop to, also to companies."""
    return case.envelope.is_marketing and not case.envelope.way_out


@rule(
    "minor.under-16",
    cites="MFL 5 §; SWEDMA:s etiska regler 2.8",
    says=words(
        "är under 16 år",
        "is under 16",
        why_sv="Personen är under 16 år. Direktreklam till barn strider mot god marknadsföringssed.",
        why_en="The person is under 16. Direct marketing to children offends good marketing practice.",
    ),
    saw=("minor",),
    url="https://www.konsumentverket.se/",
)
def minor(case: Case) -> bool:
    """Marketing to someone known to be under 16, by any channel."""
    return case.envelope.is_marketing and case.facts.minor


@rule(
    "goods.restricted",
    cites="Alkohollagen 7 kap.; lag 2018:2088; spellagen 15 kap.",
    says=words(
        "varor som inte får säljas så",
        "goods that may not be sold so",
        why_sv="Alkohol, tobak och spel får inte marknadsföras så här till konsumenter.",
        why_en="Alcohol, tobacco and gambling may not be marketed to consumers this way.",
    ),
    saw=("categories",),
    url="https://www.konsumentverket.se/",
)
def restricted_goods(case: Case) -> bool:
    """Alcohol, tobacco and gambling; the stricter reading, where a lawyer should look."""
    return (
        case.envelope.is_marketing
        and case.facts.recipient != "company"
        and not _RESTRICTED_GOODS.isdisjoint(case.envelope.categories)
    )


DENIALS: tuple[Rule, ...] = (
    *eu.ANY_MESSAGE,
    not_identified,
    no_way_out,
    *eu.MARKETING,
    minor,
    restricted_goods,
)
