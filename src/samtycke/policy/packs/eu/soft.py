"""The soft opt-in, the exception for customers (ePrivacy directive 13(2)): its conditions in the order they are looked
at, and the basis it is.

One and the same sale must meet all of them. Whether two goods are *similar* is a judgement: a named person declares
it with a reason, and the declaration is what is read here.
"""

from __future__ import annotations

from datetime import date

from samtycke.policy.period import months_after
from samtycke.policy.rule import Case, Rule, rule, words

EPRIVACY = "https://eur-lex.europa.eu/eli/dir/2002/58/oj"
_ASK = {"mend_sv": "Be om samtycke med ett formulär.", "mend_en": "Ask for consent with a form."}


def is_current(case: Case, day: date | None) -> bool:
    """Whether somebody who was a customer until that day counts as one today."""
    return day is not None and case.today <= months_after(day, case.pack.parameters.customer_months)


def _newest(case: Case) -> tuple[date | None, int | None]:
    """The newest sale, whole or not, and the months from it."""
    facts = case.facts
    day = facts.sale_on if facts.sale_on is not None else facts.customer_on
    return day, case.pack.parameters.customer_months


def _sale(case: Case) -> tuple[date | None, int | None]:
    """The sale that makes somebody a customer today, and the months from it."""
    facts = case.facts
    makes_one = is_current(case, facts.customer_on) or facts.sale_on is None
    return facts.customer_on if makes_one else facts.sale_on, case.pack.parameters.customer_months


@rule(
    "soft.no-sale",
    cites="ePrivacy art. 13(2)",
    says=words(
        "har inte köpt något",
        "has bought nothing",
        why_sv="Det finns inget köp av personen hos er.",
        why_en="There is no purchase by this person from you.",
        **_ASK,
    ),
    saw=("sale_on", "customer_on"),
    url=EPRIVACY,
)
def no_sale(case: Case) -> bool:
    """There was a sale of a product by this sender to this person."""
    facts = case.facts
    return facts.sale_on is None and facts.customer_on is None and not facts.sale_cancelled


@rule(
    "soft.not-collected-in-sale",
    cites="ePrivacy art. 13(2)",
    says=words(
        "numret kom inte från köpet",
        "number not from the sale",
        why_sv="Numret samlades inte in vid köpet. Undantaget gäller bara nummer som kunden gav då.",
        why_en="The number was not collected in the sale. The exception covers only numbers given then.",
        **_ASK,
    ),
    saw=("sale_collected",),
    url=EPRIVACY,
)
def not_collected(case: Case) -> bool:
    """Collected in the sale, not bought or found elsewhere. Of a cancelled sale that is not what fails."""
    return not case.facts.sale_collected and not case.facts.sale_cancelled


@rule(
    "soft.not-customer",
    cites="ePrivacy art. 13(2); SWEDMA 2.1.2",
    says=words(
        "köpte för länge sedan",
        "bought too long ago",
        why_sv="Senaste köpet var {bought_on}. Kundundantaget gällde till och med {customer_until}. "
        "Ett nytt köp eller ett ja öppnar igen.",
        why_en="The last purchase was {bought_on}. The customer exception ended on {customer_until}. "
        "A new purchase or a yes opens it again.",
        bare_sv="Köpet hävdes eller lämnades tillbaka, så personen räknas inte som kund. "
        "Ett nytt köp eller ett ja öppnar.",
        bare_en="The sale was cancelled or returned, so the person does not count as a customer. "
        "A new purchase or a yes opens it.",
        **_ASK,
    ),
    saw=("sale_on", "customer_on", "sale_cancelled", "customer_months"),
    url=EPRIVACY,
    ethics=True,
    counted=_newest,
)
def not_customer(case: Case) -> bool:
    """A customer now or within the last twelve months, to the same calendar day. A cancelled sale makes none."""
    return not is_current(case, _newest(case)[0])


@rule(
    "soft.not-informed",
    cites="ePrivacy art. 13(2); GDPR art. 13",
    says=words(
        "fick inte veta om reklamen",
        "was not told of the marketing",
        why_sv="Kunden fick vid köpet inte veta att numret skulle användas för reklam.",
        why_en="At the sale the customer was not told that the number would be used for marketing.",
        **_ASK,
    ),
    saw=("sale_informed",),
    url=EPRIVACY,
)
def not_informed(case: Case) -> bool:
    """Told at collection that the number will be used for marketing."""
    return not case.facts.sale_informed


@rule(
    "soft.no-refusal-offered",
    cites="ePrivacy art. 13(2)",
    says=words(
        "fick inte säga nej vid köpet",
        "could not refuse at the sale",
        why_sv="Kunden fick vid köpet ingen möjlighet att säga nej.",
        why_en="At the sale the customer was not offered to refuse.",
        **_ASK,
    ),
    saw=("sale_offered",),
    url=EPRIVACY,
)
def no_refusal_offered(case: Case) -> bool:
    """Clearly and plainly offered, free and easy, to refuse at collection."""
    return not case.facts.sale_offered


@rule(
    "soft.refused",
    cites="ePrivacy art. 13(2)",
    says=words(
        "tackade nej vid ett köp",
        "refused at a sale",
        why_sv="Kunden tackade nej till reklam. Det gäller också senare köp, tills personen själv säger ja.",
        why_en="The customer refused marketing. That also covers later purchases, until they say yes themselves.",
    ),
    saw=("refused",),
    url=EPRIVACY,
)
def refused(case: Case) -> bool:
    """Did not refuse then or since; withdrawing a consent to this purpose is such a refusal."""
    return case.facts.refused


@rule(
    "soft.other-goods",
    cites="ePrivacy art. 13(2)",
    says=words(
        "någon annans varor",
        "somebody else's goods",
        why_sv="Texten gäller någon annans varor. Undantaget gäller bara egna.",
        why_en="The text is about somebody else's goods. The exception covers only your own.",
        **_ASK,
    ),
    saw=("own_goods",),
    url=EPRIVACY,
)
def other_goods(case: Case) -> bool:
    """The text is for the sender's own goods or services."""
    return not case.envelope.own_goods


@rule(
    "soft.not-similar",
    cites="ePrivacy art. 13(2)",
    says=words(
        "köpte annat",
        "bought something else",
        why_sv="Köpet gällde annat. Undantaget gäller bara likartade varor, så som ni själva har avgjort det.",
        why_en="The purchase was of something else. The exception covers similar goods only, as you declared them.",
        **_ASK,
    ),
    saw=("sale_similar", "categories"),
    url=EPRIVACY,
)
def not_similar(case: Case) -> bool:
    """Similar to those bought. No category given, on either side, is not similar."""
    return not case.facts.sale_similar


CONDITIONS: tuple[Rule, ...] = (
    no_sale,
    not_collected,
    not_customer,
    not_informed,
    no_refusal_offered,
    refused,
    other_goods,
    not_similar,
)


def first_failing(case: Case) -> str | None:
    """The first condition that the newest sale fails; None when one sale meets all of them."""
    facts = case.facts
    if is_current(case, facts.customer_on) and not facts.refused and case.envelope.own_goods:
        return None
    if facts.sale_on is None and facts.customer_on is not None:
        # The newest sale is the whole one of similar goods: of its conditions only these can fail.
        return next(one.id for one in (not_customer, refused, other_goods) if one.asks(case))
    conditions = case.pack.sale_conditions
    return next((one.id for one in conditions if one.in_force(case.today) and one.asks(case)), None)


@rule(
    "soft-opt-in",
    cites="ePrivacy art. 13(2)",
    says=words(
        "är kund och sa inte nej",
        "is a customer and did not refuse",
        why_sv="Personen köpte liknande varor senast {bought_on}, fick veta att numret används för erbjudanden och "
        "kunde säga nej. Undantaget för kunder gäller till och med {customer_until}.",
        why_en="The person last bought similar goods on {bought_on}, was told that the number is used for offers "
        "and could refuse. The exception for customers holds until {customer_until}.",
        bare_sv="Personen är kund, fick veta att numret används för erbjudanden om liknande varor och kunde säga nej.",
        bare_en="The person is a customer, was told that the number is used for offers on similar goods and could "
        "refuse.",
    ),
    saw=("customer_on", "refused", "own_goods", "customer_months"),
    basis="soft_opt_in",
    counted=_sale,
)
def soft_opt_in(case: Case) -> str | None:
    """A customer of the last twelve months, told and offered to refuse, may be sent the sender's own similar goods.

    One and the same sale must meet all the conditions. Each country gives the rule its name.
    """
    return first_failing(case)
