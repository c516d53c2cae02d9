"""What pages call what the law speaks of: verdicts, bases, rules, facts, and each rule that was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from samtycke.gate.door import Account, Asked
from samtycke.policy import Decision, Rule, Step, pack_for
from samtycke.web.parts.tags import said
from samtycke.web.parts.words import day

Words = str | Promise

SIGNS = {"allow": "may", "hold": "waits", "deny": "not"}
"""A decision's verdict as pages draw it."""

BASES: dict[str, Words] = {
    "consent": pgettext_lazy("basis", "consent"),
    "soft_opt_in": pgettext_lazy("basis", "existing customer"),
    "company": pgettext_lazy("basis", "company"),
    "contract": pgettext_lazy("basis", "contract"),
    "legal_obligation": pgettext_lazy("basis", "legal obligation"),
    "legitimate_interest": pgettext_lazy("basis", "legitimate interest"),
}

FACTS: dict[str, Words] = {
    "country": _("Country of the number"),
    "recipient": _("Kind of recipient"),
    "minor": _("Known to be under 16"),
    "child": _("Under 13 at the consent"),
    "erased": _("Erased"),
    "restricted": _("Processing restricted"),
    "number_wrong": _("The number is somebody else's"),
    "objected": _("Has said no"),
    "consent_after_objection": _("Said yes after the no"),
    "blocked_platform": _("On the platform's block list"),
    "blocked_organisation": _("On your block list"),
    "blocked_purpose": _("Blocked for this purpose"),
    "consent_method": _("How consent was given"),
    "consent_informed": _("Told what it meant"),
    "consent_evidenced": _("Evidence is kept"),
    "consent_withdrawn": _("Consent taken back"),
    "consent_on": _("Day of the consent"),
    "consent_elsewhere": _("Has said yes to something else"),
    "consent_other_sender": _("Said yes to another sender"),
    "customer_on": _("Last bought similar goods"),
    "sale_on": _("Last bought anything"),
    "sale_collected": _("Number given at that purchase"),
    "sale_informed": _("Told of the use for offers"),
    "sale_offered": _("Could decline"),
    "sale_similar": _("It was similar goods"),
    "sale_cancelled": _("The sale was cancelled"),
    "sale_other_sender": _("Bought from another sender"),
    "supported_on": _("Last supported the charity"),
    "refused": _("Declined"),
    "paused": _("Has paused"),
    "unread_reply": _("A reply is unread"),
    "texts_day": _("Marketing texts in 24 hours"),
    "texts_week": _("Marketing texts in 7 days"),
    "way_out": _("A way out stands in the text"),
    "sender_named": _("The sender is named"),
    "own_goods": _("Own goods"),
    "categories": _("Goods"),
    "legal_basis": _("Legal basis"),
    "advertising": _("Reads like advertising"),
    "charitable": _("Only the charity's own purposes"),
    "error": _("Error"),
    "customer_months": _("Months as a customer"),
    "consent_months": _("Months a consent lasts"),
    "quiet_hours": _("Quiet hours"),
    "per_24h": _("At most in 24 hours"),
    "per_7d": _("At most in 7 days"),
}
"""Facts, parts of the text, and parameters."""


METHODS: dict[str, Words] = {
    "web_form": _("Web form"),
    "checkbox_unticked": _("Tick box, unticked beforehand"),
    "checkbox_preticked": _("Tick box, ticked beforehand"),
    "paper": _("On paper"),
    "verbal": _("Spoken"),
    "keyword_sms": _("By text message"),
    "double_opt_in": _("Confirmed twice"),
    "double_opt_in_pending": _("Asked, not confirmed"),
    "bundled_terms": _("Together with other terms"),
}
"""How a consent was given."""


def country_name(code: str) -> str:
    """A country by name, in the reader's language; one that nobody knows by its code."""
    return str(Locale.parse((get_language() or "sv")[:2]).territories.get(code, code))


@dataclass(frozen=True, slots=True)
class Law:
    """A rule as a page shows it."""

    label: str
    citation: str
    url: str
    why: str
    mend: str


def law(pack: str, rule_id: str) -> Law:
    """The words of a rule of a pack ("SE 2026.1"). A rule nobody knows any more is shown by its id."""
    try:
        rule = pack_for(pack.split()[0] if pack else "SE").rule(rule_id)
    except KeyError:
        return Law(rule_id, "", "", "", "")
    return Law(said(rule.words.label), rule.cites, rule.url, said(rule.words.why), said(rule.words.mend))


def label(decision: Decision | None) -> str:
    """A few words: why."""
    return law(decision.pack, decision.rule).label if decision else ""


def fact(name: str, value: Any) -> tuple[str, str]:
    """A fact as a pair of words."""
    return str(FACTS.get(name, name)), _value(value)


def asked(rule: Rule, step: Step, then: Decision) -> dict[str, Any]:
    """A rule that was asked, for ``parts/step.html``: what it saw, and what it answered in the decision ``then``."""
    settled = step.outcome in _ENDS and step.rule == then.rule
    why = said(then.explanation) if settled else _because(step, then)
    return _shown(rule.id, rule.words.label, step.outcome, settled, why, rule.cites, rule.url, step.saw)


def asked_then(one: Asked, then: Account) -> dict[str, Any]:
    """The same of a decision with its own words, as they stood when it was made."""
    settled = one is then.settled_by
    why = said(then.explanation) if settled else _sentence(said(one.condition))
    return _shown(one.rule, one.label, one.outcome, settled, why, one.citation, one.url, one.saw)


def outcome(one: Asked) -> str:
    """What a rule answered, in a word or two."""
    return str(_OUTCOMES.get(one.outcome, one.outcome))


def _shown(
    rule: str,
    label: Mapping[str, str],
    outcome: str,
    settled: bool,
    why: str,
    citation: str,
    url: str,
    saw: Mapping[str, Any],
) -> dict[str, Any]:
    sign = _ENDS.get(outcome)
    return {
        "rule": rule,
        "label": said(label) + ("" if sign else "?"),
        "sign": sign or "ring",
        "css": f"icon c-{sign or 'quiet'}",
        "word": _t("settled it") if settled else str(_OUTCOMES.get(outcome, outcome)),
        "settled": settled,
        "why": why,
        "citation": citation,
        "url": url,
        "saw": [fact(name, value) for name, value in saw.items()],
    }


_ENDS = {"allows": "may", "denies": "not", "holds": "waits"}
_OUTCOMES: dict[str, Words] = {
    "passes": _("no, goes on"),
    "fails": _("no"),
    "does not apply": _("does not apply"),
    "allows": _("allows"),
    "denies": _("forbids"),
    "holds": _("lets it wait"),
}


def _because(step: Step, then: Decision) -> str:
    """Of a basis that did not hold: which of its conditions failed."""
    return _sentence(law(then.pack, step.because).label) if step.because else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "." if words else ""


def _value(value: Any) -> str:
    if value is None or value in ("", (), []):
        return "–"
    if _is_hours(value):
        return " – ".join(str(clock)[:5] for clock in value)
    if isinstance(value, bool):
        return _t("yes") if value else _t("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, str) and value[:1] in "<>":
        before, told = value[0] == "<", date.fromisoformat(value[2:].strip())
        return (_t("before %(day)s") if before else _t("%(day)s or later")) % {"day": day(told)}
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return day(date.fromisoformat(value))
    return str(METHODS.get(value, value))


def _is_hours(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(":" in str(one) for one in value)
