"""What a forecast is asked about: a purpose, goods, and perhaps another rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from samtycke.gate.door import Sealed, Spec, WhatIf, draft_envelope
from samtycke.ledger.door import most_sold
from samtycke.organisations.door import Refused, categories, open_purposes, refusals, senders
from samtycke.policy import countries
from samtycke.web.parts.tags import said
from samtycke.web.staff.access import StaffRequest
from samtycke.web.staff.law.form import read_settings


@dataclass(frozen=True, slots=True)
class Asked:
    """``purposes`` and ``goods`` are all there are, by slug and name; ``chosen`` of the goods those asked about.

    ``envelope`` is None where there is no marketing purpose or no sender to ask with.
    """

    purposes: Sequence[tuple[str, str]]
    purpose: str
    goods: Sequence[tuple[str, str]]
    chosen: tuple[str, ...]
    envelope: Sealed | None
    settings: Mapping[str, Any]
    similar: tuple[str, ...] = ()
    also_law: str = ""
    refused: tuple[Refused, ...] = field(default=())
    what_if: WhatIf | None = None
    changes_settings: bool = False
    whole_settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def purpose_name(self) -> str:
        """The purpose, for reading."""
        return dict(self.purposes).get(self.purpose, "")

    @property
    def goods_names(self) -> str:
        """The goods, for reading."""
        return ", ".join(name.lower() for slug, name in self.goods if slug in self.chosen) or "–"

    @property
    def query(self) -> str:
        """The same purpose and goods, for another address."""
        sent = QueryDict(mutable=True)
        sent["purpose"] = self.purpose
        sent.setlist("goods", list(self.chosen))
        return sent.urlencode()


def asked(request: StaffRequest, sent: QueryDict) -> Asked:
    """Read the question; what is left out is the first purpose, and the goods most people have bought."""
    cursor, organisation = request.cursor, request.organisation
    marketing = [(one.slug, said(one.name)) for one in open_purposes(cursor).values()]
    marketing.sort(key=lambda one: one[1])
    # Of a shop's purposes offers come first, whatever the alphabet says: they are what most is sent of.
    first = next((slug for slug, _name in marketing if slug == "offers"), marketing[0][0] if marketing else "")
    goods = [(slug, said(one.name)) for slug, one in categories(cursor).items()]
    purpose = _known(sent.get("purpose"), marketing) or first
    wished = sent.getlist("goods") if "purpose" in sent else [most_sold(cursor) or ""]
    chosen = tuple(slug for slug, _name in goods if slug in wished)
    sender = next(iter(senders(cursor)), "")
    spec = Spec("marketing", purpose, "", chosen, sender=sender)
    envelope = draft_envelope(cursor, spec) if purpose and sender else None
    settings = read_settings(sent, organisation.settings)
    own = read_settings(QueryDict(), organisation.settings)
    similar = tuple(slug for slug in sent.getlist("similar") if slug in dict(goods))
    also = sent.get("also_law", "") if sent.get("also_law") in countries() else ""
    wrong = refusals(settings, home=organisation.home_country, on=timezone.localdate())
    whole = {**_others(organisation.settings), **settings}
    tried = (settings != own or similar or also) and not wrong
    return Asked(
        purposes=marketing,
        purpose=purpose,
        goods=goods,
        chosen=chosen,
        envelope=envelope,
        settings=settings,
        similar=similar,
        also_law=also,
        refused=wrong,
        changes_settings=settings != own,
        whole_settings=whole,
        what_if=WhatIf(whole, similar, also or None) if tried else None,
    )


def _others(settings: Mapping[str, Any]) -> dict[str, Any]:
    own = read_settings(QueryDict(), settings)
    return {name: value for name, value in settings.items() if name not in own}


def _known(wished: str | None, known: Sequence[tuple[str, str]]) -> str:
    return wished if wished and wished in dict(known) else ""
