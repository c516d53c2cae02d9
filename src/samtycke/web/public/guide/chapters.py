"""The guide's chapters in their order. The text of each is a template in its language's folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samtycke.policy import CHILD_UNDER, MINOR_UNDER, Pack
from samtycke.web.public.guide.claims import Claim

LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Chapter:
    """``name`` is its anchor and its file."""

    name: str
    title: str | Promise

    def template(self, language: str) -> str:
        """Where its text stands."""
        return f"public/guide/{language}/{self.name}.html"

    def claims(self, language: str) -> tuple[str, ...]:
        """The ids it claims, in order."""
        template: Any = get_template(self.template(language))
        return tuple(one for node in template.template.nodelist.get_nodes_by_type(Claim) for one in node.ids)


CHAPTERS = (
    Chapter("number", _("A number is personal data")),
    Chapter("kinds", _("Marketing or service?")),
    Chapter("consent", _("A yes beforehand: opt-in")),
    Chapter("customers", _("Existing customers: soft opt-in")),
    Chapter("companies", _("Companies")),
    Chapter("way-out", _("The way out, and the block list")),
    Chapter("care", _("When, how often, to whom")),
    Chapter("rights", _("The rights of those you text")),
    Chapter("order", _("Keep, guard, throw away")),
    Chapter("answers", _("Who answers, and what it may cost")),
    Chapter("mistakes", _("Common mistakes")),
    Chapter("checklist", _("The short checklist")),
    Chapter("further", _("Where to ask further")),
)


def claimed(language: str) -> tuple[str, ...]:
    """Every id the guide claims in a language, in order."""
    return tuple(one for chapter in CHAPTERS for one in chapter.claims(language))


def unclaimed(pack: Pack, language: str) -> tuple[str, ...]:
    """The rules and conditions of a pack that the guide does not tell of in a language."""
    told = set(claimed(language))
    return tuple(rule.id for rule in pack.rules if rule.id not in told)


def figures(pack: Pack) -> dict[str, Any]:
    """The figures of the law that the text names, as the pack has them now."""
    parameters = pack.parameters
    start, end = parameters.quiet_hours or (None, None)
    return {
        "months": parameters.customer_months,
        "quiet_from": f"{start:%H:%M}" if start else "–",
        "quiet_to": f"{end:%H:%M}" if end else "–",
        "per_day": parameters.per_24h,
        "per_week": parameters.per_7d,
        "minor": MINOR_UNDER,
        "child": CHILD_UNDER,
    }
