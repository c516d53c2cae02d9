"""What changes while somebody writes: the phone, the count with its price, the mends, the reach."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samtycke.campaigns.door import AudienceRefused, Campaign, obstacles, preview
from samtycke.gate.door import Preview, counted, way_out, with_way_out
from samtycke.ledger.door import Identity, contacts, reveal
from samtycke.organisations.door import prices, senders
from samtycke.policy import reads_like_advertising
from samtycke.sms import (
    MissingPlaceholder,
    NumberRefused,
    parse_number,
    plain,
    render,
    unusual_characters,
)
from samtycke.web.parts.words import money, number
from samtycke.web.staff.campaigns.form import with_other_word
from samtycke.web.staff.campaigns.reach import Reach, reach_of


@dataclass(frozen=True, slots=True)
class Count:
    """One text as it travels. ``price`` in hundredths."""

    parts: int
    encoding: str
    units: int
    price: int


@dataclass(frozen=True, slots=True)
class Mend:
    """Something to look at. ``text``: what one click would make of it. ``stops``: it cannot be sent so."""

    code: str
    says: str
    text: str = ""
    button: str = ""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Live:
    """All that is alive on the compose page."""

    text: str
    way_out: str
    person: str
    values: str
    at: int
    people: int
    count: Count
    mends: Sequence[Mend]
    reach: Reach | None
    cost: int
    price: str
    attributes: Sequence[str]

    @property
    def before(self) -> int:
        return (self.at - 1) % max(self.people, 1)

    @property
    def after(self) -> int:
        return (self.at + 1) % max(self.people, 1)

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way and somebody may be reached."""
        return self.reach is not None and self.reach.may + self.reach.waits > 0


def live(cursor: CursorWrapper, campaign: Campaign, *, person: int, now: datetime) -> Live:
    """Look at a draft as it will be: on one person's phone, counted, priced, and asked whom it may reach."""
    hindrances = _hindrances(cursor, campaign)
    found = None
    if not any(one.stops for one in hindrances):
        try:
            found = preview(cursor, campaign, now=now)
        except AudienceRefused as error:
            hindrances.append(Mend(error.reason, _refused(error), stops=True))
    known = _people(cursor, found)
    at = person % max(len(known), 1)
    someone = known[at] if known else Identity("")
    text, values = _rendered(campaign.text, someone)
    inbound = _inbound(cursor, campaign) if text.strip() else None
    full = text if inbound is None else with_way_out(text, "SE", inbound)
    counts = counted(full)
    each = prices(cursor).get("SE", 0)
    return Live(
        text=text,
        way_out="" if inbound is None else way_out("SE", inbound),
        person=someone.name,
        values=values,
        at=at,
        people=len(known),
        count=Count(counts.segments, counts.encoding, counts.units, each * counts.segments),
        mends=[*hindrances, *_mends(campaign, full, found)] if campaign.text.strip() else [],
        reach=reach_of(cursor, found) if found else None,
        cost=found.price.cost if found else 0,
        price=price_sentence(found) if found else "",
        attributes=sorted({name for one in known for name in one.attributes}),
    )


def price_sentence(found: Preview) -> str:
    """How many parts, and what it comes to."""
    if not found.price.segments:
        return ""
    spread = ", ".join(
        ngettext("%(people)s get %(parts)s part", "%(people)s get %(parts)s parts", parts)
        % {"people": number(people), "parts": parts}
        for parts, people in found.price.parts.items()
    )
    total = money(found.price.cost)
    about = _("About %(cost)s: %(spread)s.") if found.price.estimated else _("%(cost)s: %(spread)s.")
    return about % {"cost": total, "spread": spread}


def _refused(error: AudienceRefused) -> str:
    if error.reason == "too-many":
        return _("At most %(most)s numbers can be written here. Bring more of them in as a file.") % {
            "most": error.value
        }
    return _("Choose whom it is for.")


def _people(cursor: CursorWrapper, found: Preview | None) -> list[Identity]:
    """Those it would reach first, for the phone; anybody where it reaches nobody yet."""
    ids = [contact for group in found.groups if group.verdict != "deny" for contact in group.sample] if found else []
    if ids:
        readable = reveal(cursor, ids[:20])
        return [readable[contact] for contact in ids[:20] if contact in readable]
    return [one.identity for one in contacts(cursor, limit=10) if one.identity]


def _rendered(text: str, someone: Identity) -> tuple[str, str]:
    values = json.dumps(dict(someone.attributes), ensure_ascii=False)
    try:
        return render(text, someone.attributes), values
    except MissingPlaceholder:
        return text, values


def _inbound(cursor: CursorWrapper, campaign: Campaign) -> str | None:
    """Where an answer would go; empty where there is none and the way out is a link, None where it needs none."""
    if campaign.kind == "service":
        return None
    known = senders(cursor)
    sender = known.get(campaign.sender) or next(iter(known.values()), None)
    return sender.inbound_number if sender else None


def _hindrances(cursor: CursorWrapper, campaign: Campaign) -> list[Mend]:
    says = {
        ("text", "empty"): _("Write a text first."),
        ("purpose", "not-declared"): _("Choose what it is for."),
        ("categories", "not-declared"): _("One of the goods is no longer yours. Choose again."),
        ("sender", "not-declared"): _("Choose who it is from."),
    }
    found = []
    for one in obstacles(cursor, campaign):
        words = says.get((one.field, one.code), one.code)
        if one.code == "too-long":
            words = _("The text would be %(parts)s parts; at most %(cap)s may be sent. Shorten it.") % one.detail
        found.append(Mend(one.code, words, stops=True))
    for wrong in [one for one in campaign.audience.get("numbers", ()) if not _is_number(str(one))][:3]:
        found.append(Mend("bad-number", _("%(number)s is not a number we can text.") % {"number": wrong}, stops=True))
    return found


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except NumberRefused:
        return False
    return True


def _mends(campaign: Campaign, full: str, found: Preview | None) -> list[Mend]:
    return [*_advertising(campaign), *_dear_characters(campaign.text, full), *_missing(campaign.text, found)]


def _advertising(campaign: Campaign) -> list[Mend]:
    """A service text that reads like advertising will wait for a person: better told while it is written."""
    reading = reads_like_advertising(campaign.text) if campaign.kind == "service" else None
    if reading is None or not reading.advertising:
        return []
    says = _(
        "This reads like advertising: %(words)s. Then all of it is marketing. Strike it, or the text waits until "
        "somebody who may approve has read it."
    )
    words = ", ".join(dict.fromkeys(one.words for one in reading.because))
    return [Mend("advertising", says % {"words": words})]


def _dear_characters(text: str, full: str) -> list[Mend]:
    odd = unusual_characters(full)
    if not odd:
        return []
    now, then = counted(full).segments, counted(plain(full)).segments
    mendable = [(sign, other) for sign, other in odd if other is not None]
    stubborn = [sign for sign, other in odd if other is None]
    found = []
    if mendable and then < now:
        sign, other = mendable[0]
        says = _("The character %(sign)s makes this %(now)s parts. Change it to %(plain)s and it is %(then)s.")
        values = {"sign": sign, "plain": other or _("nothing"), "now": now, "then": then}
        found.append(Mend("plain", says % values, plain(text), _("Change")))
    if stubborn:
        without = counted("".join(char for char in plain(full) if char not in stubborn)).segments
        if without < now:
            says = _("%(signs)s makes this %(now)s parts; without it %(then)s.")
            found.append(Mend("sign", says % {"signs": " ".join(stubborn[:5]), "now": now, "then": without}))
    return found


def _missing(text: str, found: Preview | None) -> list[Mend]:
    mends = []
    for name, people in (found.price.missing if found else {}).items():
        says = ngettext(
            "%(people)s person has no %(name)s: write another word after a bar, {{%(name)s|you}}.",
            "%(people)s people have no %(name)s: write another word after a bar, {{%(name)s|you}}.",
            people,
        ) % {"people": number(people), "name": name}
        mend = with_other_word(text, name) if name == "name" else ""
        mends.append(Mend("name", says, mend, _('Write "du" instead') if mend else ""))
    return mends
