"""What import pages call things: fields, reasons, ways of consenting."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

Words = str | Promise

FIELDS: dict[str, Words] = {
    "number": _("Number"),
    "name": _("Name"),
    "purpose": _("Purpose"),
    "method": _("How consent was given"),
    "consented_at": _("When consent was given"),
    "wording": _("The exact words"),
    "source": _("Where it came from"),
    "category": _("What was bought"),
    "sold_at": _("When it was bought"),
    "collected_in_sale": _("Number given at the purchase"),
    "informed": _("Told of the use for offers"),
    "offered_refusal": _("Could decline"),
    "refused": _("Declined"),
    "customer_until": _("Customer until"),
    "relation": _("Sale, talks or support"),
    "cancelled": _("Came back"),
}

METHODS = ("web_form", "checkbox_unticked", "paper", "verbal", "keyword_sms", "double_opt_in")
"""The ways that can be a consent."""

CONSENT_DEFAULTS = ("purpose", "method", "wording", "source")
SALE_DEFAULTS = ("category", "collected_in_sale", "informed", "offered_refusal", "source")

_NO_DATE = pgettext_lazy("why rows are refused", "say neither when consent was given nor when something was bought")
REASONS: dict[tuple[str, str], Words] = {
    ("number", "missing"): pgettext_lazy("why rows are refused", "have no number"),
    ("number", "unreadable"): pgettext_lazy("why rows are refused", "have no number that can be read"),
    ("number", "impossible"): pgettext_lazy("why rows are refused", "have a number that does not exist"),
    ("number", "landline"): pgettext_lazy("why rows are refused", "have a landline number"),
    ("consented_at", "missing"): pgettext_lazy("why rows are refused", "lack the date of the consent"),
    ("consented_at", "no_provenance"): _NO_DATE,
    ("method", "missing"): pgettext_lazy("why rows are refused", "don't say how consent was given"),
    ("method", "not_declared"): pgettext_lazy("why rows are refused", "give a way of consenting we don't know"),
    ("method", "pre_ticked"): pgettext_lazy("why rows are refused", 'say "pre-ticked box", which is no consent'),
    ("method", "bundled"): pgettext_lazy("why rows are refused", "bundle the consent with other terms"),
    ("wording", "missing"): pgettext_lazy("why rows are refused", "lack the words that were shown"),
    ("purpose", "missing"): pgettext_lazy("why rows are refused", "don't say what the consent is for"),
    ("purpose", "not_declared"): pgettext_lazy("why rows are refused", "name a purpose you don't have"),
    ("category", "missing"): pgettext_lazy("why rows are refused", "don't say what was bought"),
    ("category", "not_declared"): pgettext_lazy("why rows are refused", "name a category you don't have"),
    ("sold_at", "missing"): pgettext_lazy("why rows are refused", "don't say when it was bought"),
    ("relation", "not_declared"): pgettext_lazy(
        "why rows are refused", "name a relation that is none of sale, negotiation and support"
    ),
    ("source", "missing"): pgettext_lazy("why rows are refused", "don't say which order came back"),
    ("collected_in_sale", "missing"): pgettext_lazy(
        "why rows are refused", "don't say whether the number was given at the purchase"
    ),
    ("informed", "missing"): pgettext_lazy("why rows are refused", "don't say whether they were told of the use"),
    ("offered_refusal", "missing"): pgettext_lazy("why rows are refused", "don't say whether they could decline"),
    ("*", "in_future"): pgettext_lazy("why rows are refused", "have a date that has not been yet"),
    ("*", "too_old"): pgettext_lazy("why rows are refused", "have a date before the year 2000"),
    ("*", "unreadable"): pgettext_lazy("why rows are refused", "have a date that can't be read"),
    ("*", "ambiguous_date"): pgettext_lazy("why rows are refused", "have a date that can be two days"),
    ("*", "not_yes_or_no"): pgettext_lazy("why rows are refused", "have an answer that is neither yes nor no"),
    ("row", "too_many_cells"): pgettext_lazy("why rows are refused", "have more cells than there are columns"),
}


def reason(field: str, code: str) -> Words:
    """Why rows were refused, as the end of a sentence: "24 lack the date of the consent"."""
    return REASONS.get((field, code)) or REASONS.get(("*", code)) or code


def warning(found: dict[str, object]) -> str:
    """What is odd about a file, and what it means."""
    count = int(str(found.get("count", 0)))
    if found["code"] == "duplicate_rows":
        return ngettext(
            "%(count)d row says the same as an earlier one. It is counted once.",
            "%(count)d rows say the same as earlier ones. They are counted once.",
            count,
        ) % {"count": count}
    if found["code"] == "consecutive_numbers":
        return ngettext(
            "%(count)d number stands in a row without a gap. It looks generated.",
            "%(count)d numbers stand in a row without a gap. They look generated rather than given by people.",
            count,
        ) % {"count": count}
    return str(_("Letters look mangled (Ã¥ for å). Export the file again as UTF-8 if names matter."))
