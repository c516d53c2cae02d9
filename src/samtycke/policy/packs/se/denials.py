"""Sweden's denials, in the order they are asked; the first that applies settles.

What each asks stands in `eu/denials.py`; here stand its places in Swedish law.
"""

from __future__ import annotations

from samtycke.policy.packs.eu import denials as eu
from samtycke.policy.rule import Rule

MFL = "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/marknadsforingslag-2008486_sfs-2008-486/"
SWEDMA = "https://www.swedma.se/etik-och-juridik/"
CHILDREN = "https://www.konsumentverket.se/for-foretag/marknadsforing/marknadsforing-till-barn-och-unga/"

not_identified = eu.not_identified.cited("MFL 9 §; e-handelslagen (2002:562) 9 §; MD 2004 (3 Call)", MFL)
"""Marketing is recognisable as such, and shows whom it comes from."""

no_way_out = eu.no_way_out.cited("MFL 20 §; ePrivacy art. 13(4)", MFL)
"""Marketing says where to turn to get no more, also when it goes to a company."""

objected = eu.objected.cited("GDPR art. 21(2)–(3); MFL 19 § 2 st. 1")
"""A no to marketing is absolute, until a yes of the person's own after it."""

_LIST = "SWEDMA:s etiska regler; GDPR art. 21, 25"
blocked_platform = eu.blocked_platform.cited(_LIST, SWEDMA)
blocked_organisation = eu.blocked_organisation.cited(_LIST, SWEDMA)
blocked_purpose = eu.blocked_purpose.cited(_LIST, SWEDMA)

number_wrong = eu.number_wrong.cited("GDPR art. 5(1)(d); NIX-nämnden 22-088, 21-069, 20-090")

minor = eu.minor.cited("MFL 5 §; Konsumentverkets vägledning om barn; SWEDMA:s etiska regler 2.8", CHILDREN)
"""Direct advertising to somebody under 16. In doubt: 18 for direct exhortations to buy, and for some goods."""

restricted_goods = eu.restricted_goods.cited(
    "Alkohollagen (2010:1622) 7 kap.; lag (2018:2088) om tobak; spellagen (2018:1138) 15 kap.",
    "https://www.konsumentverket.se/for-foretag/marknadsforing/",
)
"""Alcohol, tobacco and gambling. In doubt: what a licence would allow. The stricter reading."""

DENIALS: tuple[Rule, ...] = (
    *eu.ANY_MESSAGE,
    not_identified,
    no_way_out,
    objected,
    blocked_platform,
    blocked_organisation,
    blocked_purpose,
    number_wrong,
    minor,
    restricted_goods,
)
