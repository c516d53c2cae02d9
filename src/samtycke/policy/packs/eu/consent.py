"""Consent beforehand (GDPR 4(11), 6(1)(a), 7): its conditions in the order they are looked at, and the basis it is.

What is not formalised: whether the wording was plain enough, and whether the choice was truly free. A person judges
that when the form is made; here stands what that judgement left behind, the method and what was told.
"""

from __future__ import annotations

from datetime import date

from samtycke.policy.period import months_after
from samtycke.policy.rule import NOTHING, Case, Rule, rule, words

GDPR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
IMY = "https://www.imy.se/verksamhet/dataskydd/det-har-galler-enligt-gdpr/rattslig-grund/samtycke/"

_PASSIVE = {"checkbox_preticked"}
_ACTIVE = {
    "web_form",
    "checkbox_unticked",
    "keyword_sms",
    "paper",
    "verbal",
    "double_opt_in",
    "double_opt_in_pending",
    "bundled_terms",
}
_ASK = {"mend_sv": "Be om samtycke med ett formulär.", "mend_en": "Ask for consent with a form."}


@rule(
    "consent.not-active",
    cites="GDPR art. 4(11); EU-domstolen C-673/17 Planet49",
    says=words(
        "sa inte ja själv",
        "did not say yes themselves",
        why_sv="Rutan var ikryssad i förväg, eller så gjordes inget val. Det är inget samtycke.",
        why_en="The box was ticked beforehand, or no choice was made. That is no consent.",
        **_ASK,
    ),
    saw=("consent_method",),
    url=IMY,
)
def not_active(case: Case) -> bool:
    """An active act is asked for; a pre-ticked box or silence is none. An unknown method is none either."""
    return case.facts.consent_method not in _ACTIVE


@rule(
    "consent.bundled",
    cites="GDPR art. 7(2), 7(4)",
    says=words(
        "ja:et var bakat i villkor",
        "the yes was part of other terms",
        why_sv="Samtycket låg i andra villkor. Det måste kunna ges för sig.",
        why_en="The consent was part of other terms. It must be possible to give it on its own.",
        **_ASK,
    ),
    saw=("consent_method",),
    url=IMY,
)
def bundled(case: Case) -> bool:
    """Separate from other terms, and no condition for something else."""
    return case.facts.consent_method == "bundled_terms"


@rule(
    "consent.not-informed",
    cites="GDPR art. 4(11), 7(3), 13",
    says=words(
        "fick inte veta vad ja:et gällde",
        "was not told what the yes was for",
        why_sv="Det framgår inte att personen fick veta vem, vad och hur man tar tillbaka sitt ja.",
        why_en="Nothing shows that the person was told who, what for, and how to take the yes back.",
        **_ASK,
    ),
    saw=("consent_informed",),
    url=IMY,
)
def not_informed(case: Case) -> bool:
    """Told who, for what, and that it can be withdrawn, before the act."""
    return not case.facts.consent_informed


@rule(
    "consent.no-evidence",
    cites="GDPR art. 7(1)",
    says=words(
        "ja:et kan inte visas",
        "the yes cannot be shown",
        why_sv="Det går inte att visa när, hur och med vilka ord samtycket gavs.",
        why_en="It cannot be shown when, how and in which words the consent was given.",
        mend_sv="Lägg till datum, sätt och ordalydelse, eller fråga på nytt.",
        mend_en="Add date, method and wording, or ask again.",
    ),
    saw=("consent_evidenced",),
    url=IMY,
)
def no_evidence(case: Case) -> bool:
    """The controller can show it: when, how, which words."""
    return not case.facts.consent_evidenced


@rule(
    "consent.pending",
    cites="GDPR art. 7(1)",
    says=words(
        "har inte bekräftat",
        "has not confirmed",
        why_sv="Personen har inte svarat JA på frågan. Vi frågar inte igen.",
        why_en="The person has not replied YES to the question. We won't ask again.",
    ),
    saw=("consent_method",),
    url=IMY,
)
def pending(case: Case) -> bool:
    """Where double opt-in was asked for, it is confirmed."""
    return case.facts.consent_method == "double_opt_in_pending"


@rule(
    "consent.withdrawn",
    cites="GDPR art. 7(3)",
    says=words(
        "har tagit tillbaka sitt ja",
        "has taken the yes back",
        why_sv="Personen har tagit tillbaka sitt samtycke. Bara ett eget, nytt ja ändrar det.",
        why_en="The person has withdrawn their consent. Only a new yes of their own changes that.",
    ),
    saw=("consent_withdrawn",),
    url=IMY,
)
def withdrawn(case: Case) -> bool:
    """Not withdrawn since; a withdrawal ends every older consent to that purpose."""
    return case.facts.consent_withdrawn


@rule(
    "consent.lapsed",
    cites="GDPR art. 5(1)(e); organisationens egen gräns",
    says=words(
        "ja:et är för gammalt",
        "the yes is too old",
        why_sv="Samtycket är äldre än den gräns organisationen har satt.",
        why_en="The consent is older than the limit the organisation has set.",
        **_ASK,
    ),
    saw=("consent_on", "consent_months"),
    url=GDPR,
)
def lapsed(case: Case) -> bool:
    """Not older than the organisation's own limit, if it has set one. No date then is too old."""
    months = case.pack.parameters.consent_months
    if months is None:
        return False
    given = case.facts.consent_on
    return given is None or case.today > months_after(given, months)


@rule(
    "consent.other-purpose",
    cites="GDPR art. 5(1)(b), 6(1)(a)",
    says=words(
        "har sagt ja till annat",
        "has said yes to something else",
        why_sv="Personen har sagt ja till ett annat syfte, men inte till det här.",
        why_en="The person has said yes to another purpose, but not to this one.",
        **_ASK,
    ),
    saw=("consent_elsewhere",),
    url=GDPR,
)
def other_purpose(case: Case) -> bool:
    """For this purpose, not another."""
    return case.facts.consent_elsewhere


@rule(
    "consent.other-sender",
    cites="GDPR art. 4(11), 26; EDPB 05/2020",
    says=words(
        "har sagt ja till någon annan",
        "has said yes to somebody else",
        why_sv="Personen har sagt ja till en annan avsändare. Det gäller inte er.",
        why_en="The person has said yes to another sender. That does not cover you.",
        **_ASK,
    ),
    saw=("consent_other_sender",),
    url=GDPR,
)
def other_sender(case: Case) -> bool:
    """To this controller; another company of the group is another sender unless it was named."""
    return case.facts.consent_other_sender


@rule(
    "consent.child",
    cites="GDPR art. 8",
    says=words(
        "är under 13 år",
        "is under 13",
        why_sv="Personen är under 13 år. Då är det vårdnadshavaren som samtycker.",
        why_en="The person is under 13. Then consent is the guardian's to give.",
        mend_sv="Be vårdnadshavaren om samtycke.",
        mend_en="Ask the guardian for consent.",
    ),
    saw=("child",),
    url=GDPR,
)
def child(case: Case) -> bool:
    """Known to be under 13: a guardian gives it, for an information-society service."""
    return case.facts.child


CONDITIONS: tuple[Rule, ...] = (
    not_active,
    bundled,
    not_informed,
    no_evidence,
    pending,
    withdrawn,
    other_purpose,
    other_sender,
    child,
    lapsed,
)


def first_failing(case: Case) -> str | None:
    """The first condition that the consent in question does not meet; None when it is whole, ``NOTHING`` without one.

    Of a consent to something else only that may be known: the end of all (`decide`) says so, where it comes to that.
    """
    if case.facts.consent_method is None:
        return NOTHING
    conditions = case.pack.consent_conditions
    return next((one.id for one in conditions if one.in_force(case.today) and one.asks(case)), None)


def is_whole(case: Case) -> bool:
    """Whether a consent to this purpose and sender meets every condition of the recipient's country."""
    return first_failing(case) is None


def _given(case: Case) -> tuple[date | None, int | None]:
    """The day of the consent, where the organisation has set how old one may be."""
    months = case.pack.parameters.consent_months
    return (None if months is None else case.facts.consent_on), months


@rule(
    "consent",
    cites="GDPR art. 4(11), 6(1)(a), 7",
    says=words(
        "har sagt ja",
        "has said yes",
        why_sv="Personen har själv sagt ja till det här syftet, och det kan visas.",
        why_en="The person has said yes to this purpose themselves, and it can be shown.",
    ),
    saw=("consent_method", "consent_informed", "consent_evidenced", "consent_withdrawn", "consent_months"),
    basis="consent",
    counted=_given,
)
def consent(case: Case) -> str | None:
    """Marketing by SMS may be sent to whoever has consented beforehand. Each country gives the rule its name."""
    return first_failing(case)
