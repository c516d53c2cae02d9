"""The guide, its checklist to print, and every rule of every country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samtycke.policy import Pack, Rule, countries, in_general, pack_for, sections
from samtycke.web.parts.law import SIGNS, country_name
from samtycke.web.public.guide.chapters import CHAPTERS, LANGUAGES, claimed, figures
from samtycke.web.public.guide.claims import supports
from samtycke.web.public.guide.duties import LINKS
from samtycke.web.public.guide.words import SECTIONS, parameters

NUMBER = "71000"
"""The short number in the guide's examples."""
LINK = "skobutiken.example/u/7Kd2Qx9bTe"
"""The link in them, for a sender that can't be answered."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter's name and title with its text."""

    name: str
    title: str
    template: str


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The whole guide."""
    return _shown(request, "public/guide/guide.html", CHAPTERS)


@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """The short checklist alone, for printing."""
    return _shown(request, "public/guide/checklist.html", [one for one in CHAPTERS if one.name == "checklist"])


@require_safe
def rules(request: HttpRequest, country: str = "se") -> HttpResponse:
    """Every rule of a country, in the order they are asked.

    Raises:
        Http404: no pack of that country.
    """
    code = country.upper()
    if code not in countries():
        raise Http404
    pack = pack_for(code, on=timezone.localdate())
    told = frozenset(claimed(LANGUAGES[0])) if code == "SE" else frozenset()
    return render(
        request,
        "public/guide/rules.html",
        {
            "place": "guide",
            "pack": pack,
            "countries": [(one, country_name(one)) for one in countries()],
            "name": country_name(code),
            "sections": [
                (one.name, SIGNS[one.verdict], *SECTIONS[one.name], [_entry(rule) for rule in one.rules])
                for one in sections(pack)
            ],
            "way_out": [
                (language, text.format(number=NUMBER), pack.way_out_link[language].format(link=LINK))
                for language, text in pack.way_out.items()
            ],
            "parameters": parameters(pack),
            "told": told,
        },
    )


def _entry(rule: Rule) -> dict[str, Any]:
    return {"rule": rule, "why": in_general(rule.words.why)}


def _shown(request: HttpRequest, template: str, chapters: Any) -> HttpResponse:
    language = (get_language() or LANGUAGES[0])[:2]
    pack = pack_for("SE", on=timezone.localdate())
    return render(request, template, said_by(pack, language) | {"chapters": _headings(chapters, language)})


def said_by(pack: Pack, language: str) -> dict[str, Any]:
    """What the text of the guide is written with: the rules, the figures and the addresses."""
    return {
        "place": "guide",
        "language": language,
        "pack": pack,
        "supports": supports(pack),
        "f": figures(pack),
        "links": LINKS,
        "way_out": pack.way_out[language].format(number=NUMBER),
        "number": NUMBER,
        "short": f"public/guide/{language}/short.html",
    }


def _headings(chapters: Any, language: str) -> list[Heading]:
    return [Heading(one.name, str(one.title), one.template(language)) for one in chapters]
