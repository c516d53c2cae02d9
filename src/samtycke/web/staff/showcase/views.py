"""Every part of the house on one page, in both themes: to look at when one is changed."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from samtycke.policy import pack_for
from samtycke.web.parts.bars import Share, pieces
from samtycke.web.parts.curves import Series, curve
from samtycke.web.staff.access import StaffRequest

_SERIES = (
    Series([12431 - 73 * place for place in range(37)]),
    Series([11020 - 60 * max(0, place - 9) for place in range(37)], dashed=True),
)


def showcase(request: StaffRequest) -> HttpResponse:
    """All parts, light beside dark."""
    return render(
        request,
        "staff/showcase/showcase.html",
        {
            "themes": ("light", "dark"),
            "reach": _reach(),
            "count": SimpleNamespace(parts=2, encoding="ucs2", units=96, price=80),
            "mends": [_mend()],
            "job": _job(),
            "events": _events(),
            "curve": curve(_SERIES, dots=(3, 9, 36)),
            "under": ("i dag", "25 feb", "27 maj", "27 aug", "26 nov"),
            "steps": _steps(),
            "way_out": pack_for("SE").way_out["sv"].format(number="71000"),
        },
    )


def _reach() -> SimpleNamespace:
    pack = pack_for("SE")
    consent, soft = pack.rule("mfl19.consent"), pack.rule("mfl19.soft-opt-in")
    rows = [("may", "solid", 9800, consent), ("may", "lines", 2631, soft), ("waits", "dots", 40, pack.holds[0])]
    rows += [("not", "cross", 212, pack.denials[-1])]
    return SimpleNamespace(
        may=12431,
        waits=40,
        not_=212,
        total=12683,
        sentence="",
        label="12 431 / 40 / 212",
        pieces=pieces([Share(people, verdict, pattern) for verdict, pattern, people, _rule in rows]),
        rows=[
            SimpleNamespace(
                verdict=verdict,
                pattern=pattern,
                people=people,
                label=rule.words.label["sv"],
                why=rule.words.why["sv"].replace("{", "").replace("}", ""),
                mend=rule.words.mend.get("sv", ""),
                citation=rule.cites,
                url=rule.url,
            )
            for verdict, pattern, people, rule in rows
        ],
    )


def _mend() -> SimpleNamespace:
    return SimpleNamespace(
        code="plain",
        says=_("The character %(sign)s makes this %(now)s parts. Change it to %(plain)s for %(then)s.")
        % {"sign": "”", "plain": '"', "now": 2, "then": 1},
        text='Hej! "Vårens skor" är här.',
        button=_("Change to %(plain)s") % {"plain": '"'},
        stops=False,
    )


def _job() -> SimpleNamespace:
    shares = [Share(6902, "accent"), Share(1216, "accent", "lines"), Share(2, "quiet", "unknown")]
    return SimpleNamespace(sentence="8 120 / 12 431", pieces=pieces(shares, of=12431), label="65 %", detail="10:04")


def _events() -> list[SimpleNamespace]:
    now = timezone.now()
    return [
        SimpleNamespace(at=now, sign="dot", colour="accent", title="SMS levererat", detail="Vårskor", url="#"),
        SimpleNamespace(
            at=now - timedelta(days=40),
            sign="may",
            colour="may",
            title="Sa ja till Erbjudanden",
            detail="Webbformulär",
            quote="Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden.",
            more=[(_("Recorded by"), "Lina Ek")],
        ),
        SimpleNamespace(at=now - timedelta(days=400), sign="not", colour="not", title="Sa nej", detail="STOPP"),
    ]


def _steps() -> list[SimpleNamespace]:
    pack = pack_for("SE")
    asked = [(pack.denials[0], "ring", False), (pack.rule("mfl19.consent"), "may", True)]
    return [
        SimpleNamespace(
            rule=rule.id,
            label=rule.words.label["sv"],
            sign=sign,
            css="icon c-may",
            settled=settled,
            word=_("settled it") if settled else _("goes on"),
            why=rule.words.why["sv"],
            citation=rule.cites,
            url=rule.url,
            saw=[(name, "–") for name in rule.saw],
        )
        for rule, sign, settled in asked
    ]
