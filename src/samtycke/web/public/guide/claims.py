"""How a claim of the guide is written, so that it cannot part from the rule that carries it.

    {% claim "soft.not-similar" %}<p>The goods are similar to those bought.</p>{% endclaim %}
    {% see "mfl20.way-out" %}

A claim names rules of the Swedish pack, or duties; what each leads to, its label, its place in the law and the link
are theirs and are never typed. Each id is claimed once in each language: that is where ``/guide#<id>`` leads.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from samtycke.policy import Pack, in_general, sections
from samtycke.web.parts.law import SIGNS
from samtycke.web.public.guide.duties import DUTIES

register = template.Library()


@dataclass(frozen=True, slots=True)
class Support:
    """What carries a claim: a rule with what it leads to, or a duty, which is drawn as ``duty``."""

    id: str
    verdict: str
    label: dict[str, str]
    cites: str
    url: str
    ethics: bool
    why: dict[str, str]
    mend: dict[str, str]


def supports(pack: Pack) -> dict[str, Support]:
    """Everything that can carry a claim, by id: every rule of the pack, in the order they are asked, and the duties."""
    rules = {
        rule.id: Support(
            rule.id,
            SIGNS[section.verdict],
            rule.words.label,
            rule.cites,
            rule.url,
            rule.ethics,
            in_general(rule.words.why),
            rule.words.mend,
        )
        for section in sections(pack)
        for rule in section.rules
    }
    duties = {
        id_: Support(id_, "duty", one.label, one.cites, one.url, one.ethics, {}, {}) for id_, one in DUTIES.items()
    }
    return rules | duties


class Claim(template.Node):
    """One claim, and the ids that carry it."""

    child_nodelists = ("nodelist",)

    def __init__(self, ids: tuple[str, ...], nodelist: NodeList) -> None:
        self.ids, self.nodelist = ids, nodelist

    def render(self, context: Context) -> SafeString:
        """The claim with its anchors, and what carries it folded below.

        Raises:
            KeyError: neither the pack nor the duties have such an id.
        """
        known = context["supports"]
        assert context.template is not None, "a claim is rendered in a page"
        says = self.nodelist.render(context)
        with context.push(says=says, carried_by=[known[one] for one in self.ids]):
            return context.template.engine.get_template("public/guide/claim.html").render(context)


@register.tag
def claim(parser: Parser, token: Token) -> Claim:
    """``{% claim "id" ["id" …] %} … {% endclaim %}``"""
    ids = tuple(_literal(bit, parser.compile_filter(bit)) for bit in token.split_contents()[1:])
    if not ids:
        raise template.TemplateSyntaxError("a claim names the rule that carries it")
    nodelist = parser.parse(("endclaim",))
    parser.delete_first_token()
    return Claim(ids, nodelist)


def _literal(bit: str, expression: FilterExpression) -> str:
    if not isinstance(expression.var, str):
        raise template.TemplateSyntaxError(f"write the id itself in quotes, not {bit}")
    return expression.var


@register.simple_tag(takes_context=True)
def see(context: Context, id_: str) -> SafeString:
    """A link to where the guide says what a rule asks.

    Raises:
        KeyError: nothing has that id.
    """
    one = context["supports"][id_]
    return format_html('<a class="see" href="{}#{}"><code>{}</code></a>', reverse("guide"), one.id, one.id)
