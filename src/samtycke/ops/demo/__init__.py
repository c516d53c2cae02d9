"""The demo: Skobutiken, with customers of every kind, so that everything can be tried within a minute.

No quiet hours and no frequency cap, so that it can be tried at any hour; its settings page says so. Every number is
from the series set aside for fiction, and everything it sends ends at virtual phones.
"""

from __future__ import annotations

import json
import secrets
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper

from samtycke.gate.door import opt_out
from samtycke.intake.door import Draft, Words, create_form, publish, save_form
from samtycke.ledger.door import Consent, Entry, Sale, check, record, seal
from samtycke.ops.cast import make_organisation
from samtycke.ops.environment import write_private
from samtycke.organisations.door import Membership, Organisation, Role, Staff, acting_for, make_api_key
from samtycke.rights.door import DOCUMENTS, Recipient, add_recipient, keep_version, known, save_texts
from samtycke.sms import Number
from samtycke.web.staff.forms.share import me_address

EMAIL = "karin@skobutiken.example"
_WORDING = "Ja, skicka erbjudanden från Skobutiken på SMS, högst 2 i månaden. Jag kan avsluta när jag vill."
_NAMES = """
Åsa Öberg,Bo Lind,Cecilia Ek,David Norén,Ebba Sjö,Filip Dahl,Gunilla Ås,Hassan Ali,Ingrid Holm,Johan Fors,
Karin Palm,Leif Strand,Maja Björk,Nils Ståhl,Olga Petrova,Per Gran,Qamar Said,Rebecka Lund,Sven Hägg,Tove Ahl,
Ulla Nyman,Viktor Skog,Wilma Frisk,Yusuf Demir,Zara Berg,Älva Sand,Örjan Ros,Anna Lo,Björn Ör,Clara Vik,
Dan Alm,Elsa Nord,Fredrik By,Greta Hall,Hugo Ek,Ida Moe,Jonas Ask,Kim Ly,Lova Hav,Mats Ros
""".replace("\n", "").split(",")
_SHOPS = ("Stockholm", "Göteborg", "Malmö")


def seed_demo(data: Path, url: str) -> dict[str, Any]:
    """Make the demo in an empty database and write ``demo.json`` to the data folder; later starts find both.

    Args:
        data: the data folder.
        url: where the pages answer, which may change between starts.
    """
    saved = data / "demo.json"
    if Organisation.objects.exists():
        demo: dict[str, Any] = json.loads(saved.read_text(encoding="utf-8")) if saved.exists() else {}
        demo["url"] = url
    else:
        demo = {"url": url, **_make()}
        shutil.copyfile(Path(__file__).with_name("kunder.csv"), data / "kunder.csv")
    write_private(saved, json.dumps(demo, indent=1, ensure_ascii=False))
    return demo


def _make() -> dict[str, Any]:
    organisation = make_organisation("skobutiken")
    password = secrets.token_urlsafe(9)
    staff = Staff.objects.create_user(EMAIL, password, name="Karin Berg")
    Membership.objects.create(organisation=organisation, staff=staff, role=Role.OWNER)
    now = datetime.now(UTC)
    with acting_for(organisation.pk) as cursor:
        record(cursor, _people(now), now=now)
        for place in (36, 37, 38):
            opt_out(cursor, _number(place), because="STOPP", door="sms", now=now - timedelta(days=20 + place))
        _form(cursor, slug=organisation.slug, by=staff.name, now=now)
        # A name that nobody can answer: the way out of its texts is a link.
        cursor.execute("INSERT INTO sender VALUES (current_organisation(), 'Skoklubben', '', 'phone')")
        _notice(cursor, organisation, by=staff.name, now=now)
        seal(cursor, now=now)
        check(cursor, now=now)
    return {
        "login": {"email": EMAIL, "password": password},
        "api_key": {
            "live": make_api_key(organisation, name="Demo, live", test=False),
            "test": make_api_key(organisation, name="Demo, test", test=True),
        },
        # The doors that speak other products' APIs are not open yet.
        "twilio": None,
        "elks": None,
        "kannel": None,
        "smpp": None,
        "purpose": "offers",
        "category": "shoes",
        "sender": "Skobutiken",
        "inbound_number": "71000",
        "form": "/f/klubben",
        "numbers": {
            "consented": _number(0).e164,
            "customer": _number(24).e164,
            "opted_out": _number(36).e164,
            "stranger": "+46701740699",
        },
    }


def _form(cursor: CursorWrapper, *, slug: str, by: str, now: datetime) -> None:
    """Klubben, published in both languages."""
    form = create_form(cursor, organisation="Skobutiken", purpose=None, sender="Skobutiken", by=by, now=now)
    swedish = Words(
        title="Först till nya skor",
        sentence="Bli med i Klubben och få Skobutikens erbjudanden på SMS, högst 2 i månaden.",
        often="högst 2 i månaden",
        box=_WORDING,
    )
    english = Words(
        title="First in line for new shoes",
        sentence="Join the Club and get offers from Skobutiken by text, at most 2 a month.",
        often="at most 2 a month",
        box="Yes, text me offers from Skobutiken, at most 2 a month. I can stop any time.",
    )
    draft = Draft(
        name="Klubben",
        purpose="offers",
        sender="Skobutiken",
        confirm="code",
        colour="#1f4d3a",
        slug="klubben",
        words={"sv": swedish, "en": english},
    )
    save_form(cursor, form.id, draft, now=now)
    publish(cursor, form.id, by=by, now=now, me=me_address(slug))


def _notice(cursor: CursorWrapper, organisation: Organisation, *, by: str, now: datetime) -> None:
    """The privacy notice, published, as a real shop's is: with who carries its texts."""
    carrier = Recipient(
        name="Den virtuella operatören",
        does="förmedlar SMS till de virtuella telefonerna",
        carrier="phone",
        country="SE",
        agreed_on=now.date(),
    )
    add_recipient(cursor, carrier, by=by, now=now)
    facts = known(cursor, organisation, now=now)
    for language in ("sv", "en"):
        begun = {
            one.key: "\n".join(one.start(facts, language))
            for one in DOCUMENTS["notice"].sections
            if one.ask and one.start
        }
        save_texts(cursor, "notice", begun, language=language, by=by, now=now)
    keep_version(cursor, "notice", facts, language="sv", public=True, why="", by=by, now=now)


def _number(place: int) -> Number:
    return Number(f"+4670174{605 + place:04d}", "SE")


def _people(now: datetime) -> list[Entry]:
    """Forty people: most have said yes, some are customers, and some may not be texted, for reasons of all kinds."""
    entries: list[Entry] = [_yes(place, now, days_ago=40 + 11 * place) for place in range(24)]
    entries += [_bought(place, now, days_ago=9 * (place - 22)) for place in range(24, 30)]
    entries += [_bought(place, now, days_ago=400 + place) for place in (30, 31)]
    entries += [_bought(place, now, category="bags", days_ago=30) for place in (32, 33)]
    entries += [_bought(34, now, days_ago=50, offered=False)]
    entries += [_yes(35, now, days_ago=90, purpose="events")]
    entries += [_yes(place, now, days_ago=200) for place in (36, 37, 38)]
    entries += [_bought(39, now, days_ago=15, refused=True)]
    return entries


def _about(place: int) -> dict[str, str]:
    return {"name": _NAMES[place], "butik": _SHOPS[place % 3]}


def _yes(place: int, now: datetime, *, days_ago: int, purpose: str = "offers") -> Consent:
    return Consent(
        number=_number(place),
        occurred_at=now - timedelta(days=days_ago),
        door="form",
        source="Klubben, skobutiken.se",
        evidence={"form": "Klubben", "version": "3"},
        attributes=_about(place),
        purpose=purpose,
        method="checkbox_unticked",
        wording=_WORDING,
        informed=True,
    )


def _bought(
    place: int,
    now: datetime,
    *,
    days_ago: int,
    category: str = "shoes",
    offered: bool = True,
    refused: bool = False,
) -> Sale:
    return Sale(
        number=_number(place),
        occurred_at=now - timedelta(days=days_ago),
        door="import",
        source=f"kassa {_SHOPS[place % 3]}",
        attributes=_about(place),
        category=category,
        collected=True,
        informed=True,
        offered=offered,
        refused=refused,
    )
